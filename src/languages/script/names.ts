import type { Node } from './tree.js'

const TRANSPARENT = new Set([
  'TSAsExpression',
  'TSTypeAssertion',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSInstantiationExpression',
  'TypeCastExpression',
  'ChainExpression',
  'ParenthesizedExpression',
  'AwaitExpression',
])

/** Whether a node only wraps its expression: casts, parentheses, `await`, optional chains. */
export function isTransparent(node: Node): boolean {
  return TRANSPARENT.has(node.type)
}

/** The expression inside casts, parentheses and optional chains. */
export function unwrap(node: Node): Node {
  let at = node
  while (isTransparent(at)) at = (at.expression ?? at.argument) as Node
  return at
}

/** Static name of a member access or object key; `undefined` when computed from something unknown. */
export function keyName(node: Node): string | undefined {
  const key = (node.property ?? node.key) as Node | undefined
  if (!key) return undefined
  if (!node.computed) {
    if (key.type === 'Identifier' || key.type === 'PrivateIdentifier') return key.name
    return key.value === undefined ? undefined : String(key.value)
  }
  const inner = unwrap(key)
  if (inner.type === 'Literal') return String(inner.value)
  if (inner.type === 'TemplateLiteral' && inner.expressions.length === 0) {
    return inner.quasis[0]?.value.cooked as string
  }
  return undefined
}

/** Dotted source name of an expression: `axios.create`, `this.host`, `new Map().get` -> `Map().get`. */
export function dottedName(node: Node): string {
  const at = unwrap(node)
  switch (at.type) {
    case 'Identifier':
      return at.label ?? at.name
    case 'JSXIdentifier':
      return at.name
    case 'ThisExpression':
      return 'this'
    case 'Super':
      return 'super'
    case 'MemberExpression':
      return `${dottedName(at.object)}.${keyName(at) ?? '*'}`
    case 'CallExpression':
    case 'NewExpression':
      return `${dottedName(at.callee)}()`
    case 'ImportExpression':
      return 'import()'
    case 'MetaProperty':
      return `${at.meta.name}.${at.property.name}`
    default:
      return '*'
  }
}

/** Text of a string literal or a template without expressions. */
export function staticText(node: Node): string | undefined {
  const at = unwrap(node)
  if (at.type === 'Literal' && typeof at.value === 'string') return at.value
  if (at.type === 'TemplateLiteral' && at.expressions.length === 0) return at.quasis[0]?.value.cooked
  return undefined
}

export function isFunction(node: Node): boolean {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  )
}

/** Name under which a function, class or list is stored. */
export function nameOf(node: Node): string | undefined {
  if (node.id?.name) return dottedName(node.id)
  let at = node
  while (at.parent && isTransparent(at.parent)) at = at.parent
  const parent = at.parent
  switch (parent?.type) {
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? dottedName(parent.id) : undefined
    case 'AssignmentExpression':
      return dottedName(parent.left)
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return keyName(parent)
    case 'SettingStatement':
      return parent.path.at(-1)
    case 'NewExpression':
    case 'CallExpression':
      return nameOf(parent)
    default:
      return undefined
  }
}
