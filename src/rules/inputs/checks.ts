import { flattenUses } from '../../languages/flatten.js'
import type { FileModel } from '../../languages/language.js'
import { COMPARING } from '../../roles/callee-words.js'
import { snake } from '../../roles/names.js'
import type { InputSite, Use } from '../../sites.js'
import { textOf } from '../hosts/decided.js'

/** What is asked of a value that may well be missing. */
const NOTHING = /^(?:null|undefined|void 0|true|false|-?\d+|(['"`])(?:undefined|null|string|object|)\1)$/
const ASKING =
  /^(?:includes|endsWith|startsWith|match|matchAll|search|indexOf|lastIndexOf|localeCompare|test)$/
const GUARDING =
  /^(?:is|has|check|validate|validated|valid|verify|assert|ensure|allow|allowed|trust|trusted|guard)(?:_|$)/
/** Look-ups of a record: what is not known already goes no further. */
const LOOKUP = /(?:^|[._])(?:find|findOne|findFirst|findUnique|findBy|get|has|exists|where|lookup)\w*$/i

/** Whether code asks for the host in a value before, or after, it uses it. */
export function isChecked(file: FileModel, input: InputSite): boolean {
  return flattenUses(input.uses).some((use) => isCheck(file, use))
}

/** Whether records are looked up by a value. */
export function isLookedUp(input: InputSite): boolean {
  return flattenUses(input.uses).some(
    (use) => use.is === 'argument' && use.name !== undefined && LOOKUP.test(use.callee),
  )
}

function isCheck(file: FileModel, use: Use): boolean {
  switch (use.is) {
    case 'compare':
      return !NOTHING.test(use.with?.trim() ?? '')
    case 'case':
      return true
    case 'receiver':
      return ASKING.test(use.method) && isTelling(use.test ? textOf(file, use.test.span) : '')
    case 'argument': {
      if (use.name !== undefined && LOOKUP.test(use.callee)) return false
      if (COMPARING.test(use.callee)) return isTelling(use.receiver ?? '')
      return GUARDING.test(snake(use.callee.slice(use.callee.lastIndexOf('.') + 1)))
    }
    default:
      return false
  }
}

/** `/^https?:/` and `'.'` ask for the form of an address; whatever names no text here may well be a list of hosts. */
function isTelling(test: string): boolean {
  const asked = [...test.matchAll(/(['"`])(.*?)\1|\/((?:\\.|\[[^\]]*\]|[^/\\[])+)\/[a-z]*/g)]
  if (asked.length === 0) return true
  return asked.some((match) => {
    const text = (match[2] ?? match[3] ?? '').replace(/\[[^\]]*\]|\\[a-zA-Z]/g, '')
    return /[a-z]/i.test(text.replace(/https?|www/gi, ''))
  })
}

/** Schemas, decorators and middleware that speak of the parameter by its name. */
const SCHEMA =
  /\breferer['"`]?\s*[:)\]][^;{}]{0,80}?\.(?:regex|refine|superRefine|matches|pattern|endsWith|custom|isIn|enum|valid)\(|@(?:Matches|IsIn|IsEnum|Validate\w*)\([^\n]*\)\s*(?:readonly\s+)?referer\b|(?:is|check|validat|verif|assert|ensure|guard|allow|trust|valid)\w*referr?er/i

/** Whether a file says that the host of the redirect is checked before code sees it. */
export function isGuarded(file: FileModel): boolean {
  return SCHEMA.test(file.source.text)
}
