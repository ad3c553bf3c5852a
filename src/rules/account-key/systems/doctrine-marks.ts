import type { Change } from '../sql-edit.js'

/** An entity as it is written; indices are UTF-16. */
export interface Entity {
  /** The comment in front of its class, if there is one. */
  readonly doc: { readonly start: number; readonly end: number } | undefined
  /** Where its marks begin, the line of its class, the inside of its body, and the brace that closes it. */
  readonly from: number
  readonly line: number
  readonly body: number
  readonly end: number
  /** The words between `class` and the brace. */
  readonly header: string
  /** The file without comments, of the same length; what stands inside of attributes stays. */
  readonly plain: string
  /** What marks begin with: `ORM\`. */
  readonly prefix: string
  /** Marks stand in comments. */
  readonly isNoted: boolean
}

/** A key of a table as its class says it. */
export interface Constraint {
  readonly kind: string
  readonly name: string
  readonly columns: readonly string[]
}

interface Range {
  readonly start: number
  readonly end: number
}

/** Takes a mark away, with its brackets and its line where nothing else stands there. */
export function withoutMark(text: string, { start, end }: Range, isNoted: boolean): Change | undefined {
  if (isNoted) return withoutLine(text, start, end, /(?:^|\n)[ \t]*\*[ \t]*$/)
  const open = /#\[\s*$/.exec(text.slice(0, start))
  const close = /^\s*,?\s*\]/.exec(text.slice(end))
  if (open && close) return withoutLine(text, open.index, end + close[0].length, /(?:^|\n)[ \t]*$/)
  const behind = /^\s*,\s*/.exec(text.slice(end))
  if (behind && !close) return { start, end: end + behind[0].length, text: '' }
  const before = /,\s*$/.exec(text.slice(0, start))
  return before ? { start: before.index, end, text: '' } : undefined
}

/** @param lead what stands in front of words that have a line of their own */
function withoutLine(text: string, start: number, end: number, lead: RegExp): Change {
  const before = lead.exec(text.slice(0, start))
  const behind = /^[ \t]*\r?\n/.exec(text.slice(end))
  if (before && behind)
    return {
      start: before.index + (before[0].startsWith('\n') ? 1 : 0),
      end: end + behind[0].length,
      text: '',
    }
  const gap = /^[ \t]+/.exec(text.slice(end))
  return { start, end: end + (gap?.[0].length ?? 0), text: '' }
}

/** Takes `unique: true` out of a mark; the brackets go where it stands there alone. */
export function withoutOption(text: string, { start, end }: Range, option: string): Change | undefined {
  const words = text
    .slice(start, end)
    .replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, (each) => `"${' '.repeat(each.length - 2)}"`)
  const found = [...words.matchAll(new RegExp(`\\b${option}\\s*[:=]\\s*true\\b`, 'gi'))]
  const [only] = found
  if (!only || found.length > 1) return undefined
  const [from, to] = [start + only.index, start + only.index + only[0].length]
  const before = /,\s*$/.exec(text.slice(start, from))
  if (before) return { start: start + before.index, end: to, text: '' }
  const behind = /^\s*,[ \t]*(?:\r?\n\s*)?/.exec(text.slice(to, end))
  if (behind) return { start: from, end: to + behind[0].length, text: '' }
  const open = /\(\s*$/.exec(text.slice(start, from))
  const close = /^\s*\)/.exec(text.slice(to, end))
  return open && close ? { start: start + open.index, end: to + close[0].length, text: '' } : undefined
}

/** Whether two changes are of the same text. */
export function overlaps(changes: readonly Change[]): boolean {
  const sorted = [...changes].sort((a, b) => a.start - b.start || a.end - b.end)
  return sorted.some((each, i) => each.start < (sorted[i - 1]?.end ?? 0))
}

/** Names of options of a table, by what stands in them. */
const LISTS: readonly [kind: string, option: string][] = [
  ['UniqueConstraint', 'uniqueConstraints'],
  ['Index', 'indexes'],
]

/**
 * Entries of a table in a comment: what goes, and what comes; `undefined` where it is not written as it mostly is.
 * @param gone marks of constraints that go
 */
