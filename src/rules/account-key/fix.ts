import type { Source } from '../../files/source.js'
import type { Edit, Fix } from '../../findings/finding.js'
import { historyOf, prismaHistory, sqlFiles } from '../../migrations/files.js'
import type { SqlPlan } from '../../migrations/plan.js'
import { sqlSteps } from '../../migrations/sql.js'
import { laravelMigration } from '../../migrations/systems/laravel.js'
import { railsFiles } from '../../migrations/systems/rails.js'
import type { MigrationWriter } from '../../migrations/systems/writer.js'
import type { StorageSystem, TableSite } from '../../storage.js'
import { identityOf } from './names.js'
import { planOf, type Situation, sqlPlanOf, whyNotByMigration } from './plan.js'
import { asPrisma, changesOfModel } from './prisma-edit.js'
import {
  type Change,
  changesOfChild,
  changesOfTable,
  optionsOf,
  schemaOf,
  statementWith,
  type TableChanges,
} from './sql-edit.js'
import { isSameTable } from './tables.js'

/** A fix for the keys of a table, or why a person has to change them. */
export type Fixed = { fix: Fix } | { reason: string }

interface Place extends Situation {
  /** All tables of the file. */
  tables: readonly TableSite[]
  /** Report paths of all files. */
  files: readonly string[]
  /** The language of the file, as models name it. */
  language: string
}

/** Systems whose next migration can be written in their own language. */
const WRITERS: Partial<Record<StorageSystem, MigrationWriter>> = { laravel: laravelMigration }

/** Whether fixes are written for tables of a system at all: where not, there is nothing to give a reason for. */
export function hasWriter({ system, part }: TableSite): boolean {
  return system === 'sql' || system === 'rails' || (part === 'migration' && Object.hasOwn(WRITERS, system))
}

/** The schema with a key of its own, and the migration that takes existing tables there. */
export function fixOf(place: Place): Fixed {
  const { table, source, language, files } = place
  if (table.system === 'prisma') return prismaFix(place)
  if (table.system === 'rails') return railsFix(place)
  const write = table.part === 'migration' ? WRITERS[table.system] : undefined
  if (write) return migrationOf(place, write)
  if (table.system !== 'sql' || language !== 'sql') return { reason: 'it is declared in code' }
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
  if (create.some(({ path }) => files.includes(path)))
    return { reason: `\`${create[0]?.path}\` exists already` }
  return {
    fix: {
      kind: 'review',
      title: `Give \`${table.name}\` a key of its own, with a migration`,
      edits: all.map((change) => editOf(source, change)),
      create,
    },
  }
}

/** A model of Prisma, and the step that Prisma would not know how to write for rows that exist. */
function prismaFix(place: Place): Fixed {
  const { table, source, files, problems } = place
  const history = prismaHistory(source.path, files)
  if (!history) return { reason: 'the project keeps no migrations beside its schema' }
  const planned = sqlPlanOf(place)
  if ('reason' in planned) return planned
  if (planned.plan.children.length > 0)
    return {
      reason: `a relation points to it (\`${planned.plan.children[0]?.table}\`), and has to change in the same step`,
    }
  if (problems.some(({ key }) => key.columns.length > 1)) return { reason: 'the key has several fields' }
  const plan = asPrisma(planned.plan)
  const changes = changesOfModel(source, table, plan)
  if (!changes) return { reason: 'the key is not written beside its field' }
  const create = sqlFiles(history, plan, sqlSteps(plan))
  return {
    fix: {
      kind: 'review',
      title: `Give \`${table.name}\` a key of its own, with a migration`,
      edits: changes.map((change) => editOf(source, change)),
      create,
    },
  }
}

/** The next migration of the system that declares the table. */
function migrationOf(place: Place, write: MigrationWriter): Fixed {
  const { table, source, files } = place
  const planned = planOf(place)
  if ('reason' in planned) return planned
  const reason = whyNotByMigration(place, planned.plan)
  if (reason !== undefined) return { reason }
  const written = write(planned.plan, { path: source.path, text: source.text }, files)
  if ('reason' in written) return written
  const taken = written.files.find(({ path }) => files.includes(path))
  if (taken) return { reason: `\`${taken.path}\` exists already` }
  return {
    fix: {
      kind: 'review',
      title: `Give \`${table.name}\` a key of its own, with a migration`,
      edits: [],
      create: written.files,
    },
  }
}

/** The next step in the history of Rails, which writes its schema anew from the steps. */
function railsFix(place: Place): Fixed {
  const { table, source, files, problems, known, all } = place
  if (table.part === 'model')
    return { reason: 'the model relies on this key, and has to change in the same step' }
  const owned = all.find(
    ({ part, references }) =>
      part === 'model' &&
      references.some(({ table: to }) => isSameTable(to, table.name) || to === table.model),
  )
  if (owned && problems.some(({ key }) => key.kind === 'primary'))
    return { reason: `\`${owned.model ?? owned.name}\` belongs to it by this key (${owned.path})` }
  const steps = known.filter(
    ({ part, keys, drops, change }) =>
      part === 'migration' && (keys.length > 0 || drops.length > 0 || change === 'create'),
  )
  if (table.part === 'migration' && new Set(steps.map(({ path }) => path)).size > 1)
    return { reason: 'several migrations declare it, and its schema as it is now is not here' }
  if (/unique_constraint/.test(source.text)) return { reason: 'the file declares unique constraints' }
  const planned = planOf(place)
  if ('reason' in planned) return planned
  const uniques = planned.plan.uniques.flatMap(({ columns }) => columns)
  const pointing = all.find((each) =>
    each.references.some(
      ({ table: to, targets }) =>
        isSameTable(to, table.name) && targets.some((name) => uniques.includes(name)),
    ),
  )
  if (pointing) return { reason: `\`${pointing.name}\` points to its unique key` }
  const indexed = planned.plan.indexed.filter(
    (name) =>
      !known.some(({ keys }) =>
        keys.some(({ kind, columns }) => kind === 'index' && columns.length === 1 && columns[0] === name),
      ),
  )
  // Each table has a step of its own, and no two steps may have one number.
  const others = all
    .filter(
      ({ system, keys }) =>
        system === 'rails' &&
        keys.some(
          ({ kind, columns }) => kind !== 'index' && columns.some((name) => identityOf(name) !== undefined),
        ),
    )
    .map(({ name }) => name)
  const create = railsFiles(
    { ...planned.plan, indexed },
    {
      path: source.path,
      text: source.text,
      files,
      before: new Set(others.filter((name) => name < table.name)).size,
    },
  )
  if ('reason' in create) return create
  return {
    fix: {
      kind: 'review',
      title: `Give \`${table.name}\` a key of its own, with a migration`,
      edits: [],
      create: create.files,
    },
  }
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

function editOf(source: Source, { start, end, text }: Change): Edit {
  const [from, to] = [source.byteAt(start), source.byteAt(end)]
  return { path: source.path, start: from, end: to, text, expect: source.text.slice(start, end) }
}
