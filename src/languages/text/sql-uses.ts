import type { ListSite, TestSite, Use } from '../../sites.js'
import { spanOf } from '../site.js'
import { closing, enclosing, itemsBetween } from './operands.js'
import { STRING_MARK } from './tokens.js'
import type { Code } from './uses.js'

const NAME = `[\\w.\`"$@:[\\]${STRING_MARK}]+`
const OPERATOR =
  /(?:<>|!=|:=|==?|\b(?:NOT\s+)?(?:I?LIKE|RLIKE|REGEXP|GLOB|SIMILAR\s+TO)\b|!?~~?\*?)\s*(?:BINARY\s*)?$/i
const PATTERN = /^(?:NOT\s+)?(?:RLIKE|REGEXP)$|^!?~\*?$/i
/** Words that stand in front of a bracket without being a function. */
const NO_FUNCTION =
  /^(?:VALUES|VALUE|IN|CHECK|AND|OR|NOT|AS|ON|WHERE|SET|DEFAULT|KEY|WHEN|THEN|ELSE|SELECT|RETURNS|ENUM)$/i
const REPLACING = /^(?:REGEXP_)?REPLACE$/i
const CUTTING = /^(?:SPLIT_PART|SUBSTRING_INDEX|STRING_SPLIT|REGEXP_SUBSTR|[LR]?TRIM|STUFF)$/i
const SEARCHING = /^(?:INSTR|LOCATE|POSITION|STRPOS|CHARINDEX|STARTS_WITH|ENDS_WITH|CONTAINS|FIND_IN_SET)$/i
const JOINING = /^(?:CONCAT|CONCAT_WS|FORMAT|LOWER|UPPER|TRIM|COALESCE|IFNULL|NULLIF|CAST|TO_JSON)$/i
const CALLING = /(?:^|[._])http_(?:get|post|put|patch|delete|request)$|^http(?:_post|_get)?$/i

