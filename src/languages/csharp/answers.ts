import type { Answer, Answering } from '../script/answers.js'

const RESPONSE = /^(?:([\w.]+)\.)?Response(?:\.Headers)?$/
const CONTROLLER = /:\s*(?:[\w.<>]+\s*,\s*)*(?:\w*Controller(?:Base)?|PageModel|\w*Page)\b/

/** How ASP.NET answers by the request's origin. */
export function answers({ receiver, name, text }: Answering): Answer | undefined {
  const response = RESPONSE.exec(receiver)
  const isOwn = response !== null && response[1] === undefined
  const isAtHand =
    response !== null && (isOwn ? CONTROLLER.test(text) : !/action/i.test(response[1] as string))
  if (!isAtHand && name === ':') return undefined
  const context = response?.[1] === undefined ? '' : `${response[1]}.`
  const isCore = /\bMicrosoft\.AspNetCore\b/.test(text) && /Headers$/.test(receiver)
  return {
    isAtHand,
    choice: `${context}Request.Headers["Origin"] == {twin} ? {twin} : {own}`,
    ...(isCore && { vary: `${receiver}.Append("Vary", "Origin");` }),
  }
}
