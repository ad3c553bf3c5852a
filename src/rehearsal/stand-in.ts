import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import { createServer as createSecureServer, request as sendSecurely } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { NEW_ADDRESS, OLD_ADDRESS } from './dns.js'
import type { Recorded } from './model.js'
import { isOld, newHostOf, portOf } from './names.js'
import { KEPT_BODY, type Received, receive } from './record.js'
import { stubAnswer } from './stub.js'

export interface StandInOptions {
  tls: { key: string; cert: string }
  /** Where requests to the new host are handed on to, instead of the stub. */
  upstream?: string
  /** Told of each request, before it is answered. */
  onRequest(record: Recorded): void
  /** A client broke the handshake off: it does not trust the authority. */
  onUntrusted(host: string): void
  onUpstreamError(why: string): void
}

/** Serves both names on ports 80 and 443. */
export async function standIn(options: StandInOptions): Promise<void> {
  const since = performance.now()
  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const limit = options.upstream === undefined ? KEPT_BODY : Number.POSITIVE_INFINITY
    const received = await receive(request, limit, since)
    options.onRequest(received.record)
    const { host } = received.record
    if (isOld(host)) {
      response.writeHead(308, { Location: encoded(`https://${newHostOf(host)}${received.target}`) }).end()
    } else if (options.upstream === undefined) {
      const answer = stubAnswer(received.record.method, received.target, received.body)
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(answer)
    } else {
      handOn(options.upstream, request, received, response, options.onUpstreamError)
    }
  }
  for (const host of [OLD_ADDRESS, NEW_ADDRESS]) {
    const secure = createSecureServer(options.tls, listener)
    secure.on('tlsClientError', (_, socket: TLSSocket & { servername?: string | false }) =>
      options.onUntrusted(socket.servername || (host === OLD_ADDRESS ? 'amocrm.com' : 'kommo.com')),
    )
    await once(createServer({ requireHostHeader: false }, listener).listen(80, host), 'listening')
    await once(secure.listen(443, host), 'listening')
  }
}

/** A header holds no bytes beyond ASCII; addresses have a way to write them. */
function encoded(location: string): string {
  return location.replace(/[^\x21-\x7e]/g, (unit) => encodeURIComponent(unit))
}

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'proxy-connection', 'expect'])

function handOn(
  upstream: string,
  request: IncomingMessage,
  { target, body }: Received,
  response: ServerResponse,
  onError: (why: string) => void,
): void {
  const base = new URL(upstream)
  const path = `${base.pathname.replace(/\/$/, '')}${target}`
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.has(name)),
  )
  if (body && body.length > 0) headers['content-length'] = String(body.length)
  const options = { host: '127.0.0.1', port: portOf(base), path, method: request.method, headers }
  const isSecure = base.protocol === 'https:'
  // The loopback of this machine, named by the user: there is nobody to mistake it for.
  const asked = isSecure ? sendSecurely({ ...options, rejectUnauthorized: false }) : send(options)
  asked.on('response', (answer) => {
    const kept = Object.entries(answer.headers).filter(([name]) => !HOP_BY_HOP.has(name))
    response.writeHead(answer.statusCode ?? 502, Object.fromEntries(kept))
    answer.on('error', () => response.destroy())
    answer.pipe(response)
  })
  asked.on('error', (error) => {
    onError(error.message)
    if (response.headersSent) response.destroy()
    else response.writeHead(502, { 'Content-Type': 'application/json' }).end('{}')
  })
  asked.end(body)
}
