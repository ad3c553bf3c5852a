import { createTwoFilesPatch, diffArrays } from 'diff'
import { createSource } from '../../src/files/source.js'
import type { Files } from './cases.js'

/** Unified diff of two sets of files, `''` when they are the same byte for byte. */
export function diffFiles(expected: Files, actual: Files): string {
  const paths = [...new Set([...expected.keys(), ...actual.keys()])].sort()
  return paths.map((path) => diffFile(path, expected.get(path), actual.get(path))).join('')
}

function diffFile(path: string, expected: Buffer | undefined, actual: Buffer | undefined): string {
  if (!expected) return `${path}: nothing creates this file in the case, the fix did\n`
  if (!actual) return `${path}: expected, but not there\n`
  if (expected.equals(actual)) return ''
  const patch = createTwoFilesPatch('expected', 'actual', visible(expected), visible(actual), path, path, {
    context: 1,
  })
  return `${path}\n${patch}`
}

/** Text with its line ends, byte order mark and encoding made visible. */
function visible(bytes: Buffer): string {
  const source = createSource('x', bytes)
  const head =
    source.encoding === 'utf-8' && source.bom === 0
      ? ''
      : `(${source.encoding}, ${source.bom} bytes of mark)\n`
  return head + source.text.replaceAll('\r\n', '␍␊\n').replaceAll(/\r(?!\n)/g, '␍\n')
}

/** Lines (1-based) of `before` that `after` changes; where it only inserts, the line behind the insertion. */
export function changedLines(before: Buffer, after: Buffer): number[] {
  const changed: number[] = []
  let line = 1
  let inserted = false
  for (const part of diffArrays(linesOf(before), linesOf(after))) {
    const count = part.value.length
    if (part.removed) {
      for (let i = 0; i < count; i++) changed.push(line + i)
      line += count
      inserted = false
    } else if (part.added) {
      inserted = !changed.includes(line - 1)
    } else {
      if (inserted) changed.push(line)
      inserted = false
      line += count
    }
  }
  return changed
}

/** Lines (1-based) of `before` in front of which `after` only inserts. */
export function insertedBefore(before: Buffer, after: Buffer): number[] {
  const lines: number[] = []
  let line = 1
  let isPure = true
  for (const part of diffArrays(linesOf(before), linesOf(after))) {
    if (part.removed) isPure = false
    else if (part.added) {
      if (isPure) lines.push(line)
    } else isPure = true
    if (!part.added) line += part.value.length
  }
  return lines
}

function linesOf(bytes: Buffer): string[] {
  return createSource('x', bytes).text.split(/\r\n|\r|\n/)
}
