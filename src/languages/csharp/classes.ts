import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  type Access,
  block,
  call,
  classOf,
  exported,
  fn,
  identifier,
  lambda,
  node as make,
  methodOf,
  other,
  parameter,
  property,
  type Range,
  statement,
} from '../grammar/nodes.js'
import { withOutlines } from '../grammar/outline.js'
import type { Node } from '../script/tree.js'
import { argumentsOf } from './calls.js'
import { regexOf } from './idioms.js'
import { inClass, inMember } from './members.js'
import { plainName } from './names.js'
import { outlinesIn } from './outlines.js'
import { heldBy, initOf, statements } from './statements.js'

/** Members are private unless they say otherwise; those of interfaces are public. */
function accessOf(node: Cst, isOpen: boolean, to: Lowering): Access {
  const words = node.children.filter((child) => child.type === 'modifier').map((child) => to.slice(child))
  return isOpen || words.some((word) => /^(?:public|internal|protected)$/.test(word)) ? 'public' : 'private'
}

/** `[Route("…")]` calls what it names. */
function decoratorsOf(node: Cst, to: Lowering): Node[] {
  return node.children
    .filter((child) => child.type === 'attribute_list')
    .flatMap((list) => namedOf(list).filter((child) => child.type === 'attribute'))
    .map((attribute) => make('Decorator', attribute, { expression: attributeCall(attribute, to) }))
}

function attributeCall(attribute: Cst, to: Lowering): Node {
  const name = fieldOf(attribute, 'name') as Cst
  const word = plainName(name, to)
  const args = argumentsOf(childOf(attribute, 'attribute_argument_list'), to)
  const isPattern = /^(?:GeneratedRegex|RegularExpression|RegexStringValidator)$/.test(word)
  const regex = isPattern && args[0] ? regexOf(args[0], args[1], to) : undefined
  return call(attribute, identifier(name, word), regex ? [regex, ...args.slice(1)] : args)
}

const decorated = (node: Node, decorators: Node[]): Node =>
  decorators.length > 0 ? { ...node, decorators } : node

function parametersOf(list: Cst | undefined, to: Lowering): Node[] {
  if (!list) return []
  if (list.type === 'implicit_parameter') return [identifier(list, to.slice(list))]
  const plain = namedOf(list).flatMap((each) => {
    const name = each.type === 'parameter' ? fieldOf(each, 'name') : undefined
    if (each.type === 'implicit_parameter') return [identifier(each, to.slice(each))]
    if (!name) return []
    const init = initOf(each)
    return [parameter(each, identifier(name, to.slice(name)), init && to.lower(init))]
  })
  // `params string[] hosts` stands in the list itself.
  const rest = list.children.some((child) => child.type === 'params') ? fieldOf(list, 'name') : undefined
  return rest ? [...plain, make('RestElement', rest, { argument: identifier(rest, to.slice(rest)) })] : plain
}

/** A body in braces, or an expression behind `=>`. */
function bodyOf(node: Cst, to: Lowering, front: readonly Node[] = []): Node {
  const body = fieldOf(node, 'body') ?? childOf(node, 'block', 'arrow_expression_clause')
  const at: Range = body ?? { start: node.end, end: node.end }
  return block(
    at,
    to.inFunction(at, () => [...front, ...(body ? insideOf(body, to) : [])]),
  )
}

function insideOf(body: Cst, to: Lowering): Node[] {
  if (body.type !== 'arrow_expression_clause') return statements(body.children, to)
  const [expression] = namedOf(body)
  if (!expression) return []
  return expression.type === 'assignment_expression'
    ? [statement(expression, to.lower(expression))]
    : [make('ReturnStatement', expression, { argument: to.lower(expression) })]
}

function functionOf(node: Cst, to: Lowering, id: Node | null, front: readonly Node[] = []): Node {
  return fn(node, id, parametersOf(fieldOf(node, 'parameters'), to), bodyOf(node, to, front))
}

function lambdaOf(node: Cst, to: Lowering): Node {
  const params = parametersOf(fieldOf(node, 'parameters'), to)
  const body = fieldOf(node, 'body') ?? (childOf(node, 'block') as Cst)
  if (body.type === 'assignment_expression')
    return lambda(node, params, block(body, [statement(body, to.lower(body))]))
  return lambda(node, params, to.lower(body))
}

function fields(node: Cst, access: Access, to: Lowering): Node[] {
  const declaration = childOf(node, 'variable_declaration')
  const decorators = decoratorsOf(node, to)
  const type = declaration && fieldOf(declaration, 'type')
  return (declaration ? namedOf(declaration) : [])
    .filter((child) => child.type === 'variable_declarator')
    .map((each, i) => {
      const name = fieldOf(each, 'name') as Cst
      const init = initOf(each)
      const value = init ? heldBy(type, init, to) : null
      return decorated(
        property(each, identifier(name, to.slice(name)), value, access),
        i === 0 ? decorators : [],
      )
    })
}

