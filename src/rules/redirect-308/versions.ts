import type { MeasuredRow } from '../../brand/clients/measured.js'
import { ceilingOf, compareVersions } from '../versions.js'

/** Numbers of a version: `0.27.2` of `0.27.2`, `8.2.36` of `PHP 8.2.36`, `7.4.5` of `7.4.5-1 (curl handler)`. */
export function numbersOf(version: string): number[] | undefined {
  const found = /\d+(?:\.\d+)*/.exec(version)?.[0]
  return found?.split('.').map(Number)
}

/** Measured releases in order, each with what all its rows say. */
export interface Release<T> {
  readonly version: string
  readonly numbers: readonly number[]
  readonly says: T
}

/**
 * What the measurements say of a version:
 * - `exact`: it was measured;
 * - `bracketed`: two releases around it were, and agree;
 * - `changed`: they do not agree;
 * - `beyond`: it lies before the first or after the last one;
 * - `every`: no version is known, and all releases agree;
 * - `varies`: no version is known, and they do not.
 */
export type Standing<T> =
  | { is: 'exact'; at: Release<T> }
  | { is: 'bracketed' | 'changed'; low: Release<T>; high: Release<T> }
  | { is: 'beyond'; at: Release<T>; isNewer: boolean }
  | { is: 'every'; first: Release<T>; last: Release<T> }
  | { is: 'varies'; all: readonly Release<T>[] }

/** @param key gives equal texts for equal verdicts */
export function standingOf<T>(
  releases: readonly Release<T>[],
  version: string | undefined,
  key: (says: T) => string,
): Standing<T> | undefined {
  const sorted = releases.toSorted((a, b) => compareVersions(a.numbers, b.numbers))
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (!first || !last) return undefined
  const wanted = version === undefined ? undefined : numbersOf(version)
  if (!wanted)
    return sorted.every(({ says }) => key(says) === key(first.says))
      ? { is: 'every', first, last }
      : { is: 'varies', all: sorted }
  const exact = sorted.find(({ numbers }) => compareVersions(numbers, wanted) === 0)
  if (exact) return { is: 'exact', at: exact }
  const low = sorted.findLast(({ numbers }) => compareVersions(numbers, wanted) < 0)
  const high = sorted.find(({ numbers }) => compareVersions(numbers, wanted) > 0)
  if (!low || !high) return { is: 'beyond', at: (low ?? high) as Release<T>, isNewer: high === undefined }
  return { is: key(low.says) === key(high.says) ? 'bracketed' : 'changed', low, high }
}

/** Rows by release; a release that was run in several ways has several. */
export function byRelease(
  rows: readonly MeasuredRow[],
): { version: string; numbers: number[]; rows: MeasuredRow[] }[] {
  const found = new Map<string, { version: string; numbers: number[]; rows: MeasuredRow[] }>()
  for (const row of rows) {
    const numbers = numbersOf(row.version)
    if (!numbers) continue
    const version = numbers.join('.')
    const known = found.get(version)
    if (known) known.rows.push(row)
    else found.set(version, { version, numbers, rows: [row] })
  }
  return [...found.values()]
}

/** Whether a declared range (`^1.6.0`, `~0.27`, `>=1`, `==2.28.1`, `1.2.*`) may let a release in; ranges that it cannot read let in all. */
export function inRange(release: readonly number[], range: string): boolean {
  const low = numbersOf(range)
  if (!low || /[|]|\s-\s|\/|^\*/.test(range)) return true
  const [sign = ''] = /^[\^~<>=!]*/.exec(range.trim()) ?? []
  if (sign.startsWith('<') || sign.startsWith('!')) return true
  if (compareVersions(release, low) < 0) return false
  if (sign.startsWith('>')) return true
  const high = ceilingOf(range.trim(), low)
  return high === undefined || compareVersions(release, high) < 0
}
