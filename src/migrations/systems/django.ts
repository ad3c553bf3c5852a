import type { NewFile } from '../files.js'
import { addsPlatform, type KeyPlan, markerOf, newUnique, remarksOn } from '../plan.js'
import { nameOfKey } from '../sql.js'

/** A field of a model as its migration declares it: a call with nothing but literals in it. */
export interface DjangoField {
  /** Name in the model. */
  name: string
  /** As it is to be, and the same without an index, as which it stands there for a moment. */
  after: string
  plain: string
  isPrimary: boolean
}

/** What a migration of Django has to know beside the plan, which speaks of columns. */
export interface DjangoModel {
  label: string
  name: string
  /** Fields whose keys go. */
  fields: readonly DjangoField[]
  /** Names in the model, by column. */
  property: (column: string) => string
  folder: string
  /** What the project quotes texts with. */
  quote: '"' | "'"
  /** The last step so far, and the name of the next one. */
  last: string
  next: string
}

/** The next migration of an application of Django. */
export function djangoMigration(plan: KeyPlan, model: DjangoModel): NewFile {
  const { folder, next, label, last } = model
  const primary = model.fields.find(({ isPrimary }) => isPrimary)
  const parts = [primary ? ownKey(plan, model, primary) : '', plan.domain ? russian(plan, model) : '']
  return {
    path: `${folder}${next}.py`,
    text: inQuotes(
      `# ${markerOf(plan)}
# Gives ${plan.table} a key of its own; try it on a copy of your data first.
# The way back fails where two rows now share the old key.
${remarksOn(plan)
  .map((line) => `# ${line}\n`)
  .join(
    '',
  )}${primary ? `# What finds records by pk, and generic relations, meant ${primary.name} so far.\n` : ''}from django.db import migrations, models
${parts.join('')}

class Migration(migrations.Migration):
    dependencies = [
        ("${label}", "${last}"),
    ]

    operations = [
${operationsOf(plan, model)
  .map((each) => `${indented(each, 8)},\n`)
  .join('')}    ]
`,
      model.quote,
    ),
  }
}

function operationsOf(plan: KeyPlan, model: DjangoModel): string[] {
  const { fields } = model
  const own = model.name.toLowerCase()
  const unique = newUnique(plan)
  const primary = fields.find(({ isPrimary }) => isPrimary)
  const named = (name: string, field: string) =>
    `    model_name="${own}",\n    name="${name}",\n    field=${field},\n`
  return [
    ...(primary
      ? [
          `migrations.SeparateDatabaseAndState(
    database_operations=[
        migrations.RunPython(to_own_key, to_former_key),
    ],
    state_operations=[
        migrations.AddField(
${indented(named(plan.id, 'models.BigAutoField(primary_key=True, serialize=False)'), 8)}        ),
        migrations.AlterField(
${indented(named(primary.name, primary.plain), 8)}        ),
    ],
)`,
        ]
      : []),
    ...(addsPlatform(plan)
      ? [`migrations.AddField(\n${named(plan.platform, 'models.CharField(default="kommo", max_length=16)')})`]
      : []),
    ...(unique
      ? [
          `migrations.AddConstraint(
    model_name="${own}",
    constraint=${constraintOf(plan, model, '"', '    ')},
)`,
        ]
      : []),
    ...fields
      .filter(({ isPrimary, plain, after }) => !isPrimary || plain !== after)
      .map(({ name, after }) => `migrations.AlterField(\n${named(name, after)})`),
    ...(addsPlatform(plan) && plan.domain
      ? ['migrations.RunPython(mark_amocrm_ru, migrations.RunPython.noop)']
      : []),
  ]
}

/** The new unique key, in the words of a model and of a migration alike. */
export function constraintOf(
  plan: KeyPlan,
  { property }: Pick<DjangoModel, 'property'>,
  quote: string,
  indent: string,
): string {
  const columns = newUnique(plan) ?? []
  const fields = columns.map((each) => quote + property(each) + quote).join(', ')
  const inside = `fields=[${fields}], name=${quote}${nameOfKey(plan, columns, 'key')}${quote}`
  const short = `models.UniqueConstraint(${inside})`
  return indent.length + short.length < 99
    ? short
    : `models.UniqueConstraint(\n${indent}    ${inside},\n${indent})`
}

/** Texts in the quotes that the project has, as far as no other quotes stand in the line. */
function inQuotes(text: string, quote: DjangoModel['quote']): string {
  if (quote === '"') return text
  return text.replace(/^(?![ \t]*#)[^'\\\n]*$/gm, (line) =>
    line.replace(/"""|"/g, (found) => (found === '"' ? "'" : found)),
  )
}

/** The database's part of a new primary key: Django adds keys, and takes none away. */
function ownKey(plan: KeyPlan, { label, name }: DjangoModel, { name: field, plain }: DjangoField): string {
  return `

def fields_of(model):
    """The old key as it was, the same as an ordinary field, and the new key."""
    former = model._meta.get_field("${field}").clone()
    plain = ${plain}
    key = models.BigAutoField(primary_key=True)
    for each, name in ((former, "${field}"), (plain, "${field}"), (key, "${plan.id}")):
        each.set_attributes_from_name(name)
        each.model = model
    return former, plain, key


def to_own_key(apps, schema_editor):
    model = apps.get_model("${label}", "${name}")
    former, plain, key = fields_of(model)
    connection = schema_editor.connection
    table = schema_editor.quote_name(model._meta.db_table)
    if connection.vendor not in ("postgresql", "mysql", "sqlite"):
        raise NotImplementedError("Written for PostgreSQL, MySQL, MariaDB and SQLite.")
    schema_editor.alter_field(model, former, plain)
    if connection.vendor == "mysql":
        schema_editor.execute("ALTER TABLE %s DROP PRIMARY KEY" % table)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, model._meta.db_table)
        for name, constraint in found.items():
            if constraint["primary_key"]:
                schema_editor.execute("ALTER TABLE %s DROP CONSTRAINT %s" % (table, schema_editor.quote_name(name)))
    schema_editor.add_field(model, key)


def to_former_key(apps, schema_editor):
    model = apps.get_model("${label}", "${name}")
    former, plain, key = fields_of(model)
    vendor = schema_editor.connection.vendor
    if vendor == "sqlite":
        # The table is made anew as the model was: without the new key.
        schema_editor.alter_field(model, plain, former)
        return
    table = schema_editor.quote_name(model._meta.db_table)
    schema_editor.remove_field(model, key)
    schema_editor.execute("ALTER TABLE %s ADD PRIMARY KEY (%s)" % (table, schema_editor.quote_name(former.column)))
    if vendor == "postgresql":
        # Beside a key of text stands an index for LIKE.
        statement = schema_editor._create_like_index_sql(model, former)
        if statement is not None:
            schema_editor.execute(statement)
`
}

/** Rows of amocrm.ru, told by their address. */
function russian(plan: KeyPlan, { label, name, property }: DjangoModel): string {
  if (!addsPlatform(plan)) return ''
  return `

def mark_amocrm_ru(apps, schema_editor):
    rows = apps.get_model("${label}", "${name}")._base_manager.using(schema_editor.connection.alias)
    rows.filter(${property(plan.domain ?? '')}__contains="amocrm.ru").update(${property(plan.platform)}="amocrm.ru")
`
}

const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by))
