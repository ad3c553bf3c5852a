import type { Node } from '../script/tree.js'
import type { Cst } from './cst.js'
import type { Lowering } from './lowering.js'
import { type Decode, type Range, run, template, text } from './nodes.js'

/**
 * A string with or without values filled in: runs of characters between the expressions.
 * @param content the range between the delimiters
 * @param holes what is filled in, in source order: `range` with its marks (`{$x}`), `node` the expression
 */
export function stringOf(
  at: Range,
  content: Range,
  holes: readonly { range: Range; node: Node }[],
  source: string,
  decode?: Decode,
): Node {
  if (holes.length === 0) {
    const written = source.slice(content.start, content.end)
    const decoded = decode?.(source, content.start, content.end)
    return text(at, decoded?.text ?? written, content, decode)
  }
  const quasis: Node[] = []
  let from = content.start
  for (const { range } of holes) {
    quasis.push(run({ start: from, end: range.start }, source.slice(from, range.start), decode))
    from = range.end
  }
  quasis.push(run({ start: from, end: content.end }, source.slice(from, content.end), decode))
  return template(
    at,
    quasis,
    holes.map(({ node }) => node),
  )
}

/** Expressions between the parts of an interpolated string; `marks` are the signs around one (`{`, `}`, `${`). */
export function holesOf(
  children: readonly Cst[],
  to: Lowering,
  isText: (node: Cst) => boolean,
  marks: { open: RegExp; close: RegExp },
): { range: Range; node: Node }[] {
  const holes: { range: Range; node: Node }[] = []
  children.forEach((child, i) => {
    if (!child.named || isText(child)) return
    const before = children[i - 1]
    const after = children[i + 1]
    const isMarked = before !== undefined && !before.named && marks.open.test(before.type)
    const start = isMarked ? before.start : child.start
    const end = isMarked && after && !after.named && marks.close.test(after.type) ? after.end : child.end
    holes.push({ range: { start, end }, node: to.lower(child) })
  })
  return holes
}

/**
 * Pieces of a format such as `https://%s.acme.com/%d`: the text between its placeholders.
 * @param first the number of the first argument, where placeholders count
 */
export function formatted(
  at: Range,
  format: Node,
  args: readonly Node[],
  placeholder: RegExp,
  source: string,
  decode?: Decode,
  first = 0,
): Node | undefined {
  const content = format.content as Range | undefined
  if (format.type !== 'Literal' || typeof format.value !== 'string' || !content) return undefined
  const written = source.slice(content.start, content.end)
  const holes: { range: Range; node: Node }[] = []
  let next = 0
  for (const match of written.matchAll(placeholder)) {
    if (match[0] === '%%' || match[0] === '{{' || match[0] === '}}') continue
    const place = match.groups?.place
    const argument = args[place === undefined || place === '' ? next++ : Number(place) - first]
    if (!argument) return undefined
    const start = content.start + match.index
    holes.push({ range: { start, end: start + match[0].length }, node: argument })
  }
  return holes.length > 0 ? stringOf(at, content, holes, source, decode) : format
}
