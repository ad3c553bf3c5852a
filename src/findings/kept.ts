import type { Source } from '../files/source.js'
import type { FileModel } from '../languages/language.js'
import type { Kept, KeptReason } from './finding.js'
import { REASONS } from './kept-reasons.js'
import type { Mention } from './mention.js'
import { mentionAt } from './mention.js'

/**
 * Every mention of the old names that a run accounts for: a finding or a kept occurrence.
 * The look-arounds are `\b` for ASCII, spelled out because PCRE's `\b` depends on the locale.
 */
export const MENTION = /amocrm(\\*\.|%2e)(com|ru)|(?<![A-Za-z0-9_])amocrm(?![A-Za-z0-9_])/gi

/** The same for `git grep -P -i` and `rg -P -i`: the independent count. */
export const MENTION_PCRE = MENTION.source

/** A span that a rule claimed: a finding, one of its edits, or an occurrence that it keeps for a reason. */
export interface Covered {
  /** Byte offsets in the file. */
  start: number
  end: number
  reason?: KeptReason
}

/**
 * Accounts for every mention in a file: those that no finding covers are kept, each with its reason.
 * @param covered what the rules yielded for this file; the reason of a rule outranks the table's
 * @returns kept occurrences in file order, `unclassified` where nothing explains one
 */
export function account(
  source: Source,
  model: Pick<FileModel, 'family' | 'language' | 'nature' | 'syntax' | 'keeps'>,
  covered: readonly Covered[],
): Kept[] {
  const claims = [...covered].sort((a, b) => a.start - b.start)
  const longest = claims.reduce((most, claim) => Math.max(most, claim.end - claim.start), 0)
  const file = { path: source.path, text: source.text, family: model.family }
  const kept: Kept[] = []
  for (const match of source.text.matchAll(MENTION)) {
    const start = source.byteAt(match.index)
    const end = source.byteAt(match.index + match[0].length)
    const over = overlapping(claims, longest, start, end)
    if (over.some((claim) => claim.reason === undefined)) continue
    const reason =
      over[0]?.reason ?? model.keeps ?? classify(mentionAt(file, match.index, match.index + match[0].length))
    kept.push({ span: { file: source.path, start, end }, token: match[0], reason })
  }
  return kept
}

/** Keeps every mention of a scan-only file (lock file, generated, recorded) for the reason of the file. */
export function keepAll(source: Source, reason: KeptReason): Kept[] {
  return [...source.text.matchAll(MENTION)].map((match) => ({
    span: {
      file: source.path,
      start: source.byteAt(match.index),
      end: source.byteAt(match.index + match[0].length),
    },
    token: match[0],
    reason,
  }))
}

/** The reason of a mention that no rule claimed. */
export function classify(mention: Mention): KeptReason {
  return REASONS.find(([, holds]) => holds(mention))?.[0] ?? 'unclassified'
}

function overlapping(claims: readonly Covered[], longest: number, start: number, end: number): Covered[] {
  let low = 0
  let high = claims.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((claims[middle] as Covered).start < start - longest) low = middle + 1
    else high = middle
  }
  const found: Covered[] = []
  for (let i = low; i < claims.length; i++) {
    const claim = claims[i] as Covered
    if (claim.start >= end) break
    if (claim.end > start) found.push(claim)
  }
  return found
}
