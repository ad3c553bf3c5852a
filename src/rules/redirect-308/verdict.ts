import { cellsOf, MEASURED, type MeasuredRow } from '../../brand/clients/measured.js'
import { type ClientId, clientOf } from '../../brand/clients/table.js'
import type { Carries, RequestSite } from '../../requests.js'
import { compareVersions } from '../versions.js'
import type { Known } from './facts.js'
import { byRelease, inRange, numbersOf, type Release, type Standing, standingOf } from './versions.js'

/** What a redirect does to a request, the worst first. */
export const OUTCOMES = [
  'silent',
  'hangs',
  'changed',
  'blocked',
  'lost',
  'not-followed',
  'unmeasured',
  'survives',
] as const
export type Outcome = (typeof OUTCOMES)[number]

/** What will happen to one request, and how that is known. */
export interface Verdict {
  readonly outcome: Outcome
  readonly standing: Standing<Outcome> | undefined
  /** The option that decides, as people write it. */
  readonly option?: string
  /** The package whose version decides. */
  readonly decidedBy?: string
  /** Not followed, and the code gets the 308 as an answer: nothing is thrown. */
  readonly isAnswered?: true
}

type Asked = Pick<RequestSite, 'client' | 'verb' | 'carries' | 'settings' | 'body'>

/** @param versionOf what lock files and manifests say of a package of the client's ecosystem */
export function verdictOf(request: Asked, versionOf: (name: string) => Known): Verdict {
  const info = clientOf(request.client)
  const own = rowsOf(request.client)
  const found = info.cases.find(({ when }) => when(request))
  const direct = found
    ? own.filter(({ options }) => found.options.test(options))
    : own.filter((row) => row.default || row.lang === 'browser')
  const package_ = info.package?.name
  // axios hands redirects to follow-redirects: its locked version decides, where there is no option.
  const below = package_ === 'axios' && !found ? versionOf('follow-redirects').locked : undefined
  const rows =
    below === undefined ? direct.filter(isPlain) : rowsOf('follow-redirects').filter((row) => row.default)
  const known: Known =
    below !== undefined ? { locked: below } : package_ === undefined ? {} : versionOf(package_)
  const releases = byRelease(rows).map(({ version: release, numbers, rows: its }) => ({
    version: release,
    numbers,
    says: worst(
      its.flatMap((row) => cellsOf(row, request.verb).map((cell) => outcomeOf(cell, request.carries))),
    ),
  }))
  const version = known.locked ?? newerThanAll(releases, known.declared)
  const standing = standingOf(within(releases, known), version, String)
  const outcome = standing ? worst(outcomesOf(standing)) : 'unmeasured'
  const inForce = new Set(standing && releasesOf(standing).map((each) => each.version))
  const cells = byRelease(rows)
    .filter(({ version: release }) => standing?.is === 'every' || inForce.has(release))
    .flatMap((each) => each.rows.flatMap((row) => cellsOf(row, request.verb)))
  const isAnswered = outcome === 'not-followed' && cells.every((cell) => cell === '308')
  return {
    outcome,
    standing,
    ...(isAnswered && { isAnswered: true as const }),
    ...(found && { option: found.says }),
    ...(below !== undefined && { decidedBy: 'follow-redirects' }),
  }
}

/** Releases that a declared range lets in; all of them where it says nothing, or lets in none that was measured. */
function within(
  releases: readonly Release<Outcome>[],
  { locked, declared }: Known,
): readonly Release<Outcome>[] {
  if (locked !== undefined || declared === undefined) return releases
  const admitted = releases.filter(({ numbers }) => inRange(numbers, declared))
  return admitted.length > 0 ? admitted : releases
}

/** The lowest version that a range lets in, where none that was measured is as new. */
function newerThanAll(
  releases: readonly Release<Outcome>[],
  declared: string | undefined,
): string | undefined {
  const low = declared === undefined || /^[<!]/.test(declared) ? undefined : numbersOf(declared)
  if (!low || releases.length === 0) return undefined
  return releases.every(({ numbers }) => compareVersions(numbers, low) < 0) ? low.join('.') : undefined
}

const rowsOf = (id: ClientId): MeasuredRow[] => {
  const { lang, client } = clientOf(id).rows
  return MEASURED.filter((row) => row.lang === lang && client.test(row.client))
}

/** Rows with another version of what is inside say nothing of the client as it is installed. */
const isPlain = ({ version }: MeasuredRow): boolean => !/\(follow-redirects/.test(version)

const outcomesOf = (standing: Standing<Outcome>): Outcome[] => releasesOf(standing).map(({ says }) => says)

/** The releases that stand for the version in use. */
function releasesOf(standing: Standing<Outcome>): readonly Release<Outcome>[] {
  switch (standing.is) {
    case 'exact':
    case 'beyond':
      return [standing.at]
    case 'bracketed':
    case 'changed':
      return [standing.low, standing.high]
    case 'every':
      return [standing.first, standing.last]
    case 'varies':
      return standing.all
  }
}

export function worst(outcomes: readonly Outcome[]): Outcome {
  return OUTCOMES.find((each) => outcomes.includes(each)) ?? 'unmeasured'
}

/** What a measured cell means for a request that proves itself in a certain way. */
export function outcomeOf(cell: string, carries: Carries): Outcome {
  if (cell === 'OK') return 'survives'
  if (/^(?:308|error|refused|crash)/.test(cell)) return 'not-followed'
  if (cell === 'hangs') return 'hangs'
  if (/opaque|blocked/.test(cell)) return 'blocked'
  const losesToken = cell.includes('-Auth')
  const needsToken = carries !== 'nothing' && carries !== 'signature'
  if (/→|-body/.test(cell)) return losesToken || !needsToken ? 'changed' : 'silent'
  return losesToken && needsToken ? 'lost' : 'survives'
}
