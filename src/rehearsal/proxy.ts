import { createServer, type Server, request as send } from 'node:http'
import { connect } from 'node:net'
import { isNew, isOld, plainHost } from './names.js'

/**
 * A proxy that leads to the stand-ins and to nothing else.
 * @param onRefused is told which other hosts were asked for
 */
export function proxyFor(
  ports: { plain: number; secure: number },
  onRefused: (host: string) => void,
): Server {
  const isKnown = (host: string): boolean => {
    const known = isOld(host) || isNew(host)
    if (!known) onRefused(host)
    return known
  }
  // Plain requests name a whole address; some clients ask for https in this way as well.
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    const { url = '/', method, headers } = request
    const host = URL.canParse(url) ? plainHost(new URL(url).host) : ''
    if (!isKnown(host)) {
      request.resume()
      response.writeHead(502).end()
      return
    }
    const asked = send({
      host: '127.0.0.1',
      port: ports.plain,
      path: url,
      method,
      headers: { ...headers, host },
    })
    asked.on('error', () => response.destroy())
    asked.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    request.on('error', () => asked.destroy())
    request.pipe(asked)
  })
  server.on('connect', (request, client, head) => {
    client.on('error', () => client.destroy())
    const host = plainHost(request.url ?? '')
    if (!isKnown(host)) return void client.end('HTTP/1.1 502 Out of reach in a rehearsal\r\n\r\n')
    const inner = connect(/:80$/.test(request.url ?? '') ? ports.plain : ports.secure, '127.0.0.1')
    inner.on('error', () => client.destroy())
    client.on('close', () => inner.destroy())
    client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    inner.write(head)
    inner.pipe(client)
    client.pipe(inner)
  })
  return server
}
