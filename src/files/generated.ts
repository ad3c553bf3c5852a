import { type Name, nameOf } from './classify.js'

/** Why a file counts as built from something else. A closed list. */
export type GeneratedSign = 'attribute' | 'name' | 'header' | 'source-map' | 'bundler' | 'long-lines'

/** A file whose lines are longer than this on average was not written by a person. */
const MAX_AVERAGE_LINE = 5000

/** Whether the name says that the file is a build's output: `app.min.js`, `app.bundle.css`, `app-min.js`, `app.js.map`. */
export function hasGeneratedName({ base }: Name): boolean {
  if (base.endsWith('.map')) return /\.(?:[cm]?[jt]sx?|css|s[ac]ss|less|html?)\.map$/.test(base)
  if (!base.includes('min.') && !base.includes('.bundle.')) return base.endsWith('.tsbuildinfo')
  return /(?:\.min|\.bundle|-min)\.(?:[cm]?js|css|html?|json|svg)$/.test(base)
}

/**
 * What shows in the content that a file is generated, `undefined` when nothing does.
 * @param path report path
 * @param text the whole file; one character a byte is enough, all signs are ASCII
 */
export function generatedSign(path: string, text: string): GeneratedSign | undefined {
  if (hasGeneratedName(nameOf(path))) return 'name'
  if (averageLine(text) > MAX_AVERAGE_LINE) return 'long-lines'
  if (hasGeneratedHeader(path, text)) return 'header'
  if (!/\.(?:[cm]?[jt]sx?|css|vue|html?)$/i.test(path)) return undefined
  if (hasSourceMapTrailer(text)) return 'source-map'
  return hasBundlerRuntime(text) ? 'bundler' : undefined
}

function averageLine(text: string): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  if (lines === 1) for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) lines++
  return text.length / lines
}

const COMMENT_LINE = /^\s*(?:\/\/|\/\*|\*|#|<!--|--|;|\{#|\{\{!|\(\*|''|"""|%|rem\b)/i
/** In prose `#` is a heading and `*` a list: only the comments of HTML count. */
const PROSE_COMMENT_LINE = /^\s*<!--/
const PROSE = /\.(?:md|mdx|markdown|rst|adoc|txt)$/i
const PRELUDE = /^\s*(?:$|#!|<\?php\b|<\?xml\b|<!doctype\b|['"]use strict['"]|declare\s*\(strict_types)/i

/** A banner in the comments in front of the first line of code. */
function hasGeneratedHeader(path: string, text: string): boolean {
  const comment = PROSE.test(path) ? PROSE_COMMENT_LINE : COMMENT_LINE
  let isBlock = false
  let header = ''
  for (const line of text.slice(0, 4096).split(/\r\n|\n|\r/, 60)) {
    const isComment = isBlock || comment.test(line)
    if (!isComment && !PRELUDE.test(line)) break
    if (isComment) header += `${line}\n`
    if (/\/\*|<!--|\{#|\{\{!--/.test(line)) isBlock = true
    if (/\*\/|-->|#\}|--\}\}/.test(line)) isBlock = false
  }
  return (
    /(?<![\w-])@generated(?![\w-])/.test(header) ||
    /\bdo\s+not\s+edit\b/i.test(header) ||
    (/\bgenerated\b/i.test(header) && /\bdo\s+not\s+(?:modify|change)\b/i.test(header))
  )
}

function hasSourceMapTrailer(text: string): boolean {
  const at = text.lastIndexOf('sourceMappingURL=')
  if (at < 0) return false
  const start = Math.max(text.lastIndexOf('\n', at), text.lastIndexOf('\r', at)) + 1
  if (!/^\s*(?:\/\/|\/\*)\s*[#@]\s*$/.test(text.slice(start, at))) return false
  const end = text.slice(at).search(/[\r\n]/)
  return end < 0 || text.slice(at + end).trim() === ''
}

/** The run-time that webpack, Parcel and Browserify put in front of the modules they join, by a word it holds. */
const BUNDLER_RUNTIME: readonly (readonly [word: string, sign: RegExp])[] = [
  ['webpackBootstrap', /\/[/*][ /*]*webpackBootstrap/],
  ['__webpack_require__', /\bfunction __webpack_require__\s*\(/],
  ['__webpack_modules__', /\bvar __webpack_modules__\s*=/],
  [
    'webpack',
    /(?:self|window|this|globalThis)\[?\.?["']?webpack(?:Chunk|Jsonp)\w*["']?\]?\s*=.{0,80}?\|\|\s*\[\]/,
  ],
  ['parcelRequire', /\bparcelRequire\w*\s*=/],
  ['(function', /^\s*(?:require=)?\(function\s*(?:\(\)\{function r\(e,n,t\)|e\(t,n,r\)\{function s\(o,u\))/],
]

function hasBundlerRuntime(text: string): boolean {
  return BUNDLER_RUNTIME.some(([word, sign]) => text.includes(word) && sign.test(text))
}
