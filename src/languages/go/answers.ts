import type { Answer, Answering } from '../script/answers.js'

interface Framework {
  /** The parameter that holds the request, with its name as the first group. */
  parameter: RegExp
  /** What the header is set on, for the parameter `{c}`. */
  receiver: RegExp
  /** The request's origin, and a statement that adds to `Vary`. */
  origin: string
  vary: string
}

const FRAMEWORKS: readonly Framework[] = [
  {
    parameter: /(\w+)\s+\*gin\.Context\b/,
    receiver: /^{c}(?:\.Writer\.Header\(\))?$/,
    origin: '{c}.GetHeader("Origin")',
    vary: '{c}.Writer.Header().Add("Vary", "Origin")',
  },
  {
    parameter: /(\w+)\s+echo\.Context\b/,
    receiver: /^{c}\.Response\(\)\.Header\(\)$/,
    origin: '{c}.Request().Header.Get("Origin")',
    vary: '{c}.Response().Header().Add("Vary", "Origin")',
  },
  {
    parameter: /(\w+)\s+\*?fiber\.Ctx\b/,
    receiver: /^{c}$/,
    origin: '{c}.Get("Origin")',
    vary: '{c}.Vary("Origin")',
  },
  {
    parameter: /(\w+)\s+\*fasthttp\.RequestCtx\b/,
    receiver: /^{c}\.Response\.Header$/,
    origin: 'string({c}.Request.Header.Peek("Origin"))',
    vary: '{c}.Response.Header.Add("Vary", "Origin")',
  },
]

const REQUEST = /(\w+)\s+\*http\.Request\b/

/** How servers in Go answer by the request's origin; a header that is set again has the value that was set last. */
export function answers({ receiver, name, signatures }: Answering): Answer | undefined {
  if (!/^(?:Set|Add|Header)$/.test(name)) return undefined
  for (const { parameter, receiver: of, origin, vary } of FRAMEWORKS) {
    const context = signatures.map((each) => parameter.exec(each)?.[1]).find(Boolean)
    if (context === undefined || context === '_') continue
    const filled = (text: string) => text.replaceAll('{c}', context)
    if (new RegExp(of.source.replaceAll('{c}', context)).test(receiver))
      return answer(filled(origin), filled(vary), name !== 'Add')
  }
  if (!/\.Header\(\)$/.test(receiver)) return undefined
  const request = signatures.map((each) => REQUEST.exec(each)?.[1]).find(Boolean)
  const isAtHand = request !== undefined && request !== '_' && name === 'Set'
  return answer(
    `${isAtHand ? request : 'r'}.Header.Get("Origin")`,
    `${receiver}.Add("Vary", "Origin")`,
    isAtHand,
  )
}

const answer = (origin: string, vary: string, isAtHand: boolean): Answer => ({
  isAtHand,
  choice: '',
  override: `if ${origin} == {twin} {\n\t{again}\n}`,
  vary,
})
