import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { isInstalled, parseWith, toolOf } from '../toolchains/tools.mjs'
import type { Snapshot } from './snapshot.js'
import { syntaxState } from './syntax.js'

/** How many edited files parse as before: by the languages' own tools, and by parsers called here. */
export interface Parsed {
  /** Tool (`php`, `gofmt` …) or `here` → files that parse as before. */
  files: Record<string, number>
  /** Tool that is not installed → files that it could not be asked about. */
  unasked: Record<string, number>
}

/**
 * Parses files before and after they were edited.
 * @param problems gets one line for every file that no longer parses as it did; `what` begins it
 */
export function parseEdited(
  paths: readonly string[],
  { before, after }: { before: Snapshot; after: Snapshot },
  what: string,
  problems: string[],
): Parsed {
  const parsed: Parsed = { files: {}, unasked: {} }
  const work = mkdtempSync(join(tmpdir(), 'kommo-corpus-parse-'))
  try {
    for (const path of paths) {
      const [old, now] = [before.get(path)?.bytes, after.get(path)?.bytes]
      if (!old || !now) continue
      const own = syntaxState(path, old)
      if (own !== syntaxState(path, now)) problems.push(`${what}: ${path} does not parse as before`)
      else if (own !== undefined) count(parsed.files, 'here')
      const tool = toolOf(path)
      if (!tool) continue
      if (!isInstalled(tool)) {
        count(parsed.unasked, tool)
        continue
      }
      const was = parseWith(tool, put(work, 'before', path, old), work)
      const is = parseWith(tool, put(work, 'after', path, now), work)
      if (was?.isFine && !is?.isFine) problems.push(`${what}: ${path}: ${tool} does not accept it any more`)
      else if (was) count(parsed.files, tool)
    }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return parsed
}

/** All of some counts in one. */
export function sumParsed(all: readonly Parsed[]): Parsed {
  const sum: Parsed = { files: {}, unasked: {} }
  for (const { files, unasked } of all) {
    for (const [name, number] of Object.entries(files)) count(sum.files, name, number)
    for (const [name, number] of Object.entries(unasked)) count(sum.unasked, name, number)
  }
  return sum
}

function put(work: string, folder: string, path: string, bytes: Buffer): string {
  const file = join(work, folder, basename(path))
  mkdirSync(join(work, folder), { recursive: true })
  writeFileSync(file, bytes)
  return file
}

function count(counts: Record<string, number>, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by
}
