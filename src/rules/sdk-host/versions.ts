/** What is known of the version of a package that a project uses. */
export type Standing = 'below' | 'reached' | 'unknown'

/**
 * Whether a version that a lock file pins is at least `since`.
 * @returns `unknown` for branches and addresses
 */
export function lockedStanding(version: string | undefined, since: string): Standing {
  const parts = numbers(version)
  if (!parts) return 'unknown'
  return compare(parts, numbers(since) ?? []) < 0 ? 'below' : 'reached'
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
  if (compare(low, wanted) >= 0) return 'reached'
  const high = ceiling(first, low)
  return high && compare(high, wanted) <= 0 ? 'below' : 'unknown'
}

/** The first version that is too high for the range, `undefined` when it has no end. */
function ceiling(range: string, low: readonly number[]): number[] | undefined {
  if (/^>/.test(range)) return undefined
  if (/\*|\.x\b/i.test(range)) return next(low, low.length - 1)
  if (range.startsWith('^'))
    return next(
      low,
      Math.max(
        0,
        low.findIndex((part) => part > 0),
      ),
    )
  if (range.startsWith('~')) return next(low, Math.max(0, low.length - 2))
  return [...low, 1]
}

function next(low: readonly number[], index: number): number[] {
  return [...low.slice(0, index), (low[index] ?? 0) + 1]
}

function numbers(version: string | undefined): number[] | undefined {
  const digits = /^[v=\s]*(\d+(?:\.\d+)*)/.exec(version ?? '')?.[1]
  return digits?.split('.').map(Number)
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
