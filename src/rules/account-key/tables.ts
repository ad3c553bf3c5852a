import type { Span } from '../../sites.js'
import type { ColumnSite, SqlDialect, StorageSystem, TableKey, TableSite } from '../../storage.js'
import { type Evidence, evidenceOfColumn } from './evidence.js'
import { type Identity, identityOf } from './names.js'

/** What other files need to know of a table. Plain data. */
export interface TableFact {
  path: string
  system: StorageSystem
  part: TableSite['part']
  change: TableSite['change']
  name: string
  model?: string
  columns: readonly {
    name: string
    property?: string
    type?: string
    generated?: boolean
    nullable?: boolean
  }[]
  keys: readonly {
    kind: TableKey['kind']
    columns: readonly string[]
    name?: string
    span: Span
    isIndex?: boolean
    special?: boolean
  }[]
  references: readonly {
    columns: readonly string[]
    table: string
    targets: readonly string[]
    span: Span
    name?: string
    onDelete?: string
    onUpdate?: string
    special?: boolean
  }[]
  dialect?: SqlDialect
  drops: NonNullable<TableSite['drops']>
}

/** A key that is made of what identifies an account. */
export interface KeyProblem {
  table: TableSite
  key: TableKey
  /** Columns of the key that identify the account, in order. */
  columns: { name: string; identity: Identity; site?: ColumnSite }[]
  evidence: Evidence
}

/** Facts of a file's tables. */
export function factsOfTables(path: string, tables: readonly TableSite[]): TableFact[] {
  return tables.map(
    ({ system, part, change, name, model, columns, keys, references, drops, dialect }): TableFact => ({
      path,
      system,
      part,
      change,
      name,
      ...(model !== undefined && { model }),
      columns: columns.map(({ name, property, type, generated, nullable }) => ({
        name,
        ...(property !== undefined && { property }),
        ...(type !== undefined && { type }),
        ...(generated && { generated }),
        ...(nullable && { nullable }),
      })),
      keys: keys.map(({ kind, columns, name, span, isIndex, special }) => ({
        kind,
        columns,
        span,
        ...(name !== undefined && { name }),
        ...(isIndex && { isIndex }),
        ...(special && { special }),
      })),
      references: references.map(({ columns, table, targets, span, name, onDelete, onUpdate, special }) => ({
        columns,
        table,
        targets,
        span,
        ...(name !== undefined && { name }),
        ...(onDelete !== undefined && { onDelete }),
        ...(onUpdate !== undefined && { onUpdate }),
        ...(special && { special }),
      })),
      ...(dialect && { dialect }),
      drops: drops ?? [],
    }),
  )
}

/** Whether two names mean one table: case and plural are the system's matter. */
export function isSameTable(a: string, b: string): boolean {
  return a === b || plainName(a) === plainName(b)
}

const plainNames = new Map<string, string>()

/** The name without case, signs and plural. Every table is compared with every other: names are worked out once. */
function plainName(name: string): string {
  let plain = plainNames.get(name)
  if (plain === undefined) {
    plain = name
      .toLowerCase()
      .replace(/[^a-z\d]/g, '')
      .replace(/ies$/, 'y')
      .replace(/e?s$/, '')
    if (plainNames.size > 20_000) plainNames.clear()
    plainNames.set(name, plain)
  }
  return plain
}

/** Everything that the project says of a table. */
export function sameTable(all: readonly TableFact[], name: string, model?: string): TableFact[] {
  return all.filter(
    (each) =>
      isSameTable(each.name, name) ||
      (each.model !== undefined && (isSameTable(each.model, name) || each.model === model)),
  )
}

/** Columns whose value is the key of another table of the project: they are that table's business. */
export function isReference(column: string, known: readonly TableFact[]): boolean {
  return known.some((each) =>
    each.references.some(
      ({ columns, targets }) =>
        columns.includes(column) &&
        (targets.length === 0 || targets.some((target) => identityOf(target) === undefined)),
    ),
  )
}

/** Platforms apart, an account id is unique: such a column beside it makes the key the one that is asked for. */
export const PLATFORM =
  /platform|provider|zone|region|brand|tld|integration|client|widget|app(?:lication)?_?id|install|source|type/i

/**
 * Keys of a table that are made of an account's id, subdomain or domain.
 * @param known what all files say of this table
 */
export function problemsOf(path: string, table: TableSite, known: readonly TableFact[]): KeyProblem[] {
  const columns = [
    ...new Set([...known.flatMap((each) => each.columns), ...table.columns].map(({ name }) => name)),
  ]
  return table.keys.flatMap((key): KeyProblem[] => {
    if (key.kind === 'index') return []
    const parts = key.columns.flatMap((name) => {
      const site = table.columns.find((each) => each.name === name)
      const identity = identityOf(site?.property ?? name) ?? identityOf(name)
      return identity === undefined || isReference(name, known)
        ? []
        : [{ name, identity, ...(site && { site }) }]
    })
    if (parts.length === 0) return []
    if (key.kind === 'unique' && key.columns.length > 1) {
      // Unique for a platform, or within an account: what the account id is good for.
      const moving = parts.filter(({ identity }) => identity !== 'id')
      if (moving.length === 0) return []
      if (parts.some(({ identity }) => identity === 'id') && key.columns.some((name) => PLATFORM.test(name)))
        return []
    }
    if (
      key.kind === 'primary' &&
      key.columns.length > 1 &&
      parts.every(({ identity }) => identity === 'id') &&
      key.columns.some((name) => PLATFORM.test(name)) &&
      key.columns.length === parts.length + 1
    )
      return []
    const evidence = evidenceOfColumn(
      {
        path,
        table: table.name,
        ...(table.model !== undefined && { model: table.model }),
        ...(table.database !== undefined && { database: table.database }),
        columns,
      },
      parts[0]?.name ?? '',
    )
    return evidence.length === 0 ? [] : [{ table, key, columns: parts, evidence }]
  })
}

/** Whether a later step of the history takes the key away again. */
export function isDroppedLater(problem: KeyProblem, path: string, known: readonly TableFact[]): boolean {
  if (problem.table.part !== 'migration') return false
  const names = problem.columns.map(({ name }) => name)
  return known.some(
    (each) =>
      each.part === 'migration' &&
      (each.path > path || each.path === path) &&
      each.change === 'alter' &&
      each.drops.some(({ kind, names: dropped }) => {
        if (kind === 'column') return dropped.some((name) => names.includes(name))
        if (kind !== problem.key.kind)
          return kind === 'primary' && problem.key.kind === 'unique'
            ? false
            : dropped.some((name) => name === problem.key.name)
        if (kind === 'primary') return true
        return dropped.some(
          (name) =>
            name === problem.key.name ||
            names.includes(name) ||
            names.some((own) => new RegExp(`(?:^|_)${own}(?:_|$)`, 'i').test(name)),
        )
      }),
  )
}

/** Whether another file says the same of the table in a better place: a model before a schema before a history. */
export function isSaidElsewhere(problem: KeyProblem, path: string, known: readonly TableFact[]): boolean {
  const rank = (part: TableSite['part']) => ['model', 'schema', 'migration'].indexOf(part)
  const own = rank(problem.table.part)
  return known.some(
    (each) =>
      each.path !== path &&
      rank(each.part) < own &&
      each.keys.some(
        ({ kind, columns }) =>
          kind === problem.key.kind &&
          columns.length === problem.key.columns.length &&
          columns.every((name) =>
            problem.key.columns.some((other) => other.toLowerCase() === name.toLowerCase()),
          ),
      ),
  )
}
