import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isRedirect, requestsFor, valuesOf } from './decide.js'
import type { Answer, Asked, Exchange, Seen } from './model.js'
import { unsafeHeaders } from './preflight.js'

const MOST_REDIRECTS = 5

export interface Sending {
  /** Milliseconds for one answer. */
  timeout: number
  signal: AbortSignal
  userAgent: string
}

/**
 * Sends what decides: the preflight, and GET or HEAD. Never credentials, never a body; redirects are followed within one
 * origin alone.
 * @throws the error of the connection, with what went wrong as its message
 */
export async function ask(asked: Asked, sending: Sending): Promise<Seen> {
  const { preflight, request } = requestsFor(asked)
  const before = preflight ? await sendPreflight(asked, sending) : undefined
  const itself = request ? await sendRequest(asked, sending) : undefined
  return { ...(before && { preflight: before }), ...(itself && { request: itself }) }
}

async function sendPreflight(asked: Asked, sending: Sending): Promise<Exchange> {
  const names = unsafeHeaders(asked)
  const answer = await send(asked.url, 'OPTIONS', sending, {
    Origin: asked.origin,
    'Access-Control-Request-Method': asked.method,
    ...(names.length > 0 && { 'Access-Control-Request-Headers': names.join(',') }),
  })
  return { method: 'OPTIONS', url: asked.url, answer }
}

async function sendRequest(asked: Asked, sending: Sending): Promise<Exchange> {
  let url = asked.url
  for (let hops = 0; ; hops++) {
    const answer = await send(url, asked.method, sending, { Origin: asked.origin })
    const next = hops < MOST_REDIRECTS ? followed(answer, url) : undefined
    // A browser checks each answer on the way: one that lets nobody in ends it.
    if (next === undefined || valuesOf(answer, 'access-control-allow-origin').length === 0)
      return { method: asked.method, url, answer }
    url = next
  }
}

/** Where a redirect goes on within the same origin. */
function followed(answer: Answer, url: string): string | undefined {
  const [to] = valuesOf(answer, 'location')
  if (!isRedirect(answer) || to === undefined || !URL.canParse(to, url)) return undefined
  const next = new URL(to, url)
  return next.origin === new URL(url).origin && next.username === '' && next.password === ''
    ? next.href
    : undefined
}

function send(
  url: string,
  method: string,
  { timeout, signal, userAgent }: Sending,
  headers: Record<string, string>,
): Promise<Answer> {
  const limit = AbortSignal.timeout(timeout)
  return new Promise((resolve, reject) => {
    const isSecure = new URL(url).protocol === 'https:'
    const sent = (isSecure ? httpsRequest : httpRequest)(url, {
      method,
      agent: false,
      signal: AbortSignal.any([signal, limit]),
      // Whatever the environment says: a browser refuses what it cannot trust.
      ...(isSecure && { rejectUnauthorized: true }),
      headers: { Accept: '*/*', 'User-Agent': userAgent, ...headers },
    })
    sent.on('response', (response) => {
      const raw = response.rawHeaders
      const pairs = raw.flatMap((name, i): [string, string][] =>
        i % 2 === 0 ? [[name, raw[i + 1] ?? '']] : [],
      )
      // What the page would read is nobody's business here.
      response.on('error', () => undefined)
      response.destroy()
      resolve({ status: response.statusCode ?? 0, headers: pairs })
    })
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (signal.aborted) reject(signal.reason)
      else if (limit.aborted) reject(new Error(`no answer within ${timeout / 1000} s`))
      else reject(new Error(error.message || error.code || 'no connection'))
    })
    sent.end()
  })
}
