import { insertion, type Repair, repaired, type Subject, twin } from './repair.js'

/** Sources of a Content-Security-Policy and other lists that are held in one string, by spaces or commas. */
export function repairWords({ file, occurrence }: Subject): Repair | undefined {
  const { literal } = occurrence
  const { text } = literal
  const at = indexOf(literal.text, occurrence.token, (index) => literal.at(index) === occurrence.at.start)
  if (at === undefined) return undefined
  const from = text.slice(0, at).search(/[^\s,;]*$/)
  const rest = /[\s,;]/.exec(text.slice(at))
  const to = rest ? at + rest.index : text.length
  const separator =
    /,/.test(text) && !/[\s;]/.test(text.trim().replace(/,\s*/g, ',')) ? csvSeparator(text) : ' '
  if (from === 0 && to === text.length && separator !== ',') return undefined
  return repaired([insertion(file, literal.at(to), separator + twin(text.slice(from, to)))])
}

function csvSeparator(text: string): string {
  return /,\s*/.exec(text)?.[0] ?? ','
}

function indexOf(text: string, token: string, isIt: (index: number) => boolean): number | undefined {
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) if (isIt(at)) return at
  return undefined
}
