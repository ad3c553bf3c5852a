// Two servers that differ only in their host: the old one answers every request with 308 to the new one, which writes down
// what arrives. 127.0.0.0/8 is one machine on Linux; elsewhere the second address has to be added to the loopback first.
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'

const OLD_ADDRESS = '127.0.0.1'
const NEW_ADDRESS = '127.0.0.2'

/**
 * Starts both.
 * @param options `secure` (`{ key, cert }`) for https; `hosts` are names for the addresses, as redirects name them
 * @returns `oldHost` and `newHost` with their port, `arrived(id)` (requests that reached the new host with `?n=<id>`), `close()`
 */
export async function startServers({ secure, hosts = {} } = {}) {
  const arrivals = []
  const create = secure ? (listener) => createSecureServer(secure, listener) : createServer
  const names = { old: OLD_ADDRESS, new: NEW_ADDRESS, ...hosts }
  const fresh = create((request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const { method, url, headers } = request
      arrivals.push({ method, url, headers, body: Buffer.concat(chunks) })
      response.setHeader('content-type', 'application/json')
      response.end('{"_embedded":{}}')
    })
  })
  const port = await listen(fresh, 0, NEW_ADDRESS)
  const scheme = secure ? 'https' : 'http'
  const old = create((request, response) => {
    const target = /[?&]to=([\w.-]+)/.exec(request.url)?.[1] ?? names.new
    const answer = () => {
      response.writeHead(308, { location: `${scheme}://${target}:${port}${request.url}` })
      response.end()
    }
    if (request.url.startsWith('/early/')) return answer()
    request.resume()
    request.on('end', answer)
  })
  await listen(old, port, OLD_ADDRESS)
  return {
    oldHost: `${names.old}:${port}`,
    newHost: `${names.new}:${port}`,
    arrived: (id) => arrivals.filter(({ url }) => url.includes(`n=${id}`)),
    close: () => {
      for (const server of [old, fresh]) {
        server.close()
        server.closeAllConnections()
      }
    },
  }
}

function listen(server, port, address) {
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(port, address, () => resolve(server.address().port))
  })
}
