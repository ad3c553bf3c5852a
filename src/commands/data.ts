import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { KnownError } from '../errors.js'
import { type DataSteps, dataObstacle, dataSteps, type HostColumn } from '../migrations/data.js'
import { type DataFile, dataFiles } from '../migrations/data-files.js'
import { keyScripts } from '../migrations/data-scripts.js'
import { folderOf, historyOf } from '../migrations/files.js'
import { accountKey } from '../rules/about/account-key.js'
import type { StorageFact } from '../rules/account-key/facts.js'
import { identityOf } from '../rules/account-key/names.js'
import { hostColumnOf, isToldElsewhere, type StoredHost, storedHosts } from '../rules/stored-host/columns.js'
import { examine } from '../run.js'
import type { SqlDialect } from '../storage.js'
import { note, type Terminal } from './terminal.js'

export const DIALECTS = [
  'postgresql',
  'mysql',
  'sqlite',
  'sqlserver',
] as const satisfies readonly SqlDialect[]

interface DataOptions {
  dialect?: SqlDialect
  out?: string
}

/** Writes the data migration of every column that holds addresses of accounts; gives the exit code. */
export async function data(
  paths: readonly string[],
  { dialect, out }: DataOptions,
  terminal: Terminal,
): Promise<number> {
  const examination = await examine({ cwd: terminal.cwd, paths: [...paths], signal: terminal.signal })
  try {
    const facts = Object.values(
      (examination.result.facts[accountKey.id] ?? {}) as Record<string, StorageFact>,
    )
    const all = facts.flatMap(({ tables }) => tables)
    const found = all
      .flatMap((table) => storedHosts(table, all))
      .filter((stored) => !isToldElsewhere(stored, all))
    const columns = found.filter((stored, i) => found.findIndex((other) => isSame(stored, other)) === i)
    const keyed = facts
      .flatMap(({ uses }) => uses)
      .filter(
        ({ kind, fields }) =>
          (kind === 'file' || kind === 'cache') && fields.some((name) => identityOf(name) === 'domain'),
      )
    const scripts = keyScripts(keyed)
    if (columns.length === 0 && scripts.length === 0) {
      terminal.stderr.write(
        'kommo-migrate: no column, file or cache is known to hold addresses of accounts.\nModels, schemas, migrations and code in the given paths were read.\n',
      )
      return 0
    }
    const problems: string[] = []
    const files: DataFile[] = []
    for (const stored of columns) {
      const own = dialect ?? stored.table.dialect ?? all.find((table) => table.dialect)?.dialect
      if (!own) throw new KnownError('no-dialect', `${stored.table.name}.${stored.column}`)
      const host = hostColumnOf(stored, all, own)
      const obstacle = dataObstacle(host)
      if (obstacle) problems.push(`${host.table}.${host.column} (${stored.table.path}): ${obstacle}`)
      else
        files.push(
          ...writtenFor(host, dataSteps(host), {
            out,
            files: examination.listing.files.map(({ path }) => path),
            next: files.length,
          }),
        )
    }
    files.push(...scripts)
    if (out === undefined) terminal.stdout.write(files.map(({ text }) => text).join('\n'))
    else save(files, out, terminal)
    for (const problem of problems) terminal.stderr.write(`kommo-migrate: not written: ${problem}.\n`)
    return problems.length > 0 ? 1 : 0
  } finally {
    examination.close()
  }
}

function isSame(a: StoredHost, b: StoredHost): boolean {
  return a.table.name.toLowerCase() === b.table.name.toLowerCase() && a.column === b.column
}

/** Where the folder is one of numbered steps, the files carry on with its numbers. */
function writtenFor(
  host: HostColumn,
  steps: DataSteps,
  { out, files, next }: { out: string | undefined; files: readonly string[]; next: number },
): DataFile[] {
  const folder = out === undefined || isAbsolute(out) ? '' : `${out.replace(/\/$/, '')}/`
  const last =
    folder === ''
      ? undefined
      : files
          .filter((path) => folderOf(path) === folder && path.endsWith('.sql'))
          .sort()
          .at(-1)
  return dataFiles(host, steps, last === undefined ? undefined : historyOf(last, '', files), next)
}

function save(files: readonly DataFile[], out: string, terminal: Terminal): void {
  for (const { name, text } of files) {
    const path = join(isAbsolute(out) ? out : join(terminal.cwd, out), name)
    mkdirSync(dirname(path), { recursive: true })
    try {
      writeFileSync(path, text, { flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      throw new KnownError('file-exists', path)
    }
    terminal.stdout.write(`${join(out, name)}\n`)
  }
  note(terminal, 'Run the .look.sql file first: it shows what will change, and changes nothing.')
}
