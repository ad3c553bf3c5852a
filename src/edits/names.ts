import type { Edit } from '../findings/finding.js'

type Counts = Readonly<Record<string, number>>

/** The constant under both names, and the objects it is reached through. */
const ROOTS = new Set(['AMOCRM', 'APP', 'window', 'self', 'globalThis', 'top', 'parent', 'global'])

/**
 * The first name whose meaning edits changed, or `undefined`. `before` and `after` count the free names of a file.
 *
 * A name that turns up more often than the edits wrote it was resolved before and no longer is; one that turns up
 * less often than the edits removed it was free and is bound now. The constant may move between its two names and
 * the objects that hold it (`AMOCRM`, `APP`, `window.APP`), so these are counted as one: a mention that gets lost,
 * though no edit removes one, was captured by a local variable.
 */
export function changedName(before: Counts, after: Counts, edits: readonly Edit[]): string | undefined {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  for (const name of names) {
    if (ROOTS.has(name)) continue
    const delta = count(after, name) - count(before, name)
    if (delta > 0 && delta > mentions(name, edits, 'text')) return name
    if (delta < 0 && -delta > mentions(name, edits, 'expect')) return name
  }
  // Configuration and other files without a free root: what an edit spells there is no name of the program.
  if (sum(before) === 0 && sum(after) === 0) return undefined
  const moved = sum(after) - sum(before)
  const written = edits.map(({ text, expect }) => heads(text) - heads(expect))
  const most = written.reduce((total, delta) => total + Math.max(0, delta), 0)
  const least = written.reduce((total, delta) => total + Math.min(0, delta), 0)
  return moved < least || moved > most ? firstMoved(before, after) : undefined
}

function count(counts: Counts, name: string): number {
  return Object.hasOwn(counts, name) ? (counts[name] as number) : 0
}

function sum(counts: Counts): number {
  let total = 0
  for (const name of ROOTS) total += count(counts, name)
  return total
}

function firstMoved(before: Counts, after: Counts): string {
  const moved = [...ROOTS].filter((name) => count(before, name) !== count(after, name))
  return moved.find((name) => name === 'APP') ?? moved[0] ?? 'APP'
}

/** How often edits mention a name as a whole word on one of their sides. */
function mentions(name: string, edits: readonly Edit[], side: 'text' | 'expect'): number {
  const word = new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`, 'gu')
  return edits.reduce((total, edit) => total + (edit[side].match(word)?.length ?? 0), 0)
}

/** A root at the head of an expression: no property (`x.APP`) and no key (`APP: x`). */
const HEAD = /(?<![\w$.])(?:AMOCRM|APP|window|self|globalThis|top|parent|global)(?![\w$]|\s*:(?!:))/g

function heads(text: string): number {
  return text.match(HEAD)?.length ?? 0
}
