import type { KeyUse, TableSite } from '../../storage.js'
import { isTransparent, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { Extractor, StorageContext } from '../storage/context.js'
import { sqlFacts } from './facts.js'
import { FILLED } from './tokens.js'

const SQL =
  /^\s*(?:--[^\n]*\n\s*)*(?:CREATE\s+(?:UNIQUE\s+INDEX|(?:TEMP\w*\s+|UNLOGGED\s+)?TABLE)|ALTER\s+TABLE|INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|MERGE\s+INTO|SELECT\b[\s\S]*\bFROM\b|UPDATE\s+\S+\s+SET\b|DELETE\s+FROM|WITH\s+\w+\s+AS|IF\s+(?:NOT\s+EXISTS|EXISTS|OBJECT_ID)\s*\([\s\S]*\bCREATE\s+TABLE\b)/i
const MIGRATION = /(?:^|\/)(?:migrations?|migrate|versions)\/|(?:^|\/)m\d{6}_\d{6}_|(?:^|\/)Version\d{8,}/i

/** SQL in texts of code: queries, and the statements that make tables. Values that are filled in stand for values. */
export const sqlStrings: Extractor = {
  hint: /\b(?:CREATE\s+(?:UNIQUE|TEMP|TABLE|UNLOGGED)|ALTER\s+TABLE|INSERT\s|REPLACE\s+INTO|MERGE\s+INTO|SELECT\s|UPDATE\s|DELETE\s+FROM)/i,
  extract(context) {
    const tables: TableSite[] = []
    const uses: KeyUse[] = []
    const part = MIGRATION.test(context.path) ? 'migration' : 'schema'
    for (const node of context.tree.nodes) {
      if (!isOutermost(node)) continue
      const text = masked(context, node)
      if (!SQL.test(text)) continue
      const facts = sqlFacts(text, part, ({ start, end }) =>
        context.span({ start: node.start + start, end: node.start + end }),
      )
      tables.push(...facts.tables)
      if (part !== 'migration') uses.push(...facts.uses)
    }
    return { tables, uses }
  },
}

/** A text, or texts put together with `+`, that is no part of a larger one. */
function isOutermost(node: Node): boolean {
  if (!isText(node)) return false
  let parent = node.parent
  while (parent && isTransparent(parent)) parent = parent.parent
  return !parent || !(parent.type === 'BinaryExpression' && parent.operator === '+')
}

function isText(node: Node): boolean {
  if (node.type === 'Literal') return typeof node.value === 'string' && node.end - node.start > 12
  if (node.type === 'TemplateLiteral') return true
  return node.type === 'BinaryExpression' && node.operator === '+' && hasText(node)
}

function hasText(node: Node): boolean {
  const at = unwrap(node)
  if (at.type === 'BinaryExpression') return hasText(at.left) || hasText(at.right)
  return at.type === 'TemplateLiteral' || (at.type === 'Literal' && typeof at.value === 'string')
}

/**
 * The source of a text with everything but its characters taken out, of the same length: white space for quotes, operators
 * and escapes, `FILLED` for values.
 */
function masked(context: StorageContext, node: Node): string {
  const length = node.end - node.start
  const out = new Array<string>(length).fill(' ')
  const put = (from: number, to: number, text?: string) => {
    for (let i = from; i < to; i++)
      out[i - node.start] = text === undefined ? FILLED : (text[i - from] as string)
  }
  const show = (start: number, end: number) =>
    put(
      start,
      end,
      context.text
        .slice(start, end)
        .replace(/\\[nrt]/g, '  ')
        .replace(/\\(["'`$])/g, ' $1')
        .replace(/\\\r?\n/g, (all) => ' '.repeat(all.length)),
    )
  const visit = (each: Node): void => {
    const at = unwrap(each)
    if (at.type === 'BinaryExpression' && at.operator === '+') {
      visit(at.left)
      visit(at.right)
    } else if (at.type === 'TemplateLiteral') {
      for (const quasi of at.quasis as Node[]) {
        const { start, end } = charactersOf(context, quasi)
        show(start, end)
      }
      for (const hole of at.expressions as Node[]) put(hole.start, Math.max(hole.end, hole.start + 1))
    } else if (at.type === 'Literal' && typeof at.value === 'string') {
      const content = (at.content as { start: number; end: number } | undefined) ?? {
        start: at.start + 1,
        end: at.end - 1,
      }
      show(content.start, content.end)
    } else put(at.start, at.end)
  }
  visit(node)
  return out.join('')
}

/** The characters of a run of a template: parsers differ in whether its range holds the delimiters. */
function charactersOf({ text }: StorageContext, quasi: Node): { start: number; end: number } {
  if (quasi.content) return quasi.content as { start: number; end: number }
  const written = text.slice(quasi.start, quasi.end)
  const head = /^[`}]/.exec(written)?.[0].length ?? 0
  const tail = /(?:`|\$\{)$/.exec(written.slice(head))?.[0].length ?? 0
  const raw = quasi.value?.raw as string | undefined
  const isInside = raw !== undefined && raw.replace(/\r\n?/g, '\n') === written.replace(/\r\n?/g, '\n')
  return isInside ? quasi : { start: quasi.start + head, end: quasi.end - tail }
}
