import type { RuleFinding } from '../../findings/finding.js'
import type { JsonData } from '../../languages/json/data.js'
import type { FileModel } from '../../languages/language.js'
import { manual } from './manifest.js'

/** A manifest is plain JSON: no comments, no trailing commas, nothing left out. */
export function* plainJson(file: FileModel, data: JsonData): Generator<RuleFinding> {
  const { source } = file
  if (isJson(source.text)) return
  // A broken manifest.json of something else is not our business.
  if (!/"interface_version"|"short_description"/.test(source.text)) return
  const [problem] = file.problems
  const span = problem?.span ?? data.keySpan(['widget'])
  if (!span) return
  const end = Math.max(span.end, Math.min(span.start + 1, source.bytes.length))
  yield manual(
    { ...span, end },
    file.syntax === 'broken'
      ? `The widget's manifest is no JSON: ${problem?.message ?? 'it cannot be parsed'}.`
      : "The widget's manifest is no plain JSON: it has comments or trailing commas.",
    'Kommo reads manifest.json as JSON: mend it before the archive is uploaded.',
    'Make the manifest plain JSON',
  )
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
