import type { Source } from '../../../files/source.js'
import { historyOf, sqlFiles } from '../../../migrations/files.js'
import type { SqlPlan } from '../../../migrations/plan.js'
import { sqlSteps } from '../../../migrations/sql.js'
import type { TableSite } from '../../../storage.js'
import { sqlPlanOf } from '../plan.js'
import {
  type Change,
  changesOfChild,
  changesOfTable,
  optionsOf,
  schemaOf,
  statementWith,
  type TableChanges,
} from '../sql-edit.js'
import { isSameTable } from '../tables.js'
import { isOfDrizzle } from './drizzle.js'
import { isDoctrineMigration, phpSqlFix } from './php-sql.js'
import { type Fixed, keyFix, type Place } from './system.js'
import { isTypeormMigration, typeormFix } from './typeorm.js'

/** The statements that declare a table, and those that take existing tables there. */
export function sqlFix(place: Place): Fixed {
  const { table, source, language, files } = place
  if (language !== 'sql') {
    if (isTypeormMigration(place)) return typeormFix(place)
    return isDoctrineMigration(place) ? phpSqlFix(place) : { reason: 'it is declared in code' }
  }
  if (isOfDrizzle(source.path, files))
    return {
      reason:
        'drizzle-kit runs what its journal names, and alone writes the picture of the schema that goes with it',
    }
  const created = place.tables.filter(
    (each) => each.change === 'create' && isSameTable(each.name, table.name),
  )
  const [own] = created
  if (created.length > 1) return { reason: 'the file creates it more than once' }
  const lost = lostWith(source.text, table.name)
  if (table.dialect === 'sqlite' && lost)
    return { reason: `SQLite makes the table anew, and ${lost} would be lost with the old one` }
  const planned = sqlPlanOf({ ...place, table: own ?? table })
  if ('reason' in planned) return planned
  const strange = own && whyNotThere(source, own, planned.plan)
  if (strange) return { reason: strange }
  const changes = own ? changesOfTable(source, own, planned.plan) : undefined
  const former = own ? statementWith(source, own, []) : undefined
  const plan: SqlPlan = {
    ...planned.plan,
    ...(own &&
      changes &&
      former !== undefined && { rebuilt: statementWith(source, own, changes.inside), former }),
  }
  if (plan.dialect === 'sqlite' && plan.rebuilt === undefined)
    return { reason: 'SQLite makes the table anew, and the statement that creates it is not here' }
  const all = table.part === 'schema' ? schemaChanges(place, own, changes, plan) : []
  if (!all) return { reason: 'the statement that creates it is not written in one piece' }
  const create = sqlFiles(historyOf(source.path, source.text, files), plan, sqlSteps(plan))
  return keyFix(place, all, create)
}

/** What the statement of a table says that a plan does not know of. */
function whyNotThere(source: Source, table: TableSite, { dialect }: SqlPlan): string | undefined {
  const schema = schemaOf(source, table)
  if (schema !== undefined && !/^(?:public|dbo|main)$/i.test(schema))
    return `it stands in \`${schema}\`, where the other tables need not be`
  const options = optionsOf(source, table)
  if (/\bPARTITION\b|\bINHERITS\b|\bPERIOD\b|\bVERSIONING\b/i.test(options))
    return 'it is kept in parts, or inherits, or keeps its history'
  if (dialect !== 'sqlite') return undefined
  if (/\bWITHOUT\s+ROWID\b/i.test(options)) return 'a table of SQLite without row ids cannot number its rows'
  const computed = table.columns.find(({ span, whole }) =>
    /\bGENERATED\b|\bAS\s*\(/i.test(source.text.slice(source.indexAt(span.end), source.indexAt(whole.end))),
  )
  return computed && `SQLite makes the table anew, and \`${computed.name}\` is computed`
}

/** What belongs to a table and is written in statements of its own: an index, a trigger. */
function lostWith(text: string, table: string): string | undefined {
  const name = table.replace(/[^\w]/g, '\\W')
  const found = new RegExp(
    `\\bCREATE\\s+(?:UNIQUE\\s+)?(INDEX|TRIGGER)\\b[^;]*\\bON\\s+["\`[]?${name}["\`\\]]?\\b`,
    'i',
  ).exec(text)
  return found ? `its ${(found[1] as string).toLowerCase()}` : undefined
}

/** Changes of the file that declares the schema; `undefined` where one of them cannot be made. */
function schemaChanges(
  { source, tables }: Place,
  own: TableSite | undefined,
  changes: TableChanges | undefined,
  plan: SqlPlan,
): Change[] | undefined {
  if (!own || !changes) return undefined
  const all = [...changes.inside, ...changes.behind]
  for (const child of plan.children) {
    const site = tables.find((each) => each.change === 'create' && isSameTable(each.name, child.table))
    const more = site && changesOfChild(source, site, child, plan, own)
    if (!more) return undefined
    all.push(...more)
  }
  return all
}
