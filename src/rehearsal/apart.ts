import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { KnownError } from '../errors.js'
import type { FromInside, Rehearsal, Settings, ToInside } from './model.js'
import { portOf } from './names.js'
import type { RunOptions } from './options.js'
import { findOnPath } from './path.js'
import { reachableSockets } from './sockets.js'

const UNSHARE = '--user --map-root-user --net --mount --pid --mount-proc --fork --kill-child'.split(' ')

/** Why this system lets no program run in namespaces; `undefined` where it does. */
export function refusal(): string | undefined {
  if (process.platform !== 'linux') return `this system (${process.platform}) has no namespaces`
  for (const tool of ['unshare', 'mount'])
    if (!findOnPath(tool, process.env)) return `${tool} (util-linux) is not on the path`
  const { status, stderr } = spawnSync('unshare', [...UNSHARE, 'true'], { encoding: 'utf8' })
  return status === 0 ? undefined : `namespaces are refused here (${stderr.trim().split('\n')[0]})`
}

/**
 * Runs a command where both names are stand-ins and nothing else is reachable.
 * @throws KnownError `not-rehearsed` where the command does not start, or everything is ended from outside
 */
export async function runApart(options: RunOptions): Promise<Rehearsal> {
  const inside = fileURLToPath(new URL('./rehearsal-inside.js', import.meta.url))
  const child = spawn('unshare', [...UNSHARE, process.execPath, inside], {
    cwd: options.cwd,
    // A session of its own: a terminal's Ctrl-C comes here first, and is handed on once.
    detached: true,
    stdio: ['inherit', options.stdout === 'stderr' ? 2 : 'inherit', 'inherit', 'ipc'],
  })
  const forward = (signal: NodeJS.Signals) => () => void order(child, { is: 'signal', signal })
  const interrupt = forward('SIGINT')
  const terminate = forward('SIGTERM')
  options.signal.addEventListener('abort', interrupt)
  process.once('SIGTERM', terminate)
  try {
    return await collect(child, options)
  } finally {
    process.off('SIGTERM', terminate)
    options.signal.removeEventListener('abort', interrupt)
    if (child.connected) child.disconnect()
  }
}

function order(child: ChildProcess, message: ToInside): void {
  if (child.connected) child.send(message, () => undefined)
}

/** Listens to the helper until it has ended. */
function collect(child: ChildProcess, options: RunOptions): Promise<Rehearsal> {
  const seen: Omit<Rehearsal, 'ended'> = {
    isApart: true,
    records: [],
    unreachable: [],
    unread: [],
    upstreamErrors: [],
  }
  let ended: Rehearsal['ended'] | undefined
  let failure: string | undefined
  let isAwake = false
  child.on('message', (message: FromInside, handle: unknown) => {
    switch (message.is) {
      case 'awake':
        isAwake = true
        return order(child, { is: 'start', settings: settingsOf(options) })
      case 'request':
        return void seen.records.push(message.request)
      case 'unreachable':
        return void seen.unreachable.push(message.what)
      case 'unread':
        return void seen.unread.push(message.what)
      case 'upstream':
        return void seen.upstreamErrors.push(message.what)
      case 'connection':
        return join(handle as Socket | undefined, message.port)
      case 'failed':
        failure = message.why
        return
      case 'ended':
        ended = message.how
    }
  })
  return new Promise((resolve, reject) => {
    const fail = (why: string, advice: string): void => reject(new KnownError('not-rehearsed', why, advice))
    child.on('error', (error) => fail(error.message, 'Nothing was run.'))
    child.on('close', () => {
      if (ended) resolve({ ...seen, ended })
      else if (failure !== undefined) fail(failure, 'Nothing was run.')
      else
        fail(
          'its helper was ended from outside',
          isAwake ? 'The program was ended with it.' : 'Nothing was run.',
        )
    })
  })
}

function settingsOf({ command, ports, sockets, upstream }: RunOptions): Settings {
  const user = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  return {
    command,
    ports: [...new Set([...ports, ...(upstream ? [portOf(upstream)] : [])])],
    ...(upstream && { upstream: upstream.href }),
    sockets: reachableSockets(process.env).filter((path) => !sockets.includes(path)),
    ...(user.uid !== 0 && canMapUser() && { user }),
  }
}

/** Older ones (before util-linux 2.38) show the program user 0. */
function canMapUser(): boolean {
  return execFileSync('unshare', ['--help'], { encoding: 'utf8' }).includes('--map-user')
}

/** Joins a connection from inside with the service of this machine that it asks for. */
function join(inner: Socket | undefined, port: number): void {
  if (!inner) return
  const outer = connect(port, 'localhost')
  const pairs: [Socket, Socket][] = [
    [inner, outer],
    [outer, inner],
  ]
  for (const [one, other] of pairs) {
    one.on('error', () => other.destroy())
    // What is on its way is still to arrive.
    one.on('close', () => other.end())
    one.pipe(other)
  }
}
