import { folderOf } from '../files.js'
import { addsPlatform, type ChildPlan, type KeyPlan, markerOf, newUnique, remarksOn } from '../plan.js'
import { literalIn, pascalCase, type ScriptStyle, styleOf } from '../script-style.js'
import { nameOfForeignKey, nameOfKey } from '../sql.js'
import type { Written } from './writer.js'

const NAME = /^(\d{13})-(\w[\w-]*)\.([cm]?[tj]s)$/

/** What goes before the new migration. */
export interface TypeormHistory {
  /** Report path of the migration whose style and folder it takes. */
  readonly path: string
  readonly style: ScriptStyle
  /** Migrations repeat their names in a property. */
  readonly hasName: boolean
  /** The keys are those of an entity, and not of `createTable`: TypeORM names them in another way in MySQL. */
  readonly isOfEntity?: boolean
}

/** The history that a migration is a step of. */
export function typeormHistory(path: string, text: string): TypeormHistory {
  return {
    path,
    style: styleOf(text),
    hasName: /^\s*(?:public\s+|readonly\s+)*name\s*(?::\s*string\s*)?=/m.test(text),
  }
}

export function isTypeormStep(path: string): boolean {
  return NAME.test(path.slice(folderOf(path).length))
}

/**
 * The next migration of TypeORM, through the methods that it has for every database.
 * @param before how many others of the same run come before it
 */
export function typeormMigration(
  plan: KeyPlan,
  history: TypeormHistory,
  files: readonly string[],
  before = 0,
): Written {
  const folder = folderOf(history.path)
  const found = NAME.exec(history.path.slice(folder.length))
  if (!found) return { reason: 'its migration is not named as TypeORM names them' }
  const [, , called = '', extension = 'ts'] = found
  const stamps = [...files, history.path].flatMap((path) =>
    folderOf(path) === folder ? (NAME.exec(path.slice(folder.length))?.[1] ?? []) : [],
  )
  const stamp = `${Math.max(...stamps.map(Number)) + 1 + before}`
  const words = `add_own_key_to_${plan.table.replace(/([a-z\d])([A-Z])/g, '$1_$2')}`
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')
  const name = pascalCase(words)
  const file = /^[a-z]+(?:-[a-z\d]+)+$/.test(called)
    ? words.replaceAll('_', '-')
    : /^[a-z\d]+(?:_[a-z\d]+)+$/.test(called)
      ? words
      : /^[a-z]/.test(called)
        ? `${name.charAt(0).toLowerCase()}${name.slice(1)}`
        : name
  return {
    files: [
      {
        path: `${folder}${stamp}-${file}.${extension}`,
        text: textOf(plan, history, `${name}${stamp}`, /ts$/.test(extension)),
      },
    ],
  }
}

function textOf(plan: KeyPlan, history: TypeormHistory, name: string, isTyped: boolean): string {
  const { style, hasName } = history
  const { indent, semicolon, isModule } = style
  const steps = stepsOf(plan, history, isTyped)
  const code = [...steps.up, ...steps.down].join('\n')
  const classes = ['TableColumn', 'TableForeignKey', 'TableIndex', 'TableUnique'].filter((each) =>
    code.includes(`new ${each}(`),
  )
  const imported = `{ ${[...(isTyped ? ['MigrationInterface', 'QueryRunner'] : []), ...classes].join(', ')} }`
  const from = literalIn(style, 'typeorm')
  const method = (way: 'up' | 'down') =>
    isTyped ? `public async ${way}(queryRunner: QueryRunner): Promise<void> {` : `async ${way}(queryRunner) {`
  const inside = (lines: readonly string[]) => lines.map((line) => `${indent}${indent}${line}`)
  return [
    isModule || isTyped
      ? `import ${imported} from ${from}${semicolon}`
      : `const ${imported} = require(${from})${semicolon}`,
    '',
    `// ${markerOf(plan)}`,
    `// Gives ${plan.table} a key of its own; try it on a copy of your data first.`,
    '// The way back fails where two rows now share the old key.',
    ...remarksOn(plan).map((line) => `// ${line}`),
    '// A data source that lists its migrations one by one has to list this one as well.',
    isModule || isTyped
      ? `export class ${name}${isTyped ? ' implements MigrationInterface' : ''} {`
      : `module.exports = class ${name} {`,
    ...(hasName ? [`${indent}name = ${literalIn(style, name)}${semicolon || ''}`, ''] : []),
    `${indent}${method('up')}`,
    ...inside(steps.up),
    `${indent}}`,
    '',
    `${indent}${method('down')}`,
    ...inside(steps.down),
    `${indent}}`,
    `}${isModule || isTyped ? '' : semicolon}`,
    ...(mayBeSqlite(plan) ? ['', ...guardOf(style, isTyped)] : []),
    '',
  ].join('\n')
}

