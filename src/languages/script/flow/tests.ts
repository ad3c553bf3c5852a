import type { TestSite } from '../../../sites.js'
import { spanOf } from '../../site.js'
import { walk } from '../link.js'
import { isTransparent, keyName, unwrap } from '../names.js'
import type { Node } from '../tree.js'
import { type Context, shapeOf } from './context.js'
import { memberValue } from './items.js'

const EQUALITIES = new Set(['===', '!==', '==', '!='])
/** Methods that answer yes or no. */
const ANSWERING = /^(includes|endsWith|startsWith|test|has|match)$/
/** Methods that answer with a place: the test is the comparison around them. */
const PLACING = /^(indexOf|lastIndexOf|search)$/

/** The test that a value takes part in: a comparison, or a call of a searching method with it. */
export function testOf(context: Context, operand: Node): TestSite | undefined {
  let whole = operand
  while (whole.parent && isTransparent(whole.parent)) whole = whole.parent
  const parent = whole.parent
  if (parent?.isIndivisible) return undefined
  if (parent?.type === 'BinaryExpression' && EQUALITIES.has(parent.operator)) {
    const other = (parent.left === whole ? parent.right : parent.left) as Node
    if (hasEffect(other)) return undefined
    const test = finished(context, operand, parent, parent.operator.startsWith('!'), isRepeatable(other))
    const how = parent.how as TestSite['how']
    return {
      ...test,
      ...subjectOf(context, operand, other),
      ...cutOf(context, other),
      ...(how && { how }),
    }
  }
  const call = parent?.type === 'MemberExpression' ? parent.parent : parent
  // A call without parentheses would take a second test for a part of its argument.
  if (call?.type !== 'CallExpression' || call.isBare || call.isIndivisible) return undefined
  const callee = unwrap(call.callee)
  const method = callee.type === 'MemberExpression' ? keyName(callee) : undefined
  if (method === undefined || call.arguments.length !== 1) return undefined
  if (hasEffect(callee.object) || hasEffect(call.arguments[0])) return undefined
  const pure = isRepeatable(callee.object) && isRepeatable(call.arguments[0])
  // `a ?? false || b ?? false`: elsewhere than in JavaScript `||` binds tighter.
  if (context.tree.joins && call.parent?.type === 'LogicalExpression' && call.parent.operator === '??')
    return undefined
  const how = HOW[method]
  const tested = (unwrap(callee.object) === unwrap(operand) ? call.arguments[0] : callee.object) as Node
  const subject = subjectOf(context, operand, tested)
  if (ANSWERING.test(method)) {
    return { ...finished(context, operand, call, false, pure), ...subject, ...(how && { how }) }
  }
  if (!PLACING.test(method)) return undefined
  const compared = placeTest(call)
  if (!compared) return undefined
  return { ...finished(context, operand, compared.node, compared.negated, pure), ...subject, how: 'contains' }
}

const HOW: Readonly<Record<string, NonNullable<TestSite['how']>>> = {
  includes: 'contains',
  match: 'contains',
  startsWith: 'begins',
  endsWith: 'ends',
}

