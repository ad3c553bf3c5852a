import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { certify, SYSTEM_BUNDLES } from './certificates.js'
import { NEW_ADDRESS, OLD_ADDRESS, serveNames } from './dns.js'
import type { FromInside, Settings, ToInside } from './model.js'
import {
  cover,
  coverResolver,
  hideSockets,
  makePrivateFolder,
  PRIVATE_FOLDER,
  startLoopback,
} from './private.js'
import { signalGroup } from './signal.js'
import { listen, standIns } from './stand-in.js'

/**
 * Runs as the first process of the namespaces: when it ends, the kernel ends all others and drops what was mounted. It
 * ends with its channel to the command, however that one went.
 */
process.on('disconnect', () => process.exit(2))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

const tell = (message: FromInside): void => void process.send?.(message)
const tellLast = (message: FromInside): void => void process.send?.(message, () => process.exit(0))

let program: ChildProcess | undefined

process.on('message', (message: ToInside) => {
  if (message.is === 'signal') passOn(message.signal)
  else
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
  await serveNames(onceEach((what) => tell({ is: 'unreachable', what })))
  for (const address of [OLD_ADDRESS, NEW_ADDRESS]) {
    const { plain, secure } = standIns({
      tls,
      ...(settings.upstream !== undefined && { upstream: settings.upstream }),
      onRequest: (request) => tell({ is: 'request', request }),
      onUnread: onceEach((what) => tell({ is: 'unread', what })),
      onUpstreamError: onceEach((what) => tell({ is: 'upstream', what })),
    })
    await listen(plain, 80, address)
    await listen(secure, 443, address)
  }
  for (const port of settings.ports) await handThrough(port)
  run(settings, env)
}

/** Calls once for each value. */
function onceEach(call: (value: string) => void): (value: string) => void {
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
  const [file = '', ...args] = [...drop, ...command]
  program = spawn(file, args, { env, stdio: 'inherit', detached: true })
  program.on('error', (error) => tellLast({ is: 'failed', why: error.message }))
  program.on('exit', (code, signal) => tellLast({ is: 'ended', how: { code, signal } }))
}

function passOn(signal: NodeJS.Signals): void {
  if (program === undefined) tellLast({ is: 'failed', why: 'stopped before the program began' })
  else signalGroup(program, signal)
}