const mayBeSqlite = ({ dialect }: KeyPlan): boolean => dialect === undefined || dialect === 'sqlite'

/**
 * Foreign keys cannot be turned off within a transaction, and TypeORM tries it there on the way back: rows of other tables
 * would go with the table that SQLite makes anew.
 */
function guardOf(style: ScriptStyle, isTyped: boolean): string[] {
  const { indent, semicolon } = style
  const text = (value: string) => literalIn(style, value)
  return [
    '// SQLite makes tables anew: while foreign keys are on, rows that point to the old table go with it.',
    `async function refuseForeignKeysOfSqlite(queryRunner${isTyped ? ': QueryRunner): Promise<void>' : ')'} {`,
    `${indent}if (!/sql(?:ite|js)|expo|cordova|capacitor|native/.test(queryRunner.connection.options.type)) return${semicolon}`,
    `${indent}const [state] = await queryRunner.query(${text('PRAGMA foreign_keys')})${semicolon}`,
    `${indent}if (Number(state?.foreign_keys)) {`,
    `${indent}${indent}throw new Error(${text('Foreign keys are on: run migrations in transactions, and revert with --transaction none')})${semicolon}`,
    `${indent}}`,
    '}',
  ]
}

/** Lines of both ways. New keys come first, so that a row in their way stops the migration before the old ones are gone. */
function stepsOf(
  plan: KeyPlan,
  { style, isOfEntity }: TypeormHistory,
  isTyped: boolean,
): { up: string[]; down: string[] } {
  const { primary, children } = plan
  const writer = writerOf(style)
  const { text, list, call } = writer
  const table = text(plan.table)
  const unique = newUnique(plan)
  const isNew = addsPlatform(plan)
  const start = mayBeSqlite(plan) ? [writer.line('await refuseForeignKeysOfSqlite(queryRunner)')] : []
  const up: string[] = [...start]
  const down: string[] = [...start]
  if ((isNew && plan.domain !== undefined) || children.length > 0)
    up.push(
      writer.line(
        `const q = (name${isTyped ? ': string' : ''}) => queryRunner.connection.driver.escape(name)`,
      ),
    )
  if (isNew) {
    up.push(
      ...call('addColumn', table, [
        'TableColumn',
        `name: ${text(plan.platform)}, type: ${text('varchar')}, length: ${text('16')}, default: ${text("'kommo'")}`,
      ]),
    )
    if (plan.domain !== undefined)
      up.push(
        ...writer.query(
          `UPDATE \${q(${text(plan.table)})} SET \${q(${text(plan.platform)})} = 'amocrm.ru' WHERE \${q(${text(plan.domain)})} LIKE '%amocrm.ru%'`,
        ),
      )
  }
  const index = (name: string, columns: readonly string[], isUnique: boolean) =>
    call('createIndex', table, [
      'TableIndex',
      `name: ${text(name)}, columnNames: ${list(columns)}${isUnique ? ', isUnique: true' : ''}`,
    ])
  if (unique) up.push(...index(nameOfKey(plan, unique, 'key'), unique, true))
  for (const column of plan.indexed) up.push(...index(nameOfKey(plan, [column], 'idx'), [column], false))
  if (plan.uniques.length > 0) up.push(...droppingUniques(plan, writer))
  children.forEach((child, i) => {
    up.push(...droppingForeignKey(child, i, writer))
  })
  if (primary)
    up.push(
      ...call('dropPrimaryKey', table),
      ...call('addColumn', table, [
        'TableColumn',
        `name: ${text(plan.id)}, type: ${text('integer')}, isPrimary: true, isGenerated: true, generationStrategy: ${text('increment')}`,
      ]),
    )
  for (const child of children) {
    const own = text(child.table)
    up.push(
      ...call('addColumn', own, [
        'TableColumn',
        `name: ${text(child.added)}, type: ${text('integer')}, isNullable: true`,
      ]),
      ...writer.query(
        `UPDATE \${q(${own})} SET \${q(${text(child.added)})} = (SELECT \${q(${text(plan.id)})} FROM \${q(${table})} WHERE \${q(${table})}.\${q(${text(child.target)})} = \${q(${own})}.\${q(${text(child.column)})})`,
      ),
      ...call('createForeignKey', own, [
        'TableForeignKey',
        foreignKey(writer, plan, { ...child, name: nameOfForeignKey(child), from: child.added, to: plan.id }),
      ]),
    )
    down.push(
      ...call('dropForeignKey', own, text(nameOfForeignKey(child))),
      ...call('dropColumn', own, text(child.added)),
    )
  }
  if (primary)
    down.push(
      ...call('dropColumn', table, text(plan.id)),
      ...call(
        'createPrimaryKey',
        table,
        `${list(primary.columns)}${primary.name === undefined ? '' : `, ${text(primary.name)}`}`,
      ),
    )
  for (const { onUpdate, ...child } of children)
    down.push(
      ...call('createForeignKey', text(child.table), [
        'TableForeignKey',
        `${foreignKey(writer, plan, { ...child, ...(child.foreignKey !== undefined && { name: child.foreignKey }), from: child.column, to: child.target })}${onUpdate === undefined ? '' : `, onUpdate: ${text(actionOf(onUpdate))}`}`,
      ]),
    )
  down.push(...restoredUniques(plan, writer, isOfEntity))
  for (const column of [...plan.indexed].reverse())
    down.push(...call('dropIndex', table, text(nameOfKey(plan, [column], 'idx'))))
  if (unique) down.push(...call('dropIndex', table, text(nameOfKey(plan, unique, 'key'))))
  if (isNew) down.push(...call('dropColumn', table, text(plan.platform)))
  return { up, down }
}

