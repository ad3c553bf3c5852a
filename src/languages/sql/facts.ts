import type { Span } from '../../sites.js'
import type { KeyUse, StorageFacts, TableSite } from '../../storage.js'
import { dialectOf } from './dialect.js'
import { queriesOf } from './queries.js'
import { type SqlContext, tableOf } from './tables.js'
import { sqlStatements } from './tokens.js'

/** What a text of SQL declares and asks. `span` gives the bytes of a range of it (UTF-16 units). */
export function sqlFacts(
  text: string,
  part: SqlContext['part'],
  span: (at: { start: number; end: number }) => Span,
): StorageFacts {
  const dialect = dialectOf(text)
  const context: SqlContext = { text, part, span, ...(dialect && { dialect }) }
  const tables: TableSite[] = []
  const uses: KeyUse[] = []
  for (const statement of sqlStatements(text)) {
    const table = tableOf(context, statement)
    if (table) tables.push(table)
    else uses.push(...queriesOf(context, statement))
  }
  return { tables, uses }
}

const MIGRATION =
  /(?:^|\/)(?:migrations?|migrate|versions|changelogs?|flyway|liquibase|db\/changes)\/|(?:^|\/)[VU]\d[\w.]*__|(?:^|\/)\d{3,}[\w.-]*\.sql$/i
const DOWN = /\.down\.sql$|(?:^|[_.-])(?:rollback|undo|down)[\w.-]*\.sql$/i
const DOWN_PART = /^--\s*(?:\+goose\s+Down|migrate:down|rollback|@down)\b/im

/**
 * What an SQL file declares and asks: the way back of a migration says nothing of its own.
 * @param path report path of the file
 */
export function sqlFileFacts(
  path: string,
  text: string,
  span: (at: { start: number; end: number }) => Span,
): StorageFacts {
  if (DOWN.test(path)) return { tables: [], uses: [] }
  const part = MIGRATION.test(path) ? 'migration' : 'schema'
  const back = DOWN_PART.exec(text)
  const facts = sqlFacts(back ? text.slice(0, back.index) : text, part, span)
  // What a migration asks for is asked once.
  return part === 'migration' ? { ...facts, uses: [] } : facts
}
