import { ceilingOf, compareVersions } from '../versions.js'

/** What is known of the version of a package that a project uses. */
export type Standing = 'below' | 'reached' | 'unknown'

/**
 * Whether a version that a lock file pins is at least `since`.
 * @returns `unknown` for branches and addresses
 */
export function lockedStanding(version: string | undefined, since: string): Standing {
  const parts = numbers(version)
  if (!parts) return 'unknown'
  return compareVersions(parts, numbers(since) ?? []) < 0 ? 'below' : 'reached'
}

/**
 * What a declared range (`^0.9.3`, `~> 0.4`, `==1.2`, `1.2.*`) says: `below` when nothing in it reaches `since`, `reached`
 * when everything in it does.
 */
export function declaredStanding(range: string | undefined, since: string): Standing {
  const said = range?.trim() ?? ''
  if (said === '' || /^[*xX]|^(?:dev-|latest|next|@|git|http|file|workspace|link)|[/@]|\|/.test(said))
    return 'unknown'
  const wanted = numbers(since) ?? []
  const [first = ''] = said.split(/\s*,\s*|\s+(?=[<>=~^\d])/)
  const low = numbers(first.replace(/^[^\d]*/, ''))
  if (!low || /^[<!]/.test(first)) return 'unknown'
  if (compareVersions(low, wanted) >= 0) return 'reached'
  const high = ceilingOf(first, low)
  return high && compareVersions(high, wanted) <= 0 ? 'below' : 'unknown'
}

function numbers(version: string | undefined): number[] | undefined {
  const digits = /^[v=\s]*(\d+(?:\.\d+)*)/.exec(version ?? '')?.[1]
  return digits?.split('.').map(Number)
}
