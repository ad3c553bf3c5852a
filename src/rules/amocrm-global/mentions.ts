import { isKnownMember } from '../../brand/members.js'
import type { FileModel } from '../../languages/language.js'
import type { Literal, Span } from '../../sites.js'
import { isPlain } from './settings.js'

/** The constant with a member, an index or its object in front, in text that no parser reads as code. */
const IN_CODE =
  /(?<![\w$./@-])((?:window|self|globalThis|top|parent|global)\??\.)?AMOCRM(?![\w$])(?:\s*(?:\?\.)?\.?\s*([A-Za-z_$][\w$]*)|\s*\[)?/g

/** A mention of the constant in a document, a comment, a code block, or a file that does not parse. */
export interface TextMention {
  span: Span
  member: string | undefined
  /** Whether the file runs as code (it only does not parse), as against text that is read. */
  code: boolean
}

/** Mentions that the adapter hands out as text only; `script` comments and strings come as global mentions instead. */
export function textMentions(file: FileModel): TextMention[] {
  if (file.nature === 'recorded') return []
  if (file.syntax === 'broken' && (file.family === 'script' || file.family === 'markup'))
    return brokenMentions(file)
  if (file.family === 'script') return []
  const found = new Map<number, TextMention>()
  for (const site of file.texts) {
    const embedded = site.uses.some(
      (use) => use.is === 'embedded' && /^(?:[jt]sx?|javascript|typescript|html|vue|)$/i.test(use.language),
    )
    const read = file.family === 'markdown' || site.uses.some((use) => use.is === 'comment')
    if (!embedded && !read) continue
    for (const part of site.parts) {
      if (part.kind === 'literal')
        for (const mention of inLiteral(part, embedded)) found.set(mention.span.start, mention)
    }
  }
  const claimed = new Set(file.globals.map((ref) => ref.span.start))
  return [...found.values()].filter(({ span }) => !claimed.has(span.start) && isPlain(file, span))
}

function* inLiteral(literal: Literal, embedded: boolean): Generator<TextMention> {
  for (const match of literal.text.matchAll(IN_CODE)) {
    const [whole, object, member] = match
    const isUse = member !== undefined ? isKnownMember(member) : whole.endsWith('[') || object !== undefined
    if (
      !isUse &&
      !(embedded && member !== undefined && !/^(?:com|ru|kz|ua)$/i.test(member) && whole.includes('.'))
    )
      continue
    const at = match.index + (object?.length ?? 0)
    const span = { file: literal.span.file, start: literal.at(at), end: literal.at(at + 'AMOCRM'.length) }
    yield { span, member, code: false }
  }
}

/** A script that does not parse is searched as text: what looks like a use is reported, never safe. */
function brokenMentions(file: FileModel): TextMention[] {
  const { source } = file
  const known = new Set(file.globals.map((ref) => ref.span.start))
  return [...source.text.matchAll(IN_CODE)].flatMap((match) => {
    const [whole, object, member] = match
    if (!whole.includes('.') && !whole.endsWith('[')) return []
    if (member && /^(?:com|ru|kz|ua)$/i.test(member)) return []
    const at = match.index + (object?.length ?? 0)
    const span = { file: source.path, start: source.byteAt(at), end: source.byteAt(at + 'AMOCRM'.length) }
    return known.has(span.start) ? [] : [{ span, member, code: true }]
  })
}
