import type { FileModel } from '../languages/language.js'

/** Where in a file a mention stands, judged by the text of its line and the comments around it. */
export type Zone = 'code' | 'string' | 'comment' | 'prose'

/** One match of the old names with the text around it; what the predicates of `kept-reasons.ts` look at. */
export interface Mention {
  /** As written: `amocrm.com`, `AmoCRM`, `amocrm\.ru`. */
  token: string
  /** Text of the line in front of the token, at most `REACH` characters. */
  before: string
  /** Text of the line behind the token, at most `REACH` characters. */
  after: string
  zone: Zone
  /** Content of the string literal around the token when both of its quotes stand in the line. */
  literal: string | undefined
  /** Index of the token in `literal`. */
  literalAt: number
  /** The run of characters without space, quote or bracket around the token, and where the token begins in it. */
  chunk: string
  chunkAt: number
  /** File name ending in lower case, `''` when there is none. */
  ending: string
  /** File name in lower case. */
  name: string
  family: FileModel['family']
  /** Inside `<?php … ?>`. */
  php: boolean
  /** In a script file, or between `<script>` and `</script>`. */
  script: boolean
}

const REACH = 300
const CHUNK_END = /[\s"'`<>()[\]{},;|]/

/** What a mention needs to know of its file. */
export interface MentionFile {
  path: string
  text: string
  family: FileModel['family']
}

/** The mention at `[start, end)` (UTF-16 indexes of `file.text`). */
export function mentionAt(file: MentionFile, start: number, end: number): Mention {
  const { text } = file
  const name = file.path.slice(file.path.lastIndexOf('/') + 1).toLowerCase()
  const dot = name.lastIndexOf('.')
  const ending = dot >= 0 ? name.slice(dot + 1) : ''
  const before = lineBefore(text, start)
  const after = lineAfter(text, end)
  const token = text.slice(start, end)
  const left = before.length - [...before].reverse().findIndex((c) => CHUNK_END.test(c))
  const chunkStart = [...before].some((c) => CHUNK_END.test(c)) ? left : 0
  const right = after.search(CHUNK_END)
  const chunkBefore = before.slice(chunkStart)
  const php = isPhp(ending) && inPhp(text, start)
  const script = file.family === 'script' || (file.family === 'markup' && !php && inScript(text, start))
  const place = placeOf({ text, start, token, before, after, ending, name, family: file.family, php, script })
  return {
    token,
    before,
    after,
    ...place,
    chunk: chunkBefore + token + (right < 0 ? after : after.slice(0, right)),
    chunkAt: chunkBefore.length,
    ending,
    name,
    family: file.family,
    php,
    script,
  }
}

function lineBefore(text: string, at: number): string {
  const from = Math.max(0, at - REACH)
  const piece = text.slice(from, at)
  return piece.slice(Math.max(piece.lastIndexOf('\n'), piece.lastIndexOf('\r')) + 1)
}

function lineAfter(text: string, at: number): string {
  const piece = text.slice(at, at + REACH)
  const end = piece.search(/[\r\n]/)
  return end < 0 ? piece : piece.slice(0, end)
}

const PHP = ['php', 'phtml', 'php5', 'inc']

function isPhp(ending: string): boolean {
  return PHP.includes(ending)
}

function inPhp(text: string, at: number): boolean {
  return text.lastIndexOf('<?', at) > text.lastIndexOf('?>', at)
}

function inScript(text: string, at: number): boolean {
  return text.lastIndexOf('<script', at) > text.lastIndexOf('</script', at)
}

const HASH = new Set(
  'rb rbi rbs py yml yaml sh bash zsh env example toml conf tf pl rake gemspec properties ini cfg mk php phtml php5 inc prisma graphql r ex exs nix jl service dockerignore gitignore'.split(
    ' ',
  ),
)
const HASH_NAMES =
  /^(dockerfile|makefile|gemfile|rakefile|procfile|caddyfile|\.env.*|\.gitignore|\.dockerignore|.*\.env)$/
const SLASH = new Set(
  'js cjs mjs jsx es6 ts cts mts tsx gs vue svelte php phtml php5 inc go cs java kt kts rs c h cc cpp hpp swift scala dart scss less groovy gradle proto sol zig mod'.split(
    ' ',
  ),
)
const DASH = new Set(['sql', 'lua', 'hs', 'elm'])
const DOCUMENT = new Set('md mdx markdown rst adoc txt tex log csv tsv license'.split(' '))
const TAGGED = new Set(
  'html htm xhtml xml svg twig hbs ejs vue svelte cshtml razor xaml resx csproj jsx tsx erb blade'.split(' '),
)

interface Around {
  text: string
  start: number
  token: string
  before: string
  after: string
  ending: string
  name: string
  family: FileModel['family']
  php: boolean
  script: boolean
}

type Place = Pick<Mention, 'zone' | 'literal' | 'literalAt'>

const at = (zone: Zone): Place => ({ zone, literal: undefined, literalAt: 0 })

function placeOf(around: Around): Place {
  const { ending, name } = around
  if (DOCUMENT.has(ending) || (!name.includes('.') && /^[a-z]+$/.test(name) && !HASH_NAMES.test(name))) {
    return ofDocument(around)
  }
  if (inBlockComment(around)) return at('comment')
  return scanLine(around) ?? at(isTagText(around) ? 'prose' : 'code')
}

function ofDocument({ text, start, before, after }: Around): Place {
  const fences = text.slice(0, start).match(/^[ \t>]*(```|~~~)/gm)?.length ?? 0
  if (fences % 2 === 1) return at('code')
  const ticks = before.split('`').length - 1
  if (ticks % 2 === 1 && after.includes('`')) {
    return at('code')
  }
  return at('prose')
}

const OPENER = /(^|[\s;{}(),=>])(\/\*|<!--|\{\{!--|\{#|<%--)/g

/** Whether a comment that began on an earlier line is still open where the line of the mention begins. */
function inBlockComment({ text, start, before, ending }: Around): boolean {
  if (/^\s*\*(\s|$|@)/.test(before)) return true
  const slash = SLASH.has(ending) || ending === 'css' || ending === 'sql'
  const tagged = TAGGED.has(ending) || ending === 'html' || ending === 'php'
  const from = Math.max(0, start - 20_000)
  const window = text.slice(from, start)
  if (slash && opensLast(window, '/*', '*/')) return true
  if (tagged && opensLast(window, '<!--', '-->')) return true
  if (ending === 'py') return (window.match(/"""|'''/g)?.length ?? 0) % 2 === 1
  if (ending === 'rb') return opensLast(window, '\n=begin', '\n=end')
  return false
}

function opensLast(window: string, open: string, close: string): boolean {
  const at = window.lastIndexOf(open)
  if (at < 0 || window.indexOf(close, at + open.length) >= 0) return false
  OPENER.lastIndex = Math.max(0, at - 1)
  const found = OPENER.exec(window)
  return open !== '/*' || (found !== null && found.index <= at)
}

/** Reads the line up to the mention: quotes, escapes and line comments. */
function scanLine(around: Around): Place | undefined {
  const { before, after, token } = around
  const hash = HASH.has(around.ending) || HASH_NAMES.test(around.name)
  const slash = SLASH.has(around.ending)
  const dash = DASH.has(around.ending)
  let quote = ''
  let opened = 0
  for (let i = 0; i < before.length; i++) {
    const c = before[i] as string
    if (quote) {
      if (c === '\\') i++
      else if (c === quote) quote = ''
      continue
    }
    if (isQuote(before, i)) {
      quote = c
      opened = i + 1
    } else if (slash && c === '/' && before[i + 1] === '/' && before[i - 1] !== ':') {
      return at('comment')
    } else if (
      hash &&
      c === '#' &&
      (i === 0 || /[\s;]/.test(before[i - 1] as string)) &&
      before[i + 1] !== '{'
    ) {
      return at('comment')
    } else if (dash && c === '-' && before[i + 1] === '-') {
      return at('comment')
    } else if (c === ';' && i === 0 && around.ending === 'ini') {
      return at('comment')
    }
  }
  if (!quote) return undefined
  const close = closing(after, quote)
  // An apostrophe of a sentence opens nothing: a quote that never closes is none, template literals aside.
  if (close < 0 && quote !== '`') return undefined
  if (close < 0) return at('string')
  const front = before.slice(opened)
  return { zone: 'string', literal: front + token + after.slice(0, close), literalAt: front.length }
}

function isQuote(text: string, at: number): boolean {
  const c = text[at]
  if (c === '"' || c === '`') return true
  return c === "'" && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ')
}

function closing(after: string, quote: string): number {
  for (let i = 0; i < after.length; i++) {
    if (after[i] === '\\') i++
    else if (after[i] === quote) return i
  }
  return -1
}

/** Text between tags: `<p>Connect amoCRM</p>`, or a line of its own between two tags. */
function isTagText({ text, start, before, after, ending, family, php, script }: Around): boolean {
  if (php) return false
  if (family === 'markup' && !script) return text.lastIndexOf('>', start) >= text.lastIndexOf('<', start)
  if (family === 'script' && />[^<>{}();=]*$/.test(before) && /^[^<>{}();=]*<\//.test(after)) return true
  if (!TAGGED.has(ending) && family !== 'markup') return false
  const open = before.lastIndexOf('<')
  const shut = before.lastIndexOf('>')
  if (shut > open && !/[;{}=]\s*$/.test(before.slice(shut + 1))) {
    return before[shut - 1] !== '='
  }
  return (
    open < 0 && shut < 0 && /^\s*[\p{L}\d][\p{L}\d\s,.:—–-]*$/u.test(before) && /^[^;{}()=]*(<|$)/.test(after)
  )
}
