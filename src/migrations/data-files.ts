import { OWN_FILE } from '../findings/own-file.js'
import { type DataSteps, dataMarkerOf, formerTable, type HostColumn } from './data.js'
import type { SqlHistory } from './files.js'

export interface DataFile {
  /** In the folder that was asked for. */
  name: string
  text: string
}

/**
 * The migration of a column as files: a look, the step and the way back. Without a history they are one text each, in order.
 * @param offset how many files of the same run come before
 */
export function dataFiles(
  host: HostColumn,
  steps: DataSteps,
  history: SqlHistory | undefined,
  offset: number,
): DataFile[] {
  const base = `${host.table}_${host.column}_to_kommo`.toLowerCase().replace(/[^a-z\d]+/g, '_')
  const style = history?.style ?? 'plain'
  const number =
    history && history.next !== ''
      ? (BigInt(history.next) + BigInt(Math.floor(offset / 3))).toString().padStart(history.next.length, '0')
      : ''
  const look: DataFile = { name: `${base}.look.sql`, text: lookText(host, steps) }
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

function stepText(
  host: HostColumn,
  statements: readonly string[],
  isUp: boolean,
  style: SqlHistory['style'],
): string {
  const { table, column, dialect, uniques } = host
  const merging =
    uniques.length > 0
      ? `-- A row whose account has one under kommo.com already is merged into it: that one stays as it is, what pointed to the old one points to it.\n`
      : ''
  const head = isUp
    ? `-- ${dataMarkerOf(host)}\n-- SUB.amocrm.com becomes SUB.kommo.com; amocrm.ru and hosts of the platform stay. Running it again changes nothing.\n${merging}-- Former rows are kept in ${formerTable(table, column)}, for the way back.\n`
    : `-- ${OWN_FILE}. The way back: ${table}.${column} says what it said before.\n`
  const isOwn = (style === 'plain' || style === 'numbered') && dialect !== 'mysql'
  const [begin, end] = !isOwn
    ? ['', '']
    : [dialect === 'sqlserver' ? 'BEGIN TRANSACTION;\n' : 'BEGIN;\n', 'COMMIT;\n']
  return `${head}${begin}${statements.map((each) => `${each};\n`).join('')}${end}`
}
