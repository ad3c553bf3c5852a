import { createSource, type Encoding, type Source } from '../../src/files/source.js'
import { loadAdapter } from '../../src/languages/index.js'
import type { FileModel } from '../../src/languages/language.js'
import type { TextSite, Use } from '../../src/sites.js'

/** The model of a text as the file `path`. */
export async function read(path: string, text: string | Buffer): Promise<FileModel> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  return (await loadAdapter(path)).model(createSource(path, bytes))
}

/** A site in one line: literals as they decode, holes as `<name>`. */
export function shown(site: TextSite): string {
  return site.parts.map((part) => (part.kind === 'literal' ? part.text : `<${part.name ?? ''}>`)).join('')
}

/** All sites as `text -> use, use`. */
export function lines(model: FileModel): string[] {
  return model.texts.map((site) => `${shown(site)} -> ${site.uses.map(useWords).join(', ')}`)
}

/** One use in a few words. */
export function useWords(use: Use): string {
  switch (use.is) {
    case 'setting':
      return `setting ${use.path.join('.')}`
    case 'element':
      return `element of ${use.of.form} [${use.of.items.map((item) => item.text ?? '?').join(' ')}]${use.of.uses.map((u) => ` for ${useWords(u)}`).join('')}`
    case 'key':
      return `key${use.of.map((u) => ` of ${useWords(u)}`).join('')}`
    case 'entry':
      return `entry ${use.key}`
    case 'attribute':
      return `${use.tag}@${use.name}`
    case 'directive':
      return `directive ${use.name}`
    case 'embedded':
      return `embedded ${use.language}`.trim()
    case 'argument':
      return `argument ${use.callee} ${use.index}`
    case 'compare':
      return `compare ${use.operator} ${use.with ?? ''}`.trim()
    case 'binding':
      return `binding ${use.name}`
    case 'arm':
      return `arm ${use.arm} of ${use.test}`
    case 'pattern':
      return `pattern ${use.of.source} ${use.of.op}`
    case 'default':
      return `default of ${use.of}`
    default:
      return use.is
  }
}

/** Bytes of a text in an encoding, with its byte order mark where the encoding needs one. */
export function encoded(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-16le') return Buffer.from(`\ufeff${text}`, 'utf16le')
  if (encoding === 'utf-16be') return Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
  if (encoding === 'utf-8') return Buffer.from(text)
  return (createSource('x', Buffer.from([0xcf, 0xf0, 0xe8])) as Source).encode(text) as Buffer
}

const MENTION = /amocrm(\\*\.|%2e)(com|ru)|\bAMOCRM\b/gi

/** Mentions of the old names that no site and no global covers, each with its line. */
export function uncovered(model: FileModel): string[] {
  const { source } = model
  const spans = [
    ...model.texts.flatMap((site) =>
      site.parts.flatMap((part) => (part.kind === 'literal' ? [part.span] : [])),
    ),
    ...model.globals.map((ref) => ref.span),
  ].sort((a, b) => a.start - b.start)
  return [...source.text.matchAll(MENTION)].flatMap((match) => {
    const end = source.byteAt(match.index + match[0].length)
    let at = source.byteAt(match.index)
    for (const span of spans) if (span.start <= at && span.end > at) at = span.end
    return at >= end ? [] : [`${source.point(source.byteAt(match.index)).line}: ${match[0]}`]
  })
}
