import { textOf } from '../decided.js'
import { repairList } from './list.js'
import type { Repair, Subject } from './repair.js'

/** What may be written under a second key as it is: a plain text, number or flag, or a name that stands for more. */
const VALUE = String.raw`(?:(?:struct\{\})?\{\}|!?-?\d[\w.]*|'[^'\\\r\n]*'|"[^"\\\r\n]*"|[A-Za-z_$][\w$]*(?:\.[\w$]+)*)`
const BEHIND_KEY = new RegExp(String.raw`^\]?\s*(?::|=>)\s*(${VALUE})(?=\s*[,})\]])`)
const BEHIND_PAIR = new RegExp(String.raw`^\s*,\s*(${VALUE})\s*\](?=\s*[,\]])`)

/**
 * The key of a table gets an entry of the same value for its twin: `{ 'a.amocrm.com': true }` and
 * `new Map([['a.amocrm.com', 1]])`. Only where that value is plain, and for a person to look at: it is written twice.
 */
export function repairEntry(subject: Subject): Repair | undefined {
  const { file, occurrence } = subject
  if (!/^(?:script|json|markup|code)$/.test(file.family) || occurrence.site.parts.length > 1) return undefined
  const { expression } = occurrence.site.anchor
  const { text } = file.source
  const before = text[file.source.indexAt(expression.start) - 1]
  const end = file.source.indexAt(expression.end)
  const behind = text.slice(end, end + MAX_VALUE)
  const pair = before === '[' ? BEHIND_PAIR.exec(behind) : null
  const entry = pair ?? BEHIND_KEY.exec(behind)
  if (!entry || /amocrm/i.test(entry[1] as string)) return undefined
  // `{ ['a.amocrm.com']: true }` and the pair of a map begin with their bracket.
  const isBracketed = pair !== null || entry[0].startsWith(']')
  const span = {
    file: file.source.path,
    start: expression.start - (isBracketed ? 1 : 0),
    end: file.source.byteAt(end + entry[0].length),
  }
  const written = textOf(file, span)
  if (isBracketed !== written.startsWith('[')) return undefined
  const repair = repairList(subject, { form: 'map', items: [{ span }], uses: [] })
  return (
    repair && { ...repair, because: ['the same value is written for both: check that it fits the new name'] }
  )
}

/** How far behind a key its value may end, in UTF-16 units. */
const MAX_VALUE = 400
