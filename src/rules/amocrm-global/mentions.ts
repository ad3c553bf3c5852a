import { isKnownMember } from '../../brand/members.js'
import type { FileModel } from '../../languages/language.js'
import type { Literal, Span } from '../../sites.js'
import { isPlain } from './settings.js'

/** The constant with a member, an index or its object, in text that no parser reads as code. */
const IN_CODE =
  /(?<![\w$./@-])((?:window|self|globalThis|top|parent|global)\??\.)?AMOCRM(?![\w$])(?:\s*(?:\?\.|\.(?!\.))\s*([A-Za-z_$][\w$]*)|(\s*\[\s*['"\w]))?/g

/**
 * A mention in a document, a comment, a code block, a string of a language without the constant, or a script that does
 * not parse. `runs`: the text is code (that cannot be read), as against text that people read.
 */
export interface TextMention {
  span: Span
  member: string | undefined
  runs: 'broken' | 'string' | false
}

/** Mentions that adapters hand out as text only; comments and strings of script come as global mentions instead. */
export function textMentions(file: FileModel): TextMention[] {
  if (file.nature === 'recorded') return []
  const claimed = new Set(file.globals.map((ref) => ref.span.start))
  return candidates(file).filter(({ span }) => !claimed.has(span.start) && isPlain(file, span))
}

function candidates(file: FileModel): TextMention[] {
  if (file.family === 'script') return file.syntax === 'broken' ? inText(file, 'broken', isMember) : []
  if (file.family !== 'markup') return inSites(file)
  // What the regions of a page do not account for: texts, comments, strings of the language around.
  return inText(file, file.language === 'php' ? 'string' : false, isKnown)
}

interface Match {
  object: string | undefined
  member: string | undefined
  index: string | undefined
}

const isHostEnd = (member: string) => /^(?:com|ru|kz|ua|company|support|team)$/i.test(member)
const isMember = ({ object, member, index }: Match) =>
  member !== undefined ? !isHostEnd(member) : index !== undefined || object !== undefined
const isKnown = ({ object, member }: Match) =>
  member !== undefined ? isKnownMember(member) : object !== undefined

function inText(
  file: FileModel,
  runs: TextMention['runs'],
  counts: (match: Match) => boolean,
): TextMention[] {
  const { source } = file
  return matches(source.text, counts).map(({ at, member }) => ({
    span: { file: source.path, start: source.byteAt(at), end: source.byteAt(at + 'AMOCRM'.length) },
    member,
    // Markup in front of the name on its line is a comment or a text; quotes in front of it are a string.
    runs: runs === 'string' && !/["']/.test(lineBefore(source.text, at)) ? false : runs,
  }))
}

function lineBefore(text: string, at: number): string {
  return text.slice(Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1, at)
}

/** Documents: code blocks, inline code, prose that names a member; comments of data files. */
function inSites(file: FileModel): TextMention[] {
  const found = new Map<number, TextMention>()
  for (const site of file.texts) {
    const embedded = site.uses.some(
      (use) => use.is === 'embedded' && /^(?:[jt]sx?|javascript|typescript|html|vue|)$/i.test(use.language),
    )
    const isRead = file.family === 'markdown' || site.uses.some((use) => use.is === 'comment')
    if (!embedded && !isRead) continue
    for (const part of site.parts) {
      if (part.kind !== 'literal') continue
      for (const mention of inLiteral(part, embedded ? isMember : isKnown))
        found.set(mention.span.start, mention)
    }
  }
  return [...found.values()]
}

function inLiteral(literal: Literal, counts: (match: Match) => boolean): TextMention[] {
  return matches(literal.text, counts).map(({ at, member }) => ({
    span: { file: literal.span.file, start: literal.at(at), end: literal.at(at + 'AMOCRM'.length) },
    member,
    runs: false,
  }))
}

function matches(text: string, counts: (match: Match) => boolean) {
  return [...text.matchAll(IN_CODE)].flatMap(({ index: start, 1: object, 2: member, 3: index }) =>
    counts({ object, member, index }) ? [{ at: start + (object?.length ?? 0), member }] : [],
  )
}
