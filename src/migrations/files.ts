import { OWN_FILE } from '../findings/own-file.js'
import { markerOf, remarksOn, type SqlPlan, type Steps } from './plan.js'

/** A file that a fix writes. */
export interface NewFile {
  path: string
  text: string
}

/** How the project keeps its steps of SQL: where, and how the next one is called. */
export interface SqlHistory {
  style: 'golang-migrate' | 'flyway' | 'goose' | 'dbmate' | 'prisma' | 'numbered' | 'plain'
  folder: string
  /** The number that the next step gets, as it is written. */
  next: string
}

/**
 * The history that a file of SQL belongs to, by its name and its neighbours.
 * @param path report path of the file
 * @param text the file
 * @param files report paths of all files
 */
export function historyOf(path: string, text: string, files: readonly string[]): SqlHistory {
  const folder = folderOf(path)
  const name = path.slice(folder.length)
  const near = files.filter((file) => folderOf(file) === folder).map((file) => file.slice(folder.length))
  if (name === 'migration.sql' && /(?:^|\/)\d{14}_[^/]*\/$/.test(folder)) {
    const parent = folderOf(folder.slice(0, -1))
    const steps = files.flatMap((file) =>
      file.startsWith(parent)
        ? (/^(\d{14})_[^/]*\/migration\.sql$/.exec(file.slice(parent.length))?.[1] ?? [])
        : [],
    )
    return { style: 'prisma', folder: parent, next: after(steps) }
  }
  if (/^\d+[_-].*\.up\.sql$/.test(name))
    return { style: 'golang-migrate', folder, next: after(numbers(near, /^(\d+)[_-].*\.up\.sql$/)) }
  if (/^V[\d._]+__/.test(name))
    return { style: 'flyway', folder, next: after(numbers(near, /^V(\d+)(?:[._]\d+)*__/)) }
  if (/^--\s*\+goose\s+Up/im.test(text))
    return { style: 'goose', folder, next: after(numbers(near, /^(\d+)[_-]/)) }
  if (/^--\s*migrate:up/im.test(text))
    return { style: 'dbmate', folder, next: after(numbers(near, /^(\d+)[_-]/)) }
  if (/^\d{3,}[_-]/.test(name)) return { style: 'numbered', folder, next: after(numbers(near, /^(\d+)[_-]/)) }
  return { style: 'plain', folder, next: '' }
}

/** The history that Prisma keeps beside its schema, if it does. */
export function prismaHistory(schema: string, files: readonly string[]): SqlHistory | undefined {
  const folder = `${folderOf(schema)}migrations/`
  const step = files.find(
    (path) => path.startsWith(folder) && /^\d{14}_[^/]*\/migration\.sql$/.test(path.slice(folder.length)),
  )
  return step === undefined ? undefined : historyOf(step, '', files)
}

/** The files of a step, named and written as the history does. */
export function sqlFiles(history: SqlHistory, plan: SqlPlan, steps: Steps): NewFile[] {
  const { folder, next, style } = history
  const name = `${plan.table.toLowerCase().replace(/[^a-z\d]+/g, '_')}_own_key`
  const isOwn = style === 'plain' || style === 'numbered'
  const up = sqlText(plan, steps.up, 'up', isOwn)
  const down = sqlText(plan, steps.down, 'down', isOwn)
  switch (style) {
    case 'golang-migrate':
      return [
        { path: `${folder}${next}_${name}.up.sql`, text: up },
        { path: `${folder}${next}_${name}.down.sql`, text: down },
      ]
    case 'flyway':
      return [
        { path: `${folder}V${next}__${name}.sql`, text: up },
        { path: `${folder}U${next}__${name}.sql`, text: down },
      ]
    case 'goose':
      return [{ path: `${folder}${next}_${name}.sql`, text: `-- +goose Up\n${up}\n-- +goose Down\n${down}` }]
    case 'dbmate':
      return [
        { path: `${folder}${next}_${name}.sql`, text: `-- migrate:up\n${up}\n-- migrate:down\n${down}` },
      ]
    case 'prisma':
      return [{ path: `${folder}${next}_${name}/migration.sql`, text: up }]
    case 'numbered':
      return [
        { path: `${folder}${next}_${name}.sql`, text: up },
        { path: `${folder}${next}_${name}.down.sql`, text: down },
      ]
    default:
      return [
        { path: `${folder}migrations/${name}.sql`, text: up },
        { path: `${folder}migrations/${name}.down.sql`, text: down },
      ]
  }
}

/** Statements as a file: all or nothing, where the dialect can and no tool sees to it. */
function sqlText(plan: SqlPlan, statements: readonly string[], way: 'up' | 'down', isOwn: boolean): string {
  const canUndo = plan.dialect !== 'mysql'
  const head =
    way === 'up'
      ? `-- ${markerOf(plan)}\n-- Gives ${plan.table} a key of its own; try it on a copy of your data first.\n${remarksOn(
          plan,
        )
          .map((line) => `-- ${line}\n`)
          .join('')}`
      : `-- ${OWN_FILE}. The way back: ${plan.table} is keyed as it was. Fails, and changes nothing, where two rows now share the old key.\n`
  const [begin, end] =
    !isOwn || !canUndo
      ? ['', '']
      : plan.dialect === 'sqlserver'
        ? ['SET XACT_ABORT ON;\nBEGIN TRANSACTION;\n', 'COMMIT;\n']
        : ['BEGIN;\n', 'COMMIT;\n']
  return `${head}${begin}${statements.map((each) => `${each};\n`).join('')}${end}`
}

function numbers(names: readonly string[], pattern: RegExp): string[] {
  return names.flatMap((name) => pattern.exec(name)?.[1] ?? [])
}

/** The number after the largest one, as wide as it is. Timestamps move on by a second, which is more than one digit can go wrong by. */
export function after(numbers: readonly string[]): string {
  const last = [...numbers].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).at(-1) ?? '0000'
  const next = (BigInt(last) + 1n).toString()
  return last.length === 14 ? nextSecond(last) : next.padStart(last.length, '0')
}

/** `YYYYMMDDHHMMSS` one second later. */
export function nextSecond(stamp: string): string {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp) ?? []
  const time = new Date(Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s) + 1))
  return Number.isNaN(time.getTime())
    ? (BigInt(stamp) + 1n).toString()
    : time.toISOString().replace(/\D/g, '').slice(0, 14)
}

export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}
