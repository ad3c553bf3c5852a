// Runs one row: `node row.mjs <row as JSON>`, prints what each verb did as JSON. A process of its own, because some clients change
// things for all others in theirs.
import { createRequire, Module } from 'node:module'
import { PROGRAMS } from './programs.mjs'
import { startServers } from './servers.mjs'

const PATIENCE = 4000
const PACKAGES = { 'undici.fetch': 'undici', 'undici.request': 'undici' }
const row = JSON.parse(process.argv[2])
const servers = await startServers()
const cells = {}
let pending
process.on('uncaughtException', (error) => {
  if (pending) return pending(error)
  console.error(error.message)
  process.exit(1)
})

const inside = /follow-redirects (?:locked to )?([\d.]+)/.exec(row.version)?.[1]
if (inside) lockInside('follow-redirects', `follow-redirects-${inside}`)
const program = PROGRAMS[row.client]?.(await moduleOf(row), row.options)
for (const [i, verb] of row.verbs.entries()) {
  if (program) cells[verb] = await cellOf(program, verb, i)
}
console.log(JSON.stringify(cells))
servers.close()
process.exit(0)

async function moduleOf({ client, version }) {
  if (/^node[ :]/.test(client)) return undefined
  const name = `${PACKAGES[client] ?? client}-${/^[\d.]+/.exec(version)[0]}`
  const module = await import(name)
  return module.default ?? module
}

/** Every package gets the wanted version of what it asks for by that name. */
function lockInside(name, alias) {
  const require = createRequire(import.meta.url)
  const resolve = Module._resolveFilename
  Module._resolveFilename = function (asked, ...rest) {
    return asked === name ? require.resolve(alias) : resolve.call(this, asked, ...rest)
  }
}

async function cellOf(program, verb, id) {
  const body = verb === 'GET' ? undefined : bodyFor(row.options)
  const headers = {
    Authorization: 'Bearer token',
    'X-Signature': 'abc',
    Cookie: 'sid=1',
    ...(body && { 'Content-Type': 'application/json' }),
  }
  const path = /old host answers before/.test(row.options) ? '/early/leads' : '/api/v4/leads'
  const url = `http://${servers.oldHost}${path}?n=${id}`
  const result = await Promise.race([
    new Promise((resolve) => {
      pending = (error) => resolve({ error })
      Promise.resolve()
        .then(() => program({ url, verb, headers, body }))
        .then((status) => resolve({ status }), pending)
    }),
    new Promise((resolve) => setTimeout(resolve, PATIENCE, 'hangs')),
  ])
  const arrived = servers.arrived(id).at(-1)
  if (!arrived) return result === 'hangs' ? 'hangs' : missing(result)
  const lost = []
  if (arrived.method !== verb) lost.push(`→${arrived.method}`)
  if (body && !isWhole(arrived, body)) lost.push('-body')
  if (!arrived.headers.authorization) lost.push('-Auth')
  if (!arrived.headers['x-signature']) lost.push('-Sig')
  return lost.join(' ') || 'OK'
}

function bodyFor(options) {
  if (/^2 MB body/.test(options)) return JSON.stringify({ text: 'x'.repeat(2 << 20) })
  if (/11 MB/.test(options)) return JSON.stringify({ text: 'x'.repeat(11 << 20) })
  return '{"name":"lead"}'
}

/** The same bytes; for a form, one whose parts are parted as its type says. */
function isWhole({ headers, body }, sent) {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/.exec(headers['content-type'] ?? '')
  if (boundary) return body.includes(`--${boundary[1] ?? boundary[2]}`)
  return body.toString() === sent
}

function missing({ status, error }) {
  if (status === 308 || status === 0) return '308'
  if (status !== undefined) return `status ${status}`
  const said = error.statusCode ?? error.status ?? error.response?.statusCode ?? error.response?.status
  return said === 308 ? '308 throws' : 'error'
}
