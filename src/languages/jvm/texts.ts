import { decodeBackslashes } from '../decode.js'
import type { Lowering } from '../grammar/lowering.js'
import { type Decode, pattern, type Range, run, template } from '../grammar/nodes.js'
import { formatted } from '../grammar/strings.js'
import type { Node } from '../script/tree.js'

/** Escapes of Java and Kotlin; octal ones and `\s` cannot be part of a host. */
export const decodeEscapes: Decode = (text, start, end) => decodeBackslashes(text, start, end)

/** A text made of values alone. */
export function pieces(at: Range, values: readonly Node[]): Node {
  const gap = (index: number) => run({ start: index, end: index }, '')
  const last = values.at(-1)?.end ?? at.end
  return template(at, [...values.map((each) => gap(each.start)), gap(last)], values)
}

const CONVERSION = /%%|%(?!n)(?:(?<place>\d+)\$)?[-#+ 0,(]*\d*(?:\.\d+)?[a-zA-Z]/g

/** `String.format(format, args)`: a text with holes; a format that is written elsewhere is a piece of the result. */
export function format(at: Range, text: Node, args: readonly Node[], to: Lowering): Node {
  if (text.type !== 'Literal' || typeof text.value !== 'string') return pieces(at, [text, ...args])
  const conversions = [...text.value.matchAll(CONVERSION)].filter(([each]) => each !== '%%')
  const placed = conversions.filter((each) => each.groups?.place !== undefined).length
  if (placed !== 0 && placed !== conversions.length) return pieces(at, [text, ...args])
  // Places count from one.
  const values = placed > 0 ? [text, ...args] : args
  const built = formatted(at, text, values, CONVERSION, to.text, text.decode as Decode | undefined)
  return built ?? pieces(at, [text, ...args])
}

/** The pattern in a string literal; `undefined` where the text is not written there. */
export function regexOf(node: Node | undefined, flags = ''): Node | undefined {
  if (node?.type !== 'Literal' || typeof node.value !== 'string' || !node.content) return undefined
  return pattern(node, node.content, node.value, flags, 'java', node.decode as Decode | undefined)
}
