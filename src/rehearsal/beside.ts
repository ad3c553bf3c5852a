import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { KnownError } from '../errors.js'
import type { Ended, Rehearsal } from './model.js'
import type { RunOptions } from './options.js'
import { proxyFor } from './proxy.js'
import { signalGroup } from './signal.js'
import { listen, standIns } from './stand-in.js'

const LOOPBACK = '127.0.0.1'

/**
 * Runs a command beside the stand-ins, without namespaces: Node is led to them by a preload, other programs by a proxy.
 * What goes around both is neither seen nor held back: the user has to agree first.
 * @throws KnownError `not-rehearsed` where the command does not start
 */
export async function runBeside(options: RunOptions): Promise<Rehearsal> {
  const seen: Omit<Rehearsal, 'ended'> = {
    isApart: false,
    records: [],
    unreachable: [],
    unread: [],
    upstreamErrors: [],
  }
  const note = (list: string[]) => (what: string) => void (list.includes(what) || list.push(what))
  const folder = mkdtempSync(join(tmpdir(), 'kommo-migrate-rehearse-'))
  const open = new Set<Server | Socket>()
  const serve = (server: Server): Promise<number> => {
    open.add(server)
    server.on('connection', (socket) => {
      open.add(socket)
      socket.on('close', () => open.delete(socket))
    })
    return listen(server, 0, LOOPBACK)
  }
  try {
    const { certify } = await import('./certificates.js')
    const certificates = await certify(folder, process.env)
    const { plain, secure } = standIns({
      tls: certificates.tls,
      ...(options.upstream && { upstream: options.upstream.href }),
      onRequest: (request) => seen.records.push(request),
      onUnread: note(seen.unread),
      onUpstreamError: note(seen.upstreamErrors),
    })
    const ports = { plain: await serve(plain), secure: await serve(secure) }
    const proxy = `http://${LOOPBACK}:${await serve(proxyFor(ports, note(seen.unreachable)))}`
    options.signal.throwIfAborted()
    return { ...seen, ended: await run(options, leading(folder, proxy, ports, certificates.env)) }
  } finally {
    for (const each of open) {
      if (each instanceof Server) each.close()
      else each.destroy()
    }
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Writes what Node is to run first; gives the variables that lead programs, and what they start, to the stand-ins. */
function leading(
  folder: string,
  proxy: string,
  ports: { plain: number; secure: number },
  certificates: Record<string, string>,
): Record<string, string> {
  const preload = join(folder, 'preload.cjs')
  const names = ['http_proxy', 'https_proxy', 'all_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']
  const local = 'localhost,127.0.0.1,::1'
  const env = {
    ...certificates,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --require ${JSON.stringify(preload)}`.trim(),
    ...Object.fromEntries(names.map((name) => [name, proxy])),
    no_proxy: local,
    NO_PROXY: local,
  }
  const hook = fileURLToPath(new URL('./rehearsal-preload.cjs', import.meta.url))
  const settings = JSON.stringify({ ...ports, env })
  writeFileSync(preload, `require(${JSON.stringify(hook)}).hook(${settings})\n`)
  return env
}

async function run(
  { command, cwd, stdout, signal }: RunOptions,
  env: Record<string, string>,
): Promise<Ended> {
  const [name = '', ...args] = command
  const isWindows = process.platform === 'win32'
  const child = spawn(name, args, {
    cwd,
    env: { ...process.env, ...env },
    // A session of its own: a terminal's Ctrl-C comes here first, and is handed on once. Windows hands it to both.
    detached: !isWindows,
    stdio: ['inherit', stdout === 'stderr' ? 2 : 'inherit', 'inherit'],
  })
  const interrupt = (): void => (isWindows ? undefined : signalGroup(child, 'SIGINT'))
  const terminate = (): void => (isWindows ? void child.kill() : signalGroup(child, 'SIGTERM'))
  signal.addEventListener('abort', interrupt)
  process.once('SIGTERM', terminate)
  try {
    const [code, by] = await once(child, 'exit')
    return { code, signal: by }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new KnownError('not-rehearsed', why, 'The program did not start.')
  } finally {
    process.off('SIGTERM', terminate)
    signal.removeEventListener('abort', interrupt)
  }
}
