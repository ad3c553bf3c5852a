import type { Edit } from '../../../findings/finding.js'
import type { FileModel } from '../../../languages/language.js'
import type { TestSite } from '../../../sites.js'
import { textOf } from '../decided.js'
import { insertion, type Repair, repaired, type Subject, twin } from './repair.js'

/**
 * A second test beside each one: `host === 'a.amocrm.com'` becomes `host === 'a.amocrm.com' || host === 'a.kommo.com'`
 * (after a negation with `&&`). The value may be written in the test or be a constant's name there.
 */
export function repairTests({ file, occurrence }: Subject, tests: readonly TestSite[]): Repair | undefined {
  if (!/amocrm/i.test(textOf(file, occurrence.literal.span))) return undefined
  const edits: Edit[] = []
  const because: string[] = []
  for (const test of tests) {
    if (test.span.file !== file.source.path) return undefined
    if (!test.pure) because.push('the tested value is worked out twice, and cut to a length it may not fit')
    edits.push(...editsOf(file, test, twinOperand(file, occurrence, test)))
  }
  return edits.length > 0 ? repaired(edits, because) : undefined
}

function twinOperand(file: FileModel, occurrence: Subject['occurrence'], test: TestSite): string {
  const written = textOf(file, test.operand)
  // `'amocrm.'` names no whole domain: its twin must, or kommo.ru would pass.
  const whole = occurrence.tld === 'open' ? '.com' : ''
  if (/amocrm/i.test(written))
    return twin(written).replace(/kommo\./i, (brand) => brand.slice(0, -1) + (whole || '.'))
  const { quote } = occurrence.site.anchor
  return `${quote}${twin(textOf(file, occurrence.literal.span))}${quote}`
}

function editsOf(file: FileModel, test: TestSite, operand: string): Edit[] {
  const { span } = test
  const before = textOf(file, { ...span, end: test.operand.start })
  const after = textOf(file, { ...span, start: test.operand.end })
  const second = ` ${test.join} ${before}${operand}${after}`
  if (test.joined || test.grouped) return [insertion(file, span.end, second)]
  return [insertion(file, span.start, '('), insertion(file, span.end, `${second})`)]
}
