import type { Edit, Finding } from '../../src/findings/finding.js'

/** Every edit of the safe fixes by path, each once: members of a group carry the same edits. */
export function safeEdits(findings: readonly Finding[]): Map<string, Edit[]> {
  const byPath = new Map<string, Map<string, Edit>>()
  for (const finding of findings) {
    if (finding.fix.kind !== 'safe' || finding.state !== 'new') continue
    for (const edit of finding.fix.edits) {
      const edits = byPath.get(edit.path) ?? new Map<string, Edit>()
      edits.set(`${edit.start}:${edit.end}:${edit.text}`, edit)
      byPath.set(edit.path, edits)
    }
  }
  return new Map([...byPath].map(([path, edits]) => [path, [...edits.values()]]))
}

/**
 * Applies edits to bytes in the plainest way, as an oracle for what the tool writes. Throws when an edit does not
 * meet the bytes that it expects or two edits overlap. Text is UTF-8, which every edit of the tool is (ASCII).
 */
export function splice(bytes: Buffer, edits: readonly Edit[]): Buffer {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end)
  const parts: Buffer[] = []
  let at = 0
  for (const edit of sorted) {
    if (edit.start < at) throw new Error(`${edit.path}: edits overlap at ${edit.start}`)
    if (bytes.toString('latin1', edit.start, edit.end) !== Buffer.from(edit.expect).toString('latin1')) {
      throw new Error(`${edit.path}: bytes at ${edit.start} are not what the edit expects`)
    }
    parts.push(bytes.subarray(at, edit.start), Buffer.from(edit.text))
    at = edit.end
  }
  parts.push(bytes.subarray(at))
  return Buffer.concat(parts)
}