/** What the string expression at `[start, end)` of the masked text of SQL is for. */
export function sqlUses(code: Code, start: number, end: number, depth = 0): Use[] {
  const from = statementStart(code, start)
  const left = code.masked.slice(Math.max(from, start - 2000), start)
  const operator = OPERATOR.exec(left)
  if (/\bCOMMENT\s*=?\s*$|^\s*COMMENT\s+ON\b.*\bIS\s*$/is.test(left)) return [{ is: 'prose' }]
  if (operator) return operatorUses(code, { from, start, end, left, operator: operator[0].trim() })
  if (/\bDEFAULT\s*\(?\s*$/i.test(left)) return [stored('DEFAULT', columnBefore(code, start))]
  const arm = armOf(code, start, left)
  if (arm) return [arm]
  const around = enclosing(code.masked, start)
  if (around?.char === '(' && around.open >= from) {
    const head = code.masked.slice(Math.max(from, around.open - 300), around.open)
    const uses = bracketUses(code, head, around, depth)
    if (uses) return uses
  }
  if (/^\s*INSERT\b/i.test(left)) return [stored('INSERT', undefined)]
  return [{ is: 'unknown', note: 'a value of a query' }]
}

/** How far a statement is followed: those of a dump hold thousands of rows. */
const LIMIT = 10_000

function statementStart({ masked }: Code, at: number): number {
  const first = Math.max(0, at - LIMIT)
  const before = masked.slice(first, at)
  const from = before.lastIndexOf(';') + 1
  return first + from + (/^\s*/.exec(before.slice(from))?.[0].length ?? 0)
}

interface Compared {
  from: number
  start: number
  end: number
  left: string
  operator: string
}

/** `column = '…'`: set in an update, compared everywhere else. */
function operatorUses(code: Code, at: Compared): Use[] {
  const { left, operator } = at
  const before = left.slice(0, left.length - (OPERATOR.exec(left)?.[0].length ?? 0)).trimEnd()
  const name = new RegExp(`${NAME}$`).exec(before)?.[0] ?? ''
  const nameAt = at.start - left.length + before.length - name.length
  const column = original(code, nameAt, nameAt + name.length)
  if (operator === ':=' || (operator === '=' && column.startsWith('@')))
    return [{ is: 'binding', name: column.replace(/^@+/, '') }]
  const clause = [...before.matchAll(/\b(?:SET|WHERE|HAVING|ON|WHEN|CHECK|SELECT|IF)\b/gi)].at(-1)?.[0]
  if (operator === '=' && /^SET$/i.test(clause ?? '')) return [stored('UPDATE', column.replace(/^.*\./, ''))]
  const isNegated = /^(?:NOT|!|<>)/i.test(operator)
  if (PATTERN.test(operator)) {
    const string = code.stringAt(at.start)
    const source = string ? code.source.text.slice(string.from, string.to) : '*'
    const flags = /\*$/.test(operator) ? 'i' : ''
    return [
      {
        is: 'pattern',
        of: { dialect: 'ere', source, flags, op: 'test', ...(isNegated && { denies: true }) },
      },
    ]
  }
  const test = name === '' || code.stringAt(at.start) === undefined ? undefined : testOf(code, at, nameAt)
  return [{ is: 'compare', operator, ...(column && { with: column }), ...(test && { test }) }]
}

function testOf(code: Code, { from, start, end, operator }: Compared, nameAt: number): TestSite {
  const { base, source } = code
  const isNegated = /^(?:NOT|!|<>)/i.test(operator)
  const token = code.stringAt(start)
  const text = token ? source.text.slice(token.from, token.to) : ''
  const isLike = /LIKE$/i.test(operator)
  const how = !isLike || !text.includes('%') ? undefined : likeOf(text)
  return {
    span: spanOf(source, base + nameAt, base + end),
    operand: spanOf(source, base + start, base + end),
    join: isNegated ? '&&' : '||',
    joint: isNegated ? 'AND' : 'OR',
    joined: false,
    grouped: false,
    pure: true,
    chain: original(code, from, Math.min(statementEnd(code, end), from + 1000)),
    ...(how && { how }),
  }
}

function likeOf(text: string): NonNullable<TestSite['how']> {
  if (/^%.*%$/s.test(text)) return 'contains'
  return text.startsWith('%') ? 'ends' : 'begins'
}

function statementEnd({ masked }: Code, at: number): number {
  const end = masked.slice(at, at + LIMIT).indexOf(';')
  return end < 0 ? Math.min(masked.length, at + LIMIT) : at + end
}

/** Inside brackets: a list that is searched, the arguments of a function, a row. */
function bracketUses(
  code: Code,
  head: string,
  { open, commas }: { open: number; commas: number },
  depth: number,
): Use[] | undefined {
  const searched = new RegExp(`(${NAME})\\s+(NOT\\s+)?IN\\s*$`, 'i').exec(head)
  if (searched) return [listOf(code, open, searched)]
  if (
    /(?:\bVALUES?|\bROW|,|\))\s*$/i.test(head) &&
    /\b(?:INSERT|REPLACE)\s/i.test(code.masked.slice(statementStart(code, open), open))
  )
    return [stored('INSERT', columnOfRow(code, open, commas))]
  const name = /([\w.]+)\s*$/.exec(head)?.[1]
  if (name === undefined || NO_FUNCTION.test(name)) return undefined
  if (new RegExp(`\\bINTO\\s+${NAME}\\s*$`, 'i').test(head)) return undefined
  const close = closing(code.masked, open)
  const args =
    close < 0 ? [] : itemsBetween(code.masked, open + 1, close).map(([a, b]) => original(code, a, b))
  const subject = args[0] ?? '*'
  const call = (callee: string, index: number, rest = args): Use => ({
    is: 'argument',
    callee,
    as: name,
    index,
    args: rest,
  })
  if (REPLACING.test(name)) return [call(`${subject}.replace`, Math.max(0, commas - 1), args.slice(1))]
  if (CUTTING.test(name)) return [call(`${subject}.split`, 0, args.slice(1))]
  if (SEARCHING.test(name)) return [call(`${subject}.indexOf`, 0, args.slice(1))]
  if (CALLING.test(name) && commas === 0) return [call('fetch', 0)]
  if (JOINING.test(name) && close > 0 && depth < 3) {
    const whole = sqlUses(code, open - name.length, close + 1, depth + 1)
    const part: Use = {
      is: 'part',
      before: commas > 0 ? '*' : '',
      after: commas < args.length - 1 ? '*' : '',
    }
    return /^CONCAT/i.test(name) ? [part, ...whole] : whole
  }
  return [call(name, commas)]
}

