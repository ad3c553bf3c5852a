import { after, folderOf, type NewFile } from '../files.js'
import { addsPlatform, type KeyPlan, markerOf, newUnique, remarksOn } from '../plan.js'

/** The file that declares a table, and what stands around it. */
interface Place {
  /** Report path of a migration, or of `db/schema.rb`. */
  path: string
  text: string
  /** Report paths of all files. */
  files: readonly string[]
  /** How many steps of this tool may come before this one. */
  before: number
}

/** PostgreSQL takes 63 characters; Rails itself no more than 62. */
const LONGEST_NAME = 62

/** The next migration of a Rails project: `up` and `down`, since keys do not turn back by themselves. */
export function railsFiles(plan: KeyPlan, place: Place): { files: NewFile[] } | { reason: string } {
  const folder = folderOfSteps(place.path)
  const stamps = place.files.flatMap((file) =>
    folder !== undefined && folderOf(file) === folder
      ? (/^(\d+)_\w+\.rb$/.exec(file.slice(folder.length))?.[1] ?? [])
      : [],
  )
  if (folder === undefined || stamps.length === 0)
    return { reason: 'the project keeps no numbered migrations beside it' }
  const version = /ActiveRecord::(?:Migration|Schema)(\[\d+\.\d+\])/.exec(place.text)?.[1] ?? ''
  const names = [plan.table, ...plan.columns, ...plan.children.flatMap((each) => [each.table, each.column])]
  if (names.some((name) => !/^[a-z_][a-z\d_]*$/.test(name)))
    return { reason: 'not every name is one that Rails would choose' }
  const index = `index_${plan.table}_on_${(newUnique(plan) ?? [plan.account?.column ?? '']).join('_and_')}`
  if (index.length > LONGEST_NAME) return { reason: 'the name of the new index would be too long' }
  if (plan.primary && plan.dialect !== 'postgresql' && plan.dialect !== 'mysql')
    return {
      reason:
        plan.dialect === undefined
          ? 'Rails cannot drop a primary key by itself, and the database does not show'
          : 'Rails cannot drop a primary key of this database',
    }
  if (plan.children.some(({ onDelete }) => onDelete !== undefined && actionOf(onDelete) === undefined))
    return { reason: 'a foreign key has an action that Rails does not know' }
  let stamp = after(stamps)
  for (let i = 0; i < place.before; i++) stamp = after([stamp])
  const name = `${plan.table}_own_key`
  const { up, down } = stepsOf(plan)
  const text = [
    `# ${markerOf(plan)}`,
    `# Gives ${plan.table} a key of its own; try it on a copy of your data first.`,
    ...remarksOn(plan).map((line) => `# ${line}`),
    ...(plan.primary
      ? [
          `# Code that finds or joins records by ${plan.primary.columns.join(', ')} has to name it from now on.`,
        ]
      : []),
    `class ${camelized(name)} < ActiveRecord::Migration${version}`,
    '  def up',
    ...up.map((line) => `    ${line}`),
    '  end',
    '',
    '  # Fails where two rows now share the old key.',
    '  def down',
    ...down.map((line) => `    ${line}`),
    '  end',
    'end',
    '',
  ].join('\n')
  return { files: [{ path: `${folder}${stamp}_${name}.rb`, text }] }
}

/** `db/migrate/` for a step in it and for the schema beside it. */
function folderOfSteps(path: string): string | undefined {
  const folder = folderOf(path)
  const name = path.slice(folder.length)
  if (name === 'schema.rb') return `${folder}migrate/`
  return /^\d+_\w+\.rb$/.test(name) ? folder : undefined
}

