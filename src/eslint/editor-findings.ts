import { splice } from '../edits/splice.js'
import type { RawFinding } from '../engine/types.js'
import type { Source } from '../files/source.js'
import { mask } from '../findings/mask.js'
import { type FileAnswer, isWithinFile } from '../project.js'
import type { EditorFinding, Replacement } from './protocol.js'

/**
 * Findings of one file in ESLint's units.
 * @param canFix whether the text is exactly what the file holds
 */
export function editorFindings(answer: FileAnswer, canFix: boolean): EditorFinding[] {
  return answer.findings.map((finding) => editorFinding(finding, answer, canFix))
}

function editorFinding(finding: RawFinding, { source, fixed }: FileAnswer, canFix: boolean): EditorFinding {
  const { rule, severity, span, fix } = finding
  const isOwn = isWithinFile(finding) && fix.edits.length > 0
  const edits = canFix && isOwn ? replacements(source, finding) : undefined
  const hint = fix.kind !== 'manual' && !isWithinFile(finding) ? [SEVERAL_FILES] : []
  return {
    rule,
    severity,
    message: [sentence(mask(finding.message)), mask(finding.help), ...hint].join(' '),
    start: source.indexAt(span.start),
    end: source.indexAt(span.end),
    ...(edits && fixed.has(finding) && { fix: edits }),
    ...(edits && fix.kind === 'review' && { suggestion: { title: fix.title, edits } }),
  }
}

const SEVERAL_FILES = 'The change goes over several files: `kommo-migrate fix` makes it as one.'

function sentence(text: string): string {
  return /[.!?:]$/.test(text) ? text : `${text}.`
}

/** The edits of a finding as they would be made: with the line ends of the file. */
function replacements(source: Source, { fix }: RawFinding): Replacement[] | undefined {
  const result = splice(source, fix.edits)
  if (!result.ok) return undefined
  return result.written.map(({ start, end, edit }) => ({
    start: source.indexAt(edit.start),
    end: source.indexAt(edit.end),
    text: result.bytes.toString('utf8', start, end),
  }))
}
