import type { Lowering } from '../grammar/lowering.js'
import { pattern } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' }

/**
 * The pattern in a string of the form `/…/i`, whatever its delimiters.
 * @param front characters that stand in front of it in the string
 */
export function regexOf(node: Node, to: Lowering, front = 0): Node | undefined {
  if (node.type !== 'Literal' || typeof node.value !== 'string' || !node.content) return undefined
  const { start, end } = node.content
  const raw = node.value.slice(front)
  const written = to.text.slice(start, end)
  const open = /^\s*([^\w\s\\])/.exec(raw)
  if (!open) return undefined
  const close = raw.lastIndexOf(CLOSING[open[1] as string] ?? (open[1] as string))
  const from = open[0].length
  if (close < from) return undefined
  // Neither delimiters nor flags are written as escapes.
  const content = { start: start + front + from, end: end - (raw.length - close) }
  if (!written.endsWith(raw.slice(close))) return undefined
  return pattern(node, content, raw.slice(from, close), raw.slice(close + 1).trim(), 'pcre', node.decode)
}
