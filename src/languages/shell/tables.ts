import { type Cst, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { entry, object, text } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'

/** A key in its brackets with its value: the pieces of each. */
interface Entry {
  at: Cst
  key: Cst
  /** Absent where nothing stands behind the sign. */
  value: Cst | undefined
}

/** Entries of `([com]=acme.com [ru]=acme.ru)`; `undefined` where something is no entry. */
export function entriesOf(list: Cst | undefined, to: Lowering): Entry[] | undefined {
  if (list?.type !== 'array') return undefined
  const entries = namedOf(list).map((each) => entryOf(each, to))
  return entries.length > 0 && entries.every((each) => each !== undefined) ? entries : undefined
}

/** The grammar takes an entry for pieces that touch each other: `[`, the key, `]`, `=value`. */
function entryOf(written: Cst, to: Lowering): Entry | undefined {
  const pieces = written.children
  const close = pieces.findIndex((each) => to.slice(each) === ']')
  const sign = pieces[close + 1]
  if (written.type !== 'concatenation' || !pieces[0] || to.slice(pieces[0]) !== '[') return undefined
  if (close < 2 || !sign || !to.slice(sign).startsWith('=')) return undefined
  const value = [{ ...sign, start: sign.start + 1 }, ...pieces.slice(close + 2)]
  const key = joined(pieces.slice(1, close))
  return key && { at: written, key, value: joined(value.filter((each) => each.end > each.start)) }
}

function joined(pieces: readonly Cst[]): Cst | undefined {
  const [first, ...more] = pieces
  if (!first || more.length === 0) return first
  return { ...first, type: 'concatenation', end: (more.at(-1) as Cst).end, children: [...pieces] }
}

/** A table of values by their keys. */
export function tableOf(list: Cst, entries: readonly Entry[], to: Lowering): Node {
  return object(
    list,
    entries.map(({ at, key, value }) => {
      const end = { start: at.end, end: at.end }
      return entry(at, to.lower(key), value ? to.lower(value) : text(end, '', end))
    }),
  )
}