function stepsOf(plan: KeyPlan): { up: string[]; down: string[] } {
  const { children, primary } = plan
  const unique = newUnique(plan)
  const table = `:${plan.table}`
  const platform = `:${plan.platform}`
  const isNew = addsPlatform(plan)
  const up: string[] = []
  const down: string[] = []
  for (const { table: child, column, foreignKey } of children)
    up.push(
      `remove_foreign_key :${child}, ${foreignKey === undefined ? `column: :${column}` : `name: '${foreignKey}'`}`,
    )
  if (primary) up.push(...newPrimary(plan))
  if (isNew) {
    up.push(`add_column ${table}, ${platform}, :string, limit: 16, null: false, default: 'kommo'`)
    if (plan.domain)
      up.push(
        `execute "UPDATE ${plan.table} SET ${plan.platform} = 'amocrm.ru' WHERE ${plan.domain} LIKE '%amocrm.ru%'"`,
      )
  }
  for (const { columns, name } of plan.uniques)
    up.push(
      `remove_index ${table}, ${name === undefined ? `column: ${symbols(columns)}` : `name: '${name}'`}`,
    )
  if (unique) up.push(`add_index ${table}, ${symbols(unique)}, unique: true`)
  for (const column of plan.indexed) up.push(`add_index ${table}, :${column}`)
  for (const { table: child, added, column, target, onDelete } of children) {
    up.push(
      `add_column :${child}, :${added}, :bigint`,
      `execute 'UPDATE ${child} SET ${added} = (SELECT ${plan.id} FROM ${plan.table} WHERE ${plan.table}.${target} = ${child}.${column})'`,
      `add_foreign_key :${child}, ${table}, column: :${added}, primary_key: :${plan.id}${actionIn(onDelete)}`,
    )
    down.push(`remove_foreign_key :${child}, column: :${added}`, `remove_column :${child}, :${added}`)
  }
  for (const column of plan.indexed) down.push(`remove_index ${table}, column: :${column}`)
  if (unique) down.push(`remove_index ${table}, column: ${symbols(unique)}`)
  for (const { columns, name } of plan.uniques)
    down.push(
      `add_index ${table}, ${symbols(columns)}, unique: true${name === undefined ? '' : `, name: '${name}'`}`,
    )
  if (isNew) down.push(`remove_column ${table}, ${platform}`)
  if (primary) down.push(...formerPrimary(plan, primary.columns))
  for (const { table: child, column, target, foreignKey, onDelete } of children)
    down.push(
      `add_foreign_key :${child}, ${table}, column: :${column}, primary_key: :${target}${foreignKey === undefined ? '' : `, name: '${foreignKey}'`}${actionIn(onDelete)}`,
    )
  return { up, down }
}

/** What Rails has no word for: it adds primary keys, and takes none away. */
function newPrimary({ table, id, dialect }: KeyPlan): string[] {
  return dialect === 'mysql'
    ? [
        `execute 'ALTER TABLE ${table} DROP PRIMARY KEY, ADD COLUMN ${id} BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY FIRST'`,
      ]
    : [
        `execute 'ALTER TABLE ${table} DROP CONSTRAINT ${table}_pkey'`,
        `execute 'ALTER TABLE ${table} ADD COLUMN ${id} BIGSERIAL PRIMARY KEY'`,
      ]
}

function formerPrimary({ table, id, dialect }: KeyPlan, columns: readonly string[]): string[] {
  const key = `ADD PRIMARY KEY (${columns.join(', ')})`
  return dialect === 'mysql'
    ? [`execute 'ALTER TABLE ${table} DROP COLUMN ${id}, ${key}'`]
    : [`remove_column :${table}, :${id}`, `execute 'ALTER TABLE ${table} ${key}'`]
}

function symbols(columns: readonly string[]): string {
  const list = columns.map((name) => `:${name}`)
  return list.length === 1 ? (list[0] as string) : `[${list.join(', ')}]`
}

/** `ON DELETE …` as Rails says it. */
function actionOf(written: string): string | undefined {
  const plain = written.replace(/^:/, '').replace(/\s+/g, '_').toLowerCase()
  if (plain === 'set_null' || plain === 'nullify') return 'nullify'
  return plain === 'cascade' || plain === 'restrict' ? plain : undefined
}

function actionIn(onDelete: string | undefined): string {
  return onDelete === undefined ? '' : `, on_delete: :${actionOf(onDelete)}`
}

function camelized(name: string): string {
  return name.replace(/(?:^|_)([a-z\d]?)/g, (_, letter: string) => letter.toUpperCase())
}
