import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import type { Server } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Recorded } from './model.js'
import { isOld, newHostOf } from './names.js'
import { KEPT_BODY, receive } from './record.js'
import { stubAnswer } from './stub.js'
import { handOn } from './upstream.js'

export interface StandInOptions {
  tls: { key: string; cert: string }
  /** Where requests to the new host are handed on to, instead of the stub. */
  upstream?: string
  /** Told of each request, before it is answered. */
  onRequest(record: Recorded): void
  /** What a client sent could not be read: it does not trust the authority, or speaks another protocol. */
  onUnread(host: string): void
  onUpstreamError(why: string): void
}

/** HTTP/1.1 and HTTP/2 look alike to what answers. */
export type Request = IncomingMessage | Http2ServerRequest
export type Response = ServerResponse | Http2ServerResponse

/** Servers that answer for both names, for http and for https (HTTP/2 where the client wants it). */
export function standIns(options: StandInOptions): { plain: Server; secure: Server } {
  const listener = answering(options)
  const plain = createServer({ requireHostHeader: false }, listener)
  const secure = createSecureServer({ ...options.tls, allowHTTP1: true }, listener)
  secure.on('tlsClientError', (_, socket) => options.onUnread(nameOf(socket)))
  for (const server of [plain, secure])
    server.on('clientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
      if (error.code?.startsWith('HPE_')) options.onUnread(nameOf(socket))
      socket.destroy()
    })
  return { plain, secure }
}

/** Listens on a port and an address; gives the port. */
export async function listen(server: Server, port: number, address: string): Promise<number> {
  await once(server.listen(port, address), 'listening')
  const bound = server.address()
  return typeof bound === 'object' && bound ? bound.port : port
}

function nameOf(socket: Partial<Pick<TLSSocket, 'servername'>>): string {
  return typeof socket.servername === 'string' && socket.servername !== '' ? socket.servername : 'amocrm.com'
}

function answering(options: StandInOptions): (request: Request, response: Response) => Promise<void> {
  const limit = options.upstream === undefined ? KEPT_BODY : Number.POSITIVE_INFINITY
  return async (request, response) => {
    response.on('error', () => undefined)
    const received = await receive(request, limit)
    const { host, method } = received.record
    options.onRequest(received.record)
    if (isOld(host)) {
      answer(response, 308, { location: encoded(`https://${newHostOf(host)}${received.target}`) })
    } else if (options.upstream === undefined) {
      const text = stubAnswer(method, received.target, received.body)
      answer(response, 200, { 'content-type': 'application/json' }, text)
    } else {
      const got = await handOn(options.upstream, headersOf(request), received)
      if (typeof got === 'string') options.onUpstreamError(got)
      if (typeof got === 'string') answer(response, 502, { 'content-type': 'application/json' }, '{}')
      else answer(response, got.status, got.headers, got.body)
    }
  }
}

function headersOf(request: Request): IncomingHttpHeaders {
  const kept = Object.entries(request.headers).filter(([name]) => !name.startsWith(':'))
  const authority = 'authority' in request ? request.authority : undefined
  return { ...(authority !== undefined && { host: authority }), ...Object.fromEntries(kept) }
}

function answer(
  response: Response,
  status: number,
  headers: IncomingHttpHeaders,
  body: string | Buffer = '',
): void {
  if (response.destroyed) return
  // The two kinds of response have the same methods with types that TypeScript cannot join.
  const http1 = response as ServerResponse
  http1.writeHead(status, headers)
  http1.end(body)
}

/** A header holds no bytes beyond ASCII; addresses have a way to write them. */
function encoded(location: string): string {
  return location.replace(/[^\x21-\x7e]/g, (unit) => encodeURIComponent(unit))
}
