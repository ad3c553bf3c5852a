import type { RawFinding } from '../engine/types.js'

/** What a finding is known by from one audit of the same bytes to the next. */
export function keyOf({ rule, span }: RawFinding): string {
  return `${rule}\0${span.file}\0${span.start}\0${span.end}`
}
