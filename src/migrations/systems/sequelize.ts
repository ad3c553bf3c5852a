import { folderOf, nextSecond } from '../files.js'
import { addsPlatform, type KeyPlan, markerOf, newUnique, remarksOn } from '../plan.js'
import { nameOfKey } from '../sql.js'
import { migrationText } from './js-style.js'
import { broughtIn, SEQUELIZE_STEP, type SequelizeHistory } from './sequelize-history.js'
import type { Written } from './writer.js'

/** PostgreSQL takes names of 63 characters, and puts `_pkey` behind the table's. */
const LONGEST = 58

/**
 * The next migration of a project with sequelize-cli.
 * @param plan its unique keys without a name are those that stand behind a column, which each database calls in its own way
 * @param isOfModel the account becomes unique by an index, which models can say
 */
export function sequelizeMigration(
  plan: KeyPlan,
  history: SequelizeHistory,
  files: readonly string[],
  isOfModel = false,
): Written {
  const folder = folderOf(history.path)
  const [, own = '', sign = '-', extension = 'js'] =
    SEQUELIZE_STEP.exec(history.path.slice(folder.length)) ?? []
  if (history.reason !== undefined) return { reason: history.reason }
  if (plan.dialect === 'sqlserver' || plan.dialect === 'sqlite')
    return { reason: 'Sequelize cannot change these keys there and back in this database' }
  const names = [plan.table, ...plan.columns]
  if (names.some((name) => !/^[A-Za-z_]\w*$/.test(name))) return { reason: 'not every name is a plain word' }
  if (plan.table.length > LONGEST) return { reason: 'the name of its primary key would be cut' }
  const [child] = plan.children
  if (child) return { reason: `the foreign key of \`${child.table}\` is called otherwise in each database` }
  const stamp = files
    .flatMap((file) =>
      folderOf(file) === folder ? (SEQUELIZE_STEP.exec(file.slice(folder.length))?.[1] ?? []) : [],
    )
    .concat(own)
    .sort()
    .at(-1) as string
  const name = `${plan.table.replace(/([a-z\d])([A-Z])/g, '$1-$2')}-own-key`
    .toLowerCase()
    .replace(/[-_]/g, sign)
  const path = `${folder}${nextSecond(stamp)}${sign}${name}.${extension}`
  return { files: [{ path, text: textOf({ ...plan, isOfModel }, history) }] }
}

/** A plan, and whether a model says the same. */
type ModelPlan = KeyPlan & { readonly isOfModel: boolean }

function textOf(plan: ModelPlan, history: SequelizeHistory): string {
  const { style, typed, library } = history
  const up = upOf(plan)
  const down = downOf(plan)
  const own = (lines: readonly string[]) =>
    library === undefined
      ? lines.map((line) => line.replaceAll('Sequelize.Op.', 'Op.').replaceAll('Sequelize.', 'DataTypes.'))
      : lines.map((line) => line.replaceAll('Sequelize.', `${library}.`))
  const head = [
    `// ${markerOf(plan)}`,
    `// Gives ${plan.table} a key of its own; try it on a copy of your data first.`,
    ...remarksOn(plan).map((line) => `// ${line}`),
  ]
  const brought = broughtIn(history, own([...up, ...down]).join('\n'))
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
  return migrationText(
    style,
    [...brought, ...head],
    [
      {
        name: 'up',
        typed: typed.join(', '),
        plain: typed.map((each) => /^\w+/.exec(each)?.[0]).join(', '),
        lines: within(own(up)),
      },
      {
        name: 'down',
        typed: typed[0] as string,
        plain: 'queryInterface',
        note: 'Fails where two rows now share the old key.',
        lines: within(own(down)),
      },
    ],
  )
}

/** New keys come first, so that a row that stands in their way stops the migration before the old ones are gone. */
function upOf(plan: ModelPlan): string[] {
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
    ...(unique
      ? [
          plan.isOfModel
            ? index(plan, unique, nameOfKey(plan, unique, 'key'), true)
            : constraint(plan, unique, 'unique', js(nameOfKey(plan, unique, 'key'))),
        ]
      : []),
    ...plan.indexed.map((each) => index(plan, [each], nameOfKey(plan, [each], 'idx'))),
    ...plan.uniques.map((key) =>
      call(plan, key.isIndex ? 'removeIndex' : 'removeConstraint', nameOfUnique(plan, key)),
    ),
    ...(primary
      ? [
          call(plan, 'removeConstraint', nameOfPrimary(plan)),
          ...column(plan, plan.id, [
            `type: Sequelize.${plan.isOfModel ? 'INTEGER' : 'BIGINT'}`,
            'allowNull: false',
            'autoIncrement: true',
            // PostgreSQL adds such a column without making it the key.
            'primaryKey: !isPostgres',
          ]),
          `if (isPostgres) ${constraint(plan, [plan.id], 'primary key', js(primary.name ?? `${plan.table}_pkey`))}`,
        ]
      : []),
  ]
}

function downOf(plan: ModelPlan): string[] {
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
    ...(unique
      ? [call(plan, plan.isOfModel ? 'removeIndex' : 'removeConstraint', js(nameOfKey(plan, unique, 'key')))]
      : []),
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
