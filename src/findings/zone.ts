import type { FileModel } from '../languages/language.js'
import { type MentionFile, marksBefore } from './regions.js'

/** Where in a file a mention stands, judged by the text of its line and the comments around it. */
export type Zone = 'code' | 'string' | 'comment' | 'prose'

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

/** A mention with the text around it, as `placeOf` reads it. */
export interface Around {
  file: MentionFile
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

/** Where a mention stands, and the string literal around it. */
export interface Place {
  zone: Zone
  /** Content of the string literal when both of its quotes stand in the line. */
  literal: string | undefined
  /** Index of the token in `literal`. */
  literalAt: number
}

const at = (zone: Zone): Place => ({ zone, literal: undefined, literalAt: 0 })

/** Zone of a mention: document, comment, string, text between tags, or code. */
export function placeOf(around: Around): Place {
  const { ending, name } = around
  if (isDocument(ending, name)) return ofDocument(around)
  if (inBlockComment(around)) return at('comment')
  if (inHeredoc(around)) return at('string')
  return scanLine(around) ?? at(isTagText(around) ? 'prose' : 'code')
}

/** Whether a file is read by people, by its name in lower case and the ending of that. */
export function isDocument(ending: string, name: string): boolean {
  return DOCUMENT.has(ending) || (!name.includes('.') && /^[a-z]+$/.test(name) && !HASH_NAMES.test(name))
}

const HEREDOC = /<<<[ \t]*["']?([A-Za-z_]\w*)["']?[ \t]*\r?\n/g

/** Between `<<<JS` and `JS` in PHP. */
function inHeredoc({ text, start, php }: Around): boolean {
  if (!php) return false
  const window = text.slice(Math.max(0, start - 20_000), start)
  const opener = [...window.matchAll(HEREDOC)].pop()
  if (!opener) return false
  const inside = window.slice(opener.index + opener[0].length)
  return !new RegExp(`^[ \\t]*${opener[1]}\\b`, 'm').test(inside)
}

function ofDocument({ file, start, before, after }: Around): Place {
  if (marksBefore(file, 'fence', start) % 2 === 1) return at('code')
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
  if (tagged && (opensLast(window, '<!--', '-->') || opensLast(window, '<%#', '%>'))) return true
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
