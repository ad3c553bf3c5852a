import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { KnownError } from '../errors.js'
import { dataMarkerOf, dataObstacle, dataSteps, type HostColumn } from '../migrations/data.js'
import { type DataFile, dataFiles, lookFile, rawStepOf } from '../migrations/data-files.js'
import { keyScripts } from '../migrations/data-scripts.js'
import { folderOf } from '../migrations/files.js'
import { accountKey } from '../rules/about/account-key.js'
import { storedHost } from '../rules/about/stored-host.js'
import type { StorageFact } from '../rules/account-key/facts.js'
import { identityOf } from '../rules/account-key/names.js'
import type { TableFact } from '../rules/account-key/tables.js'
import { hostColumnOf, isToldElsewhere, type StoredHost, storedHosts } from '../rules/stored-host/columns.js'
import { isSettled, type SettledFact } from '../rules/stored-host/index.js'
import { examine } from '../run.js'
import { configurationOf } from '../settings.js'
import type { SqlDialect } from '../storage.js'
import { type StepFolder, stepFolder } from './data-folder.js'
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
  config?: string | false | undefined
}

/** Writes the data migration of every column that holds addresses of accounts; gives the exit code. */
export async function data(
  paths: readonly string[],
  { dialect, out, config }: DataOptions,
  terminal: Terminal,
): Promise<number> {
  const { configure } = await configurationOf(terminal.cwd, { config })
  const examination = await examine({
    cwd: terminal.cwd,
    paths: [...paths],
    configure,
    signal: terminal.signal,
  })
  try {
    const facts = Object.values(
      (examination.result.facts[accountKey.id] ?? {}) as Record<string, StorageFact>,
    )
    const all = facts.flatMap(({ tables }) => tables)
    const found = all
      .flatMap((table) => storedHosts(table, all))
      .filter((stored) => !isToldElsewhere(stored, all))
    const settled = Object.values(
      (examination.result.facts[storedHost.id] ?? {}) as Record<string, SettledFact>,
    )
    const unique = found.filter((stored, i) => found.findIndex((other) => isSame(stored, other)) === i)
    const columns = unique.filter((stored) => !isSettled(stored, settled))
    for (const { table, column } of unique.filter((stored) => !columns.includes(stored)))
      terminal.stderr.write(
        `kommo-migrate: ${table.name}.${column} has its migration already (a file says "${dataMarkerOf({ table: table.name, column })}").\n`,
      )
    const keyed = facts
      .flatMap(({ uses }) => uses)
      .filter(
        ({ kind, fields }) =>
          (kind === 'file' || kind === 'cache') && fields.some((name) => identityOf(name) === 'domain'),
      )
    const scripts = keyScripts(keyed)
    if (columns.length === 0 && scripts.length === 0) {
      if (unique.length > 0) return 0
      terminal.stderr.write(
        'kommo-migrate: no column, file or cache is known to hold addresses of accounts.\nModels, schemas, migrations and code in the given paths were read.\n',
      )
      return 0
    }
    const problems: string[] = []
    const files: DataFile[] = []
    const folder = out === undefined ? {} : stepFolder(terminal.cwd, out)
    for (const stored of columns) {
      const own = dialect ?? stored.table.dialect ?? all.find((table) => table.dialect)?.dialect
      if (!own) throw new KnownError('no-dialect', `${stored.table.name}.${stored.column}`)
      const host = hostColumnOf(stored, all, own)
      const obstacle = dataObstacle(host)
      if (obstacle) problems.push(`${host.table}.${host.column} (${stored.table.path}): ${obstacle}`)
      else {
        const written = writtenFor(host, files, folder)
        if ('reason' in written)
          problems.push(`${host.table}.${host.column} (${stored.table.path}): ${written.reason}`)
        else files.push(...written)
      }
    }
    files.push(...scripts)
    if (out === undefined) print(files, all, terminal)
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

/** Where the folder holds steps already, the files carry on with their numbers and in their language. */
function writtenFor(
  host: HostColumn,
  before: readonly DataFile[],
  { sql, code }: StepFolder,
): DataFile[] | { reason: string } {
  const steps = dataSteps(host)
  const history = code?.(before)
  if (!history)
    return dataFiles(host, steps, sql, before.filter(({ name }) => /[./]look\.sql$/.test(name)).length)
  const next = history.next(rawStepOf(host, steps))
  return 'reason' in next ? next : [lookFile(host, steps), next]
}

/** Everything on stdout, and for people where it could go instead. */
function print(files: readonly DataFile[], tables: readonly TableFact[], terminal: Terminal): void {
  terminal.stdout.write(files.map(({ text }) => text).join('\n'))
  const step = tables.find(({ part, path }) => part === 'migration' && path.includes('/'))
  if (!step) return
  const folder = folderOf(step.path)
  note(
    terminal,
    `Your steps are in ${folder}: with --out ${folder} the next one is written there, in their form.`,
  )
}

function save(files: readonly DataFile[], out: string, terminal: Terminal): void {
  const paths = files.map(({ name }) => join(isAbsolute(out) ? out : join(terminal.cwd, out), name))
  const taken = paths.find((path) => existsSync(path))
  if (taken !== undefined) throw new KnownError('file-exists', taken)
  for (const [i, { name, text }] of files.entries()) {
    const path = paths[i] as string
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text, { flag: 'wx' })
    terminal.stdout.write(`${join(out, name)}\n`)
  }
  note(terminal, 'Run the .look.sql file first: it shows what will change, and changes nothing.')
}