interface Writer {
  text(value: string): string
  list(columns: readonly string[]): string
  line(code: string): string
  /** `await queryRunner.method(table, second)`; a class with its options is made for it. */
  call(method: string, table: string, second?: string | readonly [string, string]): string[]
  query(template: string): string[]
  readonly style: ScriptStyle
}

function writerOf(style: ScriptStyle): Writer {
  const { semicolon, indent } = style
  const text = (value: string) =>
    // A default holds quotes of its own.
    value.includes(style.quote)
      ? `${style.quote === "'" ? `"${value}"` : literalIn(style, value)}`
      : literalIn(style, value)
  return {
    style,
    text,
    list: (columns) => `[${columns.map(text).join(', ')}]`,
    line: (code) => `${code}${semicolon}`,
    call(method, table, second) {
      const start = `await queryRunner.${method}(${table}`
      if (second === undefined) return [`${start})${semicolon}`]
      if (typeof second === 'string') return [`${start}, ${second})${semicolon}`]
      const [made, options] = second
      const whole = `${start}, new ${made}({ ${options} }))${semicolon}`
      return whole.length <= 90
        ? [whole]
        : [
            `await queryRunner.${method}(`,
            `${indent}${table},`,
            ...(options.length <= 70
              ? [`${indent}new ${made}({ ${options} }),`]
              : [
                  `${indent}new ${made}({`,
                  ...options.split(/, (?=\w+: )/).map((each) => `${indent}${indent}${each},`),
                  `${indent}}),`,
                ]),
            `)${semicolon}`,
          ]
    },
    query: (template) => ['await queryRunner.query(', `${indent}\`${template}\`,`, `)${semicolon}`],
  }
}

