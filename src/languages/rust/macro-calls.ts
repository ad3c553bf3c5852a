import { type Cst, fieldOf } from '../grammar/cst.js'
import { filled } from '../grammar/filled.js'
import type { Lowering } from '../grammar/lowering.js'
import {
  binary,
  call,
  identifier,
  logical,
  node as make,
  member,
  method,
  type Range,
  written,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { patternIn } from './patterns.js'
import { asked } from './questions.js'
import { isString, pieceOf } from './strings.js'

export const inParentheses = (at: Range, expression: Node): Node =>
  make('ParenthesizedExpression', at, { expression })

/** Whether what the grammar was shown as a call is a macro. */
export const isMacro = (callee: Cst, to: Lowering): boolean => to.text[callee.end] === '!'

/** `{}`, `{0}`, `{name}`, `{name:>10}`; `{{` and `}}` are signs. */
const BRACES = /\{\{|\}\}|\{(?<name>[^{}:\s]*)\s*(?::[^{}]*)?\}/g

const FORMATS = /^(?:format|format_args|formatcp|formatc)$/
const CONCATENATES = /^(?:concat|concatcp)$/
/** Macros that are given one text as it stands. */
const ENVIRONMENT = /^(?:env|option_env|dotenv)$/

/** A macro with what it is given, as far as that reads as arguments. */
export function macroCall(at: Cst, path: string, args: readonly Cst[], to: Lowering): Node {
  const name = path.slice(path.lastIndexOf(':') + 1)
  const [first, ...rest] = args
  if (first && FORMATS.test(name)) return formatted(at, args, to)
  if (first && CONCATENATES.test(name)) {
    const joined = to.all(args).reduce((left, right) => binary(at, left, '+', right))
    return { ...joined, start: at.start, end: at.end }
  }
  if (first && name === 'matches' && args.length === 2)
    return inParentheses(at, matched(rest[0] as Cst, first, to))
  if (first && name === 'dbg' && args.length === 1) return inParentheses(at, to.lower(first))
  if (first && ENVIRONMENT.test(name))
    return member(at, identifier({ start: at.start, end: at.start }, 'env'), to.lower(first))
  if (first && /^(?:lazy_)?regex$/.test(name)) return patternIn(to.lower(first)) as Node
  if (first && rest[0] && name === 'regex_is_match')
    return written(
      method(at, patternIn(to.lower(first)) as Node, 'test', [to.lower(rest[0])]),
      'regex_is_match',
    )
  const front = { start: at.start, end: at.start }
  const place = args.findIndex((each) => isString(each) && isFormat(each, to))
  const values = place < 0 ? args : args.slice(0, place)
  const text = place < 0 ? [] : [formatted(at, args.slice(place), to)]
  return written(
    call(at, identifier(front, name), [...values.map((each) => heldBy(each, to)), ...text]),
    `${name}!`,
  )
}

/** What `matches!` asks; the condition behind its pattern was shown to the grammar with `&&`. */
function matched(pattern: Cst, subject: Cst, to: Lowering): Node {
  const left = pattern.type === 'binary_expression' ? fieldOf(pattern, 'left') : undefined
  if (!left) return asked(pattern, () => to.lower(subject), to)
  const sign = to.slice(fieldOf(pattern, 'operator') as Cst)
  if (sign === '|') return asked(pattern, () => to.lower(subject), to)
  const right = to.lower(fieldOf(pattern, 'right') as Cst)
  return logical(pattern, matched(left, subject, to), sign === '||' ? '||' : '&&', right)
}

const isFormat = (node: Cst, to: Lowering): boolean => /\{[^{}]*\}/.test(to.slice(node))

/** `name = value` among the arguments of a macro gives a name, and writes nothing. */
function heldBy(node: Cst, to: Lowering): Node {
  const value = node.type === 'assignment_expression' ? fieldOf(node, 'right') : undefined
  return to.lower(value ?? node)
}

/** A format with its arguments; one that is written elsewhere is a piece of the result. */
function formatted(at: Cst, [format, ...args]: readonly Cst[], to: Lowering): Node {
  const text = format as Cst
  if (!isString(text))
    return method(
      at,
      to.lower(text),
      'concat',
      args.map((each) => heldBy(each, to)),
    )
  const plain: Node[] = []
  const named = new Map<string, Node>()
  for (const each of args) {
    const name = each.type === 'assignment_expression' ? fieldOf(each, 'left') : undefined
    if (name) named.set(to.slice(name), heldBy(each, to))
    else plain.push(to.lower(each))
  }
  return filled(at, [pieceOf(text, to)], BRACES, { plain, named }, to.text)
}

/** A string among tokens that nobody reads as arguments: names in it may be filled in. */
export function loose(node: Cst, to: Lowering): Node {
  return isFormat(node, to) && /\{[A-Za-z_]\w*\}/.test(to.slice(node))
    ? filled(
        node,
        [pieceOf(node, to)],
        /\{(?<name>[A-Za-z_]\w*)\}/g,
        { plain: [], named: new Map() },
        to.text,
      )
    : to.lower(node)
}
