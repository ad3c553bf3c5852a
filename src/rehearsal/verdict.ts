import { SESSION_LOST, WORDS } from '../rules/redirect-308/words.js'
import { PROOFS, type Proof, type Recorded } from './model.js'
import { isOld, newHostOf } from './names.js'

/** What became of one part of a request. `none`: it was not there. */
export type Fate = 'kept' | 'lost' | 'changed' | 'none'

/** What arrived on the new host. */
export interface Followed {
  method: string
  body: Fate
  proofs: Record<Proof, Fate>
}

/** One request to the old host, and what came of it. */
export interface Judged {
  request: Recorded
  /** The words of rule redirect-308, where it has words for it. */
  verdict: string
  isBroken: boolean
  followed?: Followed
}

export interface Rehearsed {
  judged: Judged[]
  /** Requests that went to kommo.com by themselves. */
  direct: Recorded[]
}

/** A redirect is followed at once; what comes later was sent for another reason. */
const SOON = 10_000

/** Joins each request to the old host with the one that followed it, and judges the pair. `records` are in order. */
export function judge(records: readonly Recorded[]): Rehearsed {
  const pairs = paired(records)
  const taken = new Set(pairs.values())
  return {
    judged: records
      .filter(({ host }) => isOld(host))
      .map((request) => {
        const arrived = pairs.get(request)
        return arrived ? { request, ...judgePair(request, arrived) } : notFollowed(request)
      }),
    direct: records.filter((each) => !isOld(each.host) && !taken.has(each)),
  }
}

const notFollowed = (request: Recorded): Judged => ({
  request,
  verdict: WORDS['not-followed'],
  isBroken: true,
})

/** Whether what arrived may be what was sent: the more alike, the earlier asked. */
const ALIKE: readonly ((before: Recorded, after: Recorded) => boolean)[] = [
  (before, after) =>
    isSame(before, after) && PROOFS.every((name) => before.proofs[name] === after.proofs[name]),
  isSame,
  (before, after) => before.method === after.method || before.body === after.body,
  () => true,
]

function isSame(before: Recorded, after: Recorded): boolean {
  return before.method === after.method && before.body === after.body
}

/** Among requests that are on their way at the same time, the most alike belong together; among equals, the first ones. */
function paired(records: readonly Recorded[]): Map<Recorded, Recorded> {
  const pairs = new Map<Recorded, Recorded>()
  for (const [olds, news] of byTarget(records)) {
    const left = new Set(news)
    for (const isAlike of ALIKE) {
      for (const before of olds) {
        if (pairs.has(before)) continue
        for (const after of left) {
          if (after.at < before.at || after.at - before.at > SOON || !isAlike(before, after)) continue
          pairs.set(before, after)
          left.delete(after)
          break
        }
      }
    }
  }
  return pairs
}

/** Requests to the old and to the new host that ask for the same. */
function byTarget(records: readonly Recorded[]): Iterable<[Recorded[], Recorded[]]> {
  const groups = new Map<string, [Recorded[], Recorded[]]>()
  for (const record of records) {
    const key = `${newHostOf(record.host)} ${record.target}`
    const group = groups.get(key) ?? [[], []]
    groups.set(key, group)
    group[isOld(record.host) ? 0 : 1].push(record)
  }
  return groups.values()
}

const LOST: Record<Proof, string> = {
  authorization: WORDS.lost,
  'x-signature': 'signature lost',
  cookie: SESSION_LOST,
}

function judgePair(before: Recorded, after: Recorded): Omit<Judged, 'request'> {
  const fates = PROOFS.map((name) => [name, fateOf(before.proofs[name], after.proofs[name])] as const)
  const followed: Followed = {
    method: after.method,
    body: fateOf(before.body || undefined, after.body || undefined),
    proofs: Object.fromEntries(fates) as Record<Proof, Fate>,
  }
  const lost = fates.filter(([, fate]) => isGone(fate)).map(([name]) => LOST[name])
  const isWhole = before.method === after.method && !isGone(followed.body)
  if (isWhole && lost.length === 0) return { followed, verdict: WORDS.survives, isBroken: false }
  if (isWhole) return { followed, verdict: lost.join(', '), isBroken: true }
  const verdict =
    followed.proofs.authorization === 'kept' ? WORDS.silent : [WORDS.changed, ...lost].join(', ')
  return { followed, verdict, isBroken: true }
}

function fateOf(before: string | undefined, after: string | undefined): Fate {
  if (before === undefined) return 'none'
  if (after === undefined) return 'lost'
  return before === after ? 'kept' : 'changed'
}

/** What arrives in another form is not what was sent: some clients put their own login in its place. */
const isGone = (fate: Fate): boolean => fate === 'lost' || fate === 'changed'
