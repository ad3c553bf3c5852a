import { type Cst, childOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { construct, identifier, method, pattern, text } from '../grammar/nodes.js'
import { stringOf } from '../grammar/strings.js'
import type { Node } from '../script/tree.js'
import { contentOf, holesIn } from './strings.js'

function regex(node: Cst, to: Lowering): Node {
  const content = contentOf(node)
  const close = node.children.at(-1)
  const flags = close ? to.slice(close).replace(/[^a-z]/g, '') : ''
  if (!childOf(node, 'interpolation'))
    return pattern(node, content, to.text.slice(content.start, content.end), flags, 'onigmo')
  return constructed(node, stringOf(node, content, holesIn(node.children, to), to.text), flags)
}

/** A pattern that is put together while the program runs. */
export function constructed(at: Cst, source: Node, flags: string): Node {
  const end = { start: at.end, end: at.end }
  const made = construct(at, identifier({ start: at.start, end: at.start }, 'RegExp'), [
    source,
    text(end, flags, end),
  ])
  made.dialect = 'onigmo'
  return made
}

/** Whether a value is a pattern, as far as can be seen: constants that are matched with are. */
function isPattern(node: Node): boolean {
  return node.regex !== undefined || node.dialect !== undefined || /^[A-Z]/.test(nameOf(node))
}

function nameOf(node: Node): string {
  return String(node.type === 'MemberExpression' ? node.property.name : node.name)
}

/** `text =~ pattern`, `pattern.match?(text)`: one of the two is a pattern. */
export function matched(at: Cst, left: Node, right: Node, to: Lowering): Node {
  const [source, subject] = isPattern(right) || !isPattern(left) ? [right, left] : [left, right]
  return method(at, source, isTakenApart(at, to) ? 'exec' : 'test', [subject])
}

/** How far behind a match what it found is asked for, in UTF-16 units. */
const NEAR = 400

/** Whether what a pattern found is asked for behind it: `$1`, `match[1]`. */
function isTakenApart(at: Cst, to: Lowering): boolean {
  const behind = to.text.slice(at.end, at.end + NEAR)
  if (/^\s*&?\.?\s*(?:\[|captures|named_captures|pre_match|post_match|to_a)/.test(behind)) return true
  if (/\$[~1-9]|Regexp\.last_match/.test(behind)) return true
  const name = /(\w+)\s*=\s*$/.exec(to.text.slice(Math.max(0, at.start - 80), at.start))?.[1]
  return (
    name !== undefined &&
    new RegExp(`\\b${name}\\s*&?(?:\\[|\\.(?:captures|named_captures|pre_match|post_match))`).test(behind)
  )
}

export const patterns: Handlers = { regex }
