import { realpathSync } from 'node:fs'
import { KnownError } from '../errors.js'

export interface RehearseOptions {
  format: 'pretty' | 'json'
  upstream?: string
  allow?: string[]
  withoutNamespace?: boolean
}

/**
 * The address that answers in the place of kommo.com.
 * @throws KnownError `usage` for what is not on this machine's loopback
 */
export function upstreamOf(value: string | undefined): URL | undefined {
  if (value === undefined) return undefined
  const url = URL.canParse(value) ? new URL(value) : undefined
  const isLoopback = url !== undefined && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname)
  if (!url || !/^https?:$/.test(url.protocol) || !isLoopback)
    throw new KnownError(
      'usage',
      '--upstream is no address of this machine',
      'A rehearsal never leaves the machine: give one like http://localhost:8080.',
    )
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new KnownError(
      'usage',
      '--upstream has a password, a query or a fragment',
      'Requests bring what they need: give scheme, host, port and at most a path.',
    )
  return url
}

/** Services of this machine that the program may reach: ports of the loopback, sockets by path. */
export interface Allowed {
  ports: number[]
  sockets: string[]
}

/** @throws KnownError `usage` for what is neither a port nor the path of a socket */
export function allowedOf(values: readonly string[] = []): Allowed {
  const isPath = (value: string): boolean => value.startsWith('/')
  return {
    ports: values.filter((value) => !isPath(value)).map(portOf),
    sockets: values.filter(isPath).map(socketOf),
  }
}

function portOf(value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0
  if (port < 1 || port > 65535)
    throw new KnownError(
      'usage',
      `--allow ${value}`,
      'Give a port of this machine (--allow 5432), or the path of a socket.',
    )
  if (port === 53) throw new KnownError('usage', '--allow 53', 'Names are resolved by the rehearsal itself.')
  return port
}

function socketOf(value: string): string {
  try {
    return realpathSync(value)
  } catch {
    throw new KnownError('usage', `--allow ${value}`, 'There is no such socket.')
  }
}
