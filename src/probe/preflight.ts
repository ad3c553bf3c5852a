import type { Asked } from './model.js'

const SIMPLE_METHODS = new Set(['GET', 'HEAD', 'POST'])
/** Headers that a page may set without asking first; Content-Type only with some values. */
const SIMPLE_HEADERS = new Set(['accept', 'accept-language', 'content-language'])
const SIMPLE_TYPES = /^(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)$/i

/** Headers that no page can set (Fetch, "forbidden request-header"). */
const FORBIDDEN = new Set([
  ...['accept-charset', 'accept-encoding', 'access-control-request-headers', 'access-control-request-method'],
  ...['connection', 'content-length', 'cookie', 'cookie2', 'date', 'dnt', 'expect', 'host', 'keep-alive'],
  ...['origin', 'referer', 'set-cookie', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'via'],
])

/** Whether a browser sets this header itself, so that no page can (name in lower case). */
export function isForbiddenHeader(name: string): boolean {
  return FORBIDDEN.has(name) || name.startsWith('proxy-') || name.startsWith('sec-')
}

/** Headers that the server has to allow by name, in the order in which browsers ask for them. */
export function unsafeHeaders({ headers, contentType }: Pick<Asked, 'headers' | 'contentType'>): string[] {
  const type = contentType?.split(';')[0]?.trim()
  return headers.filter(
    (name) =>
      !SIMPLE_HEADERS.has(name) &&
      !(name === 'content-type' && type !== undefined && SIMPLE_TYPES.test(type)),
  )
}

/** Whether a browser asks with OPTIONS before it sends this request (Fetch, "HTTP fetch"). */
export function needsPreflight(asked: Pick<Asked, 'method' | 'headers' | 'contentType'>): boolean {
  return !SIMPLE_METHODS.has(asked.method) || unsafeHeaders(asked).length > 0
}

/** Whether the request itself may be sent: it changes nothing on the server. */
export function isHarmless(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}
