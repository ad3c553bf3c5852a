import type { Source } from '../../files/source.js'
import type { ListSite, PatternSite, Use } from '../../sites.js'
import { spanOf } from '../site.js'
import type { Lexicon } from './lexicon.js'
import { closing, enclosing, itemsBetween, operandEnd, operandStart } from './operands.js'
import type { Token } from './tokens.js'

/** A piece of code as the lexer sees it; `masked` has the same indices as `text`, counted from `base`. */
export interface Code {
  source: Source
  lexicon: Lexicon
  masked: string
  base: number
  tokens: readonly Token[]
  /** The string token that starts at an index of the masked text. */
  stringAt(index: number): Token | undefined
}

const FORMATTERS =
  /^(?:v?s?printf|format|String\.format|string\.Format|fmt\.Sprintf|fmt\.Errorf|trim|rtrim|ltrim|strtolower|str\.format|lower|strings\.ToLower|concat)$/
const PATTERNS =
  /(?:^|[.:>\\])(?:preg_\w+|re\.\w+|regexp\.\w+|Regexp\.new|Regex|Regex\.\w+|Pattern\.compile|MustCompile|matches|replaceAll|mb_ereg\w*|Str::isMatch|RegExp)$/
const NO_CALL =
  /^(?:if|elseif|elsif|while|for|foreach|switch|match|return|and|or|not|in|echo|print|catch|array|list|function|fn|use)$/

/** What the string expression at `[start, end)` of the masked text is for; best effort, never empty. */
export function usesOf(code: Code, start: number, end: number, depth = 0): Use[] {
  if (code.lexicon.language === 'css') return [{ is: 'argument', callee: 'url', index: 0 }]
  const pattern = regexAt(code, start)
  if (pattern) return [{ is: 'pattern', of: pattern }]
  const near = operatorUses(code, start, end, depth)
  const uses = near.length > 0 || depth >= 3 ? near : bracketUses(code, start, end, depth)
  return uses.length > 0 || depth > 0 ? uses : [{ is: 'unknown', note: 'no grammar for this language' }]
}

function operatorUses(code: Code, start: number, end: number, depth: number): Use[] {
  const { masked, lexicon } = code
  const left = masked.slice(Math.max(0, start - 300), start)
  const right = masked.slice(end, end + 200)
  const at = (offset: number): string => original(code, offset, operandEnd(masked, offset, lexicon))
  const rightCompare = /^\s*(===|!==|==|!=|<>|=~|!~|(?:not\s+)?in\b)\s*/.exec(right)
  if (rightCompare) return [compare(rightCompare[1] as string, at(end + rightCompare[0].length))]
  const leftCompare = /(===|!==|==|!=|<>|=~|!~|\b(?:not\s+)?in|\blike|\bLIKE)\s*$/.exec(left)
  if (leftCompare) {
    const to = start - leftCompare[0].length
    return [compare(leftCompare[1] as string, original(code, operandStart(masked, to, lexicon), to))]
  }
  if (/\b(?:case|when)\s*$/.test(left)) return [{ is: 'case' }]
  const arrow = /(?:=>)\s*$/.exec(left)
  if (arrow) return entryUse(code, start - arrow[0].length, depth)
  if (/^\s*=>/.test(right)) return [inMatch(code, start) ? { is: 'case' } : { is: 'key', of: [] }]
  const fallback = /(\?\?|\?:|\|\||\bor|\?\s*:)\s*$/.exec(left)
  if (fallback && lexicon.language !== 'sql') {
    const to = start - fallback[0].length
    const of = original(code, operandStart(masked, to, lexicon), to)
    return [
      { is: 'default', of },
      ...(depth < 3 ? usesOf(code, operandStart(masked, to, lexicon), end, depth + 1) : []),
    ]
  }
  const arm = armUse(code, start, end)
  if (arm) return [arm]
  if (/\breturn\s*$/.test(left)) return [{ is: 'return', from: functionBefore(masked, start) }]
  const assigned = /([$@\w>\-:.[\]\\\ue001]*[\w\]\ue001])\s*(?::=|[.+?|]*=)\s*$/.exec(left)
  if (assigned && enclosing(masked, start)?.char !== '(') {
    const to = start - assigned[0].length
    const name = original(code, to, to + (assigned[1] as string).length).replace(/^\$/, '')
    return [{ is: 'binding', name }]
  }
  const method = /^\s*\??\.\s*(\w+)\s*\(/.exec(right)
  if (method && lexicon.language !== 'php') {
    const name = method[1] as string
    const close = closing(masked, end + method[0].length - 1)
    if (/^(?:format|strip|lower|trim|concat|freeze|toLowerCase)$/.test(name) && close > 0 && depth < 3)
      return usesOf(code, start, close + 1, depth + 1)
    return [{ is: 'receiver', method: name }]
  }
  return []
}

