import type { Edit } from '../../findings/finding.js'
import type { FileModel } from '../../languages/language.js'
import type { OptionTable, Package } from '../../requests.js'
import { textOf } from '../hosts/decided.js'
import { insertion, replacement, shift } from '../hosts/repair/repair.js'

/** Gives a client of net/http a `CheckRedirect`, as gofmt writes it; nothing where packages cannot be imported. */
export function checkRedirectEdits(file: FileModel, table: OptionTable): Edit[] | undefined {
  const { packages } = table
  const imports = packages && importEdits(file, packages)
  return packages && imports && [...imports, ...fieldEdits(file, table, packages)]
}

/** Lines of the field, `\t` for each step of indentation. */
function fieldLines(packages: readonly Package[]): string[] {
  const name = (path: string): string => packages.find((each) => each.path === path)?.name ?? path
  const [http, errors, strings] = [name('net/http'), name('errors'), name('strings')]
  return [
    `CheckRedirect: func(req *${http}.Request, via []*${http}.Request) error {`,
    '\tif len(via) >= 10 {',
    `\t\treturn ${errors}.New("stopped after 10 redirects")`,
    '\t}',
    '\tauthorization := via[0].Header.Get("Authorization")',
    `\tisKommo := req.URL.Scheme == "https" && ${strings}.HasSuffix(req.URL.Hostname(), ".kommo.com")`,
    '\tif authorization != "" && isKommo {',
    '\t\treq.Header.Set("Authorization", authorization)',
    '\t}',
    '\treturn nil',
    '}',
  ]
}

function fieldEdits(file: FileModel, { span, last }: OptionTable, packages: readonly Package[]): Edit[] {
  const { source } = file
  const lines = fieldLines(packages)
  const text = textOf(file, span)
  const end = shift(file, span.end, -1)
  const close = source.point(end)
  const before = source.line(close.line).slice(0, close.column - 1)
  const outer = indentIn(source.line(source.point(span.start).line))
  const field = `\n${indented(lines, `${outer}\t`)},\n${outer}`
  if (!last) return [insertion(file, end, field)]
  if (!text.includes('\n'))
    return [
      insertion(file, shift(file, span.start, text.indexOf('{') + 1), `\n${outer}\t`),
      insertion(file, last.end, `,${field}`),
    ]
  if (/^[ \t]*$/.test(before))
    return [insertion(file, shift(file, end, -before.length), `${indented(lines, `${before}\t`)},\n`)]
  return [insertion(file, last.end, `, ${indented(lines, indentIn(before)).trimStart()}`)]
}

const indentIn = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? ''

const indented = (lines: readonly string[], indent: string): string =>
  lines.map((line) => indent + line).join('\n')

const BLOCK = /^import[ \t]*\(\r?\n((?:[^)\n]*\r?\n)*?)\)/m
const SINGLE = /^import[ \t]+(?:\w+[ \t]+)?"[^"\n]+"[^\n]*\n/gm
const LINE = /^([ \t]+)(?:\w+[ \t]+)?"([^"\n]+)"[^\n]*\n/

/** Imports what is missing: in the block, where gofmt sorts it, or on lines of their own. */
function importEdits(file: FileModel, packages: readonly Package[]): Edit[] | undefined {
  const missing = packages.filter(({ isImported }) => !isImported).map(({ path }) => path)
  if (missing.length === 0) return []
  const { source } = file
  const block = BLOCK.exec(source.text)
  if (block) {
    const start = block.index + block[0].indexOf('\n') + 1
    return merged(missing.map((path) => placeIn(block[1] ?? '', path))).map(({ at, text }) =>
      insertion(file, source.byteAt(start + at), text),
    )
  }
  const singles = [...source.text.matchAll(SINGLE)]
  const last = singles.at(-1)
  if (!last) return undefined
  const [, only] =
    singles.length === 1 ? (/^import[ \t]+((?:\w+[ \t]+)?"[^"\n]+")[ \t]*\r?\n$/.exec(last[0]) ?? []) : []
  if (only !== undefined) return [blockEdit(file, last.index, only, missing)]
  const at = source.byteAt(last.index + last[0].length)
  return [insertion(file, at, missing.map((path) => `import "${path}"\n`).join(''))]
}

/** A block in the place of the only import. */
function blockEdit(file: FileModel, index: number, only: string, missing: readonly string[]): Edit {
  const { source } = file
  const path = (line: string): string => /"([^"]*)"/.exec(line)?.[1] ?? ''
  const lines = [only, ...missing.map((each) => `"${each}"`)].sort((a, b) => (path(a) < path(b) ? -1 : 1))
  const start = source.byteAt(index)
  const end = source.byteAt(index + source.text.slice(index).indexOf(only) + only.length)
  const block = `import (\n${lines.map((line) => `\t${line}\n`).join('')})`
  return replacement(file, { file: source.path, start, end }, block)
}

interface Place {
  at: number
  text: string
}

/** In front of the first package of the standard library that sorts behind it, else behind the last one. */
function placeIn(block: string, path: string): Place {
  let at = 0
  let behind: Place | undefined
  let indent = '\t'
  for (const line of block.split(/(?<=\n)/)) {
    const [, white = '', other] = LINE.exec(line) ?? []
    if (other !== undefined && isStandard(other)) {
      indent = white
      if (other > path) return { at, text: `${indent}"${path}"\n` }
      behind = { at: at + line.length, text: `${indent}"${path}"\n` }
    }
    at += line.length
  }
  return behind ?? { at: 0, text: `${indent}"${path}"\n` }
}

/** Packages of others have a host in front. */
const isStandard = (path: string): boolean => !(path.split('/')[0] ?? '').includes('.')

/** Places of one offset as one, in the order that they came in. */
function merged(places: readonly Place[]): Place[] {
  const found = new Map<number, Place>()
  for (const { at, text } of places) found.set(at, { at, text: (found.get(at)?.text ?? '') + text })
  return [...found.values()]
}
