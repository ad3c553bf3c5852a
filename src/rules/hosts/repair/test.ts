import type { Edit } from '../../../findings/finding.js'
import type { FileModel } from '../../../languages/language.js'
import type { TestSite } from '../../../sites.js'
import { textOf } from '../decided.js'
import { insertion, type Repair, repaired, type Subject, twinOf } from './repair.js'

/**
 * A second test beside each one: `host === 'a.amocrm.com'` becomes `host === 'a.amocrm.com' || host === 'a.kommo.com'`
 * (after a negation with `&&`). The value may be written in the test or be a constant's name there.
 */
export function repairTests(subject: Subject, tests: readonly TestSite[]): Repair | undefined {
  const { file, occurrence } = subject
  const edits: Edit[] = []
  const because = new Set<string>()
  for (const test of tests) {
    if (test.span.file !== file.source.path) return undefined
    if (test.cut) return undefined
    const operand = twinOperand(subject, test)
    const around = operand === undefined ? undefined : fitted(subject, test)
    if (operand === undefined || !around) return undefined
    if (test.cutBy) because.add('the second test cuts the value to the length of the new name')
    else if (!test.pure) because.add('the tested value is worked out twice')
    edits.push(...editsOf(file, test, around.before + operand + around.after))
  }
  return edits.length > 0 ? repaired(edits, [...because, ...spoofable(occurrence, tests, file)]) : undefined
}

function twinOperand(subject: Subject, test: TestSite): string | undefined {
  const { file, occurrence } = subject
  const own = twinOf(subject, test.operand)
  const added = own ?? twinOf(subject, occurrence.literal.span)
  if (added === undefined) return undefined
  const { quote } = occurrence.site.anchor
  if (own === undefined && (occurrence.site.parts.length > 1 || quote === '' || quote === '/'))
    return undefined
  // `'amocrm.'` names no whole domain: its twin must, or kommo.ru would pass.
  if (occurrence.tld === 'word') return test.how ? added.replace('kommo', 'kommo.com') : added
  const whole = occurrence.tld === 'open' ? added.replace(/kommo\./i, (brand) => `${brand}com`) : added
  if (occurrence.tld === 'open' && textOf(file, occurrence.brand) !== 'amocrm') return undefined
  return own === undefined ? inPlaceOfName(textOf(file, test.operand), `${quote}${whole}${quote}`) : whole
}

/** A constant as it is named in a test, with what it belongs to; languages put signs and quotes around it. */
const NAME = /^[&*(\s]*["']?\$?\{?[@A-Za-z_][\w$]*(?:(?:\??\.|->|::|!!\.)\$?[\w$]+(?:\(\))?)*\}?["']?[)\s]*$/
/** `'.' + DOMAIN`: the name among texts that are joined with it. */
const JOINED =
  /^((?:\s*(?:"[^"\\]*"|'[^'\\]*')\s*[+.])*\s*)(?:[\w$]+(?:\.|->|::))*\$?[\w$]+((?:\s*[+.]\s*(?:"[^"\\]*"|'[^'\\]*'))*\s*)$/

/** The operand with a text where the constant's name stands; `undefined` when it is put together in another way. */
function inPlaceOfName(operand: string, literal: string): string | undefined {
  if (NAME.test(operand)) return literal
  const joined = JOINED.exec(operand)
  return joined ? `${joined[1]}${literal}${joined[2]}` : undefined
}

/**
 * The test around its operand, ready for the twin. A tested value that is cut to the operand's length
 * (`host.slice(-11)`) is cut to the twin's; `undefined` when it is cut in a way that does not show what fits.
 */
function fitted(
  { file, occurrence }: Subject,
  { span, operand, cutBy }: TestSite,
): { before: string; after: string } | undefined {
  const before = textOf(file, { ...span, end: operand.start })
  const after = textOf(file, { ...span, start: operand.end })
  const { length } = occurrence.literal.text
  if (cutBy) {
    const cut = occurrence.site.parts.length === 1 ? shortened(textOf(file, cutBy), length) : undefined
    if (cut === undefined) return undefined
    const isFront = cutBy.start < operand.start
    const front = textOf(file, { ...span, end: cutBy.start })
    const back = textOf(file, { ...span, start: cutBy.end })
    return isFront
      ? { before: front + cut + textOf(file, { ...span, start: cutBy.end, end: operand.start }), after }
      : { before, after: textOf(file, { ...span, start: operand.end, end: cutBy.start }) + cut + back }
  }
  let fits = occurrence.site.parts.length === 1
  const fit = (text: string) =>
    text.replace(/(\.(?:slice|substr|substring)\()([^()]*)(?=\))/g, (all, call: string, cut: string) => {
      const numbers = [...cut.matchAll(/\d+/g)].map(([number]) => Number(number))
      // Labels are few, letters are many.
      if (numbers.length > 0 && numbers.every((number) => number <= 4) && !/length/.test(cut)) return all
      if (
        numbers.filter((number) => number === length).length !== 1 ||
        numbers.some((n) => n !== length && n !== 0)
      )
        fits = false
      return call + cut.replace(/\d+/g, (number) => (Number(number) === length ? String(length - 1) : number))
    })
  const result = { before: fit(before), after: fit(after) }
  const isCut = result.before !== before || result.after !== after
  if (isCut) return fits ? result : undefined
  return /\.(?:slice|substr|substring)\([^()]*(?:length|\d\d)/.test(before + after) ? undefined : result
}

/**
 * A value that is cut to a length, cut to one less; `undefined` where other numbers than the length (and where to begin) take
 * part.
 */
function shortened(cut: string, length: number): string | undefined {
  const numbers = [...cut.matchAll(/(?<![\w$.])\d+(?![\w$])/g)].map(([number]) => Number(number))
  const isPlain = numbers.includes(length) && numbers.every((number) => number === length || number <= 1)
  if (!isPlain) return undefined
  return cut.replace(/(?<![\w$.])\d+(?![\w$])/g, (number) =>
    Number(number) === length ? String(length - 1) : number,
  )
}

function editsOf(file: FileModel, test: TestSite, twin: string): Edit[] {
  const { span } = test
  const space = test.compact && !test.joint ? '' : ' '
  const second = `${space}${test.joint ?? test.join}${space}${twin}`
  if (test.joined || test.grouped) return [insertion(file, span.end, second)]
  return [insertion(file, span.start, '('), insertion(file, span.end, `${second})`)]
}

/** A test that a host of somebody else passes as well. */
function spoofable(
  { literal, scheme, path }: Subject['occurrence'],
  tests: readonly TestSite[],
  file: FileModel,
): string[] {
  const remarks = tests.flatMap((test) => {
    const written = textOf(file, test.span)
    if ((test.how === 'contains' || /\.search\(/.test(written)) && path === '')
      return ['The test is not anchored: it takes amocrm.com.evil.net as well']
    if (test.how === 'begins' && scheme !== '' && path === '')
      return ['The test has no end: it takes amocrm.com.evil.net as well']
    const isBare = /^\*?["']?amocrm\.com["']?$/i.test(literal.text)
    if (isBare && test.how === 'ends' && !/\.endsWith\([^)]*\+/.test(written))
      return ['The test does not begin at a label: it takes evil-amocrm.com as well']
    return []
  })
  return [...new Set(remarks)]
}
