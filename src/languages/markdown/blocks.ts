/** A piece of a document; UTF-16 indices. */
export type Block =
  | { kind: 'code'; language: string; start: number; end: number }
  | { kind: 'comment' | 'line'; start: number; end: number }

/** Cuts Markdown (also MDX, reStructuredText and AsciiDoc) into code blocks, comments and single lines of text. */
export function* blocksOf(text: string, path: string): Generator<Block> {
  const fenceOf = /\.rst$/i.test(path) ? rstFence : /\.adoc$/i.test(path) ? asciidocFence : markdownFence
  const lines = [...text.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)]
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as RegExpExecArray
    const words = line[0].replace(/[\r\n]+$/, '')
    const start = line.index
    const fence = fenceOf(words)
    if (fence) {
      const last = fence.indented
        ? indentedEnd(lines, i + 1, fence.indent)
        : closeOf(lines, i + 1, fence.close as RegExp)
      const from = start + line[0].length
      const to = fence.indented ? endOf(lines[last - 1]) : (lines[last]?.index ?? text.length)
      if (to > from) yield { kind: 'code', language: fence.language, start: from, end: to }
      // The info string and directive options are text too.
      yield { kind: 'line', start, end: start + words.length }
      i = fence.indented ? last - 1 : last
      continue
    }
    if (/^\s*<!--/.test(words)) {
      const close = text.indexOf('-->', start)
      const end = close < 0 ? text.length : close + 3
      yield { kind: 'comment', start, end }
      while (i + 1 < lines.length && (lines[i + 1] as RegExpExecArray).index < end) i++
      const rest = endOf(lines[i])
      if (rest > end) yield { kind: 'line', start: end, end: rest }
      continue
    }
    if (words) yield { kind: 'line', start, end: start + words.length }
  }
}

interface Fence {
  language: string
  indented: boolean
  indent: number
  close?: RegExp
}

function markdownFence(line: string): Fence | undefined {
  const match = /^(?:[ \t]*(?:>|[-*+]|\d+[.)])?)*[ \t]*(`{3,}|~{3,})[ \t]*\{?\.?([\w#+-]*)[^`]*$/.exec(line)
  if (!match) return undefined
  const mark = match[1] as string
  const close = new RegExp(`^[\\s>]*${mark[0] === '`' ? '`' : '~'}{${mark.length},}[ \\t]*$`)
  return { language: match[2] as string, indented: false, indent: 0, close }
}

/** Directives that hold code, and the block behind a paragraph that ends in two colons. */
function rstFence(line: string): Fence | undefined {
  const directive =
    /^([ \t]*)\.\. (?:code-block|code|sourcecode|parsed-literal|prompt|literalinclude)::[ \t]*([\w+-]*)/.exec(
      line,
    )
  const literal = directive ? null : /^([ \t]*)(?!\.\. \S+::).*::[ \t]*$/.exec(line)
  const found = directive ?? literal
  return found ? { language: found[2] ?? '', indented: true, indent: (found[1] as string).length } : undefined
}

/** Listings and literal blocks between two lines of the same signs. */
function asciidocFence(line: string): Fence | undefined {
  if (!/^(?:-{4,}|\.{4,})$/.test(line)) return undefined
  return { language: '', indented: false, indent: 0, close: new RegExp(`^\\${line[0]}{4,}[ \\t]*$`) }
}

function closeOf(lines: readonly RegExpExecArray[], from: number, close: RegExp): number {
  for (let i = from; i < lines.length; i++)
    if (close.test((lines[i] as RegExpExecArray)[0].trimEnd())) return i
  return lines.length
}

function indentedEnd(lines: readonly RegExpExecArray[], from: number, indent: number): number {
  let i = from
  for (; i < lines.length; i++) {
    const line = (lines[i] as RegExpExecArray)[0]
    if (line.trim() && (/^[ \t]*/.exec(line)?.[0].length ?? 0) <= indent) break
  }
  return i
}

function endOf(line: RegExpExecArray | undefined): number {
  return line ? line.index + line[0].length : 0
}
