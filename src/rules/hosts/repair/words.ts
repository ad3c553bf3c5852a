import { textOf } from '../decided.js'
import { insertion, type Repair, repaired, type Subject, twinOf } from './repair.js'

const POLICY = /(?:^|[\s;"'])(?:[a-z]+-src(?:-elem|-attr)?|frame-ancestors|form-action)\s/i

/**
 * Sources of a Content-Security-Policy and other lists that are held in one string, by spaces, commas or lines.
 * @param splitAt what the string is taken apart at, where the code around says so: a single word may grow then
 */
export function repairWords(subject: Subject, splitAt?: string): Repair | undefined {
  const { file, occurrence } = subject
  const { literal, site } = occurrence
  const { text } = literal
  const at = indexOf(text, occurrence.token, (index) => literal.at(index) === occurrence.at.start)
  if (at === undefined) return undefined
  const from = text.slice(0, at).search(/[^\s,;]*$/)
  const rest = /[\s,;]/.exec(text.slice(at))
  const to = rest ? at + rest.index : text.length
  // A word that goes on in a variable, or one that is itself a list.
  const index = site.parts.indexOf(literal)
  const isWhole = (from > 0 || index === 0) && (to < text.length || index === site.parts.length - 1)
  if (!isWhole || !isWord(text.slice(from, to))) return undefined
  if (isSentence(subject)) return undefined
  // Reports are sent there.
  if (/(?:^|;)\s*report-(?:uri|to)\s[^;]*$/i.test(text.slice(0, from))) return undefined
  const isAlone = from === 0 && to === text.length
  const joint = isAlone ? splitAt : separatorAt(subject, from, to)
  const added = twinOf(subject, { ...literal.span, start: literal.at(from), end: literal.at(to) })
  if (joint === undefined || added === undefined) return undefined
  return repaired([insertion(file, literal.at(to), joint + added)])
}

/** Whether something is a word of a list: no list itself, and no piece of one such as `{"crm":"acme.com"`. */
function isWord(text: string): boolean {
  const bare = /^(["']).*\1$/s.test(text) ? text.slice(1, -1) : text
  if (/[|"']/.test(bare)) return false
  return ['{}', '[]', '()'].every(
    ([open, close]) => bare.split(open as string).length === bare.split(close as string).length,
  )
}

/** A setting whose words are no hosts: a remark, a command. */
function isSentence({ occurrence: { literal, site } }: Subject): boolean {
  const isSetting = site.uses.some((use) => use.is === 'setting')
  if (!isSetting || site.uses.some((use) => use.is === 'directive')) return false
  const words = literal.text.match(/[^\s,;]+/g) ?? []
  return words.some(
    (word) => /^\p{L}{2,}[.:!?]?$/u.test(word) && !/^(?:localhost|null|self|none)$/.test(word),
  )
}

/** What stands between the words around `[from, to)`, as written; in a policy always a space or a line of its own. */
function separatorAt({ file, occurrence }: Subject, from: number, to: number): string | undefined {
  const { literal } = occurrence
  const before = /[\s,;]+$/.exec(literal.text.slice(0, from))?.[0] ?? ''
  const after = /^[\s,;]+/.exec(literal.text.slice(to))?.[0] ?? ''
  const written = (start: number, end: number) =>
    textOf(file, { ...literal.span, start: literal.at(start), end: literal.at(end) })
  if (POLICY.test(literal.text)) return /[\r\n]/.test(before) ? written(from - before.length, from) : ' '
  const isLast = to + after.length === literal.text.length
  if (after !== '' && !isLast) return written(to, to + after.length)
  return before !== '' ? written(from - before.length, from) : after
}

function indexOf(text: string, token: string, isIt: (index: number) => boolean): number | undefined {
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) if (isIt(at)) return at
  return undefined
}
