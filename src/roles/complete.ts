import { flattenUses } from '../languages/flatten.js'
import type { Use } from '../sites.js'
import type { FoundOccurrence } from './occurrences.js'

/** What completeness needs to know of the file around. */
interface Around {
  /** Text of the statement (or line) that the occurrence stands in. */
  statement: string
  has(text: string): boolean
}

/**
 * Whether kommo.com is let in beside a matched amocrm.com already, in the same list, pattern, policy or chain of tests,
 * under any spelling that takes the same hosts: a suffix or a pattern beside a whole host counts, another account's host
 * does not.
 */
export function isComplete(occurrence: FoundOccurrence, uses: readonly Use[], around: Around): boolean {
  const covers = (text: string, isSuffix = false) => coversTwin(text, occurrence, isSuffix)
  const segment = policySegment(occurrence)
  if (segment !== undefined) return covers(segment)
  if (isSaidTwice(around)) return true
  const beside = uses.flatMap(besideOf)
  if (beside.some((text) => covers(text))) return true
  const isKey = uses.some((use) => use.is === 'key')
  if (isKey && covers(around.statement)) return true
  const lists = uses.filter((use) => use.is === 'element')
  for (const { of } of lists) {
    const isSuffix = flattenUses(of.uses).some(
      (use) => use.is === 'argument' && /\.(?:endsWith|includes|indexOf)$/.test(use.callee) && use.test,
    )
    if (of.items.some((item) => covers(item.text ?? '', isSuffix))) return true
  }
  const isPattern = uses.some((use) => use.is === 'pattern')
  if (uses.some((use) => use.is === 'pattern' && /kommo/i.test(use.of.source))) return true
  if (lists.length > 0 && !isPattern) return false
  const tests = uses.flatMap((use) => ('test' in use && typeof use.test === 'object' ? [use.test] : []))
  if (tests.length > 0) {
    return tests.every(
      ({ chain, known }) =>
        covers(chain) ||
        covers(known ?? '') ||
        (/amocrm/.test(chain) && around.has(chain.replace(/^!/, '').replace(/amocrm/g, 'kommo'))),
    )
  }
  if (covers(occurrence.site.parts.map((part) => (part.kind === 'literal' ? part.text : '*')).join('')))
    return true
  if (uses.some((use) => use.is === 'comment')) return around.has(twinText(occurrence))
  // A name or key of a larger object: what the rest of it says is about something else.
  const isKeyed = uses.some((use) => use.is === 'entry' || use.is === 'setting' || use.is === 'element')
  return !isKeyed && covers(around.statement)
}

/** `s = s.replace('.amocrm.com', '')` where the file says the same of kommo.com, statement for statement. */
function isSaidTwice({ statement, has }: Around): boolean {
  if (statement.length > LONGEST_TWIN || !statement.includes('amocrm')) return false
  const twin = statement.replace(
    /amocrm((?:\\*\.)?)\((?:\?:)?(?:ru\|com|com\|ru)\)|amocrm/g,
    (_, dot?: string) => (dot === undefined ? 'kommo' : `kommo${dot}com`),
  )
  return has(twin)
}

/** Statements that are longer hold more than one thing to do. */
const LONGEST_TWIN = 300

function twinText({ literal }: FoundOccurrence): string {
  return literal.text.replace(/amocrm/gi, 'kommo')
}

/** What stands beside a test or key that is not written in its own chain. */
export function besideOf(use: Use): string[] {
  if ('added' in use && use.added) return [...use.added.beside]
  if (use.is === 'receiver' && use.beside !== undefined) return [use.beside]
  // Options of one call: origins by name, and those that a pattern takes.
  if (use.is === 'argument' && /(?:^|\.)allow_origins$/.test(use.name ?? ''))
    return (use.args ?? []).flatMap((arg) => /\ballow_origin_regex\s*=[^\n]*/.exec(arg) ?? [])
  if (use.is === 'key' || use.is === 'case') return [...(use.beside ?? [])]
  return use.is === 'pattern' && use.of.beside !== undefined ? [use.of.beside] : []
}

/** The directive of a Content-Security-Policy that the occurrence stands in. */
function policySegment({ site, literal, at }: FoundOccurrence): string | undefined {
  let text = ''
  let index = -1
  for (const part of site.parts) {
    if (part === literal) {
      let own = 0
      while (own < literal.text.length && literal.at(own) < at.start) own++
      index = text.length + own
    }
    text += part.kind === 'literal' ? part.text : (part.value?.text ?? '*')
  }
  if (!/(?:^|[\s;"'])(?:[a-z]+-src(?:-elem|-attr)?|frame-ancestors|form-action)\s/i.test(text))
    return undefined
  const start = text.lastIndexOf(';', index) + 1
  const end = text.indexOf(';', index)
  return text.slice(start, end < 0 ? text.length : end)
}

const MENTION = /(?:((?:[a-z0-9-]+\.)*[a-z0-9-]+)?(\.))?kommo\W{0,4}com/gi

/** Whether a text lets the twin of the occurrence's host in. */
export function coversTwin(written: string, { host }: FoundOccurrence, isSuffix = false): boolean {
  const text = written.replace(/\\+\.|\[\.\]|\\+(?:x|u00)2e/gi, '.')
  const own = host.replace(/\.?amocrm\.(?:com|\*)$/, '')
  for (const match of text.matchAll(MENTION)) {
    const before = text.slice(0, match.index)
    const [label, dot] = [match[1]?.toLowerCase(), match[2]]
    if (label !== undefined) {
      if (label === own) return true
    } else if (dot !== undefined || /[|(]$/.test(before)) return true
    else if (/(?<!\\)[a-z0-9-]$/i.test(before)) continue
    else if (own === '' || isSuffix || SEARCHED.test(before)) return true
  }
  return false
}

/** In front of a domain that a text is searched for: subdomains pass as well. */
const SEARCHED =
  /(?:ends_?with|includes|contains|index(?:_?of)?|search|match|HasSuffix)\((?:[^()'"`]{0,60},)?\s*['"`/]?$|\\b$/i
