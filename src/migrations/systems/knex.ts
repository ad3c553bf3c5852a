import { folderOf, nextSecond } from '../files.js'
import { addsPlatform, type ChildPlan, type KeyPlan, markerOf, newUnique, remarksOn } from '../plan.js'
import { migrationText, type StepStyle, stepStyleOf } from './js-style.js'
import type { Declaring, Written } from './writer.js'

const NAME = /^(\d{14})_[\w-]+\.([cm]?[jt]s)$/
/** Longest name of an index that every database takes. */
const LONGEST = 63

/** The next migration of a project with Knex. */
export function knexMigration(plan: KeyPlan, from: Declaring, files: readonly string[]): Written {
  const folder = folderOf(from.path)
  const extension = NAME.exec(from.path.slice(folder.length))?.[2]
  const style = stepStyleOf(from.path, from.text)
  if (extension === undefined || !style || style.form === 'default')
    return { reason: 'its migration is not named and written as Knex makes them' }
  if (/\bwithSchema\s*\(/.test(from.text)) return { reason: 'it is kept in a schema of its own' }
  if (/\braw\s*\(\s*['"`]\s*(?:ALTER|CREATE|DROP)\b/i.test(from.text))
    return { reason: 'its migration changes tables in plain SQL as well' }
  if (plan.dialect === 'sqlserver' || plan.dialect === 'sqlite')
    return { reason: 'Knex cannot change these keys there and back in this database' }
  const names = [plan.table, ...plan.columns, ...plan.children.flatMap((each) => [each.table, each.column])]
  if (names.some((name) => !/^[A-Za-z_]\w*$/.test(name))) return { reason: 'not every name is a plain word' }
  if (plan.children.some(({ table }) => table === plan.table)) return { reason: 'the table points to itself' }
  const foreign = plan.children.find(
    ({ system, foreignKey }) => system !== 'knex' && foreignKey === undefined,
  )
  if (foreign)
    return { reason: `the foreign key of \`${foreign.table}\` has no name that a migration could drop` }
  const stamp = files
    .flatMap((file) => (folderOf(file) === folder ? (NAME.exec(file.slice(folder.length))?.[1] ?? []) : []))
    .concat(NAME.exec(from.path.slice(folder.length))?.[1] as string)
    .sort()
    .at(-1) as string
  const path = `${folder}${nextSecond(stamp)}_${plan.table.toLowerCase()}_own_key.${extension}`
  return { files: [{ path, text: textOf(plan, style, from.text) }] }
}

function textOf(plan: KeyPlan, style: StepStyle, model: string): string {
  const imported = /^import\s[^'"\n]*\bKnex\b[^'"\n]*['"]knex['"].*$/m.exec(model)?.[0]
  const type = /\bup\b[^\n]*?\(\s*\w+\s*:\s*([\w.]+)/.exec(model)?.[1] ?? 'Knex'
  const head = [
    `// ${markerOf(plan)}`,
    `// Gives ${plan.table} a key of its own; try it on a copy of your data first.`,
    ...remarksOn(plan).map((line) => `// ${line}`),
    ...(style.isTyped ? [imported ?? "import type { Knex } from 'knex';", ''] : []),
  ]
  const params = { typed: `knex: ${type}`, plain: 'knex' }
  return migrationText(style, head, [
    { name: 'up', ...params, lines: upOf(plan) },
    {
      name: 'down',
      ...params,
      note: 'Fails where two rows now share the old key.',
      lines: downOf(plan),
    },
  ])
}

/** New keys come first, so that a row that stands in their way stops the migration before the old ones are gone. */
function upOf(plan: KeyPlan): string[] {
  const { table, primary, children, domain, platform } = plan
  const isNew = addsPlatform(plan)
  const unique = newUnique(plan)
  return [
    ...GUARD,
    ...(isNew ? inTable(table, [`string(${js(platform)}, 16).notNullable().defaultTo('kommo')`]) : []),
    ...(isNew && domain !== undefined
      ? [
          `await knex(${js(table)}).where(${js(domain)}, 'like', '%amocrm.ru%').update({ ${platform}: 'amocrm.ru' });`,
        ]
      : []),
    ...inTable(table, [
      ...(unique ? [`unique(${listed(unique)}${nameFor(plan, 'unique', unique)})`] : []),
      ...plan.indexed.map((column) => `index(${listed([column])}${nameFor(plan, 'index', [column])})`),
      ...plan.uniques.map(({ columns, name }) => `dropUnique(${listed(columns)}${second(name)})`),
    ]),
    ...children.flatMap((child) =>
      inTable(child.table, [
        `dropForeign(${listed([child.column])}${second(child.foreignKey)})`,
        `bigInteger(${js(child.added)}).unsigned()`,
      ]),
    ),
    // A column is added before anything else in the same call is done: the old key has to be gone by then.
    ...(primary
      ? [
          ...inTable(table, [`dropPrimary(${primary.name === undefined ? '' : js(primary.name)})`]),
          ...inTable(table, [`bigIncrements(${js(plan.id)})`]),
        ]
      : []),
    ...children.flatMap((child) => [
      `await knex(${js(child.table)}).update({`,
      `  ${child.added}: knex(${js(table)}).select(${js(plan.id)}).whereRaw('?? = ??', [${js(`${table}.${child.target}`)}, ${js(`${child.table}.${child.column}`)}]),`,
      '});',
      ...inTable(child.table, [
        `foreign(${js(child.added)}).references(${js(plan.id)}).inTable(${js(table)})${onDelete(child)}`,
      ]),
    ]),
  ]
}

function downOf(plan: KeyPlan): string[] {
  const { table, primary, children } = plan
  const unique = newUnique(plan)
  return [
    ...children.flatMap((child) => [
      ...inTable(child.table, [`dropForeign(${listed([child.added])})`]),
      ...inTable(child.table, [`dropColumn(${js(child.added)})`]),
    ]),
    ...(primary
      ? [
          ...inTable(table, [`dropColumn(${js(plan.id)})`]),
          ...inTable(table, [`primary(${listed(primary.columns)}${second(primary.name)})`]),
        ]
      : []),
    ...children.flatMap((child) =>
      inTable(child.table, [
        `foreign(${js(child.column)}${second(child.foreignKey)}).references(${js(child.target)}).inTable(${js(table)})${onDelete(child)}${child.onUpdate === undefined ? '' : `.onUpdate(${js(child.onUpdate)})`}`,
      ]),
    ),
    ...inTable(table, [
      ...plan.uniques.map(({ columns, name }) => `unique(${listed(columns)}${second(name)})`),
      ...plan.indexed.map((column) => `dropIndex(${listed([column])}${nameFor(plan, 'index', [column])})`),
      ...(unique ? [`dropUnique(${listed(unique)}${nameFor(plan, 'unique', unique)})`] : []),
    ]),
    ...(addsPlatform(plan) ? inTable(table, [`dropColumn(${js(plan.platform)})`]) : []),
  ]
}

/** SQLite cannot change keys in place, and SQL Server cannot go back: it names the new key by chance. */
const GUARD = [
  "if (!['mysql', 'postgresql'].includes(knex.client.dialect)) {",
  "  throw new Error('Written for MySQL, MariaDB and PostgreSQL.');",
  '}',
]

function inTable(table: string, calls: readonly string[]): string[] {
  if (calls.length === 0) return []
  return [
    `await knex.schema.alterTable(${js(table)}, (table) => {`,
    ...calls.map((call) => `  table.${call};`),
    '});',
  ]
}

/** `, 'name'` where the name that Knex would give is too long. */
function nameFor({ table }: KeyPlan, kind: 'unique' | 'index', columns: readonly string[]): string {
  const name = `${table}_${columns.join('_')}_${kind}`.toLowerCase()
  return name.length > LONGEST ? second(`${name.slice(0, LONGEST - kind.length - 1)}_${kind}`) : ''
}

const onDelete = (child: ChildPlan): string => (child.onDelete ? `.onDelete(${js(child.onDelete)})` : '')

const second = (name: string | undefined): string => (name === undefined ? '' : `, ${js(name)}`)

const js = (text: string): string => `'${text}'`

const listed = (columns: readonly string[]): string => `[${columns.map(js).join(', ')}]`
