import type { Source } from '../../files/source.js'
import { changedIn } from './renames.js'

/** A statement of SQL that depends on how a table is made, beside those that make it and those that name its key. */
export interface OtherStatement {
  /** Report path. */
  path: string
  table: string
  /**
   * `rows` gives values by the order of the columns, `upsert` relies on keys without a word of them; views and triggers name
   * tables that have to be there. `rename` gives the table or a column of it another name in JavaScript, TypeScript or PHP.
   */
  what: 'rows' | 'upsert' | 'view' | 'trigger' | 'rename' | 'drop'
}

const NAME = String.raw`((?:["\x60[]?[\w$]+["\x60\]]?\s*\.\s*)*["\x60[]?[\w$]+["\x60\]]?)`
const INSERT = new RegExp(
  String.raw`\b(INSERT|REPLACE)((?:\s+(?:OR\s+\w+|IGNORE|LOW_PRIORITY|DELAYED|HIGH_PRIORITY))*)\s+INTO\s+${NAME}`,
  'gi',
)
const COPY = new RegExp(String.raw`\bCOPY\s+${NAME}\s+FROM\b`, 'gi')
const BOUND = /\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMP\w*\s+)?(VIEW|TRIGGER)\b/gi
const MENTION = new RegExp(String.raw`\b(?:FROM|JOIN|INTO|UPDATE|ON)\s+${NAME}`, 'gi')
const RENAME =
  /\.renameTable\s*\(\s*['"`]([\w.]+)['"`]\s*,\s*['"`]([\w.]+)|\.renameColumn\s*\(\s*['"`]([\w.]+)['"`]\s*,\s*[^,()]+,|\.(?:alterTable|table)\s*\(\s*['"`]([\w.]+)['"`](?=(?:(?!\.(?:alterTable|createTable|table)\s*\()[\s\S]){0,3000}?\.renameColumn\b)/g
const RENAMED = new RegExp(String.raw`\bALTER\s+TABLE\s+${NAME}\s+RENAME\b`, 'gi')
/** How far a statement is read where nothing ends it. */
const FAR = 3000

/** Statements of a file, in whichever language, that a change of a table can break. */
export function otherStatements({ path, text }: Source): OtherStatement[] {
  if (
    !/\b(?:INSERT|REPLACE|COPY|VIEW|TRIGGER|RENAME|CHANGE|rename(?:Table|Column|Index|_table|_column)|new_column_name|drop\w*)\b/i.test(
      text,
    )
  )
    return []
  const found: OtherStatement[] = []
  const add = (what: OtherStatement['what'], name: string) => {
    const table = name.replace(/["`[\]\s]/g, '').replace(/^.*\./, '')
    if (!found.some((each) => each.what === what && each.table === table)) found.push({ path, table, what })
  }
  if (/\.[cm]?[jt]s$/.test(path))
    for (const [, ...names] of text.matchAll(RENAME))
      for (const name of names) if (name !== undefined) add('rename', name)
  if (/\.php$/.test(path)) for (const name of renamedIn(text)) add('rename', name)
  const changed = changedIn(path, text)
  for (const name of changed.renamed) add('rename', name)
  for (const name of changed.dropped) add('drop', name)
  for (const match of text.matchAll(INSERT)) {
    const [whole, verb = '', how = '', name = ''] = match
    const rest = text.slice(match.index + whole.length, match.index + whole.length + FAR)
    if (/^\s+(?:VALUES\b|SELECT\b)/i.test(rest)) add('rows', name)
    const own = /^[^;]*?(?=;|\bINSERT\b|$)/i.exec(rest)?.[0] ?? rest
    if (
      /^replace$/i.test(verb) ||
      /\b(?:REPLACE|IGNORE)\b/i.test(how) ||
      /\bON\s+(?:DUPLICATE\s+KEY|CONFLICT\s+DO)\b/i.test(own)
    )
      add('upsert', name)
  }
  for (const [, name] of text.matchAll(COPY)) add('rows', name as string)
  for (const match of text.matchAll(BOUND)) {
    const what = (match[1] as string).toLowerCase() as 'view' | 'trigger'
    const rest = text.slice(match.index, match.index + FAR)
    const end = (what === 'trigger' ? /\bEND\s*(?:;|$)/i : /;|$/).exec(rest)
    for (const [, name] of rest.slice(0, end?.index).matchAll(MENTION)) add(what, name as string)
  }
  return found
}

/** Tables that steps in PHP give another name, or a column or an index of them. */
function renamedIn(text: string): string[] {
  const inSql = [...text.matchAll(RENAMED)].map(([, name]) => name as string)
  const whole = [...text.matchAll(/->renameTable\s*\(\s*['"]([\w.]+)['"]\s*,\s*['"]([\w.]+)['"]/g)]
  const parts = /->rename(?:Index|Column)\s*\(/.test(text)
    ? [...text.matchAll(/->getTable\s*\(\s*['"]([\w.]+)['"]/g)]
    : []
  return [
    ...inSql,
    ...whole.flatMap(([, from = '', to = '']) => [from, to]),
    ...parts.map(([, name = '']) => name),
  ]
}
