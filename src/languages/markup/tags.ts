/** A piece of a template language inside markup; UTF-16 indices. */
export interface TemplateTag {
  start: number
  end: number
  /** `output` puts text in its place, `control` decides or repeats, `comment` is dropped. */
  kind: 'output' | 'control' | 'comment'
  /** Language of its code, as the text lexer names them. */
  language: string
  /** Its code, without the delimiters. */
  from: number
  to: number
}

export type Engine = 'php' | 'erb' | 'braces' | 'smarty' | 'razor' | 'blade' | 'svelte' | 'el'

const BY_ENDING: Readonly<Record<string, readonly Engine[]>> = {
  vue: [],
  svelte: ['svelte'],
  tpl: ['php', 'smarty', 'braces'],
  latte: ['smarty'],
  cshtml: ['razor'],
  razor: ['razor'],
  jsp: ['erb', 'el'],
  aspx: ['erb'],
}

/** Template languages that a markup file may hold, by its name. */
export function enginesOf(path: string): readonly Engine[] {
  if (/\.blade\.php$/i.test(path)) return ['blade', 'php', 'braces']
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
  return BY_ENDING[ending] ?? ['php', 'erb', 'braces']
}

const OPENERS: Readonly<Record<Engine, string>> = {
  php: '<\\?(?!xml\\b)',
  erb: '<%',
  braces: '\\{\\{|\\{%|\\{#(?=[\\s-])|\\{!!',
  smarty:
    '\\{(?=\\$|\\*|\\/?(?:if|else|elseif|foreach|foreachelse|section|include|literal|assign|capture|block|extends|strip|link|t|l|var|_|=)\\b)',
  razor: '(?<![\\w@.])@(?=[\\w({*])',
  blade: '(?<![\\w@])@(?=[a-z])',
  svelte: '\\{',
  el: '[$#]\\{',
}

/** Template tags of `text` in order; what is never closed is ordinary text. */
export function tagsOf(text: string, engines: readonly Engine[], path: string): TemplateTag[] {
  if (engines.length === 0) return []
  const opener = new RegExp(engines.map((engine) => OPENERS[engine]).join('|'), 'g')
  const raw = engines.includes('svelte') ? rawRanges(text) : []
  const tags: TemplateTag[] = []
  for (let hit = opener.exec(text); hit; hit = opener.exec(text)) {
    const at = hit.index
    const skip = raw.find(([from, to]) => at >= from && at < to)
    const tag = skip ? undefined : tagAt(text, at, engines, path)
    if (tag) tags.push(tag)
    opener.lastIndex = skip ? skip[1] : tag ? tag.end : at + 1
  }
  return tags
}

function rawRanges(text: string): [number, number][] {
  const pattern = /<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi
  return [...text.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length])
}

