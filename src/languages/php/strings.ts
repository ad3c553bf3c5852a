import { decodeBackslashes } from '../decode.js'
import { type Cst, childOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { type Decode, other } from '../grammar/nodes.js'
import { holesOf, stringOf } from '../grammar/strings.js'
import type { Node } from '../script/tree.js'
import { regexOf } from './regex.js'

/** What PHP knows as an escape in double quotes; every other backslash stays. */
export const decodeDouble: Decode = (text, start, end) => decodeBackslashes(text, start, end, 'ntrvef\\$"0xu')

const decodeSingle: Decode = (text, start, end) => decodeBackslashes(text, start, end, "\\'")

const MARKS = { open: /^(?:\{|\$\{)$/, close: /^\}$/ }
const isText = (node: Cst): boolean => node.type === 'string_content' || node.type === 'escape_sequence'

function single(node: Cst, to: Lowering): Node {
  const prefix = /^[bB]?'/.exec(to.slice(node))?.[0].length ?? 1
  return ruleOr(
    stringOf(node, { start: node.start + prefix, end: node.end - 1 }, [], to.text, decodeSingle),
    to,
  )
}

function double(node: Cst, to: Lowering): Node {
  const prefix = /^[bB]?["`]/.exec(to.slice(node))?.[0].length ?? 1
  const content = { start: node.start + prefix, end: node.end - 1 }
  return ruleOr(stringOf(node, content, holesOf(node.children, to, isText, MARKS), to.text, decodeDouble), to)
}

/** A rule of Laravel's validation that takes what a pattern takes: `'required|regex:/…/'`. */
function ruleOr(text: Node, to: Lowering): Node {
  const front = typeof text.value === 'string' ? /^(?:[\w:,.-]+\|)*regex:/.exec(text.value)?.[0] : undefined
  return front === undefined ? text : (regexOf(text, to, front.length) ?? text)
}

function heredoc(node: Cst, to: Lowering): Node {
  const body = childOf(node, 'heredoc_body', 'nowdoc_body')
  if (!body) return stringOf(node, { start: node.end, end: node.end }, [], to.text)
  const content = { start: body.children[0]?.start ?? body.start, end: body.end }
  if (node.type === 'nowdoc') return stringOf(node, content, [], to.text)
  return stringOf(node, content, holesOf(body.children, to, isText, MARKS), to.text, decodeDouble)
}

export const strings: Handlers = {
  string: single,
  encapsed_string: double,
  heredoc,
  nowdoc: heredoc,
  shell_command_expression: (node, to) => other(node, 'shell command', [double(node, to)]),
}