export function withEntries(
  text: string,
  { doc, prefix }: Entity,
  constraints: readonly Constraint[],
  gone: readonly Range[],
): Change[] | undefined {
  if (!doc) return undefined
  const inside = text.slice(doc.start, doc.end)
  const entity = [...inside.matchAll(new RegExp(`@${prefix.replace('\\', '\\\\')}(Entity|Table)\\b`, 'g'))]
  const table = entity.find(([, name]) => name === 'Table')
  const written = (kind: string) =>
    constraints
      .filter((each) => each.kind === kind)
      .map(
        ({ name, columns }) =>
          `@${prefix}${kind}(name="${name}", columns={${columns.map((each) => `"${each}"`).join(', ')}})`,
      )
  const options = LISTS.map(([kind, option]) => ({ option, entries: written(kind) }))
  if (!table) {
    const first = entity.find(([, name]) => name === 'Entity')
    if (!first || gone.length > 0) return undefined
    const at = markEnd(text, doc.start + first.index + first[0].length, doc.end)
    if (at === undefined) return undefined
    const list = options
      .filter(({ entries }) => entries.length > 0)
      .map(({ option, entries }) => `${option}={${entries.join(', ')}}`)
    const lead = /(\r?\n[ \t]*\*[ \t]*)$/.exec(text.slice(0, doc.start + first.index))?.[1] ?? ' '
    return list.length === 0
      ? []
      : [{ start: at, end: at, text: `${lead}@${prefix}Table(${list.join(', ')})` }]
  }
  const start = doc.start + table.index + table[0].length
  const end = markEnd(text, start, doc.end)
  if (end === undefined || end === start) return undefined
  const changes: Change[] = []
  const fresh: string[] = []
  for (const { option, entries } of options) {
    const list = listIn(text, start, end, option)
    if (list === 'strange') return undefined
    const going = list ? gone.filter((each) => each.start >= list.start && each.end <= list.end) : []
    if (!list) {
      if (entries.length > 0) fresh.push(`${option}={${entries.join(', ')}}`)
      continue
    }
    const [first, ...others] = going
    const gap = /^\s*(?:\*[ \t]*)?/.exec(text.slice(list.start, list.end))?.[0] ?? ''
    const between = /\n/.test(gap) ? `,${gap}` : ', '
    if (first && entries.length > 0) {
      changes.push({ ...first, text: entries.join(between) })
      for (const each of others) changes.push(withoutEntry(text, each))
    } else if (first) {
      const left = going.reduce(
        (words, each) => words.replace(text.slice(each.start, each.end), ''),
        text.slice(list.start, list.end),
      )
      if (!/@/.test(left)) return undefined
      for (const each of going) changes.push(withoutEntry(text, each))
    } else if (entries.length > 0) {
      const at = list.start + gap.length
      const isEmpty = text.slice(at, list.end).trim() === ''
      changes.push({ start: at, end: at, text: entries.join(between) + (isEmpty ? '' : between) })
    }
  }
  if (gone.some((each) => each.start < start || each.end > end)) return undefined
  if (fresh.length > 0) {
    const tail = /,?\s*(?:\*[ \t]*)?$/.exec(text.slice(start + 1, end - 1))?.[0] ?? ''
    const at = end - 1 - tail.length
    const isEmpty = text.slice(start + 1, at).trim() === ''
    const lead = /\n/.test(tail)
      ? (/\r?\n[ \t]*\*[ \t]*(?=\w+\s*=)/.exec(text.slice(start + 1, end))?.[0] ?? ' ')
      : isEmpty
        ? ''
        : ' '
    changes.push({
      start: at,
      end: at,
      text: `${isEmpty ? '' : ','}${lead}${fresh.join(`,${lead === '' ? ' ' : lead}`)}`,
    })
  }
  return changes
}

/** Behind the brackets of a mark; where it has none, behind its name. */
function markEnd(text: string, at: number, limit: number): number | undefined {
  if (text[at] !== '(') return at
  let depth = 0
  for (let i = at; i < limit; i++) {
    if (text[i] === '(') depth++
    else if (text[i] === ')' && --depth === 0) return i + 1
  }
  return undefined
}

/** The inside of `uniqueConstraints={…}`. */
function listIn(text: string, start: number, end: number, option: string): Range | 'strange' | undefined {
  const found = new RegExp(`\\b${option}\\s*=\\s*(\\{)?`).exec(text.slice(start, end))
  if (!found) return undefined
  if (found[1] === undefined) return 'strange'
  const from = start + found.index + found[0].length
  let depth = 1
  for (let i = from; i < end; i++) {
    if (text[i] === '{') depth++
    else if (text[i] === '}' && --depth === 0) return { start: from, end: i }
  }
  return 'strange'
}

/** An entry of a list with the comma that parts it from its neighbour. */
function withoutEntry(text: string, { start, end }: Range): Change {
  const behind = /^\s*,\s*(?:\*[ \t]*)?/.exec(text.slice(end))
  if (behind) return { start, end: end + behind[0].length, text: '' }
  const before = /,\s*(?:\*[ \t]*)?$/.exec(text.slice(0, start))
  return { start: before ? before.index : start, end, text: '' }
}
