import type { Span } from '../../sites.js'
import type { KeyField, KeyUse } from '../../storage.js'
import { isAccountName } from '../storage/names.js'
import { Cursor, columnsOf, named } from './cursor.js'
import type { SqlToken } from './tokens.js'

interface QueryContext {
  readonly text: string
  span(at: { start: number; end: number }): Span
}

/** Records that a statement looks up or writes by the name of an account; nothing for statements without such a field. */
export function queriesOf(context: QueryContext, tokens: readonly SqlToken[]): KeyUse[] {
  const verb = tokens[0]?.kind === 'word' ? tokens[0].text : ''
  if (verb === 'INSERT' || verb === 'REPLACE' || verb === 'MERGE') return upserts(context, tokens, verb)
  if (verb === 'SELECT' || verb === 'UPDATE' || verb === 'DELETE' || verb === 'WITH')
    return lookups(context, tokens)
  return []
}

/** `INSERT … ON CONFLICT (subdomain)`, `MERGE … ON t.subdomain = s.subdomain`. */
function upserts(context: QueryContext, tokens: readonly SqlToken[], verb: string): KeyUse[] {
  const store = tableAfter(context, tokens, ['INTO', 'MERGE'])
  const call = verb === 'INSERT' ? 'INSERT … ON CONFLICT' : verb
  const at = indexOfWords(tokens, ['ON', 'CONFLICT'])
  if (verb === 'INSERT' && at >= 0) {
    const cursor = new Cursor(tokens)
    cursor.at = at + 2
    const group = cursor.group()
    const fields = group ? fieldsIn(context, group) : []
    return fields.some(({ name }) => isAccountName(name)) ? [use('upsert', store, call, fields)] : []
  }
  if (verb === 'MERGE') {
    const fields = comparisons(context, tokens).filter(({ name }) => isAccountName(name))
    return fields.length > 0 ? [use('upsert', store, call, fields)] : []
  }
  return []
}

/** `SELECT … FROM t WHERE subdomain = ?`, the same of UPDATE and DELETE. */
function lookups(context: QueryContext, tokens: readonly SqlToken[]): KeyUse[] {
  const where = tokens.findIndex(({ kind, text }) => kind === 'word' && text === 'WHERE')
  if (where < 0) return []
  const fields = comparisons(context, tokens.slice(where + 1))
  if (!fields.some(({ name }) => isAccountName(name))) return []
  const store = tableAfter(context, tokens, ['FROM', 'UPDATE'])
  return [use('lookup', store, `${tokens[0]?.text} … WHERE`, fields)]
}

/** Columns that are compared for equality with a value of the program or a constant, in order. */
function comparisons(context: QueryContext, tokens: readonly SqlToken[]): KeyField[] {
  const fields: KeyField[] = []
  tokens.forEach((token, i) => {
    if (token.kind !== 'sign' || (token.text !== '=' && token.text !== '<=>')) return
    const left = columnBefore(tokens, i)
    const right = tokens[i + 1]
    if (!left || !right || isColumn(tokens, i + 1)) return
    fields.push({
      name: context.text.slice(left.start, left.end).replace(/^["`[]|["`\]]$/g, ''),
      value: context.text.slice(right.start, right.end),
      span: context.span(named(left)),
    })
  })
  return fields
}

/** The column in front of an operator, out of the functions around it: `lower(a.subdomain)`. */
function columnBefore(tokens: readonly SqlToken[], operator: number): SqlToken | undefined {
  let at = operator - 1
  while (tokens[at]?.kind === 'sign' && tokens[at]?.text === ')') at--
  const token = tokens[at]
  return token?.kind === 'word' || token?.kind === 'name' ? token : undefined
}

/** Whether a column of a table stands there: the other side of a join. */
function isColumn(tokens: readonly SqlToken[], at: number): boolean {
  const token = tokens[at]
  if (token?.kind !== 'word' && token?.kind !== 'name') return false
  return (
    tokens[at + 1]?.text === '.' ||
    (tokens[at + 1]?.text !== '(' && !/^(?:ANY|LOWER|UPPER|NULL|TRUE|FALSE)$/.test(token.text))
  )
}

function fieldsIn(context: QueryContext, group: readonly SqlToken[]): KeyField[] {
  const names = new Set(columnsOf(group))
  return group
    .filter((token) => (token.kind === 'word' || token.kind === 'name') && names.has(named(token).name))
    .map((token) => ({
      name: context.text.slice(named(token).start, named(token).end),
      span: context.span(named(token)),
    }))
}

function tableAfter(context: QueryContext, tokens: readonly SqlToken[], words: readonly string[]): string {
  const at = tokens.findIndex(({ kind, text }) => kind === 'word' && words.includes(text))
  const cursor = new Cursor(tokens)
  cursor.at = at + 1
  if (at < 0) return ''
  cursor.take('INTO')
  cursor.take('ONLY')
  const found = cursor.name()
  return found ? context.text.slice(found.start, found.end) : ''
}

function indexOfWords(tokens: readonly SqlToken[], words: readonly string[]): number {
  return tokens.findIndex((_, i) =>
    words.every((word, k) => tokens[i + k]?.kind === 'word' && tokens[i + k]?.text === word),
  )
}

function use(kind: KeyUse['kind'], store: string, call: string, fields: readonly KeyField[]): KeyUse {
  const first = fields.find(({ name }) => isAccountName(name)) ?? (fields[0] as KeyField)
  return { kind, system: 'sql', span: first.span, store, call, fields }
}
