import { readdirSync, readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { historyOf, type SqlHistory } from '../migrations/files.js'
import { isStepName, type StepHistory, stepsIn } from '../migrations/raw/index.js'
import type { StepFile } from '../migrations/raw/step.js'

/** The steps that a folder holds already, by which the next ones are named and written. */
export interface StepFolder {
  readonly sql?: SqlHistory
  /** Steps in code; files that are about to be written count as there. */
  readonly code?: (written: readonly StepFile[]) => StepHistory | undefined
}

/**
 * Reads what a folder holds; a folder that is not there holds nothing.
 * @param out as the user wrote it
 */
export function stepFolder(cwd: string, out: string): StepFolder {
  const path = isAbsolute(out) ? out : join(cwd, out)
  const folder = `${out.replaceAll('\\', '/').replace(/\/+$/, '')}/`
  const entries = entriesOf(path)
  const files = entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort()
  // Folders of Prisma: one a step.
  const steps = entries.flatMap((entry) =>
    entry.isDirectory() && /^\d{14}_/.test(entry.name) ? [`${entry.name}/migration.sql`] : [],
  )
  const last = files.filter((name) => name.endsWith('.sql') && !/\.(?:look|down)\.sql$/.test(name)).at(-1)
  const named = last ?? steps.sort().at(-1)
  if (named !== undefined) {
    const listed = [...files, ...steps].map((name) => folder + name)
    return { sql: historyOf(folder + named, textOf(join(path, named)), listed) }
  }
  const code = files.filter(isStepName).map((name) => ({ name, text: textOf(join(path, name)) }))
  return stepsIn(folder, code) ? { code: (written) => stepsIn(folder, [...code, ...written]) } : {}
}

function entriesOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch {
    return []
  }
}

/** A file that cannot be read shows nothing of how its system writes steps. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
