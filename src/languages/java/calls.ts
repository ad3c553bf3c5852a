import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  block,
  call,
  construct,
  identifier,
  member,
  method,
  other,
  self,
  statement,
  written,
} from '../grammar/nodes.js'
import { calleeIn } from '../jvm/frames.js'
import { functionIdiom, inParentheses, listed, methodIdiom, named } from '../jvm/idioms.js'
import { pieces, regexOf } from '../jvm/texts.js'
import type { Node } from '../script/tree.js'
import { constructorOf } from './constructors.js'

const argumentsOf = (node: Cst, to: Lowering): Node[] =>
  to.all(namedOf(fieldOf(node, 'arguments') ?? { ...node, children: [] }))

function invocation(node: Cst, to: Lowering): Node {
  const owner = fieldOf(node, 'object')
  const key = fieldOf(node, 'name') as Cst
  const name = to.slice(key)
  const chain = builderChain(node, to)
  if (chain) return chain
  const args = argumentsOf(node, to)
  if (!owner) {
    const callee = calleeIn(key, name, to)
    const own = callee.isMethod ? undefined : functionIdiom(node, name, args, to)
    const made = call(node, callee.node, listed(name, args))
    return own ?? (callee.isMethod ? written(made, name) : made)
  }
  const qualified = `${to.slice(owner).replace(/^(?:[a-z]\w*\.)+(?=[A-Z])/, '')}.${name}`
  const built = functionIdiom(node, qualified, args, to)
  if (built) return built
  const subject = to.lower(owner)
  return (
    matching(node, subject, name, args) ??
    methodIdiom(node, subject, name, args, to) ??
    ofJava(node, subject, name, args) ??
    call(node, member({ start: node.start, end: key.end }, subject, name, key), listed(name, args))
  )
}

/** Methods that mean something else in Kotlin. */
function ofJava(at: Cst, subject: Node, name: string, args: readonly Node[]): Node | undefined {
  const [source] = args
  if (name === 'matches' && args.length === 1) {
    const regex = regexOf(source)
    return regex && written(method(at, regex, 'test', [subject]), name)
  }
  if (name === 'split' && source)
    return written(method(at, subject, 'split', [regexOf(source) ?? source]), name)
  return undefined
}

/** `pattern.matcher(text).matches()`; a matcher that is kept is asked for its groups. */
function matching(at: Cst, subject: Node, name: string, args: readonly Node[]): Node | undefined {
  if (name === 'matcher' && args.length === 1) return written(method(at, subject, 'exec', args), name)
  if (!/^(?:matches|find|lookingAt)$/.test(name) || args.length > 0) return undefined
  if (subject.type !== 'CallExpression' || subject.written !== 'matcher') return undefined
  return written(method(at, subject.callee.object, 'test', subject.arguments), name)
}

/** `new StringBuilder(a).append(b).toString()` is one text. */
function builderChain(node: Cst, to: Lowering): Node | undefined {
  const values: Cst[] = []
  let at: Cst | undefined = node
  while (at?.type === 'method_invocation') {
    const name = to.slice(fieldOf(at, 'name') as Cst)
    const args = namedOf(fieldOf(at, 'arguments') as Cst)
    if (name === 'append' && args.length === 1) values.unshift(args[0] as Cst)
    else if (name !== 'toString' || args.length > 0) return undefined
    at = fieldOf(at, 'object')
  }
  if (at?.type !== 'object_creation_expression') return undefined
  if (!/^String(?:Builder|Buffer)$/.test(to.slice(fieldOf(at, 'type') as Cst))) return undefined
  const first = namedOf(fieldOf(at, 'arguments') as Cst)
  const all = [...first.filter(({ type }) => !/integer_literal$/.test(type)), ...values]
  return all.length > 0 ? pieces(node, to.all(all)) : undefined
}

const COLLECTIONS =
  /^(?:HashSet|LinkedHashSet|TreeSet|ArrayList|LinkedList|CopyOnWriteArrayList|CopyOnWriteArraySet)$/

function creation(node: Cst, to: Lowering): Node {
  const type = fieldOf(node, 'type') as Cst
  const plain = to.slice(type.type === 'generic_type' ? (namedOf(type)[0] as Cst) : type)
  const args = argumentsOf(node, to)
  const name = plain.replace(/^(?:[a-z]\w*\.)+/, '')
  const body = childOf(node, 'class_body')
  const made = constructed(node, type, name, args, to)
  if (!body) return made
  return other(node, 'anonymous class', [statement(node, made), statement(body, to.lower(body))])
}

function constructed(node: Cst, type: Cst, name: string, args: readonly Node[], to: Lowering): Node {
  const [only] = args
  if (only && args.length === 1) {
    if (COLLECTIONS.test(name)) return construct(node, identifier(type, 'Set'), args)
    if (name === 'URI' || name === 'URL') return construct(node, identifier(type, 'URL'), args)
    if (name === 'String') return inParentheses(node, only)
  }
  return construct(node, typeName(type, name), named(args, constructorOf(to, name)))
}

/** `Request.Builder` as an access of its member. */
function typeName(type: Cst, name: string): Node {
  const [first = name, ...rest] = name.split('.')
  return rest.reduce<Node>((owner, each) => member(type, owner, each), identifier(type, first))
}

function explicitConstructor(node: Cst, to: Lowering): Node {
  return statement(node, call(node, self(fieldOf(node, 'constructor') as Cst), argumentsOf(node, to)))
}

export const calls: Handlers = {
  method_invocation: invocation,
  object_creation_expression: creation,
  explicit_constructor_invocation: explicitConstructor,
  template_expression: (node, to) => block(node, to.all(namedOf(node))),
}
