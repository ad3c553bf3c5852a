import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { certify, SYSTEM_BUNDLES } from './certificates.js'
import { serveNames } from './dns.js'
import type { FromInside, Settings, ToInside } from './model.js'
import {
  cover,
  coverResolver,
  hideSockets,
  makePrivateFolder,
  PRIVATE_FOLDER,
  startLoopback,
} from './private.js'
import { standIn } from './stand-in.js'

/**
 * Runs as the first process of the namespaces: when it ends, the kernel ends all others and drops what was mounted. It
 * ends with its channel to the command, however that one went.
 */
process.on('disconnect', () => process.exit(2))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

const tell = (message: FromInside): void => void process.send?.(message)
const tellLast = (message: FromInside): void => void process.send?.(message, () => process.exit(0))

process.on('message', (message: ToInside) => {
  if (message.is !== 'start') return
  rehearse(message.settings).catch((error: unknown) => {
    tellLast({ is: 'failed', why: error instanceof Error ? error.message.trim() : String(error) })
  })
})
tell({ is: 'awake' })

async function rehearse(settings: Settings): Promise<void> {
  startLoopback()
  makePrivateFolder()
  coverResolver()
  hideSockets(settings.sockets)
  const { tls, bundle, env } = await certify(PRIVATE_FOLDER, process.env)
  for (const file of SYSTEM_BUNDLES) cover(file, bundle)
  await serveNames(once1((what) => tell({ is: 'unreachable', what })))
  await standIn({
    tls,
    ...(settings.upstream !== undefined && { upstream: settings.upstream }),
    onRequest: (request) => tell({ is: 'request', request }),
    onUntrusted: once1((what) => tell({ is: 'untrusted', what })),
    onUpstreamError: once1((what) => tell({ is: 'upstream', what })),
  })
  for (const port of settings.ports) await handThrough(port)
  run(settings, env)
}

/** Calls once for each value. */
function once1(call: (value: string) => void): (value: string) => void {
  const known = new Set<string>()
  return (value) => {
    if (known.has(value)) return
    known.add(value)
    call(value)
  }
}

/** Connections to a port in here are handed out as they are: only the command can reach the other side. */
async function handThrough(port: number): Promise<void> {
  const server = createServer({ pauseOnConnect: true }, (connection) => {
    connection.on('error', () => undefined)
    process.send?.({ is: 'connection', port } satisfies FromInside, connection)
  })
  await once(server.listen(port, '127.0.0.1'), 'listening')
}

function run({ command, user }: Settings, certificates: Record<string, string>): void {
  const env = { ...process.env, ...certificates }
  for (const name of Object.keys(env)) if (/^(?:https?|all|ftp)_proxy$/i.test(name)) delete env[name]
  // Back to the user's own number, and without the rights that made the mounts.
  const drop = user ? ['unshare', '--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`, '--'] : []
  const [program = '', ...args] = [...drop, ...command]
  const child = spawn(program, args, { env, stdio: 'inherit', detached: true })
  child.on('spawn', () => tell({ is: 'running' }))
  child.on('error', (error) => tellLast({ is: 'failed', why: error.message }))
  child.on('exit', (code, signal) => tellLast({ is: 'ended', how: { code, signal } }))
  process.on('message', (message: ToInside) => {
    if (message.is !== 'signal' || child.pid === undefined) return
    try {
      // All of its group, as a terminal would.
      process.kill(-child.pid, message.signal)
    } catch {
      child.kill(message.signal)
    }
  })
}
