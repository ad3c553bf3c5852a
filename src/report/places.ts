import { posix } from 'node:path'
import type { ReportContext } from './context.js'

/** A report path from the root of the repository, where CI looks for files; outside one as it is. POSIX. */
export function fromRoot(path: string, { prefix = '' }: Pick<ReportContext, 'prefix'>): string {
  return prefix === '' ? path : posix.join(prefix, path)
}

/** A path as part of a URI: every part percent-encoded, slashes kept. */
export function uriOf(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/')
}
