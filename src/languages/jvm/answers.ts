import type { Answer, Answering } from '../script/answers.js'

/** What differs between Java and Kotlin. */
interface Spelling {
  /** A parameter of a type, with its name as the first group. */
  parameter(type: string): RegExp
  /** One of two values, by whether what is asked is the twin. */
  choice(asked: string): string
  /** What ends a statement. */
  end: string
}

const SETTING = /^(?:set|add|append)?[hH]eader$|^(?:append|add|set)$/

/** How servlets, JAX-RS and Ktor answer by the request's origin. */
export const answersOf =
  ({ parameter, choice, end }: Spelling) =>
  ({ receiver, name, signatures, text }: Answering): Answer | undefined => {
    if (!SETTING.test(name)) return undefined
    const named = (type: string) => signatures.map((each) => parameter(type).exec(each)?.[1]).find(Boolean)
    if (/^(?:this\.)?call\.response(?:\.headers)?$/.test(receiver))
      return {
        isAtHand: /\bktor\b/.test(text),
        choice: choice('call.request.headers["Origin"]'),
        vary: `call.response.headers.append("Vary", "Origin")${end}`,
      }
    const context = named('ContainerRequestContext')
    if (context !== undefined)
      return {
        isAtHand: true,
        choice: choice(`${context}.getHeaderString("Origin")`),
        vary: `${receiver}.add("Vary", "Origin")${end}`,
      }
    const request = named('HttpServletRequest')
    const isServlet = /^(?:set|add)Header$/.test(name)
    return {
      isAtHand: request !== undefined,
      choice: choice(`${request ?? 'request'}.getHeader("Origin")`),
      ...(isServlet && { vary: `${receiver}.addHeader("Vary", "Origin")${end}` }),
    }
  }