/** How the tested value is cut: right there, so that numbers tell by how much, or in a way that nobody can follow. */
function cutOf(context: Context, value: Node): Pick<TestSite, 'cut' | 'cutBy'> {
  const { tree, source, base } = context
  if (!isCut(context, value)) return {}
  const written = tree.text.slice(value.start, value.end)
  const isHere = tree.joins && hasCut(value, 0) && !/["'`]|amocrm/i.test(written)
  return isHere ? { cutBy: spanOf(source, base + value.start, base + value.end) } : { cut: true }
}

/**
 * `substr($host, -11)`: how the cut fits the operand is for JavaScript's own methods in the test alone to tell, not
 * for other languages and not where a name stands for what was cut before.
 */
function isCut({ tree }: Context, value: Node): boolean {
  // What is compared was itself cut out at the old name.
  const written = tree.text.slice(value.start, value.end)
  if (tree.joins && ((hasCut(value, 0) && !takesLabels(value, written)) || /amocrm/i.test(written)))
    return true
  const at = unwrap(value)
  const definition = at.type === 'Identifier' ? tree.resolve(at.name, at)?.defs[0]?.node : undefined
  return definition?.type === 'VariableDeclarator' && definition.init ? hasCut(definition.init, 5) : false
}

/** Methods that cut a text by numbers, in the neutral tree and as languages call them. */
const CUTS = /^(?:slice|substring|substr|first|last|takeLast|take|right|left)$/

/** `'.'.join(host.split('.')[-2:])`: labels are counted, not letters. */
function takesLabels(value: Node, written: string): boolean {
  return /\b(?:[sS]plit|explode)\(/.test(written) && !hasCut(value, 5)
}

/** Labels of a host are few, its letters many: `least` tells them apart. */
function hasCut(value: Node, least: number): boolean {
  for (const node of walk(value)) {
    if (node.type !== 'CallExpression' || !CUTS.test(calledMethod(node) ?? '')) continue
    if ((node.arguments as Node[]).some((argument) => numberOf(argument) >= least)) return true
  }
  return false
}

/** The number that an argument is, its sign aside; what is worked out counts as many. */
function numberOf(node: Node): number {
  const at = unwrap(node)
  if (at.type === 'UnaryExpression') return numberOf(at.argument)
  return at.type === 'Literal' && typeof at.value === 'number' ? at.value : Number.POSITIVE_INFINITY
}

/** What other languages write to join two tests. */
function writtenIn({ tree }: Context, join: '||' | '&&'): { joint?: string } {
  const joint = join === '||' ? tree.joins?.or : tree.joins?.and
  return joint === undefined || joint === join ? {} : { joint }
}

/** A text or pattern that is no whole domain: what it is looked for in tells whether it means a host. */
const WORD = /^(['"`])amocrm\1$|^\/[^\n]*amocrm(?!\\*\.|\[\.\])[^\n]*\/[a-z]*$/

/** The tested value, and what the names in it stand for. */
function subjectOf({ tree }: Context, operand: Node, tested: Node): { subject?: string } {
  if (!WORD.test(tree.text.slice(operand.start, operand.end))) return {}
  const lines = [tree.text.slice(tested.start, tested.end)]
  for (const node of walk(tested)) {
    const definition = node.type === 'Identifier' ? tree.resolve(node.name, node)?.defs[0]?.node : undefined
    const declared = definition as unknown as Node | undefined
    if (declared?.type === 'VariableDeclarator' && declared.init)
      lines.push(
        tree.text.slice(declared.init.start, Math.min(declared.init.end, declared.init.start + MAX_KNOWN)),
      )
  }
  return { subject: lines.join('\n') }
}

/** Comparisons of a place, and what they are with their sides swapped. */
const SWAPPED: Record<string, string> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' }

/** `x.indexOf(y) !== -1`, `x.indexOf(y) >= 0`, `~x.indexOf(y)`, the same from right to left, and their negations. */
function placeTest(call: Node): { node: Node; negated: boolean } | undefined {
  const parent = call.parent
  if (parent?.type === 'UnaryExpression' && parent.operator === '~') return { node: parent, negated: false }
  if (parent?.type !== 'BinaryExpression') return undefined
  const isLeft = parent.left === call
  const right = (isLeft ? parent.right : parent.left) as Node
  const operator = isLeft ? parent.operator : (SWAPPED[parent.operator] ?? parent.operator)
  const isMinusOne = right.type === 'UnaryExpression' && right.operator === '-' && right.argument.value === 1
  const isZero = right.type === 'Literal' && right.value === 0
  const key = `${operator}${isMinusOne ? '-1' : isZero ? '0' : '?'}`
  if (/^(!==?-1|>-1|>=0|>0|===?0)$/.test(key)) return { node: parent, negated: false }
  if (/^(===?-1|<0|<=-1|<=0|!==?0)$/.test(key)) return { node: parent, negated: true }
  return undefined
}

function finished(context: Context, operand: Node, node: Node, isNegated: boolean, pure: boolean): TestSite {
  let test = node
  let negated = isNegated
  while (test.parent && isTransparent(test.parent) && !isInParentheses(test)) test = test.parent
  while (test.parent?.type === 'UnaryExpression' && test.parent.operator === '!') {
    test = test.parent
    negated = !negated
  }
  const join = negated ? '&&' : '||'
  const around = test.parent
  const span = (at: Node) => spanOf(context.source, context.base + at.start, context.base + at.end)
  return {
    span: span(test),
    operand: span(operand),
    join,
    joined: around?.type === 'LogicalExpression' && around.operator === join,
    grouped: node.joint !== undefined || test.isAlone === true || isGrouped(context, test),
    pure,
    chain: chainText(context, test),
    ...knownIn(context, test),
    ...(isRefusal(context, test, negated) && { denies: true }),
    ...writtenIn(context, join),
    ...(node.joint && { joint: node.joint as string }),
    ...(isCompact(context, test) && { compact: true }),
  }
}

/** A second test is put beside this one inside its parentheses; trees of JavaScript have no node for them. */
function isInParentheses(test: Node): boolean {
  return test.parent?.type === 'ParenthesizedExpression'
}

/** `if (test) throw …`, `if (test) return false`, `if (test) return reject(…)`: who passes the test is turned away. */
function isRefusal({ tree }: Context, test: Node, isNegated: boolean): boolean {
  const chain = chainOf(test)
  const parent = chain.parent
  if (isNegated || parent?.type !== 'IfStatement' || parent.test !== chain) return false
  const body = parent.consequent as Node
  const first = (body.type === 'BlockStatement' ? body.body[0] : body) as Node | undefined
  if (first?.type === 'ThrowStatement') return true
  if (first?.type === 'ReturnStatement' && first.argument?.value === false) return true
  return first !== undefined && REFUSING.test(tree.text.slice(first.start, first.end))
}

/** Statements that turn a request away. */
const REFUSING =
  /^(?:return\s+)?(?:await\s+)?(?:[\w.]+\.)?(?:reject|deny|block|forbid|refuse|abort|ban|forbidden|unauthorized)\(|^(?:return\s+)?\w+\.(?:status|sendStatus|writeHead)\(40[013]\b|^return\s+Err\(|^bail!\(|^exit\s+[1-9]/

/** Minified code: nothing stands around the operators in and beside the test. */
function isCompact({ tree }: Context, test: Node): boolean {
  const own = tree.text.slice(test.start, test.end)
  if (/\s[!=]==?\s|(?:\|\||&&)\s/.test(own)) return false
  const before = tree.text.slice(Math.max(0, test.start - 2), test.start)
  const after = tree.text.slice(test.end, test.end + 3)
  return /[!=]==?[^\s=]/.test(own) || /(?:\|\||&&|[=?:])$/.test(before) || /^(?:\|\||&&|\?)\S/.test(after)
}

/** The chain of `||` and `&&` around a test, as written. */
function chainText(context: Context, test: Node): string {
  const at = chainOf(test)
  return context.tree.text.slice(at.start, at.end)
}

function chainOf(test: Node): Node {
  let at = test
  while (at.parent && (at.parent.type === 'LogicalExpression' || isTransparent(at.parent))) at = at.parent
  return at
}

/** The chain around a test of a list or pattern with what names in it stand for; `{}` when it is no chain. */
export function besideOf(context: Context, test: Node): { beside?: string } {
  let top = test
  while (top.parent && (isTransparent(top.parent) || top.parent.type === 'UnaryExpression')) top = top.parent
  const chain = chainOf(top)
  if (chain === top) return {}
  return { beside: `${chainText(context, top)}\n${knownIn(context, top).known ?? ''}` }
}

/** Longest declaration that is looked into. */
const MAX_KNOWN = 600

/** What constants and functions of the file that a chain names are, where they speak of Kommo. */
function knownIn({ tree }: Context, test: Node): { known?: string } {
  const chain = chainOf(test)
  if (chain === test) return {}
  const known: string[] = []
  for (const node of walk(chain)) {
    // A format, or a name in a text, is not read off the text of the chain: `%s.kommo.com`, `$sub.kommo.com`.
    if (tree.joins && node.type === 'TemplateLiteral') known.push(shapeOf(node))
    const member = memberValue(tree, node)
    if (member) {
      known.push(tree.text.slice(member.start, Math.min(member.end, member.start + MAX_KNOWN)))
      continue
    }
    if (node.type !== 'Identifier' || (node.parent && memberValue(tree, node.parent))) continue
    const defined = tree.resolve(node.name, node)?.defs[0]
    const definition = defined?.type === 'Parameter' ? undefined : defined?.node
    if (definition?.type !== 'VariableDeclarator' && definition?.type !== 'FunctionDeclaration') continue
    known.push(tree.text.slice(definition.start, Math.min(definition.end, definition.start + MAX_KNOWN)))
  }
  const told = known.filter((text) => /kommo/i.test(text))
  return told.length > 0 ? { known: told.join('\n') } : {}
}

/** The test stands alone between parentheses or as a whole expression, so that `a || b` needs no parentheses. */
function isGrouped(context: Context, test: Node): boolean {
  const parent = test.parent
  if (parent === undefined) return false
  const { text } = context.tree
  const before = text.slice(0, test.start).trimEnd().at(-1)
  const after = text.slice(test.end).trimStart()[0]
  if (before === '(' && after === ')') return true
  switch (parent.type) {
    // In languages that write conditions without parentheses.
    case 'IfStatement':
    case 'WhileStatement':
    case 'VariableDeclarator':
    case 'ReturnStatement':
    case 'SettingStatement':
    case 'ExpressionStatement':
    case 'AssignmentExpression':
    case 'Property':
    case 'PropertyDefinition':
    case 'ArrayExpression':
    case 'CallExpression':
    case 'NewExpression':
    case 'TemplateLiteral':
    case 'JSXExpressionContainer':
    case 'SwitchCase':
    case 'ConditionalExpression':
    case 'ForStatement':
    case 'SequenceExpression':
    case 'ThrowStatement':
      return true
    case 'ArrowFunctionExpression':
      return parent.body === test
    // `label if test =>`.
    case 'MatchArm':
      return parent.isGuarded === true
    default:
      return false
  }
}

/** Methods of texts, lists and addresses that can be called twice without anybody noticing. */
const HARMLESS =
  /^(toLowerCase|toUpperCase|trim|toString|get|Get|GetHeader|replace|split|join|slice|substr|substring|at)$/

/** Whether an expression does something besides giving a value: it must not be done twice. */
function hasEffect(root: Node): boolean {
  for (const node of walk(root)) {
    if (/^(?:AssignmentExpression|UpdateExpression|YieldExpression)$/.test(node.type)) return true
    if (
      node.type === 'CallExpression' &&
      /^(?:next|pop|shift|splice|exec|read)$/.test(calledMethod(node) ?? '')
    )
      return true
  }
  return false
}

function calledMethod(call: Node): string | undefined {
  const callee = unwrap(call.callee)
  return callee.type === 'MemberExpression' ? keyName(callee) : undefined
}

/** Whether an expression may be written twice: it has no effect and gives the same again. */
function isRepeatable(node: Node): boolean {
  const at = unwrap(node)
  switch (at.type) {
    case 'Identifier':
    case 'ThisExpression':
    case 'Literal':
      return true
    case 'TemplateLiteral':
      return at.expressions.every(isRepeatable)
    case 'MemberExpression':
      return isRepeatable(at.object) && (!at.computed || isRepeatable(at.property))
    case 'BinaryExpression':
      return isRepeatable(at.left) && isRepeatable(at.right)
    case 'UnaryExpression':
      return at.operator !== 'delete' && isRepeatable(at.argument)
    case 'LogicalExpression':
      return isRepeatable(at.left) && isRepeatable(at.right)
    case 'NewExpression':
      return at.callee.name === 'URL' && at.arguments.every(isRepeatable)
    case 'CallExpression': {
      const callee = unwrap(at.callee)
      const isText = callee.type === 'Identifier' && /^(String|decodeURIComponent)$/.test(callee.name)
      const isMethod = callee.type === 'MemberExpression' && HARMLESS.test(keyName(callee) ?? '')
      return (isText || (isMethod && isRepeatable(callee.object))) && at.arguments.every(isRepeatable)
    }
    default:
      return false
  }
}
