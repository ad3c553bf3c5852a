import { isKnownMember } from '../../brand/members.js'
import type { Kept } from '../../findings/finding.js'
import { type Mention, mentionAt } from '../../findings/mention.js'
import { isCodeInText } from '../../findings/reasons/constant.js'
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

/**
 * Mentions that adapters hand out as text only; comments and strings of script come as global mentions instead. What
 * looks like the constant and is none, or is recorded, comes as kept.
 */
export function textMentions(file: FileModel): (TextMention | Kept)[] {
  const claimed = new Set(file.globals.map((ref) => ref.span.start))
  const found = file.nature === 'recorded' ? [] : candidates(file)
  const own = found.filter(({ span }) => !claimed.has(span.start) && isPlain(file, span))
  for (const { span } of own) claimed.add(span.start)
  return [...own, ...leftovers(file, claimed)]
}

const NAME = /(?<![A-Za-z0-9_])AMOCRM(?![A-Za-z0-9_])/g

/** Code in text that no adapter hands out: strings and comments of other languages, documents, unread script. */
function leftovers(file: FileModel, claimed: ReadonlySet<number>): (TextMention | Kept)[] {
  const { source, family } = file
  const isBroken = family === 'script' && file.syntax === 'broken'
  if (family === 'script' && !isBroken) return []
  const around = { path: source.path, text: source.text, family }
  return [...source.text.matchAll(NAME)].flatMap(({ index }): (TextMention | Kept)[] => {
    const start = source.byteAt(index)
    if (claimed.has(start)) return []
    const span = { file: source.path, start, end: source.byteAt(index + 'AMOCRM'.length) }
    const mention = mentionAt(around, index, index + 'AMOCRM'.length)
    const unread = isBroken || (family === 'markup' && mention.script && mention.zone === 'code')
    if (!unread && !isCodeInText(mention)) return []
    if (file.nature === 'recorded') return [{ span, token: 'AMOCRM', reason: 'recorded' }]
    if (unread && !isUnreadUse(mention)) return [{ span, token: 'AMOCRM', reason: 'identifier' }]
    const member = /^\??\.([A-Za-z_$][\w$]*)/.exec(mention.after)?.[1]
    const isString = mention.php && mention.zone === 'string'
    return [{ span, member, runs: unread ? 'broken' : isString ? 'string' : false }]
  })
}

/** A bare name, or one of the window, in code that no parser could read. */
function isUnreadUse({ zone, before }: Mention): boolean {
  return (
    zone === 'code' && !/[\w$./@-]$/.test(before.replace(/\b(?:window|self|globalThis|top|parent)\??\.$/, ''))
  )
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