function listOf(code: Code, open: number, [, name = '', negation]: RegExpExecArray): Use {
  const items = itemsBetween(code.masked, open + 1, Math.max(open + 1, closing(code.masked, open)))
  const of: ListSite = {
    form: 'array',
    items: items.map(([from, to]) => {
      const string = code.stringAt(from)
      const text = string ? code.source.text.slice(string.from, string.to) : original(code, from, to)
      return { text, span: spanOf(code.source, code.base + from, code.base + to) }
    }),
    uses: [{ is: 'compare', operator: negation ? 'NOT IN' : 'IN', with: name }],
  }
  return { is: 'element', of }
}

/** A value that rows hold, or will hold. */
function stored(callee: 'INSERT' | 'UPDATE' | 'DEFAULT', column: string | undefined): Use {
  const name = column === undefined ? undefined : unquoted(column)
  return { is: 'argument', callee, as: callee, index: 0, ...(name && { name }) }
}

/** The column of a definition that `at` stands in: the first word behind the comma or bracket before it. */
function columnBefore(code: Code, at: number): string | undefined {
  // `DEFAULT ('…')`
  const opened = /\(\s*$/.exec(code.masked.slice(Math.max(0, at - 50), at))?.[0].length ?? 0
  const around = enclosing(code.masked, at - opened)
  const inside = around?.char === '(' ? around.open + 1 : statementStart(code, at)
  const items = itemsBetween(code.masked, inside, at - opened)
  const last = items.at(-1)
  if (!last) return undefined
  const text = original(code, last[0], last[1])
  const altered =
    /\b(?:ADD|ALTER|MODIFY|CHANGE)\s+(?!TABLE\b)(?:COLUMN\s+)?(?:IF\s+NOT\s+EXISTS\s+)?(\S+)/i.exec(text)
  return altered?.[1] ?? /^\S+/.exec(text)?.[0]
}

/** The name at place `index` of `INSERT INTO t (a, b) VALUES`. */
function columnOfRow(code: Code, row: number, index: number): string | undefined {
  const from = statementStart(code, row)
  const head = /\bINTO\s+[^\s(]+\s*\(/i.exec(code.masked.slice(from, row + 1))
  if (!head) return undefined
  const open = from + head.index + head[0].length - 1
  const names = itemsBetween(code.masked, open + 1, Math.max(open + 1, closing(code.masked, open)))
  const name = open === row ? undefined : names[index]
  return name && original(code, name[0], name[1])
}

/** `CASE zone WHEN 'ru' THEN '…' ELSE '…' END`. */
function armOf(code: Code, start: number, left: string): Use | undefined {
  const arm = /\b(THEN|ELSE)\s*$/i.exec(left)
  const head = arm ? left.toUpperCase().lastIndexOf('CASE') : -1
  if (!arm || head < 0) return undefined
  const from = start - left.length + head
  const to = code.masked.slice(from, from + LIMIT).search(/\bEND\b/i)
  const tests = original(code, from, start)
  const whole = original(code, from, to < 0 ? start : from + to)
  const isElse = /^ELSE$/i.test(arm[1] as string)
  const others = [...whole.matchAll(/\b(?:THEN|ELSE)\s+'([^']*)'/gi)].map(([, text]) => text as string)
  const own = code.stringAt(start)
  const text = own ? code.source.text.slice(own.from, own.to) : ''
  return {
    is: 'arm',
    test: tests.replace(/\s+(?:THEN|ELSE)\s*$/i, '').replace(/^CASE\s*/i, ''),
    arm: isElse ? 'else' : 'case',
    other: others.filter((other) => other !== text),
    ...(!isElse && { label: /\bWHEN\s+(.*?)\s+THEN\s*$/is.exec(tests)?.[1] ?? '' }),
  }
}

function original(code: Code, from: number, to: number): string {
  return code.source.text.slice(code.base + from, code.base + to)
}

function unquoted(name: string): string {
  return name.replace(/^["`[]|["`\]]$/g, '')
}
