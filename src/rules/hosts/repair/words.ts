import { insertion, type Repair, repaired, type Subject, twinOf } from './repair.js'

/**
 * Sources of a Content-Security-Policy and other lists that are held in one string, by spaces or commas.
 * @param splitAt what the string is taken apart at, where the code around says so: a single word may grow then
 */
export function repairWords(subject: Subject, splitAt?: string): Repair | undefined {
  const { file, occurrence } = subject
  const { literal } = occurrence
  const { text } = literal
  const at = indexOf(literal.text, occurrence.token, (index) => literal.at(index) === occurrence.at.start)
  if (at === undefined) return undefined
  const from = text.slice(0, at).search(/[^\s,;]*$/)
  const rest = /[\s,;]/.exec(text.slice(at))
  const to = rest ? at + rest.index : text.length
  const separator =
    /,/.test(text) && !/[\s;]/.test(text.trim().replace(/,\s*/g, ',')) ? csvSeparator(text) : ' '
  const isAlone = from === 0 && to === text.length
  if (isAlone && separator !== ',' && splitAt === undefined) return undefined
  const word = { ...literal.span, start: literal.at(from), end: literal.at(to) }
  const added = twinOf(subject, word)
  const joint = isAlone ? (splitAt ?? separator) : separator
  return added === undefined ? undefined : repaired([insertion(file, literal.at(to), joint + added)])
}

function csvSeparator(text: string): string {
  return /,\s*/.exec(text)?.[0] ?? ','
}

function indexOf(text: string, token: string, isIt: (index: number) => boolean): number | undefined {
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) if (isIt(at)) return at
  return undefined
}
