import type { Carries } from '../../requests.js'

/** What a call to the API has in its file: a path of it, or the name of an account's host. */
const WORTH =
  /amo_?crm|amojo|kommo|api\/v[234]|oauth2\/access_token|private\/api|origin\/custom|sub_?domain|base_?(?:domain|ur[li])|account_?(?:domain|url|host)|(?:amo|kommo)\w*_?(?:ur[li]|host|domain)/i

/** Whether a text may speak of the CRM at all. */
export const isOfCrm = (text: string): boolean => WORTH.test(text)

const TOKEN =
  /\bBearer\b|Authorization|withToken|auth_bearer|bearer_?auth|BearerToken|SetAuthToken|access_?token|XOAUTH2_BEARER/i
const SIGNATURE = /X-Signature/i
const COOKIE = /\bCookie\b|COOKIE(?:FILE|JAR)?\b|USER_HASH|session_id=/
/** Where the credentials are in the body, and where a signature is what counts. */
const EXCHANGE = /oauth2\/access_token|private\/api\/auth\.php/
const CHAT = /amojo|origin\/custom\//

/** What a request to certain addresses proves itself by, as far as one piece of code says; `undefined` where it says nothing. */
export function carriedIn(code: string, texts: readonly string[]): Carries | undefined {
  if (isExchange(texts)) return 'nothing'
  if (texts.some((each) => CHAT.test(each)) && SIGNATURE.test(code)) return 'signature'
  if (TOKEN.test(code)) return 'bearer'
  return COOKIE.test(code) ? 'cookie' : undefined
}

/** Whether a request hands its credentials over in the body. */
const isExchange = (texts: readonly string[]): boolean =>
  texts.length > 0 && texts.every((text) => EXCHANGE.test(text))
