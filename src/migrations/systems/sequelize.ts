import { folderOf, nextSecond } from '../files.js'
import { addsPlatform, type KeyPlan, markerOf, newUnique, remarksOn } from '../plan.js'
import { nameOfKey } from '../sql.js'
import { migrationText, type StepStyle, stepStyleOf } from './js-style.js'
import type { Declaring, Written } from './writer.js'

const NAME = /^(\d{14})-[\w-]+\.(c?js)$/
/** PostgreSQL takes names of 63 characters, and puts `_pkey` behind the table's. */
const LONGEST = 58

/**
 * The next migration of a project with sequelize-cli.
 * @param plan its unique keys without a name are those that stand behind a column, which each database calls in its own way
 */
export function sequelizeMigration(plan: KeyPlan, from: Declaring, files: readonly string[]): Written {
  const folder = folderOf(from.path)
  const [, own = '', extension] = NAME.exec(from.path.slice(folder.length)) ?? []
  const style = stepStyleOf(from.path, from.text)
  const isPlain = /\bup\b[^\n{]*\(\s*queryInterface\s*,\s*Sequelize\s*\)/.test(from.text)
  if (extension === undefined || !isPlain || (style?.form !== 'object' && style?.form !== 'exports'))
    return { reason: 'its migration is not named and written as sequelize-cli makes them' }
  if (/\bquery\s*\(\s*['"`]\s*(?:ALTER|CREATE|DROP)\b/i.test(from.text))
    return { reason: 'its migration changes tables in plain SQL as well' }
  if (plan.dialect === 'sqlserver' || plan.dialect === 'sqlite')
    return { reason: 'Sequelize cannot change these keys there and back in this database' }
  const names = [plan.table, ...plan.columns]
  if (names.some((name) => !/^[A-Za-z_]\w*$/.test(name))) return { reason: 'not every name is a plain word' }
  if (plan.table.length > LONGEST) return { reason: 'the name of its primary key would be cut' }
  const [child] = plan.children
  if (child) return { reason: `the foreign key of \`${child.table}\` is called otherwise in each database` }
  const stamp = files
    .flatMap((file) => (folderOf(file) === folder ? (NAME.exec(file.slice(folder.length))?.[1] ?? []) : []))
    .concat(own)
    .sort()
    .at(-1) as string
  const name = plan.table.replace(/([a-z\d])([A-Z])/g, '$1-$2').replace(/_/g, '-')
  const path = `${folder}${nextSecond(stamp)}-${name.toLowerCase()}-own-key.${extension}`
  return { files: [{ path, text: textOf(plan, style) }] }
}

function textOf(plan: KeyPlan, style: StepStyle): string {
  const head = [
    `// ${markerOf(plan)}`,
    `// Gives ${plan.table} a key of its own; try it on a copy of your data first.`,
    ...remarksOn(plan).map((line) => `// ${line}`),
  ]
  const within = (lines: readonly string[]) => [
    'const dialect = queryInterface.sequelize.getDialect();',
    "if (!['mariadb', 'mysql', 'postgres'].includes(dialect)) {",
    "  throw new Error('Written for MySQL, MariaDB and PostgreSQL.');",
    '}',
    ...(lines.some((line) => line.includes('isPostgres'))
      ? ["const isPostgres = dialect === 'postgres';"]
      : []),
    'await queryInterface.sequelize.transaction(async (transaction) => {',
    ...lines.map((line) => `  ${line}`),
    '});',
  ]
  return migrationText(style, head, [
    {
      name: 'up',
      typed: 'queryInterface, Sequelize',
      plain: 'queryInterface, Sequelize',
      lines: within(upOf(plan)),
    },
    {
      name: 'down',
      typed: 'queryInterface',
      plain: 'queryInterface',
      note: 'Fails where two rows now share the old key.',
      lines: within(downOf(plan)),
    },
  ])
}

/** New keys come first, so that a row that stands in their way stops the migration before the old ones are gone. */
function upOf(plan: KeyPlan): string[] {
  const { primary, domain, platform } = plan
  const isNew = addsPlatform(plan)
  const unique = newUnique(plan)
  return [
    ...(isNew
      ? column(plan, platform, ['type: Sequelize.STRING(16)', 'allowNull: false', "defaultValue: 'kommo'"])
      : []),
    ...(isNew && domain !== undefined
      ? [
          call(
            plan,
            'bulkUpdate',
            `{ ${platform}: 'amocrm.ru' }`,
            `{ ${domain}: { [Sequelize.Op.like]: '%amocrm.ru%' } }`,
          ),
        ]
      : []),
    ...(unique ? [constraint(plan, unique, 'unique', js(nameOfKey(plan, unique, 'key')))] : []),
    ...plan.indexed.map((each) => index(plan, [each], nameOfKey(plan, [each], 'idx'))),
    ...plan.uniques.map((key) =>
      call(plan, key.isIndex ? 'removeIndex' : 'removeConstraint', nameOfUnique(plan, key)),
    ),
    ...(primary
      ? [
          call(plan, 'removeConstraint', nameOfPrimary(plan)),
          ...column(plan, plan.id, [
            'type: Sequelize.BIGINT',
            'allowNull: false',
            'autoIncrement: true',
            'primaryKey: true',
          ]),
        ]
      : []),
  ]
}

function downOf(plan: KeyPlan): string[] {
  const { primary } = plan
  const unique = newUnique(plan)
  return [
    ...(primary
      ? [
          call(plan, 'removeColumn', js(plan.id)),
          // MySQL calls it PRIMARY whatever is said.
          constraint(plan, primary.columns, 'primary key', js(primary.name ?? `${plan.table}_pkey`)),
        ]
      : []),
    ...plan.uniques.map((key) =>
      key.isIndex
        ? index(plan, key.columns, key.name as string, true)
        : constraint(plan, key.columns, 'unique', nameOfUnique(plan, key)),
    ),
    ...plan.indexed.map((each) => call(plan, 'removeIndex', js(nameOfKey(plan, [each], 'idx')))),
    ...(unique ? [call(plan, 'removeConstraint', js(nameOfKey(plan, unique, 'key')))] : []),
    ...(addsPlatform(plan) ? [call(plan, 'removeColumn', js(plan.platform))] : []),
  ]
}

/** PostgreSQL and MySQL call a key without a name in their own ways. */
function nameOfUnique({ table }: KeyPlan, { columns, name }: KeyPlan['uniques'][number]): string {
  if (name !== undefined) return js(name)
  return `isPostgres ? ${js(nameOfKey({ table, taken: [] }, columns, 'key'))} : ${js(columns[0] as string)}`
}

function nameOfPrimary({ table, primary }: KeyPlan): string {
  return `isPostgres ? ${js(primary?.name ?? `${table}_pkey`)} : 'PRIMARY'`
}

function column(plan: KeyPlan, name: string, options: readonly string[]): string[] {
  return [call(plan, 'addColumn', js(name), `{ ${options.join(', ')} }`)]
}

function constraint(plan: KeyPlan, fields: readonly string[], type: string, name: string): string {
  return `await queryInterface.addConstraint(${js(plan.table)}, { fields: ${listed(fields)}, type: ${js(type)}, name: ${name}, transaction });`
}

function index({ table }: KeyPlan, fields: readonly string[], name: string, isUnique = false): string {
  return `await queryInterface.addIndex(${js(table)}, { fields: ${listed(fields)}, name: ${js(name)}${isUnique ? ', unique: true' : ''}, transaction });`
}

function call({ table }: KeyPlan, method: string, ...args: readonly string[]): string {
  return `await queryInterface.${method}(${[js(table), ...args, '{ transaction }'].join(', ')});`
}

const js = (text: string): string => `'${text}'`

const listed = (columns: readonly string[]): string => `[${columns.map(js).join(', ')}]`
