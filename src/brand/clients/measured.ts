import ROWS from './measured.json' with { type: 'json' }

export const VERBS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const

/**
 * What one version of one client with certain options did with a 308 to another host. Source: a lab of two loopback servers
 * that differ only in their host; what arrived there was logged, not what the client said. Cells: `OK` arrived whole; `-Auth`
 * without Authorization; `→GET` as a GET; `-body` without its body; `308` not followed, `308 throws` with an exception; `error`,
 * `refused`, `crash` an exception of another kind; `hangs` no answer.
 */
export interface MeasuredRow {
  readonly lang: string
  readonly client: string
  readonly version: string
  readonly options: string
  /** What the client does when nothing is set. */
  readonly default?: boolean
  /** Code of one's own was needed for it. */
  readonly workaround?: boolean
  /** By verb, `*` for all of them. */
  readonly methods: Readonly<Record<string, string>>
}

export const MEASURED: readonly MeasuredRow[] = ROWS as unknown as MeasuredRow[]

/** What a row says of a verb; without one, all of its cells, each once. */
export function cellsOf({ methods }: MeasuredRow, verb: string | undefined): string[] {
  if (methods['*'] !== undefined) return [methods['*']]
  const own = verb === undefined ? undefined : methods[verb === 'HEAD' ? 'GET' : verb]
  return own === undefined ? [...new Set(Object.values(methods))] : [own]
}