/** Unique keys go by their columns: their names are the database's, and MySQL has indexes for them. */
function droppingUniques({ table, uniques }: KeyPlan, { text, line, style: { indent } }: Writer): string[] {
  const lines = [line(`const before = await queryRunner.getTable(${text(table)})`)]
  for (const { columns } of uniques) {
    const is = sameColumns(columns, text)
    lines.push(
      `for (const key of before?.uniques.filter(({ columnNames }) => ${is}) ?? []) {`,
      `${indent}${line(`await queryRunner.dropUniqueConstraint(${text(table)}, key)`)}`,
      '}',
      `for (const key of before?.indices.filter(({ columnNames, isUnique }) => isUnique && ${is}) ?? []) {`,
      `${indent}${line(`await queryRunner.dropIndex(${text(table)}, key)`)}`,
      '}',
    )
  }
  return lines
}

function sameColumns(columns: readonly string[], text: Writer['text']): string {
  return columns.length === 1
    ? `columnNames.join() === ${text(columns[0] as string)}`
    : `[...columnNames].sort().join() === ${text([...columns].sort().join())}`
}

function droppingForeignKey(
  { table, column }: ChildPlan,
  i: number,
  { text, line, style: { indent } }: Writer,
): string[] {
  const child = `child${i === 0 ? '' : i + 1}`
  return [
    line(`const ${child} = await queryRunner.getTable(${text(table)})`),
    `for (const key of ${child}?.foreignKeys.filter(({ columnNames }) => ${sameColumns([column], text)}) ?? []) {`,
    `${indent}${line(`await queryRunner.dropForeignKey(${text(table)}, key)`)}`,
    '}',
  ]
}

/** MySQL has no unique constraints, and TypeORM makes indexes there. */
function restoredUniques({ table, uniques }: KeyPlan, writer: Writer, isOfEntity = false): string[] {
  const { text, list, call, style } = writer
  const made = uniques.map(({ columns, name, isIndex }) => {
    const options = `${name === undefined ? '' : `name: ${text(name)}, `}columnNames: ${list(columns)}`
    const ofMysql =
      name !== undefined || isIndex || isOfEntity
        ? options
        : `name: queryRunner.connection.namingStrategy.uniqueConstraintName(${text(table)}, ${list(columns)}), ${options}`
    return {
      isIndex,
      index: call('createIndex', text(table), ['TableIndex', `${ofMysql}, isUnique: true`]),
      constraint: call('createUniqueConstraint', text(table), ['TableUnique', options]),
    }
  })
  const constraints = made.filter(({ isIndex }) => !isIndex)
  const inner = (lines: readonly string[]) => lines.map((each) => `${style.indent}${each}`)
  return [
    ...made.filter(({ isIndex }) => isIndex).flatMap(({ index }) => index),
    ...(constraints.length > 0
      ? [
          'if (/mysql|mariadb/.test(queryRunner.connection.options.type)) {',
          ...inner(constraints.flatMap(({ index }) => index)),
          '} else {',
          ...inner(constraints.flatMap(({ constraint }) => constraint)),
          '}',
        ]
      : []),
  ]
}

function foreignKey(
  { text, list }: Writer,
  plan: KeyPlan,
  { name, from, to, onDelete }: { name?: string; from: string; to: string; onDelete?: string },
): string {
  return [
    ...(name === undefined ? [] : [`name: ${text(name)}`]),
    `columnNames: ${list([from])}`,
    `referencedTableName: ${text(plan.table)}`,
    `referencedColumnNames: ${list([to])}`,
    ...(onDelete === undefined ? [] : [`onDelete: ${text(actionOf(onDelete))}`]),
  ].join(', ')
}

const actionOf = (written: string): string => written.replace(/\s+/g, ' ').toUpperCase()
