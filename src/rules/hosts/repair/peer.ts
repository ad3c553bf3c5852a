import { flattenUses } from '../../../languages/flatten.js'
import { readUse } from '../../../roles/signals.js'
import type { PeerSite, Span, Use } from '../../../sites.js'
import { textOf } from '../decided.js'
import { insertion, type Repair, repaired, replacement, type Subject, twinOf } from './repair.js'

/**
 * The one origin of a `cors` option becomes a list: the library then answers with the origin that asks, when it is in
 * the list. A header is chosen by the origin of the request, where that is at hand. Other places that hold one origin need
 * code of their own.
 */
export function repairPeer(subject: Subject): Repair | undefined {
  return repairOption(subject) ?? repairHeader(subject)
}

function repairOption(subject: Subject): Repair | undefined {
  const { file, occurrence } = subject
  const { site } = occurrence
  const uses = flattenUses(site.uses)
  if (file.family !== 'script' || !site.closed || site.parts.length !== 1 || !uses.every(isCorsOrigin))
    return undefined
  const written = textOf(file, site.anchor.expression)
  const added = twinOf(subject, site.anchor.expression)
  if (added === undefined || !/^(['"`]).*\1$/s.test(written)) return undefined
  return repaired(
    [replacement(file, site.anchor.expression, `[${written}, ${added}]`)],
    ['as a string it is sent whoever asks, as a list only to pages of these origins'],
  )
}

function isCorsOrigin(use: Use): boolean {
  if (use.is === 'entry') return use.key === 'origin'
  if (use.is !== 'argument' || use.listed) return false
  const isCors = /(^|\.)(?:cors|enableCors)$/i.test(use.callee) || /\bcors\b/i.test(use.args?.[0] ?? '')
  return isCors && use.name === 'origin'
}

/** Whoever was answered gets the same answer; only a page of the twin gets its own. */
function repairHeader(subject: Subject): Repair | undefined {
  const { file } = subject
  const peer = peerOf(subject)
  const origin = peer?.isAtHand ? originOf(subject) : undefined
  if (!peer || !origin) return undefined
  const filled = (text: string) => fill(text, origin)
  const because = ['every other page is told the old origin, as before']
  const { override, vary, statement } = peer
  if (override !== undefined) {
    const again = statement && twinOf(subject, statement)
    if (!statement || again === undefined) return undefined
    const more = [filled(override).replace('{again}', () => again), ...(vary ? [vary.text] : [])]
    return repaired([insertion(file, statement.end, below(subject, more))], because)
  }
  const choice = filled(peer.choice)
  const isLine = origin.head !== undefined
  if (isLine && peer.glue === undefined) return undefined
  const chosen = replacement(file, origin.span, isLine ? `${origin.quote}${peer.glue}(${choice})` : choice)
  const isCall = vary?.text.startsWith('-') || vary?.text.startsWith('.')
  const behind = vary && insertion(file, vary.at, isCall ? vary.text : below(subject, [filled(vary.text)]))
  return repaired(behind ? [chosen, behind] : [chosen], because)
}

/** What to write where the request is not at hand, as the end of a sentence. */
export function peerExample(subject: Subject): string | undefined {
  const peer = peerOf(subject)
  const origin = peer && originOf(subject)
  if (!peer || !origin) return undefined
  const text = fill(peer.override?.replace(/\s*\{again\}\s*/, ' … ') ?? peer.choice, origin)
  return `for example \`${text.replace(/\s+/g, ' ')}\``
}

/** The header that the value is sent in, where it is nothing but that. */
function peerOf({ occurrence: { site } }: Subject): PeerSite | undefined {
  const uses = flattenUses(site.uses)
  const isOther = (use: Use) => {
    const reading = readUse(use)
    return reading !== undefined && reading.signal !== 'peer' && !reading.weak
  }
  if (uses.some(isOther)) return undefined
  return uses.map((use) => ('peer' in use ? use.peer : undefined)).find((peer) => peer !== undefined)
}

/** An origin as it is written, with its quotes. */
interface Origin {
  own: string
  twin: string
  quote: string
  /** What the choice is written in place of. */
  span: Span
  /** The name of the header, where both are one text. */
  head?: string
}

const ORIGIN = /^([\w-]+:\s+)?https?:\/\/[\w.*-]+(?::\d+)?$/

function originOf(subject: Subject): Origin | undefined {
  const { file, occurrence } = subject
  const { parts, anchor } = occurrence.site
  const { expression } = anchor
  const written = textOf(file, expression)
  const quote = /^(['"])[\s\S]*\1$/.exec(written)?.[1]
  const isPlain = parts.every((part) => part.kind === 'literal' || part.name !== undefined)
  const text = parts.map((part) => (part.kind === 'literal' ? part.text : 'x')).join('')
  const found = ORIGIN.exec(text)
  const first = parts[0]
  // A `*` is sent as it is, and no page is called that.
  if (!found || !quote || !isPlain || text.includes('*') || first?.kind !== 'literal') return undefined
  const [, head] = found
  const span = head === undefined ? expression : { ...expression, start: first.at(head.length) }
  const added = twinOf(subject, span)
  if (added === undefined) return undefined
  const front = head === undefined ? '' : quote
  return {
    own: front + textOf(file, span),
    twin: front + added,
    quote,
    span,
    ...(head !== undefined && { head }),
  }
}

function fill(text: string, { own, twin, quote }: Origin): string {
  return text
    .replaceAll('{q}', quote)
    .replaceAll('{twin}', () => twin)
    .replaceAll('{own}', () => own)
}

/** Further statements in lines of their own. */
function below({ occurrence: { site } }: Subject, statements: readonly string[]): string {
  return statements.map((each) => `\n${each}`.replace(/\n/g, `\n${site.anchor.indent}`)).join('')
}
