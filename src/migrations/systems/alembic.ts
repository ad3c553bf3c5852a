import { createHash } from 'node:crypto'
import { folderOf, type NewFile } from '../files.js'
import { addsPlatform, type ChildPlan, type KeyPlan, markerOf, newUnique, remarksOn } from '../plan.js'
import { following } from '../raw/number.js'

/** The last revision of a history: the next one is called and written as it is. */
export interface AlembicHead {
  /** Report path. */
  path: string
  revision: string
  /** All revisions of the project. */
  taken: readonly string[]
  /** `def upgrade() -> None`, `revision: str`, and what texts are quoted with. */
  isTyped: boolean
  isHinted: boolean
  quote: '"' | "'"
}

/** Longest name that every database takes. */
const LONGEST = 63
/** Names that need quotes in one of the databases. */
const RESERVED =
  /^(?:all|and|as|asc|by|check|column|default|desc|end|from|group|in|index|key|keys|like|limit|not|null|on|or|order|primary|references|select|set|table|to|union|unique|user|using|values|when|where|with)$/

/** The next revision of Alembic, for PostgreSQL, MySQL, MariaDB and SQLite alike. */
export function alembicRevision(plan: KeyPlan, head: AlembicHead): { files: NewFile[] } | { reason: string } {
  const names = [plan.table, ...plan.columns, ...plan.children.flatMap((each) => [each.table, each.column])]
  const strange = names.find((name) => !/^[a-z_][a-z\d_]*$/.test(name) || RESERVED.test(name))
  if (strange !== undefined) return { reason: `\`${strange}\` is a name that SQL writes in quotes` }
  const made = [
    uniqueName(plan),
    ...plan.indexed.map((column) => indexName(plan.table, column)),
    ...plan.children.map(foreignName),
  ]
  const long = made.find((name) => name.length > LONGEST)
  if (long !== undefined) return { reason: `the name \`${long}\` would be too long` }
  if (plan.children.some(({ table }) => table === plan.table)) return { reason: 'it points to itself' }
  const revision = revisionAfter(head.revision, plan.table)
  if (head.taken.includes(revision)) return { reason: `the revision \`${revision}\` exists already` }
  return {
    files: [{ path: pathOf(plan, head, revision), text: textOf(plan, head, revision) }],
  }
}

/** The name that SQLAlchemy gives the index of a column, and the names that the plan gives other keys. */
export const indexName = (table: string, column: string): string => `ix_${table}_${column}`
export const uniqueName = (plan: KeyPlan): string => `uq_${plan.table}_${(newUnique(plan) ?? []).join('_')}`
const foreignName = ({ table, added }: ChildPlan): string => `fk_${table}_${added}`

/** Numbers go on; ids of twelve digits follow from what they stand behind. */
function revisionAfter(last: string, table: string): string {
  if (/^\d{1,6}$/.test(last)) return following(last, 1)
  return createHash('sha1').update(`${last} ${table}`).digest('hex').slice(0, 12)
}

/** The name of the file as that of the last one: what stands in front of the revision is a date or nothing. */
function pathOf(plan: KeyPlan, { path, revision }: AlembicHead, next: string): string {
  const folder = folderOf(path)
  const name = path.slice(folder.length)
  const at = name.indexOf(revision)
  const front = at > 0 ? name.slice(0, at) : ''
  return `${folder}${later(front)}${next}_${plan.table}_own_key.py`
}

/** A date one step later: a second where it has them, a minute or a day. */
function later(front: string): string {
  const digits = front.replace(/\D/g, '')
  if (digits === '' || digits.length === 14) return digits === '' ? front : following(front, 1)
  const next = (BigInt(digits) + 1n).toString().padStart(digits.length, '0')
  let at = 0
  return front.replace(/\d/g, () => next[at++] as string)
}

