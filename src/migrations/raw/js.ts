import { following } from './number.js'
import { commented, newest, pascal, type RawStep, type RawSystem, type StepPlace } from './step.js'

const STAMPED = /^(\d{14})[_-][\w.-]+\.[cm]?[jt]s$/
const KNEX = /^(\d{14}|\d{3,8})_[\w.-]+\.[cm]?[jt]s$/
const TYPEORM = /^(\d{13})-[\w.-]+\.[cm]?[jt]s$/
const MIKRO = /^Migration(\d{14})(?:_\w+)?\.[cm]?[jt]s$/

/** A statement as a template that fills nothing in. */
const template = (statement: string): string => `\`${statement.replace(/[\\`]|\$\{/g, '\\$&')}\``

const numberOf = (name: RegExp, place: StepPlace): string =>
  following(name.exec(newest(place).name)?.[1] as string, 1)

const endingOf = (place: StepPlace): string => /\.[cm]?[jt]s$/.exec(newest(place).name)?.[0] as string

/** What ends a statement in the newest step, and how far it is moved in. */
function styleOf({ text }: { text: string }): { end: string; indent: string } {
  return {
    end: /;[ \t]*\r?$/m.test(text) ? ';' : '',
    indent: /^(\t| {2,4})(?=\S)/m.exec(text)?.[1] ?? '  ',
  }
}

const runs = (call: string, statements: readonly string[], end: string): string =>
  statements.map((each) => `await ${call}(${template(each)})${end}`).join('\n')

