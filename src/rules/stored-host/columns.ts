import type { HostColumn } from '../../migrations/data.js'
import type { SqlDialect } from '../../storage.js'
import { evidenceOfColumn } from '../account-key/evidence.js'
import { identityOf, isBranded, isCommon } from '../account-key/names.js'
import { isSameTable, sameTable, type TableFact } from '../account-key/tables.js'

/** A column of the project that holds whole addresses of accounts, and what says so. */
export interface StoredHost {
  readonly table: TableFact
  readonly column: string
  readonly evidence: readonly string[]
}

const ACCOUNT_TABLE =
  /account|install|token|auth|integration|profile|portal|credential|connection|setting|amo|kommo/i
const TOKEN = /(?:access|refresh)_?token/i

/** Columns of a table that hold addresses of accounts. */
export function storedHosts(table: TableFact, all: readonly TableFact[]): StoredHost[] {
  // Each address has a store of its own in a browser: under the new one there is nothing to move.
  if (table.system === 'indexed-db') return []
  const columns = [
    ...new Set(
      sameTable(all, table.name, table.model).flatMap((each) => each.columns.map(({ name }) => name)),
    ),
  ]
  const isAccount =
    ACCOUNT_TABLE.test(table.name) ||
    columns.some(
      (name) => TOKEN.test(name) || (identityOf(name) !== undefined && identityOf(name) !== 'domain'),
    )
  return table.columns.flatMap(({ name, property, type }): StoredHost[] => {
    if (identityOf(property ?? name) !== 'domain' && identityOf(name) !== 'domain') return []
    // A relation, a number, a flag: no address.
    if (type !== undefined && /int|bool|serial|json|date|time|uuid|\[\]/i.test(type)) return []
    if (
      /^(?:referr?er|host|hostname)$/i.test(name) &&
      !columns.some((each) => TOKEN.test(each) || isBranded(each))
    )
      return []
    if (isCommon(name) && !isAccount) return []
    const evidence = evidenceOfColumn(
      {
        path: table.path,
        table: table.name,
        ...(table.model !== undefined && { model: table.model }),
        columns,
      },
      name,
    )
    return evidence.length > 0 ? [{ table, column: name, evidence }] : []
  })
}

const RANK = ['model', 'schema', 'migration']

/** Whether a better place says the same (a model before a schema before a history, the first file of each), or a later step takes it away. */
export function isToldElsewhere({ table, column }: StoredHost, all: readonly TableFact[]): boolean {
  const isDropped = all.some(
    (each) =>
      each.part === 'migration' &&
      each.path > table.path &&
      isSameTable(each.name, table.name) &&
      each.drops.some(({ kind, names }) => kind === 'column' && names.includes(column)),
  )
  if (isDropped && table.part === 'migration') return true
  return all.some(
    (each) =>
      each.path !== table.path &&
      isSameTable(each.name, table.name) &&
      each.columns.some(({ name }) => name.toLowerCase() === column.toLowerCase()) &&
      (RANK.indexOf(each.part) < RANK.indexOf(table.part) ||
        (each.part === table.part && each.path < table.path)),
  )
}

/** Everything about a column that its migration has to know. */
export function hostColumnOf(
  { table, column }: StoredHost,
  all: readonly TableFact[],
  dialect: SqlDialect,
): HostColumn {
  const known = sameTable(all, table.name, table.model)
  const keys = known.flatMap((each) => each.keys)
  const uniques = keys
    .filter((key) => key.kind === 'unique' && key.columns.includes(column))
    .map((key) => key.columns.filter((name) => name !== column))
  return {
    table: table.name,
    column,
    dialect,
    primary: primaryOf(known),
    uniques: uniques.filter((own, i) => uniques.findIndex((other) => other.join() === own.join()) === i),
    children: childrenOf(table, all, primaryOf(known)),
  }
}

function childrenOf(
  table: TableFact,
  all: readonly TableFact[],
  primary: readonly string[],
): HostColumn['children'] {
  const list: { table: string; column: string; primary: readonly string[] }[] = []
  for (const each of all) {
    for (const { columns, table: to, targets } of each.references) {
      const isHere = isSameTable(to, table.name) || to === table.model
      const [column] = columns
      if (!isHere || columns.length !== 1 || column === undefined) continue
      if (targets.length > 0 && !(targets.length === 1 && primary.includes(targets[0] as string))) continue
      if (list.some((known) => isSameTable(known.table, each.name) && known.column === column)) continue
      list.push({ table: each.name, column, primary: primaryOf(sameTable(all, each.name, each.model)) })
    }
  }
  return list
}

/** The primary key as the best place says it; libraries give one called `id` where nobody says a word. */
function primaryOf(known: readonly TableFact[]): readonly string[] {
  const said = known
    .flatMap((each) =>
      each.keys
        .filter(({ kind }) => kind === 'primary')
        .map((key) => ({ key, rank: RANK.indexOf(each.part) })),
    )
    .sort((a, b) => a.rank - b.rank)[0]
  return said
    ? said.key.columns
    : known.some((each) => each.columns.some(({ name }) => name === 'id'))
      ? ['id']
      : []
}
