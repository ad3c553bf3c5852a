import type { FileModel } from '../languages/language.js'

/** What a mention needs to know of its file. */
export interface MentionFile {
  path: string
  text: string
  family: FileModel['family']
}

/** Positions of the marks of regions in a text, found once per file. */
const MARKS = { php: /<\?(?!xml)|\?>/g, script: /<\/?script/gi, fence: /^[ \t>]*(?:```|~~~)/gm } as const

const marksOf = new WeakMap<MentionFile, Map<keyof typeof MARKS, number[]>>()

function marks(file: MentionFile, kind: keyof typeof MARKS): number[] {
  let known = marksOf.get(file)
  if (!known) {
    known = new Map()
    marksOf.set(file, known)
  }
  let found = known.get(kind)
  if (!found) {
    found = [...file.text.matchAll(MARKS[kind])].map((match) => match.index)
    known.set(kind, found)
  }
  return found
}

/** How many marks begin in front of a position. */
export function marksBefore(file: MentionFile, kind: keyof typeof MARKS, at: number): number {
  const all = marks(file, kind)
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle] as number) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether the last mark in front of a position opens a region: it begins with `open` there. */
export function isInside(file: MentionFile, kind: 'php' | 'script', at: number, open: RegExp): boolean {
  const last = marks(file, kind)[marksBefore(file, kind, at) - 1]
  return last !== undefined && open.test(file.text.slice(last, last + 8))
}
