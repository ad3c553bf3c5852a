import { OWN_FILE } from '../findings/own-file.js'
import { type DataSteps, dataMarkerOf, formerTable, type HostColumn } from './data.js'
import type { SqlHistory } from './files.js'
import { following } from './raw/number.js'
import type { RawStep } from './raw/step.js'

export interface DataFile {
  /** In the folder that was asked for. */
  name: string
  text: string
}

/** Name of a step for a column, without a number. */
function slugOf({ table, column }: HostColumn): string {
  return `${table}_${column}_to_kommo`.toLowerCase().replace(/[^a-z\d]+/g, '_')
}

/** The migration of a column as a step in code; the look stays SQL. */
export function rawStepOf(host: HostColumn, { up, down }: DataSteps): RawStep {
  return { slug: slugOf(host), head: headOf(host), up, down }
}

/** The file that shows what a migration will do. */
export function lookFile(host: HostColumn, steps: DataSteps): DataFile {
  return { name: `${slugOf(host)}.look.sql`, text: lookText(host, steps) }
}

/**
 * The migration of a column as files: a look, the step and the way back. Without a history they are one text each, in order.
 * @param before how many steps of the same run come before
 */
export function dataFiles(
  host: HostColumn,
  steps: DataSteps,
  history: SqlHistory | undefined,
  before: number,
): DataFile[] {
  const base = slugOf(host)
  const style = history?.style ?? 'plain'
  const number = history && history.next !== '' ? following(history.next, before) : ''
  const look = lookFile(host, steps)
  const up = stepText(host, steps.up, true, style)
  const down = stepText(host, steps.down, false, style)
  switch (style) {
    case 'golang-migrate':
      return [
        look,
        { name: `${number}_${base}.up.sql`, text: up },
        { name: `${number}_${base}.down.sql`, text: down },
      ]
    case 'flyway':
      return [
        look,
        { name: `V${number}__${base}.sql`, text: up },
        { name: `U${number}__${base}.sql`, text: down },
      ]
    case 'goose':
      return [look, { name: `${number}_${base}.sql`, text: `-- +goose Up\n${up}\n-- +goose Down\n${down}` }]
    case 'dbmate':
      return [look, { name: `${number}_${base}.sql`, text: `-- migrate:up\n${up}\n-- migrate:down\n${down}` }]
    case 'prisma': {
      const folder = `${number}_${base}`
      return [
        { ...look, name: `${folder}/look.sql` },
        { name: `${folder}/migration.sql`, text: up },
        { name: `${folder}/down.sql`, text: down },
      ]
    }
    case 'numbered':
      return [
        look,
        { name: `${number}_${base}.sql`, text: up },
        { name: `${number}_${base}.down.sql`, text: down },
      ]
    default:
      return [look, { name: `${base}.sql`, text: up }, { name: `${base}.down.sql`, text: down }]
  }
}

function lookText({ table, column, uniques }: HostColumn, { look }: DataSteps): string {
  const merged =
    uniques.length > 0 ? '; "merged" are those whose account has a row under the new address already' : ''
  return `-- ${OWN_FILE}: a look before ${table}.${column} moves to kommo.com; changes nothing.
-- Rows that will change${merged}:
${look[0]};
-- Rows that say amocrm.com and stay, because they are no address of an account; look at them yourself:
${look[1]};
`
}

/** What stands at the head of a step. */
function headOf(host: HostColumn): string[] {
  return [
    dataMarkerOf(host),
    'SUB.amocrm.com becomes SUB.kommo.com; amocrm.ru and hosts of the platform stay. Running it again changes nothing.',
    ...(host.uniques.length > 0
      ? [
          'A row whose account has one under kommo.com already is merged into it: that one stays as it is, what pointed to the old one points to it.',
        ]
      : []),
    `Former rows are kept in ${formerTable(host.table, host.column)}, for the way back.`,
  ]
}

function stepText(
  host: HostColumn,
  statements: readonly string[],
  isUp: boolean,
  style: SqlHistory['style'],
): string {
  const { table, column, dialect } = host
  const head = isUp
    ? headOf(host)
        .map((line) => `-- ${line}\n`)
        .join('')
    : `-- ${OWN_FILE}. The way back: ${table}.${column} says what it said before.\n`
  const isOwn = (style === 'plain' || style === 'numbered') && dialect !== 'mysql'
  const [begin, end] = !isOwn
    ? ['', '']
    : [dialect === 'sqlserver' ? 'BEGIN TRANSACTION;\n' : 'BEGIN;\n', 'COMMIT;\n']
  return `${head}${begin}${statements.map((each) => `${each};\n`).join('')}${end}`
}
