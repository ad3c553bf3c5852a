import type { Hole, Literal } from '../../../sites.js'
import { textOf } from '../decided.js'
import { type Repair, repaired, replacement, type Subject, shift } from './repair.js'

/**
 * `'amocrm.' + zone` gets the branch that is missing: `(zone === 'ru' ? 'amocrm.ru' : 'kommo.com')`. Only where a plain
 * name completes the domain, and always for a person to look at: what else the name can hold is not known.
 */
export function repairZone({ file, occurrence }: Subject): Repair | undefined {
  const { parts } = occurrence.site
  const index = parts.indexOf(occurrence.literal)
  const zone = parts[index + 1]
  if (file.family !== 'script' || zone?.kind !== 'hole' || zone.name === undefined || zone.value)
    return undefined
  const behind = textOf(file, { ...occurrence.brand, end: occurrence.literal.span.end })
  if (behind !== 'amocrm.') return undefined
  const edit = isTemplate(file, occurrence.literal)
    ? inTemplate(file, occurrence.brand.start, zone)
    : inConcatenation(file, occurrence.literal, occurrence.brand.start, zone)
  return (
    edit &&
    repaired([edit], [`check what \`${zone.name}\` can hold: here everything but \`ru\` goes to kommo.com`])
  )
}

function isTemplate(file: Subject['file'], literal: Literal): boolean {
  return (
    textOf(file, { ...literal.span, start: literal.span.end, end: shift(file, literal.span.end, 2) }) === '${'
  )
}

function inTemplate(file: Subject['file'], start: number, zone: Hole & { name?: string }) {
  const span = { file: file.source.path, start, end: shift(file, zone.span.end, 1) }
  if (textOf(file, { ...span, start: zone.span.end }) !== '}') return undefined
  return replacement(file, span, `\${${zone.name} === 'ru' ? 'amocrm.ru' : 'kommo.com'}`)
}

function inConcatenation(
  file: Subject['file'],
  literal: Literal,
  brand: number,
  zone: Hole & { name?: string },
) {
  const quote = textOf(file, {
    ...literal.span,
    start: literal.span.end,
    end: shift(file, literal.span.end, 1),
  })
  const joint = textOf(file, { ...literal.span, start: literal.span.end, end: zone.span.start })
  if (!/^['"]\s*\+\s*$/.test(joint)) return undefined
  const choice = `(${zone.name} === ${quote}ru${quote} ? ${quote}amocrm.ru${quote} : ${quote}kommo.com${quote})`
  const isWhole = brand === literal.span.start
  const span = { file: file.source.path, start: isWhole ? shift(file, brand, -1) : brand, end: zone.span.end }
  return replacement(file, span, isWhole ? choice : `${joint}${choice}`)
}