/** Moves code in, but not what stands in templates: those lines belong to the statement. */
function within(code: string, indent: string): string {
  let isOpen = false
  return code
    .split('\n')
    .map((line) => {
      const moved = isOpen || line === '' ? line : indent + line
      if ((line.replace(/\\[\\`]/g, '').match(/`/g)?.length ?? 0) % 2 === 1) isOpen = !isOpen
      return moved
    })
    .join('\n')
}

/** `export async function up(knex) {…}` or `exports.up = async function (knex) {…};`. */
function functions(
  step: RawStep,
  place: StepPlace,
  { parameter, type, call }: { parameter: string; type: string; call: string },
): string {
  const { text } = newest(place)
  const { end, indent } = styleOf(newest(place))
  const isTyped = /\.[cm]?ts$/.test(endingOf(place))
  const isModule = /^export\s/m.test(text)
  const list = isTyped ? `${parameter}: ${type}` : parameter
  const result = isTyped ? ': Promise<void>' : ''
  return (['up', 'down'] as const)
    .map((way) => {
      const body = `{\n${within(runs(call, step[way], end), indent)}\n}`
      return isModule
        ? `export async function ${way}(${list})${result} ${body}\n`
        : `exports.${way} = async function (${list})${result} ${body}${end}\n`
    })
    .join('\n')
}

/** How the newest step brings names in from a package: with which quotes, and whether as types alone. */
function importOf({ text }: { text: string }, name: string, from: RegExp): string | undefined {
  const found = new RegExp(
    `^import\\s+(type\\s+)?\\{([^}]*\\b${name}\\b[^}]*)\\}\\s*from\\s*((['"])(?:${from.source})\\4)`,
    'm',
  ).exec(text)
  if (!found) return undefined
  const isType = found[1] !== undefined || new RegExp(`\\btype\\s+${name}\\b`).test(found[2] as string)
  return `import ${isType ? 'type ' : ''}{ ${name === 'QueryRunner' ? 'MigrationInterface, QueryRunner' : name} } from ${found[3]}`
}

const knex: RawSystem = {
  title: 'Knex',
  name: KNEX,
  text: /\bknex\b|\bKnex\b/,
  write(step, place) {
    const last = newest(place)
    const isTyped = /\.[cm]?ts$/.test(endingOf(place))
    const { end } = styleOf(last)
    const brought = importOf(last, 'Knex', /knex/)
    if (isTyped && brought === undefined)
      return { reason: `${last.name} does not import the type of \`knex\`` }
    const body = functions(step, place, { parameter: 'knex', type: 'Knex', call: 'knex.raw' })
    return {
      name: `${numberOf(KNEX, place)}_${step.slug}${endingOf(place)}`,
      text: `${commented(step.head, '//')}\n${isTyped ? `${brought}${end}\n\n` : ''}${body}`,
    }
  },
}

const kysely: RawSystem = {
  title: 'Kysely',
  name: /^([\dT:-]*\d)_[\w.-]+\.[cm]?[jt]s$/,
  text: /\bkysely\b|\bKysely\b/,
  write(step, place) {
    const last = newest(place)
    const { end, indent } = styleOf(last)
    const isTyped = /\.[cm]?ts$/.test(endingOf(place))
    const typed = /up\s*\(\s*(\w+)\s*:\s*(Kysely<\w+>)/.exec(last.text)
    if (isTyped && !typed) return { reason: `${last.name} does not say the type of its database` }
    const number = /^([\dT:-]*\d)_/.exec(last.name)?.[1] as string
    const list = isTyped ? `db: ${typed?.[2]}` : 'db'
    const way = (name: 'up' | 'down') =>
      `export async function ${name}(${list})${isTyped ? ': Promise<void>' : ''} {\n${within(
        step[name].map((each) => `await sql${template(each)}.execute(db)${end}`).join('\n'),
        indent,
      )}\n}\n`
    const quote = /from\s+(['"])/.exec(last.text)?.[1] ?? "'"
    const names = isTyped
      ? `${/\bimport\s+type\b|\btype\s+Kysely\b/.test(last.text) ? 'type ' : ''}Kysely, sql`
      : 'sql'
    return {
      name: `${following(number, 1)}_${step.slug}${endingOf(place)}`,
      text: `${commented(step.head, '//')}\nimport { ${names} } from ${quote}kysely${quote}${end}\n\n${way('up')}\n${way('down')}`,
    }
  },
}

const sequelize: RawSystem = {
  title: 'Sequelize',
  name: STAMPED,
  text: /\bqueryInterface\b|\bQueryInterface\b/,
  write(step, place) {
    const last = newest(place)
    const { end, indent } = styleOf(last)
    if (/\.[cm]?ts$/.test(endingOf(place)))
      return { reason: 'steps of Sequelize in TypeScript have no form of their own' }
    const isModule = /^export\s/m.test(last.text)
    const list = (['up', 'down'] as const)
      .map((way) => {
        const body = within(runs('queryInterface.sequelize.query', step[way], end), indent)
        return within(`async ${way}(queryInterface) {\n${body}\n},`, indent)
      })
      .join('\n\n')
    const strict = /^(['"])use strict\1;?/m.exec(last.text)?.[0]
    return {
      name: `${numberOf(STAMPED, place)}-${step.slug.replaceAll('_', '-')}${endingOf(place)}`,
      text: `${commented(step.head, '//')}${strict ? `${strict}\n` : ''}\n${isModule ? 'export default' : 'module.exports ='} {\n${list}\n}${end}\n`,
    }
  },
}

const typeorm: RawSystem = {
  title: 'TypeORM',
  name: TYPEORM,
  text: /\bMigrationInterface\b|\bqueryRunner\b/,
  write(step, place) {
    const last = newest(place)
    const { end, indent } = styleOf(last)
    const stamp = numberOf(TYPEORM, place)
    const isTyped = /\.[cm]?ts$/.test(endingOf(place))
    const brought = importOf(last, 'QueryRunner', /typeorm/)
    if (isTyped && brought === undefined) return { reason: `${last.name} does not import \`QueryRunner\`` }
    const name = `${pascal(step.slug)}${stamp}`
    const list = isTyped ? 'queryRunner: QueryRunner' : 'queryRunner'
    const methods = (['up', 'down'] as const)
      .map((way) =>
        within(
          `${isTyped ? 'public ' : ''}async ${way}(${list})${isTyped ? ': Promise<void>' : ''} {\n${within(runs('queryRunner.query', step[way], end), indent)}\n}`,
          indent,
        ),
      )
      .join('\n\n')
    const isModule = isTyped || /^export\s/m.test(last.text)
    return {
      name: `${stamp}-${pascal(step.slug)}${endingOf(place)}`,
      text: `${commented(step.head, '//')}${isTyped ? `\n${brought}${end}\n` : ''}\n${isModule ? 'export' : 'module.exports ='} class ${name}${isTyped ? ' implements MigrationInterface' : ''} {\n${indent}name = '${name}'${end}\n\n${methods}\n}\n`,
    }
  },
}

const mikroOrm: RawSystem = {
  title: 'MikroORM',
  name: MIKRO,
  text: /extends\s+Migration\b/,
  write(step, place) {
    const last = newest(place)
    const { end, indent } = styleOf(last)
    const stamp = numberOf(MIKRO, place)
    const brought = importOf(last, 'Migration', /@mikro-orm\/[\w-]+/)
    if (brought === undefined) return { reason: `${last.name} does not import \`Migration\`` }
    const isTyped = /\.[cm]?ts$/.test(endingOf(place))
    const isOverride = /\boverride\s+async\b/.test(last.text)
    const methods = (['up', 'down'] as const)
      .map((way) =>
        within(
          `${isOverride ? 'override ' : ''}async ${way}()${isTyped ? ': Promise<void>' : ''} {\n${within(
            step[way].map((each) => `this.addSql(${template(each)})${end}`).join('\n'),
            indent,
          )}\n}`,
          indent,
        ),
      )
      .join('\n\n')
    return {
      name: `Migration${stamp}${endingOf(place)}`,
      text: `${commented(step.head, '//')}\n${brought}${end}\n\nexport class Migration${stamp} extends Migration {\n${methods}\n}\n`,
    }
  },
}

export const jsSystems: readonly RawSystem[] = [typeorm, mikroOrm, sequelize, kysely, knex]
