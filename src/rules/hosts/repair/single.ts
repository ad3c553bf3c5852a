import { flattenUses } from '../../../languages/flatten.js'
import type { Use } from '../../../sites.js'
import { textOf } from '../decided.js'
import { type Repair, repaired, replacement, type Subject, twinOf } from './repair.js'
import { repairWords } from './words.js'

/** An option that takes one text, and several in another form, by what the files that use it name. */
interface Option {
  isHeld(use: Use): boolean
  file: RegExp
  /** Around several, or between several in the one text. */
  several: readonly [string, string] | string
}

const isArgument = (use: Use, callee: RegExp): use is Use & { is: 'argument' } =>
  use.is === 'argument' && !use.listed && callee.test(use.callee)
const lastOf = (name: string | undefined): string => name?.slice(name.lastIndexOf('.') + 1) ?? ''

const OPTIONS: readonly Option[] = [
  {
    // `CORS(app, origins='…')`, `resources={'/api/*': {'origins': '…'}}`, `@cross_origin('…')`
    isHeld: (use) =>
      isArgument(use, /(?:^|\.)(?:CORS|cross_origin)$/) &&
      (lastOf(use.name) === 'origins' ||
        (use.callee.endsWith('cross_origin') && use.index === 0 && !use.name)),
    file: /\bflask_cors\b/,
    several: ['[', ']'],
  },
  {
    isHeld: (use) => use.is === 'binding' && lastOf(use.name) === 'CORS_ORIGINS',
    file: /\b[fF]lask\b/,
    several: ['[', ']'],
  },
  {
    isHeld: (use) => isArgument(use, /(?:^|\.)(?:addDirective|add)$/) && use.index === 1,
    file: /\bSpatie\\Csp\b/,
    several: ['[', ']'],
  },
  {
    isHeld: (use) =>
      isArgument(use, /(?:^|\.)CrossOrigin$/) && /^(?:|value|origins|originPatterns)$/.test(lastOf(use.name)),
    file: /\bclass\b/,
    several: ['{', '}'],
  },
  {
    isHeld: (use) => isArgument(use, /(?:^|\.)New$/) && lastOf(use.name) === 'AllowOrigins',
    file: /\bgofiber\/fiber\/v[12]\b/,
    several: ', ',
  },
  {
    isHeld: (use) =>
      isArgument(use, /(?:^|\.)EnableCors$/) &&
      (lastOf(use.name) === 'origins' || (use.index === 0 && !use.name)),
    file: /\bSystem\.Web\.Http\b/,
    several: ',',
  },
]

/** The one text that an option holds becomes a list, where the option takes both. */
export function repairSingle(subject: Subject, uses: readonly Use[]): Repair | undefined {
  const { file, occurrence } = subject
  const { site } = occurrence
  const option = OPTIONS.find((each) => each.file.test(file.source.text) && uses.some(each.isHeld))
  if (!option || site.parts.length !== 1 || file.syntax !== 'tree') return undefined
  if (flattenUses(site.uses).some((use) => 'test' in use && use.test)) return undefined
  if (typeof option.several === 'string') return repairWords(subject, option.several)
  const { expression } = site.anchor
  const own = textOf(file, expression)
  const added = twinOf(subject, expression)
  if (added === undefined || !/^[rbuRBU]?(['"])[\s\S]*\1$/.test(own)) return undefined
  const [open, close] = option.several
  return repaired([replacement(file, expression, `${open}${own}, ${added}${close}`)])
}
