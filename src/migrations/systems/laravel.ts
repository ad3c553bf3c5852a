import { folderOf, nextSecond } from '../files.js'
import { addsPlatform, type ChildPlan, type KeyPlan, markerOf, newUnique, remarksOn } from '../plan.js'
import type { Declaring, Written } from './writer.js'

const NAME = /^(\d{4}_\d{2}_\d{2}_\d{6})_\w+\.php$/
/** Longest name of an index that every database takes. */
const LONGEST = 63

/** The next migration of a Laravel project. */
export function laravelMigration(plan: KeyPlan, from: Declaring, files: readonly string[]): Written {
  const folder = folderOf(from.path)
  if (!NAME.test(from.path.slice(folder.length)) || !/\bextends\s+Migration\b/.test(from.text))
    return { reason: 'its migration is not named as Laravel names them' }
  if (/\bCapsule\b/.test(from.text)) return { reason: 'it is not run by Laravel itself' }
  if (/\bSchema::connection\b|\$connection\b/.test(from.text))
    return { reason: 'it is kept on a connection of its own' }
  if (plan.primary && (plan.dialect === 'sqlite' || plan.dialect === 'sqlserver'))
    return { reason: 'Laravel cannot change a primary key there and back in this database' }
  const foreign = plan.children.find(
    ({ system, foreignKey }) => system !== 'laravel' && foreignKey === undefined,
  )
  if (foreign)
    return { reason: `the foreign key of \`${foreign.table}\` has no name that a migration could drop` }
  const name = `add_own_key_to_${plan.table.toLowerCase().replace(/[^a-z\d]+/g, '_')}_table`
  const path = `${folder}${nextStamp(folder, files, from.path)}_${name}.php`
  return { files: [{ path, text: textOf(plan, from.text, name) }] }
}

/** The stamp of the newest migration, one second later. */
function nextStamp(folder: string, files: readonly string[], own: string): string {
  const newest = [...files, own]
    .flatMap((file) => (folderOf(file) === folder ? (NAME.exec(file.slice(folder.length))?.[1] ?? []) : []))
    .sort()
    .at(-1) as string
  return nextSecond(newest.replaceAll('_', '')).replace(/^(\d{4})(\d\d)(\d\d)/, '$1_$2_$3_')
}

/** The file, in the style of the one that declares the table. */
function textOf(plan: KeyPlan, model: string, name: string): string {
  const namespace = /^namespace\s+[\w\\]+;/m.exec(model)?.[0]
  const isStrict = /declare\s*\(\s*strict_types\s*=\s*1\s*\)/.test(model)
  const isAnonymous = /\breturn\s+new\s+class\b/.test(model)
  const type = /function\s+up\s*\(\s*\)\s*:\s*void\b/.test(model) ? ': void' : ''
  const [up, down] = [upOf(plan), downOf(plan)].map((blocks) => blocks.join('\n\n')) as [string, string]
  const uses = [
    'Illuminate\\Database\\Migrations\\Migration',
    'Illuminate\\Database\\Schema\\Blueprint',
    ...(/\bDB::/.test(up) ? ['Illuminate\\Support\\Facades\\DB'] : []),
    'Illuminate\\Support\\Facades\\Schema',
  ]
  return `<?php

// ${markerOf(plan)}
// Gives ${plan.table} a key of its own; try it on a copy of your data first.
// The way back fails where two rows now share the old key.
${remarksOn(plan)
  .map((line) => `// ${line}\n`)
  .join('')}${isStrict ? '\ndeclare(strict_types=1);\n' : ''}${namespace ? `\n${namespace}\n` : ''}
${uses.map((each) => `use ${each};`).join('\n')}

