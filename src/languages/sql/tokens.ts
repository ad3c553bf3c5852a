/** A token of SQL, whatever the dialect; UTF-16 indices of the text that was given. */
export interface SqlToken {
  /** `name` is a quoted identifier, `value` stands for a string, number, parameter, or something filled in. */
  kind: 'word' | 'name' | 'value' | 'sign'
  /** Upper case for words, the bare name for quoted identifiers. */
  text: string
  start: number
  end: number
}

/** Stands in a text for what code fills in at that place. */
export const FILLED = '\u0001'

const TOKEN = new RegExp(
  [
    String.raw`(?<skip>\s+|--[^\n]*|#(?![>-])[^\n]*|/\*[\s\S]*?(?:\*/|$))`,
    String.raw`(?<dollar>\$(?<tag>[A-Za-z_]*)\$[\s\S]*?(?:\$\k<tag>\$|$))`,
    String.raw`(?<string>[NnEeBbXx]?'(?:[^'\\]|''|\\[\s\S])*(?:'|$))`,
    String.raw`(?<quoted>"(?:[^"]|"")*"|\x60(?:[^\x60]|\x60\x60)*\x60|\[[A-Za-z_][^\]\n]*\])`,
    String.raw`(?<filled>\u0001+)`,
    String.raw`(?<param>\$\d+|[:@][A-Za-z_]\w*|\?\d*|%\(\w+\)s|%[sd]|\{\{?[\w.$ ]*\}?\})`,
    String.raw`(?<number>\d[\w.]*)`,
    String.raw`(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`,
    String.raw`(?<sign>::|<>|!=|<=|>=|\|\||:=|[\s\S])`,
  ].join('|'),
  'y',
)

/** Every token of a text; comments and white space are left out, bodies of functions are one value. */
export function sqlTokens(text: string): SqlToken[] {
  const tokens: SqlToken[] = []
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const { skip, quoted, word, sign } = match.groups as Record<string, string | undefined>
    const [start, end] = [match.index, match.index + match[0].length]
    if (end === start) break
    if (skip !== undefined) continue
    if (quoted !== undefined) tokens.push({ kind: 'name', text: quoted.slice(1, -1), start, end })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word.toUpperCase(), start, end })
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, start, end })
    else tokens.push({ kind: 'value', text: match[0], start, end })
  }
  return tokens
}

/** Statements of a text: cut at `;`, at `GO` and `\` commands of clients on lines of their own. */
export function sqlStatements(text: string): SqlToken[][] {
  const statements: SqlToken[][] = []
  let current: SqlToken[] = []
  let depth = 0
  for (const token of sqlTokens(withoutRows(text))) {
    if (token.kind === 'sign' && token.text === '(') depth++
    if (token.kind === 'sign' && token.text === ')') depth = Math.max(0, depth - 1)
    if ((token.text === ';' && token.kind === 'sign') || isBatchEnd(text, token)) {
      if (current.length > 0) statements.push(current)
      current = []
      depth = 0
    } else {
      // A statement that another one begins behind without `;`: a new line that opens with its verb.
      if (depth === 0 && current.length > 0 && isVerbOnOwnLine(text, token)) {
        statements.push(current)
        current = []
      }
      current.push(token)
    }
  }
  if (current.length > 0) statements.push(current)
  return statements
}

function isBatchEnd(text: string, { kind, text: word, start, end }: SqlToken): boolean {
  return (
    kind === 'word' &&
    word === 'GO' &&
    /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, start - 20), start)) &&
    /^[ \t]*(?:\r?\n|$)/.test(text.slice(end, end + 20))
  )
}

const VERB =
  /(?:CREATE\s+(?:UNIQUE|TABLE|TEMP|UNLOGGED|INDEX|TYPE|VIEW|FUNCTION|TRIGGER|SCHEMA|DATABASE)|ALTER\s+TABLE|DROP\s+TABLE)\b/iy

function isVerbOnOwnLine(text: string, { kind, start }: SqlToken): boolean {
  VERB.lastIndex = start
  if (kind !== 'word' || !VERB.test(text)) return false
  // `IF OBJECT_ID('a') IS NULL` and `BEGIN` stand in lines of their own; what they lead to is moved in.
  let at = start
  while (at > 0 && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--
  return at === 0 || text[at - 1] === '\n' || text[at - 1] === '\r'
}

/** Rows that `COPY … FROM stdin;` is followed by are no SQL. Same length. */
function withoutRows(text: string): string {
  if (!/\bFROM\s+stdin/i.test(text)) return text
  return text.replace(
    /(\bFROM\s+stdin\b[^;]*;)([\s\S]*?\n\\\.|[\s\S]*$)/gi,
    (_, head: string, rows: string) => head + ' '.repeat(rows.length),
  )
}