/** A property that holds a value, one that works it out, or both. */
function propertyOf(node: Cst, access: Access, to: Lowering): Node[] {
  const name = fieldOf(node, 'name') as Cst
  const id = () => identifier(name, to.slice(name))
  const value = fieldOf(node, 'value')
  const decorators = decoratorsOf(node, to)
  if (value?.type === 'arrow_expression_clause') {
    const body = block(
      value,
      to.inFunction(value, () => insideOf(value, to)),
    )
    return [decorated({ ...methodOf(node, id(), fn(node, null, [], body), access), kind: 'get' }, decorators)]
  }
  const held = value ? heldBy(fieldOf(node, 'type'), value, to) : null
  const accessors = fieldOf(node, 'accessors')
  const made = (accessors ? namedOf(accessors) : []).filter((each) => fieldOf(each, 'body'))
  const methods = made.map((each) => {
    const kind = fieldOf(each, 'name')?.type === 'get' ? 'get' : 'method'
    return { ...methodOf(each, id(), functionOf(each, to, null), access), kind }
  })
  return [decorated(property(node, id(), held, access), decorators), ...methods]
}

function constructorOf(node: Cst, access: Access, to: Lowering): Node {
  const initializer = childOf(node, 'constructor_initializer')
  const front = initializer
    ? [
        statement(
          initializer,
          call(
            initializer,
            identifier(initializer, 'base'),
            argumentsOf(childOf(initializer, 'argument_list'), to),
          ),
        ),
      ]
    : []
  const name = fieldOf(node, 'name') ?? node
  return methodOf(node, identifier(name, to.slice(name)), functionOf(node, to, null, front), access)
}

function memberOf(node: Cst, isOpen: boolean, to: Lowering): Node[] {
  const access = accessOf(node, isOpen, to)
  switch (node.type) {
    case 'field_declaration':
    case 'event_field_declaration':
      return fields(node, access, to)
    case 'property_declaration':
      return propertyOf(node, access, to)
    case 'constructor_declaration':
      return [constructorOf(node, access, to)]
    case 'method_declaration': {
      const name = fieldOf(node, 'name') as Cst
      const method = methodOf(node, identifier(name, to.slice(name)), functionOf(node, to, null), access)
      return [decorated(method, decoratorsOf(node, to))]
    }
    case 'enum_member_declaration': {
      const name = fieldOf(node, 'name') as Cst
      const value = fieldOf(node, 'value')
      const made = property(node, identifier(name, to.slice(name)), value ? to.lower(value) : null, 'public')
      return [decorated(made, decoratorsOf(node, to))]
    }
    case 'preproc_if':
    case 'preproc_else':
    case 'preproc_elif':
      return namedOf(node)
        .filter(isMemberNode)
        .flatMap((each) => inMember(to, each, () => memberOf(each, isOpen, to)))
    default:
      return isMemberNode(node)
        ? [property(node, identifier(node, '*'), other(node, node.type, inside(node, to)), 'private')]
        : []
  }
}

const isMemberNode = (node: Cst): boolean => /(?:_declaration|^preproc_(?:if|else|elif))$/.test(node.type)

/** Bodies of operators, indexers, destructors; classes inside a class. */
function inside(node: Cst, to: Lowering): Node[] {
  if (/^(?:class|struct|record|interface|enum|record_struct)_declaration$/.test(node.type))
    return [to.lower(node)]
  const accessors = fieldOf(node, 'accessors')
  return [node, ...(accessors ? namedOf(accessors) : [])]
    .filter((each) => fieldOf(each, 'body'))
    .map((each) => functionOf(each, to, null))
}

/** `record Config(string Host = "…")` and `class Client(string host)`. */
function primary(node: Cst, to: Lowering): Node[] {
  const list = childOf(node, 'parameter_list')
  const access = node.type.startsWith('record') ? 'public' : 'private'
  return (list ? namedOf(list) : []).flatMap((each) => {
    const name = fieldOf(each, 'name')
    if (each.type !== 'parameter' || !name) return []
    const init = initOf(each)
    const made = property(each, identifier(name, to.slice(name)), init ? to.lower(init) : null, access)
    return [decorated(made, decoratorsOf(each, to))]
  })
}

function declaredClass(node: Cst, to: Lowering): Node {
  const name = fieldOf(node, 'name')
  const body = fieldOf(node, 'body')
  const base = childOf(node, 'base_list')
  const first = base && namedOf(base)[0]
  const isOpen = node.type === 'interface_declaration'
  return inClass(to, node, () => {
    const members = (body ? namedOf(body) : []).flatMap((each) =>
      inMember(to, each, () => memberOf(each, isOpen, to)),
    )
    const id = name ? identifier(name, to.slice(name)) : null
    const superClass =
      first && /identifier|name$/.test(first.type) ? identifier(first, plainName(first, to)) : null
    const whole = classOf(node, id, superClass, body ?? { start: node.end, end: node.end }, [
      ...primary(node, to),
      ...members,
    ])
    const made = decorated(whole, decoratorsOf(node, to))
    return exported(
      node,
      withOutlines(made, () => outlinesIn(node, to, notesOf)),
    )
  })
}

/** Attributes of a declaration as calls. */
const notesOf = (node: Cst, to: Lowering): Node[] =>
  decoratorsOf(node, to).map(({ expression }) => expression as Node)

export const classes: Handlers = {
  class_declaration: declaredClass,
  struct_declaration: declaredClass,
  record_declaration: declaredClass,
  interface_declaration: declaredClass,
  enum_declaration: declaredClass,
  local_function_statement: (node, to) => {
    const name = fieldOf(node, 'name') as Cst
    return functionOf(node, to, identifier(name, to.slice(name)))
  },
  lambda_expression: lambdaOf,
  anonymous_method_expression: (node, to) => functionOf(node, to, null),
  delegate_declaration: (node) => block(node, []),
}