${isAnonymous ? 'return new class' : `class ${studly(name)}`} extends Migration
{
    public function up()${type}
    {
${up}
    }

    public function down()${type}
    {
${down}
    }
}${isAnonymous ? ';' : ''}
`
}

/** New keys come first, so that a row that stands in their way stops the migration before the old ones are gone. */
function upOf(plan: KeyPlan): string[] {
  const { table, primary } = plan
  const hasNewPlatform = addsPlatform(plan)
  const unique = newUnique(plan)
  return [
    ...(primary ? [guard()] : []),
    ...(hasNewPlatform ? [inTable(table, [`string(${php(plan.platform)}, 16)->default('kommo')`])] : []),
    ...(hasNewPlatform && plan.domain
      ? [
          indented(
            `DB::table(${php(table)})->where(${php(plan.domain)}, 'like', '%amocrm.ru%')->update([${php(plan.platform)} => 'amocrm.ru']);`,
          ),
        ]
      : []),
    ...inTables(table, [
      ...(unique ? [`unique(${listed(unique)}${nameFor(plan, 'unique', unique)})`] : []),
      ...plan.indexed.map((column) => `index(${php(column)}${nameFor(plan, 'index', [column])})`),
      ...plan.uniques.map(({ columns, name }) => `dropUnique(${name ? php(name) : listed(columns)})`),
    ]),
    ...plan.children.map((child) =>
      inTable(child.table, [
        `dropForeign(${child.foreignKey ? php(child.foreignKey) : listed([child.column])})`,
        `unsignedBigInteger(${php(child.added)})->nullable()`,
      ]),
    ),
    // A column is added before anything else in the same step is done: the old key has to be gone by then.
    ...(primary
      ? [
          inTable(table, [`dropPrimary(${primary.name ? php(primary.name) : listed(primary.columns)})`]),
          inTable(table, [`bigIncrements(${php(plan.id)})`]),
        ]
      : []),
    ...(plan.children.length > 0 ? [filling(plan)] : []),
    ...plan.children.map((child) =>
      inTable(child.table, [
        `foreign(${php(child.added)})->references(${php(plan.id)})->on(${php(table)})${onDelete(child)}`,
      ]),
    ),
  ]
}

function downOf(plan: KeyPlan): string[] {
  const { table, primary } = plan
  const unique = newUnique(plan)
  return [
    ...plan.children.flatMap((child) => [
      inTable(child.table, [`dropForeign(${listed([child.added])})`]),
      inTable(child.table, [`dropColumn(${php(child.added)})`]),
    ]),
    ...(primary
      ? [
          inTable(table, [`dropColumn(${php(plan.id)})`]),
          inTable(table, [
            `primary(${oneOrMore(primary.columns)}${primary.name ? `, ${php(primary.name)}` : ''})`,
          ]),
        ]
      : []),
    ...plan.children.map((child) =>
      inTable(child.table, [
        `foreign(${php(child.column)}${child.foreignKey ? `, ${php(child.foreignKey)}` : ''})->references(${php(child.target)})->on(${php(table)})${onDelete(child)}`,
      ]),
    ),
    ...inTables(table, [
      ...plan.uniques.map(
        ({ columns, name }) => `unique(${oneOrMore(columns)}${name ? `, ${php(name)}` : ''})`,
      ),
      ...plan.indexed.map((column) => `dropIndex(${droppedBy(plan, 'index', [column])})`),
      ...(unique ? [`dropUnique(${droppedBy(plan, 'unique', unique)})`] : []),
    ]),
    ...(addsPlatform(plan) ? [inTable(table, [`dropColumn(${php(plan.platform)})`])] : []),
  ]
}

/** SQLite cannot, and SQL Server cannot go back: it names the new key by chance. */
function guard(): string {
  return indented(`if (! in_array(DB::getDriverName(), ['mysql', 'mariadb', 'pgsql'], true)) {
    throw new \\RuntimeException('Written for MySQL, MariaDB and PostgreSQL: this database needs the table made anew.');
}`)
}

/** Rows that point to the old key learn the new one. Through the query builder, which writes it for every database. */
function filling({ table, id, children }: KeyPlan): string {
  const lines = children.map(
    ({ table, column, target, added }) =>
      `        DB::table(${php(table)})->where(${php(column)}, ${field(target)})->update([${php(added)} => ${field(id)}]);`,
  )
  return indented(`DB::table(${php(table)})->chunkById(500, function ($rows) {
    foreach ($rows as $row) {
${lines.join('\n')}
    }
}${id === 'id' ? '' : `, ${php(id)}`});`)
}

const field = (column: string): string =>
  /^[a-z_]\w*$/i.test(column) ? `$row->${column}` : `$row->{${php(column)}}`

const onDelete = (child: ChildPlan): string =>
  child.onDelete ? `->onDelete(${php(child.onDelete.toLowerCase())})` : ''

/** The name that Laravel gives an index. */
function derived({ table }: KeyPlan, kind: 'unique' | 'index', columns: readonly string[]): string {
  return `${table}_${columns.join('_')}_${kind}`.toLowerCase().replace(/[-.]/g, '_')
}

/** `, 'name'` where the name that Laravel would give is too long. */
function nameFor(plan: KeyPlan, kind: 'unique' | 'index', columns: readonly string[]): string {
  const name = derived(plan, kind, columns)
  return name.length > LONGEST ? `, ${php(shortened(name, kind))}` : ''
}

function droppedBy(plan: KeyPlan, kind: 'unique' | 'index', columns: readonly string[]): string {
  const name = derived(plan, kind, columns)
  return name.length > LONGEST ? php(shortened(name, kind)) : listed(columns)
}

const shortened = (name: string, kind: string): string =>
  `${name.slice(0, LONGEST - kind.length - 1).replace(/_+$/, '')}_${kind}`

function inTables(table: string, calls: readonly string[]): string[] {
  return calls.length > 0 ? [inTable(table, calls)] : []
}

function inTable(table: string, calls: readonly string[]): string {
  return indented(`Schema::table(${php(table)}, function (Blueprint $table) {
${calls.map((call) => `    $table->${call};`).join('\n')}
});`)
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, '        ')

const php = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`

const listed = (columns: readonly string[]): string => `[${columns.map(php).join(', ')}]`

const oneOrMore = (columns: readonly string[]): string =>
  columns.length === 1 ? php(columns[0] as string) : listed(columns)

const studly = (name: string): string =>
  name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
