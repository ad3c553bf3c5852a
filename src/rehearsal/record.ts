import { createHash } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import { MASK, mask } from '../findings/mask.js'
import { NEW_ADDRESS } from './dns.js'
import { PROOFS, type Recorded } from './model.js'
import { isNew, isOld, plainHost } from './names.js'
import type { Request } from './stand-in.js'

/** Bytes of a body that are kept for an answer; of the rest the hash alone. */
export const KEPT_BODY = 1 << 20

export interface Received {
  record: Recorded
  /** Path and query as they came. */
  target: string
  /** `undefined` where it was cut off, or is longer than was asked for. */
  body: Buffer | undefined
}

/**
 * Reads a request to its end.
 * @param limit bytes of the body to keep
 */
export async function receive(request: Request, limit: number): Promise<Received> {
  const hash = createHash('sha256')
  let kept: Buffer[] | undefined = []
  let length = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      hash.update(chunk)
      length += chunk.length
      if (length > limit) kept = undefined
      kept?.push(chunk)
    }
  } catch {
    kept = undefined
  }
  const target = targetOf(request.url ?? '/')
  const proofs = PROOFS.flatMap((name) => {
    const value = request.headers[name]
    return value === undefined ? [] : [[name, hashOf(String(value))]]
  })
  const record: Recorded = {
    at: performance.now(),
    method: request.method ?? '',
    host: hostOf(request),
    shown: shownTarget(target),
    target: hashOf(target),
    body: length === 0 ? '' : hash.digest('hex'),
    proofs: Object.fromEntries(proofs),
  }
  return { record, target, body: kept && Buffer.concat(kept) }
}

/** The host that was meant: as the request says, else as TLS says, else by the address that was reached. */
function hostOf(request: Request): string {
  const socket = request.socket as Partial<TLSSocket>
  const authority = 'authority' in request ? request.authority : undefined
  const said = [authority, request.headers.host, socket.servername].map((name) =>
    typeof name === 'string' ? plainHost(name) : '',
  )
  const isName = (name: string): boolean => /^[\w.-]+$/.test(name) && (isOld(name) || isNew(name))
  return said.find(isName) ?? (socket.localAddress === NEW_ADDRESS ? 'kommo.com' : 'amocrm.com')
}

/** Proxies are asked for whole addresses, servers for what follows the host. */
function targetOf(url: string): string {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '')
  return path.startsWith('/') ? path : `/${path}`
}

/** A path without its ids, a query without its values. */
export function shownTarget(target: string): string {
  const [path = '', ...query] = target.split('?')
  const segments = path.split('/').map((segment) => (isId(segment) ? MASK : segment))
  const names = query
    .join('?')
    .split('&')
    .filter((part) => part !== '')
    .map((part) => `${mask(part.replace(/=.*$/s, ''))}=${MASK}`)
  const shown = [mask(segments.join('/')), ...(names.length > 0 ? [names.join('&')] : [])]
  return shown.join('?').replace(/[^\x20-\x7e]/g, '?')
}

/** Numbers, UUIDs and other runs that name one thing, or are a key. */
function isId(segment: string): boolean {
  return (
    /^\d+$/.test(segment) ||
    /[\da-f]{8}-[\da-f]{4}-/i.test(segment) ||
    (segment.length >= 16 && /\d/.test(segment))
  )
}

function hashOf(value: string | Buffer): string {
  return createHash('sha256').update(value).digest('hex')
}
