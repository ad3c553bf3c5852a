import type { Edit, FixKind } from '../findings/finding.js'
import { FIX_ORDER, type RawFinding } from './types.js'

/**
 * Findings of one group are one fix: every member gets the edits and new files of all members, and the weakest
 * kind among them. Idempotent, so that two threads can merge their halves and the main thread the whole.
 */
export function mergeGroups(findings: readonly RawFinding[]): RawFinding[] {
  const groups = new Map<string, RawFinding[]>()
  for (const finding of findings) {
    if (finding.group === undefined) continue
    const members = groups.get(finding.group)
    if (members) members.push(finding)
    else groups.set(finding.group, [finding])
  }
  const merged = new Map([...groups].map(([name, members]) => [name, mergedFix(members)]))
  return findings.map((finding) => {
    const fix = finding.group === undefined ? undefined : merged.get(finding.group)
    return fix ? { ...finding, fix: { ...finding.fix, ...fix } } : finding
  })
}

function mergedFix(members: readonly RawFinding[]) {
  const kind = members.reduce<FixKind>(
    (weakest, { fix }) => (FIX_ORDER.indexOf(fix.kind) < FIX_ORDER.indexOf(weakest) ? fix.kind : weakest),
    'safe',
  )
  const edits = new Map<string, Edit>()
  for (const { fix } of members) {
    for (const edit of fix.edits) edits.set(`${edit.path}\0${edit.start}\0${edit.end}\0${edit.text}`, edit)
  }
  const create = new Map(members.flatMap(({ fix }) => fix.create.map((file) => [file.path, file] as const)))
  return {
    kind,
    edits: [...edits.values()].sort((a, b) =>
      a.path < b.path ? -1 : a.path > b.path ? 1 : a.start - b.start,
    ),
    create: [...create.values()],
  }
}
