import type { Files } from './cases.js'

/** The same files in another form. `undefined` where the content does not allow it. */
export interface Variant {
  name: string
  /** New files are in this form, too: they are written as those beside them. */
  isOfNewFiles?: true
  apply(files: Files): Files | undefined
}

const BOM = '\uFEFF'

export const VARIANTS: readonly Variant[] = [
  { name: 'CRLF', isOfNewFiles: true, apply: (files) => rewrite(files, (text) => toLineEnd(text, '\r\n')) },
  {
    name: 'a lone CR',
    apply: (files) => (isCrSafe(files) ? rewrite(files, (text) => toLineEnd(text, '\r')) : undefined),
  },
  { name: 'a byte order mark', apply: (files) => rewrite(files, (text) => BOM + text) },
  {
    name: 'no final newline',
    apply: (files) => rewrite(files, (text) => (/\n$/.test(text) ? text.replace(/\n+$/, '') : `${text}\n`)),
  },
  { name: 'UTF-16LE', apply: (files) => rewrite(files, (text) => BOM + text, 'utf16le') },
  { name: 'windows-1251', apply: (files) => rewrite(files, withCyrillic, 'windows-1251') },
]

/** A lone CR ends a line of JavaScript and nothing else: comments of other languages would swallow the file. */
function isCrSafe(files: Files): boolean {
  return [...files.keys()].every((path) => /\.[cm]?[jt]sx?$/.test(path))
}

/** Applies `change` to the text of every file; gives up when one is not plain UTF-8 with LF. */
function rewrite(
  files: Files,
  change: (text: string, path: string) => string | undefined,
  encoding: 'utf8' | 'utf16le' | 'windows-1251' = 'utf8',
): Files | undefined {
  const result: Files = new Map()
  for (const [path, bytes] of files) {
    const text = plainText(bytes)
    const changed = text === undefined ? undefined : change(text, path)
    const encoded = changed === undefined ? undefined : encode(changed, encoding)
    if (!encoded) return undefined
    result.set(path, encoded)
  }
  return result
}

function plainText(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8')
  const isPlain = !text.includes('\r') && !text.startsWith(BOM) && Buffer.from(text).equals(bytes)
  return isPlain ? text : undefined
}

function toLineEnd(text: string, end: string): string | undefined {
  return text.includes('\n') ? text.replaceAll('\n', end) : undefined
}

/** Text of ASCII letters reads the same in both encodings: a comment makes the difference visible. */
function withCyrillic(text: string, path: string): string | undefined {
  const hasHighLetters = [...text].some((letter) => letter > '\x7F')
  if (hasHighLetters) return text
  if (!/\.[cm]?[jt]sx?$/.test(path)) return undefined
  return `${text}${text.endsWith('\n') ? '' : '\n'}// Виджет для сделок\n`
}

function encode(text: string, encoding: 'utf8' | 'utf16le' | 'windows-1251'): Buffer | undefined {
  if (encoding !== 'windows-1251') return Buffer.from(text, encoding)
  const bytes = [...text].map((letter) => windows1251.get(letter))
  return bytes.includes(undefined) ? undefined : Buffer.from(bytes as number[])
}

const windows1251 = new Map(
  [...new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, i) => i))].map(
    (letter, byte) => [letter, byte] as const,
  ),
)