function tagAt(text: string, at: number, engines: readonly Engine[], path: string): TemplateTag | undefined {
  if (text.startsWith('<?', at)) return phpTag(text, at)
  if (text.startsWith('<%', at)) return percentTag(text, at, path)
  if (text[at] === '@') return engines.includes('razor') ? razorTag(text, at) : bladeTag(text, at)
  if (text.startsWith('{{', at) && !engines.includes('svelte')) return bracesTag(text, at)
  if (text.startsWith('{!!', at)) return delimited(text, at, '{!!', '!!}', 'output', 'php')
  if (text.startsWith('{%', at)) return delimited(text, at, '{%', '%}', 'control', 'javascript')
  if (text.startsWith('{#', at) && !engines.includes('svelte'))
    return delimited(text, at, '{#', '#}', 'comment', '')
  if (text.startsWith('{*', at)) return delimited(text, at, '{*', '*}', 'comment', '')
  const open = text[at] === '{' ? at : at + 1
  const end = balanced(text, open, '{', '}')
  if (end < 0) return undefined
  const isControl =
    /^\{\s*(?:[/#:@]|(?:if|else|foreach|section|block|capture|literal|strip|extends|assign)\b)/.test(
      text.slice(open, open + 20),
    )
  return {
    start: at,
    end,
    kind: isControl ? 'control' : 'output',
    language: 'javascript',
    from: open + 1,
    to: end - 1,
  }
}

function delimited(
  text: string,
  start: number,
  open: string,
  close: string,
  kind: TemplateTag['kind'],
  language: string,
): TemplateTag | undefined {
  const to = text.indexOf(close, start + open.length)
  if (to < 0) return undefined
  return { start, end: to + close.length, kind, language, from: start + open.length, to }
}

function phpTag(text: string, start: number): TemplateTag {
  const open = /^<\?(?:php\b|=)?/i.exec(text.slice(start, start + 6))?.[0] ?? '<?'
  const from = start + open.length
  const to = phpEnd(text, from)
  const code = text.slice(from, Math.min(to, from + 2000))
  const isOutput = open === '<?=' || /\b(?:echo|print|printf|_e|esc_\w+|json_encode|wp_\w+)\b/.test(code)
  return {
    start,
    end: Math.min(text.length, to + 2),
    kind: isOutput ? 'output' : 'control',
    language: 'php',
    from,
    to,
  }
}

const PHP_SKIP =
  /'[^'\\]*(?:\\[\s\S][^'\\]*)*'|"[^"\\]*(?:\\[\s\S][^"\\]*)*"|\/\*|(?:\/\/|#(?!\[))|<<<[ \t]*["']?(\w+)["']?\r?\n|\?>/g

/** Index of the `?>` that ends PHP code, the end of the text when none does: strings and block comments may hold it. */
function phpEnd(text: string, from: number): number {
  PHP_SKIP.lastIndex = from
  for (let hit = PHP_SKIP.exec(text); hit; hit = PHP_SKIP.exec(text)) {
    if (hit[0] === '?>') return hit.index
    if (hit[0] === '/*') {
      const close = text.indexOf('*/', hit.index + 2)
      if (close < 0) return text.length
      PHP_SKIP.lastIndex = close + 2
    } else if (hit[0] === '//' || hit[0] === '#') {
      const stop = /\?>|[\r\n]|$/g
      stop.lastIndex = hit.index
      PHP_SKIP.lastIndex = stop.exec(text)?.index ?? text.length
    } else if (hit[1]) {
      const close = new RegExp(`[\\r\\n][ \\t]*${hit[1]}\\b`, 'g')
      close.lastIndex = PHP_SKIP.lastIndex - 1
      const found = close.exec(text)
      if (found) PHP_SKIP.lastIndex = found.index + found[0].length
    }
  }
  return text.length
}

function percentTag(text: string, start: number, path: string): TemplateTag | undefined {
  if (text.startsWith('<%--', start)) return delimited(text, start, '<%--', '--%>', 'comment', '')
  const language = /\.erb$/i.test(path)
    ? 'ruby'
    : /\.jsp$/i.test(path)
      ? 'java'
      : /\.aspx$/i.test(path)
        ? 'csharp'
        : 'javascript'
  const mark = text[start + 2] ?? ''
  const kind = mark === '#' ? 'comment' : '=-:'.includes(mark) ? 'output' : 'control'
  return delimited(text, start, kind === 'output' ? `<%${mark}` : '<%', '%>', kind, language)
}

function bracesTag(text: string, start: number): TemplateTag | undefined {
  const head = text.slice(start, start + 12)
  if (head.startsWith('{{--')) return delimited(text, start, '{{--', '--}}', 'comment', '')
  if (/^\{\{~?!--/.test(head)) return delimited(text, start, '{{', '--}}', 'comment', '')
  if (/^\{\{~?!/.test(head)) return delimited(text, start, '{{', '}}', 'comment', '')
  if (head.startsWith('{{{')) {
    const triple = delimited(text, start, '{{{', '}}}', 'output', 'javascript')
    if (triple) return triple
  }
  const kind = /^\{\{~?\s*(?:[#/^>]|else\b|end\b|if\b|range\b|with\b|define\b|block\b)/.test(head)
    ? 'control'
    : 'output'
  return delimited(text, start, '{{', '}}', kind, 'javascript')
}

function razorTag(text: string, start: number): TemplateTag | undefined {
  if (text.startsWith('@*', start)) return delimited(text, start, '@*', '*@', 'comment', '')
  const tag = (end: number, kind: TemplateTag['kind']): TemplateTag | undefined =>
    end < 0 ? undefined : { start, end, kind, language: 'csharp', from: start + 1, to: end }
  if (text[start + 1] === '(') return tag(balanced(text, start + 1, '(', ')'), 'output')
  if (text[start + 1] === '{') return tag(balanced(text, start + 1, '{', '}'), 'control')
  const control = /^@(?:if|foreach|for|while|switch|using|model|section|inject|page|else|lock)\b[ \t]*/.exec(
    text.slice(start, start + 20),
  )
  if (control) {
    const at = start + control[0].length
    if (text[at] === '(') return tag(balanced(text, at, '(', ')'), 'control')
    return tag(lineEnd(text, at), 'control')
  }
  const path = /^@[A-Za-z_]\w*(?:(?:\.\w+)|\([^()\r\n]*(?:\([^()\r\n]*\)[^()\r\n]*)*\)|\[[^\]\r\n]*\])*/.exec(
    text.slice(start, start + 500),
  )
  return path ? tag(start + path[0].length, 'output') : undefined
}

const BLADE_CONTROL =
  /^@(?:if|elseif|else|endif|unless|endunless|isset|endisset|empty|endempty|auth|endauth|guest|endguest|can|endcan|foreach|endforeach|forelse|endforelse|for|endfor|while|endwhile|switch|case|break|default|endswitch|section|endsection|show|stop|push|endpush|prepend|endprepend|once|endonce|production|endproduction|env|endenv|include\w*|extends|stack|yield|csrf|method|vite|php|endphp|verbatim|endverbatim|parent|inject|props|session|endsession|error|enderror|livewire\w*)\b/
const BLADE_OUTPUT = /^@(?:json|js|lang|choice|route|asset|url)\b/

function bladeTag(text: string, start: number): TemplateTag | undefined {
  const head = text.slice(start, start + 40)
  if (/^@php\b(?!\s*\()/.test(head)) return delimited(text, start, '@php', '@endphp', 'control', 'php')
  const output = BLADE_OUTPUT.exec(head)
  const word = output ?? BLADE_CONTROL.exec(head)
  if (!word) return undefined
  const at = start + word[0].length
  const open = at + (/^[ \t]*/.exec(text.slice(at, at + 20))?.[0].length ?? 0)
  const end = text[open] === '(' ? balanced(text, open, '(', ')') : at
  if (end < 0) return undefined
  return { start, end, kind: output ? 'output' : 'control', language: 'php', from: at, to: end }
}

function lineEnd(text: string, from: number): number {
  const stop = /[\r\n]|$/g
  stop.lastIndex = from
  return stop.exec(text)?.index ?? text.length
}

/** Index behind the bracket that closes the one at `open`, quotes skipped; -1 when there is none nearby. */
function balanced(text: string, open: number, left: string, right: string): number {
  let depth = 0
  const limit = Math.min(text.length, open + 20_000)
  for (let i = open; i < limit; i++) {
    const char = text[i] as string
    if (char === '"' || char === "'" || char === '`') {
      const close = text.indexOf(char, i + 1)
      if (close > 0 && close < limit && !text.slice(i + 1, close).includes('\n')) i = close
    } else if (char === left) depth++
    else if (char === right && --depth === 0) return i + 1
  }
  return -1
}