function textOf(plan: KeyPlan, { revision, isTyped, isHinted, quote }: AlembicHead, next: string): string {
  const returns = isTyped ? ' -> None' : ''
  const hint = isHinted ? ': str' : ''
  const lines = remarksOn(plan).map((line) => `# ${line}\n`)
  const written = `# ${markerOf(plan)}
# Gives ${plan.table} a key of its own; try it on a copy of your data first.
# The way back fails where two rows now share the old key.
${lines.join('')}"""${plan.table}: a key of its own

Revision ID: ${next}
Revises: ${revision}
"""
import sqlalchemy as sa
from alembic import op

revision${hint} = "${next}"
down_revision${hint} = "${revision}"
branch_labels = None
depends_on = None

# SQLite gives keys no names; where it makes a table anew, they get these.
NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
}


${helpers(plan)}def upgrade()${returns}:
${upOf(plan).map(indented).join('')}

def downgrade()${returns}:
${downOf(plan).map(indented).join('')}`
  return quote === "'"
    ? written.replace(/^(?![ \t]*#)[^'\n]*$/gm, (line) =>
        line.replace(/"""|"/g, (found) => (found === '"' ? "'" : found)),
      )
    : written
}

const indented = (line: string): string => (line === '' ? '\n' : `    ${line}\n`)

/** What the database calls a key, and what stands in the way of the tables of this step. */
function helpers({ table, children, uniques, primary }: KeyPlan): string {
  const tables = [...new Set([table, ...children.map((each) => each.table)])]
  const known = tables.length === 1 ? `("${table}",)` : `(${listed(tables)})`
  const naming = `def name_of(keys, columns, fallback):
    """The name of the key of these columns; a text in place of one that has none."""
    for key in keys:
        if key.get("column_names", key.get("constrained_columns")) == columns:
            return key["name"] or fallback
    return None


`
  const pointing = `    for table in inspector.get_table_names():
        for key in inspector.get_foreign_keys(table):
            if key["referred_table"] == "${table}" and table not in ${known}:
                raise RuntimeError("%s points to ${table} as well." % table)
`
  return `${uniques.length + children.length > 0 ? naming : ''}def check(bind, inspector):
    """SQLite makes tables anew, and nothing may be lost with the old ones${primary ? '; other tables may not point to the key that goes' : ''}."""
    if bind.dialect.name not in ("postgresql", "mysql", "mariadb", "sqlite"):
        raise RuntimeError("Written for PostgreSQL, MySQL, MariaDB and SQLite.")
    if bind.dialect.name == "sqlite":
        if bind.execute(sa.text("PRAGMA foreign_keys")).scalar():
            raise RuntimeError("Switch foreign keys off for this step: rows that point to ${table} would go with the old table.")
        for table in ${known}:
            if any(not each["name"] for each in inspector.get_check_constraints(table)):
                raise RuntimeError("A check of %s has no name and would be lost." % table)
            if bind.execute(sa.text("SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '%s'" % table)).first():
                raise RuntimeError("The triggers of %s would be lost." % table)
${primary ? pointing : ''}

`
}

const OPEN = (table: string): string =>
  `with op.batch_alter_table("${table}", naming_convention=NAMES) as batch_op:`

function upOf(plan: KeyPlan): string[] {
  const { table, primary, children } = plan
  const unique = newUnique(plan)
  const inner: string[] = []
  if (primary)
    inner.push(
      'if not is_mysql:',
      '    batch_op.drop_constraint(primary, type_="primary")',
      `    batch_op.add_column(sa.Column("${plan.id}", sa.Integer(), primary_key=True))`,
      `    batch_op.create_primary_key(primary, ["${plan.id}"])`,
    )
  if (addsPlatform(plan))
    inner.push(
      `batch_op.add_column(sa.Column("${plan.platform}", sa.String(16), nullable=False, server_default="kommo"))`,
    )
  for (const { columns } of plan.uniques) inner.push(...dropUnique(columns, `uq_${table}_${columns[0]}`))
  if (unique) inner.push(`batch_op.create_unique_constraint("${uniqueName(plan)}", [${listed(unique)}])`)
  for (const column of plan.indexed)
    inner.push(`batch_op.create_index("${indexName(table, column)}", ["${column}"])`)
  return [
    'bind = op.get_bind()',
    'inspector = sa.inspect(bind)',
    'check(bind, inspector)',
    ...(primary ? ['is_mysql = bind.dialect.name in ("mysql", "mariadb")'] : []),
    ...(plan.uniques.length > 0
      ? [
          `constraints = inspector.get_unique_constraints("${table}")`,
          `indexes = inspector.get_indexes("${table}")`,
        ]
      : []),
    ...children.flatMap((child) => [
      OPEN(child.table),
      `    former = name_of(inspector.get_foreign_keys("${child.table}"), ["${child.column}"], "fk_${child.table}_${child.column}")`,
      '    batch_op.drop_constraint(former, type_="foreignkey")',
      `    batch_op.add_column(sa.Column("${child.added}", sa.Integer()))`,
    ]),
    ...(primary ? leavingPrimary(plan, primary.columns) : []),
    OPEN(table),
    ...inner.map((line) => `    ${line}`),
    ...children.flatMap((child) => [
      `op.execute("UPDATE ${child.table} SET ${child.added} = (SELECT ${plan.id} FROM ${table} WHERE ${table}.${child.target} = ${child.table}.${child.column})")`,
      OPEN(child.table),
      `    batch_op.create_foreign_key("${foreignName(child)}", "${table}", ["${child.added}"], ["${plan.id}"]${onDelete(child)})`,
    ]),
    ...(addsPlatform(plan) && plan.domain
      ? [
          `op.execute("UPDATE ${table} SET ${plan.platform} = 'amocrm.ru' WHERE ${plan.domain} LIKE '%amocrm.ru%'")`,
        ]
      : []),
  ]
}

/** A unique key is a constraint or an index, and only the database knows which. */
function dropUnique(columns: readonly string[], fallback: string): string[] {
  const list = `[${listed(columns)}]`
  return [
    `former = name_of(constraints, ${list}, "${fallback}")`,
    'if former:',
    '    batch_op.drop_constraint(former, type_="unique")',
    'else:',
    `    batch_op.drop_index(name_of([each for each in indexes if each["unique"]], ${list}, None))`,
  ]
}

/** MySQL changes both keys in one statement, so that the new one numbers the rows; a number that was the key fills itself no more. */
function leavingPrimary({ table, id }: KeyPlan, columns: readonly string[]): string[] {
  const [column] = columns
  return [
    `primary = inspector.get_pk_constraint("${table}")["name"] or "pk_${table}"`,
    'if is_mysql:',
    `    for column in inspector.get_columns("${table}"):`,
    '        if column.get("autoincrement") is True:',
    `            op.alter_column("${table}", column["name"], existing_type=column["type"], existing_nullable=False, autoincrement=False)`,
    `    op.execute("ALTER TABLE ${table} DROP PRIMARY KEY, ADD COLUMN ${id} INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY FIRST")`,
    ...(columns.length === 1
      ? [
          'if bind.dialect.name == "postgresql":',
          `    if bind.execute(sa.text("SELECT pg_get_serial_sequence('${table}', '${column}')")).scalar():`,
          `        op.alter_column("${table}", "${column}", server_default=None)`,
        ]
      : []),
  ]
}

function downOf(plan: KeyPlan): string[] {
  const { table, primary, children } = plan
  const unique = newUnique(plan)
  const inner: string[] = plan.indexed.map((column) => `batch_op.drop_index("${indexName(table, column)}")`)
  if (unique) inner.push(`batch_op.drop_constraint("${uniqueName(plan)}", type_="unique")`)
  for (const { columns, name, isIndex } of plan.uniques)
    inner.push(
      isIndex
        ? `batch_op.create_index("${name ?? indexName(table, columns[0] as string)}", [${listed(columns)}], unique=True)`
        : `batch_op.create_unique_constraint("${name ?? `${table}_${columns.join('_')}_key`}", [${listed(columns)}])`,
    )
  if (addsPlatform(plan)) inner.push(`batch_op.drop_column("${plan.platform}")`)
  if (primary)
    inner.push(
      'if not is_mysql:',
      '    batch_op.drop_constraint(primary, type_="primary")',
      `    batch_op.drop_column("${plan.id}")`,
      `    batch_op.create_primary_key(primary, [${listed(primary.columns)}])`,
    )
  return [
    ...(primary
      ? [
          'bind = op.get_bind()',
          'is_mysql = bind.dialect.name in ("mysql", "mariadb")',
          `primary = sa.inspect(bind).get_pk_constraint("${table}")["name"] or "pk_${table}"`,
        ]
      : []),
    ...children.flatMap((child) => [
      OPEN(child.table),
      `    batch_op.drop_constraint("${foreignName(child)}", type_="foreignkey")`,
      `    batch_op.drop_column("${child.added}")`,
    ]),
    OPEN(table),
    ...inner.map((line) => `    ${line}`),
    ...(primary
      ? [
          'if is_mysql:',
          `    op.execute("ALTER TABLE ${table} DROP COLUMN ${plan.id}, ADD PRIMARY KEY (${primary.columns.join(', ')})")`,
          ...(primary.columns.length === 1
            ? [
                'if bind.dialect.name == "postgresql":',
                `    counter = bind.execute(sa.text("SELECT pg_get_serial_sequence('${table}', '${primary.columns[0]}')")).scalar()`,
                '    if counter:',
                `        op.alter_column("${table}", "${primary.columns[0]}", server_default=sa.text("nextval('%s'::regclass)" % counter))`,
              ]
            : []),
        ]
      : []),
    ...children.flatMap((child) => [
      OPEN(child.table),
      `    batch_op.create_foreign_key("${child.foreignKey ?? `${child.table}_${child.column}_fkey`}", "${table}", ["${child.column}"], ["${child.target}"]${onDelete(child)}${onUpdate(child)})`,
    ]),
  ]
}

const onDelete = ({ onDelete }: ChildPlan): string => (onDelete ? `, ondelete="${onDelete}"` : '')
const onUpdate = ({ onUpdate }: ChildPlan): string => (onUpdate ? `, onupdate="${onUpdate}"` : '')
const listed = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')
