import type { Answer, Answering } from '../script/answers.js'

const CONTROLLER = /<\s*(?:[\w:]*Controller|ActionController::\w+|Sinatra::\w+)\b|\brequire ['"]sinatra['"]/

/** How Rails, Sinatra and applications of Rack answer by the request's origin. */
export function answers({ receiver, name, signatures, text }: Answering): Answer | undefined {
  const isRack = signatures.some((each) => /[(,\s]env\b/.test(each))
  const own = /^(?:self\.)?(?:response(?:\.headers)?|headers)$/.test(receiver) || name === 'headers'
  const isController = own && !isRack && CONTROLLER.test(text)
  const asked = isRack ? 'env[{q}HTTP_ORIGIN{q}]' : 'request.env[{q}HTTP_ORIGIN{q}]'
  const table = receiver === 'response' ? 'response.headers' : receiver
  const vary = `${table}[{q}Vary{q}] = [${table}[{q}Vary{q}], {q}Origin{q}].compact.join({q}, {q})`
  return {
    isAtHand: isRack || isController || (own && name === 'headers' && CONTROLLER.test(text)),
    choice: `${asked} == {twin} ? {twin} : {own}`,
    ...(receiver !== '' && name !== ':' && { vary }),
  }
}