function compare(operator: string, other: string): Use {
  return { is: 'compare', operator: operator.trim(), ...(other && { with: other }) }
}

/** `'key' => 'value'`, and an arm of PHP's `match`. `arrow` is the index of the arrow. */
function entryUse(code: Code, arrow: number, depth: number): Use[] {
  const to = arrow - (/\s*$/.exec(code.masked.slice(Math.max(0, arrow - 50), arrow))?.[0].length ?? 0)
  const string = code.tokens.find((token) => token.kind === 'string' && token.end - code.base === to)
  const key = string
    ? code.source.text.slice(string.from, string.to)
    : (/[\w:$\\>-]+$/.exec(code.masked.slice(Math.max(0, to - 80), to))?.[0] ?? '')
  const subject = matchSubject(code, arrow)
  if (subject !== undefined) {
    return [{ is: 'arm', test: subject, arm: 'case', other: otherArms(code, arrow), label: key }]
  }
  const around = enclosing(code.masked, arrow)
  const of =
    around && depth < 3 ? usesOf(code, around.open, closing(code.masked, around.open) + 1, depth + 1) : []
  return [{ is: 'entry', key, of }]
}

/** Texts of the other arms of the `match` around an arrow. */
function otherArms(code: Code, arrow: number): string[] {
  const open = enclosing(code.masked, arrow)?.open ?? arrow
  const close = closing(code.masked, open)
  return code.tokens
    .filter((t) => t.kind === 'string' && t.start - code.base > open && t.end - code.base < close)
    .filter((t) => /=>\s*$/.test(code.masked.slice(open, t.start - code.base)))
    .filter(
      (t) => t.start - code.base < arrow || /\S/.test(code.masked.slice(arrow + 2, t.start - code.base)),
    )
    .map((t) => code.source.text.slice(t.from, t.to))
}

function inMatch(code: Code, at: number): boolean {
  return matchSubject(code, at) !== undefined
}

/** What PHP's `match (…) {` around an index decides on. */
function matchSubject(code: Code, at: number): string | undefined {
  const around = enclosing(code.masked, at)
  if (around?.char !== '{') return undefined
  const head = /\bmatch\s*\(([^{}]*)\)\s*$/.exec(
    code.masked.slice(Math.max(0, around.open - 200), around.open),
  )
  return head?.[1]?.trim()
}

/** `test ? then : else` inside one statement, and Python's `a if test else b`. */
function armUse(code: Code, start: number, end: number): Use | undefined {
  const { masked } = code
  const from =
    Math.max(masked.lastIndexOf(';', start - 1), masked.lastIndexOf('{', start - 1), start - 600, -1) + 1
  const left = masked.slice(from, start)
  const right = masked.slice(end, end + 300)
  const others = (a: number, b: number): string[] =>
    code.tokens
      .filter((t) => t.kind === 'string' && t.start - code.base >= a && t.end - code.base <= b)
      .filter((t) => t.start - code.base >= end || t.end - code.base <= start)
      .map((t) => code.source.text.slice(t.from, t.to))
  const stop = end + ((code.lexicon.lineEnds ? /[;,\n)]/ : /[;,)]/).exec(right)?.index ?? right.length)
  const asked = /\?\s*$/.exec(left)
  if (asked && !/[?>]\s*$/.test(left.slice(0, asked.index))) {
    const question = from + asked.index
    const test = original(code, testStart(masked, question), question)
    return { is: 'arm', test, arm: 'then', other: others(end, stop) }
  }
  const otherwise = /\?(?![?>:.])([^?;]*[^:?]):\s*$/.exec(left)
  if (otherwise) {
    const question = from + otherwise.index
    const test = original(code, testStart(masked, question), question)
    return { is: 'arm', test, arm: 'else', other: others(question, start) }
  }
  if (code.lexicon.language !== 'python') return undefined
  const test = /^\s+if\s+(.+?)\s+else\b/.exec(right)
  if (test) {
    const at = end + test[0].indexOf(test[1] as string)
    return {
      is: 'arm',
      test: original(code, at, at + (test[1] as string).length),
      arm: 'then',
      other: others(end, stop),
    }
  }
  const before = /\bif\s+(.+?)\s+else\s*$/.exec(left)
  if (!before) return undefined
  const at = start - before[0].length + before[0].indexOf(before[1] as string)
  return {
    is: 'arm',
    test: original(code, at, at + (before[1] as string).length),
    arm: 'else',
    other: others(from, start),
  }
}

