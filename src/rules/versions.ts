/** Compares versions number by number; numbers that are not written are 0. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const by = (a[i] ?? 0) - (b[i] ?? 0)
    if (by !== 0) return by
  }
  return 0
}

/** The first version that is too high for the range, `undefined` when it has no end. */
export function ceilingOf(range: string, low: readonly number[]): number[] | undefined {
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
