import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  binary,
  call,
  construct,
  identifier,
  logical,
  node as make,
  method,
  other,
  pattern,
  type Range,
  text,
  unary,
  written,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { asked } from './files.js'
import { glob } from './strings.js'

const EQUALITY: Readonly<Record<string, string>> = { '=': '===', '==': '===', '!=': '!==' }

/** `[[ … ]]` joins tests inside, `[ … ]` is one test that others are put beside. */
function testCommand(node: Cst, to: Lowering): Node {
  const [inner, ...more] = namedOf(node)
  if (!inner || more.length > 0) return other(node, 'test', to.all(namedOf(node)))
  if (to.slice(node).startsWith('[['))
    return make('ParenthesizedExpression', node, { expression: alone(to.lower(inner)) })
  return whole(node, inner, to)
}

/** A test that stands alone needs no parentheses for a second one beside it. */
const alone = (test: Node): Node => ({ ...test, isAlone: true })

/** `[ "$host" = "acme.com" ]`, `test "$host" = acme.com`: the command is the test. */
export function whole(node: Range, inner: Cst, to: Lowering): Node {
  if (inner.type === 'binary_expression') {
    const sides = sidesOf(inner, to)
    if (sides && EQUALITY[sides.operator] && isPlain(sides.left) && isPlain(sides.right))
      return binary(node, to.lower(sides.left), EQUALITY[sides.operator] as string, to.lower(sides.right))
  }
  const sign = operatorOf(inner, to)
  if (sign) return asked(node, sign, namedOf(inner).at(-1) as Cst, to)
  const front = { start: node.start, end: node.start }
  return call(node, identifier(front, 'test'), leavesOf(inner, to))
}

/** `-n` of `-n "$host"`. */
function operatorOf(node: Cst, to: Lowering): string | undefined {
  const operator = node.type === 'unary_expression' ? childOf(node, 'test_operator') : undefined
  return operator && namedOf(node).length === 2 ? to.slice(operator) : undefined
}

/** What a test with `-a` and `-o` speaks of; a second one has no place in it. */
const leavesOf = (node: Cst, to: Lowering): Node[] =>
  operatorOf(node, to)
    ? [to.lower(node)]
    : /_expression$/.test(node.type)
      ? namedOf(node)
          .filter((each) => each.field !== 'operator')
          .flatMap((each) => leavesOf(each, to))
      : [to.lower(node)]

const isPlain = (node: Cst): boolean => !/(?:unary|binary|parenthesized)_expression$/.test(node.type)

function sidesOf(node: Cst, to: Lowering): { left: Cst; operator: string; right: Cst } | undefined {
  const left = fieldOf(node, 'left')
  const right = fieldOf(node, 'right')
  const operator = fieldOf(node, 'operator')
  return left && right && operator ? { left, operator: to.slice(operator), right } : undefined
}

function binaryOf(node: Cst, to: Lowering): Node {
  const sides = sidesOf(node, to)
  if (!sides) return other(node, 'test', to.all(namedOf(node)))
  const { left, operator, right } = sides
  // The sign in front binds to the whole test.
  if (left.type === 'unary_expression' && to.slice(left).startsWith('!')) {
    const subject = namedOf(left).at(-1) as Cst
    return unary(node, '!', compared({ start: subject.start, end: node.end }, subject, operator, right, to))
  }
  return compared(node, left, operator, right, to)
}

function compared(at: Range, left: Cst, operator: string, right: Cst, to: Lowering): Node {
  if (operator === '||' || operator === '&&') return logical(at, to.lower(left), operator, to.lower(right))
  if (EQUALITY[operator]) {
    // Quoted and unquoted pieces of a pattern stand side by side.
    const isMixed = right.type === 'concatenation' && /^\*|\*$/.test(to.slice(right))
    const value = isMixed ? glob(right, to) : to.lower(right)
    const test = binary(at, to.lower(left), EQUALITY[operator] as string, value)
    const how = howOf(to.slice(right))
    return how ? { ...test, how } : test
  }
  if (operator === '=~') return matched(at, left, right, to)
  return { ...other(at, operator, [to.lower(left), to.lower(right)]), isIndivisible: true }
}

/** What a pattern with open ends does. */
function howOf(pattern: string): 'contains' | 'begins' | 'ends' | undefined {
  const [front, end] = [/^["']?\*/.test(pattern), /\*["']?$/.test(pattern)]
  return front && end ? 'contains' : front ? 'ends' : end ? 'begins' : undefined
}

/** `[[ $host =~ \.acme\.com$ ]]`; what is quoted stands for itself. */
function matched(at: Range, left: Cst, right: Cst, to: Lowering): Node {
  const subject = to.lower(left)
  if (/string$/.test(right.type)) return written(method(at, subject, 'includes', [to.lower(right)]), '=~')
  const isWritten = /^(?:regex|word)$/.test(right.type) && !/\$\{?\w/.test(to.slice(right))
  const regex = isWritten ? ere(right, right, '', to) : made(to.lower(right))
  // What a pattern took is left in a list that other code may read.
  return written(method(at, regex, /BASH_REMATCH/.test(to.text) ? 'exec' : 'test', [subject]), '=~')
}

/** A pattern as it stands between two places. */
export const ere = (at: Range, content: Range, flags: string, to: Lowering): Node =>
  pattern(at, content, to.slice(content), flags, 'ere')

/** A pattern that is held by a name or put together. */
export function made(source: Node): Node {
  const end = { start: source.end, end: source.end }
  const regex = construct(source, identifier({ start: source.start, end: source.start }, 'RegExp'), [
    source,
    text(end, '', end),
  ])
  regex.dialect = 'ere'
  return regex
}

function oneSided(node: Cst, to: Lowering): Node {
  const subject = namedOf(node).at(-1) as Cst
  if (to.slice(node).startsWith('!')) return unary(node, '!', to.lower(subject))
  const sign = operatorOf(node, to)
  return sign ? asked(node, sign, subject, to) : other(node, 'test', to.all(namedOf(node)))
}

export const tests: Handlers = {
  test_command: testCommand,
  binary_expression: binaryOf,
  unary_expression: oneSided,
  parenthesized_expression: (node, to) =>
    make('ParenthesizedExpression', node, { expression: to.lower(namedOf(node)[0] as Cst) }),
  negated_command: (node, to) => unary(node, '!', to.lower(namedOf(node)[0] as Cst)),
}