/** Where the condition in front of the `?` at `question` starts: behind an assignment, a comma or an open bracket. */
function testStart(masked: string, question: number): number {
  let depth = 0
  let i = question
  for (; i > 0 && question - i < 600; i--) {
    const char = masked[i - 1] as string
    if (')]}'.includes(char)) depth++
    else if ('([{'.includes(char)) {
      if (depth === 0) break
      depth--
    } else if (depth === 0 && (char === ';' || char === ',')) break
    else if (
      depth === 0 &&
      char === '=' &&
      !/[=!<>]/.test(masked[i - 2] ?? '') &&
      !/[=>]/.test(masked[i] ?? '')
    )
      break
    else if (depth === 0 && char === '>' && masked[i - 2] === '=') break
  }
  return i + (/^\s*(?:(?:return|echo|print)\b\s*)?/.exec(masked.slice(i, question))?.[0].length ?? 0)
}

function bracketUses(code: Code, start: number, end: number, depth: number): Use[] {
  const { masked } = code
  const around = enclosing(masked, start)
  if (!around) return []
  const before = masked.slice(Math.max(0, around.open - 120), around.open)
  const callee = /((?:new\s+)?[\w$\\@]+(?:(?:->|::|\?->|\.|\?\.)[\w$]+(?:\(\))?)*)\s*$/.exec(before)?.[1]
  if (around.char === '(' && callee && !NO_CALL.test(callee))
    return callUses(code, start, end, around, callee, depth)
  const isIndex = around.char === '[' && /[\w\])]$/.test(before)
  if (isIndex) return [{ is: 'key', of: [] }]
  if (around.char === '(' && !/(?:\barray|\blist|[=(,[{+]|\bin|\breturn|:)\s*$/.test(before)) return []
  if (/^\s*:(?!:)/.test(masked.slice(end, end + 20)) && around.char === '{') return [{ is: 'key', of: [] }]
  const key = /([\w$-]+|\ue001+)\s*:\s*$/.exec(masked.slice(Math.max(around.open, start - 120), start))
  const close = closing(masked, around.open)
  if (key && around.char === '{') {
    const to = start - key[0].length
    const name = original(code, to, to + (key[1] as string).length).replace(/^["']|["']$/g, '')
    return [{ is: 'entry', key: name, of: usesOf(code, around.open, close + 1, depth + 1) }]
  }
  if (around.char === '{' && !/[\w\]>]\s*$|[=(,:]\s*$/.test(before)) return []
  if (around.char === '{' && /\)\s*$|\b(?:else|do|try|match|class|func|function)\b[^=]*$/.test(before))
    return []
  const of = listAt(code, around.open, close, depth)
  return of ? [{ is: 'element', of }] : []
}

function callUses(
  code: Code,
  start: number,
  end: number,
  around: { open: number; commas: number },
  callee: string,
  depth: number,
): Use[] {
  const { masked } = code
  if (FORMATTERS.test(callee) && depth < 3) {
    const close = closing(masked, around.open)
    const outer = close > 0 ? usesOf(code, around.open - callee.length, close + 1, depth + 1) : []
    if (outer.length > 0) return outer
  }
  const construct = /^new\s/.test(callee)
  const plain = callee.replace(/^new\s+/, '')
  const dotted = dottedCallee(plain)
  const receiver = dotted.slice(0, Math.max(0, dotted.lastIndexOf('.')))
  const named = /(?:^|[(,])\s*(\w+)\s*[=:]\s*$/.exec(masked.slice(around.open, start))?.[1]
  const argument: Use = {
    is: 'argument',
    callee: dotted,
    index: around.commas,
    ...(named && { name: named }),
    ...(receiver && { receiver }),
    ...(construct && { construct }),
    args: argumentsOf(code, around.open),
  }
  const pattern = around.commas === 0 && PATTERNS.test(plain) ? patternAt(code, start, end, plain) : undefined
  return pattern ? [{ is: 'pattern', of: pattern }, argument] : [argument]
}

/** A regular expression of JavaScript that is written out, and what the code around does with it. */
function regexAt(code: Code, start: number): PatternSite | undefined {
  const token = code.lexicon.language === 'javascript' ? code.stringAt(start) : undefined
  if (!token?.form?.regex) return undefined
  const end = token.end - code.base
  const flags = /^[a-z]*/.exec(code.masked.slice(end, end + 10))?.[0] ?? ''
  const method = /^\s*\.\s*(test|exec)\s*\(/.exec(code.masked.slice(end + flags.length, end + 40))?.[1]
  const taker = /\.(match|matchAll|search|replace|replaceAll|split)\s*\(\s*$/.exec(
    code.masked.slice(Math.max(0, start - 40), start),
  )?.[1]
  return {
    dialect: 'js',
    source: code.source.text.slice(token.from, token.to),
    flags,
    op: method === 'test' ? 'test' : (OPERATIONS[method ?? taker ?? ''] ?? 'unknown'),
  }
}

const OPERATIONS: Readonly<Record<string, PatternSite['op']>> = {
  exec: 'capture',
  match: 'capture',
  matchAll: 'capture',
  search: 'capture',
  replace: 'replace',
  replaceAll: 'replace',
  split: 'split',
}

/** `$this->http->get`, `Str::contains`, `\\Foo\\bar` in dots, as every language names a callee. */
function dottedCallee(callee: string): string {
  return callee.replace(/\?->|->|::|\?\.|\\/g, '.').replace(/^\.|\$/g, '')
}

/** All arguments of a call as written, shortened. */
function argumentsOf(code: Code, open: number): string[] {
  const close = closing(code.masked, open)
  if (close < 0) return []
  return itemsBetween(code.masked, open + 1, close).map(([from, to]) => original(code, from, to))
}

function patternAt(code: Code, start: number, end: number, callee: string): PatternSite {
  const token = code.stringAt(start)
  const written = token ? code.source.text.slice(token.from, token.to) : original(code, start, end)
  const pcre = code.lexicon.language === 'php' ? /^([^\w\s\\])([\s\S]*)\1(\w*)$/.exec(written) : null
  const replaces = /replace|\bsub\b|gsub/i.test(callee)
  const replacement = replaces
    ? code.stringAt(end + (/^\s*,\s*/.exec(code.masked.slice(end))?.[0].length ?? 0))
    : undefined
  return {
    dialect: code.lexicon.dialect ?? 'pcre',
    source: pcre ? (pcre[2] as string) : written,
    flags: pcre ? (pcre[3] as string) : '',
    op: replaces
      ? 'replace'
      : /split/i.test(callee)
        ? 'split'
        : /compile|MustCompile|new$/i.test(callee)
          ? 'unknown'
          : 'test',
    ...(replacement && { replacement: code.source.text.slice(replacement.from, replacement.to) }),
  }
}

function listAt(code: Code, open: number, close: number, depth: number): ListSite | undefined {
  if (close < 0) return undefined
  const items = itemsBetween(code.masked, open + 1, close)
  if (items.length > 1000) return undefined
  const uses = usesOf(code, listStart(code.masked, open), close + 1, depth + 1)
  const holder = uses.find((use) => use.is === 'binding')
  return {
    form: 'array',
    ...(holder?.is === 'binding' && { name: holder.name }),
    items: items.map(([from, to]) => {
      const token = code.stringAt(from)
      const isWhole = token && token.end - code.base === to
      const span = spanOf(code.source, code.base + from, code.base + to)
      return isWhole ? { text: code.source.text.slice(token.from, token.to), span } : { span }
    }),
    uses,
  }
}

/** Start of `[`, `array(`, `[]string{`, `new[] {`: what stands in front belongs to the list. */
function listStart(masked: string, open: number): number {
  const head = /(?:\barray\s*|\[\d*\][\w.]+\s*|new\s*\w*\s*(?:\[\])?\s*)$/.exec(
    masked.slice(Math.max(0, open - 60), open),
  )
  return open - (head?.[0].length ?? 0)
}

function functionBefore(masked: string, at: number): string {
  const names = [
    ...masked
      .slice(Math.max(0, at - 4000), at)
      .matchAll(/\b(?:function|def|func|fun|fn)\s+(?:\([^)]*\)\s*)?&?(\w+)/g),
  ]
  return names.at(-1)?.[1] ?? ''
}

/** The source as written for a range of the masked text, white space trimmed, at most 200 characters. */
function original(code: Code, from: number, to: number): string {
  return code.source.text
    .slice(code.base + from, code.base + to)
    .trim()
    .slice(0, 200)
}
