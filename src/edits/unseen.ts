import { minimalNeedles, needlePattern } from '../files/needles.js'
import type { Source } from '../files/source.js'
import type { Report } from '../findings/finding.js'
import type { Rule } from '../rules/define-rule.js'
import type { Verified } from './verify.js'

/**
 * Notes about findings that stay although no later audit will name them: the fixes took away the last needle of their
 * file (`'amo' + 'crm.com'` holds none), so that it is not searched any more.
 * @param before the files as they were found
 * @param written report paths that were written
 */
export function unseenNotes(
  { findings, fixed, changes }: Verified,
  before: ReadonlyMap<string, Source>,
  rules: readonly Rule[],
  written: ReadonlySet<string> = new Set(changes.map(({ path }) => path)),
): Report['notes'] {
  const needles = needlePattern(minimalNeedles(rules.flatMap((rule) => rule.needles)))
  const isSearched = (bytes: Buffer) => needles.test(bytes.toString('latin1').replaceAll('\0', ''))
  const silent = changes.filter(({ path, after }) => written.has(path) && !isSearched(after))
  const paths = new Set(silent.map(({ path }) => path))
  const ended = new Set(fixed)
  return findings
    .filter((finding) => paths.has(finding.span.file) && !ended.has(finding))
    .map(({ rule, span }) => {
      const line = before.get(span.file)?.point(span.start).line
      return {
        path: span.file,
        code: 'unseen-finding',
        message: `the finding of ${rule} in line ${line} stays, and no later audit names it: nothing else in the file says amocrm`,
      }
    })
}
