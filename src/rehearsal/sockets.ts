import { accessSync, constants, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** Sockets lie flat or a few folders deep, `/run/user/1000/podman/podman.sock`. */
const DEPTH = 4

/**
 * Sockets through which a process gets out of a network namespace: those that somebody listens on, and those that lie
 * where services put theirs (in a container, of services of its host).
 * @param env where the user's own services are
 * @returns real paths of those that this user can open
 */
export function reachableSockets(env: NodeJS.ProcessEnv): string[] {
  const folders = ['/run', '/var/run', '/tmp', env.XDG_RUNTIME_DIR ?? '/run']
  const agents = [env.SSH_AUTH_SOCK, env.DOCKER_HOST?.replace(/^unix:\/\//, '')]
  const found = [
    ...listening(textOf('/proc/net/unix')),
    ...folders.flatMap((folder) => socketsIn(folder, folder === '/tmp' ? 2 : DEPTH)),
    ...agents.filter((path) => path?.startsWith('/')),
  ]
  return [...new Set(found.flatMap((path) => (path === undefined ? [] : reachable(path))))]
}

/** Paths of the kernel's list of sockets that wait for connections. */
export function listening(table: string): string[] {
  return table.split('\n').flatMap((line) => {
    const [, flags, path] = /^\S+: \S+ \S+ (\S+) \S+ \S+ +\d+ (\/.*)$/.exec(line) ?? []
    return path !== undefined && (Number.parseInt(flags ?? '', 16) & 0x10000) !== 0 ? [path] : []
  })
}

function socketsIn(folder: string, depth: number): string[] {
  if (depth === 0) return []
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isSocket()) return [path]
      return entry.isDirectory() ? socketsIn(path, depth - 1) : []
    })
  } catch {
    return []
  }
}

function reachable(path: string): string[] {
  try {
    accessSync(path, constants.W_OK)
    return [realpathSync(path)]
  } catch {
    return []
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
