import type { Variable } from '../scopes/types.js'
import type { Node, ScriptTree } from '../tree.js'
import { isCommonJs, valueVariable } from './bindings.js'
import { memberName, ownThis, staticName, stringValue, unwrap } from './nodes.js'
import { typeName } from './types.js'

/** Names that hold the global object, or the window of a page around this one. */
export const GLOBAL_OBJECTS: ReadonlySet<string> = new Set([
  'window',
  'self',
  'top',
  'parent',
  'globalThis',
  'global',
  'frames',
  'opener',
  'unsafeWindow',
])

/** Local names that people give to a window that they were handed. */
const WINDOW_LIKE = /^_?(?:win|wnd|window|global|globalThis|globalObject|root|unsafeWindow)$/

/** An object that is the global object (`doubt` absent), or is taken for it for a reason that proves nothing. */
export interface GlobalObject {
  doubt?: string
}

const PROVEN: GlobalObject = {}

/** Whether an expression is the global object; `undefined` when it is some other object. */
export function globalObject(tree: ScriptTree, node: Node, depth = 0): GlobalObject | undefined {
  if (depth > 6) return undefined
  const at = unwrap(node)
  switch (at.type) {
    case 'Identifier':
      return byName(tree, at, depth)
    case 'ThisExpression':
      return thisObject(tree, at)
    case 'MemberExpression':
      return byMember(tree, at, depth)
    case 'LogicalExpression':
      return either(tree, [at.left, at.right], depth)
    case 'ConditionalExpression':
      return either(tree, [at.consequent, at.alternate], depth)
    case 'AssignmentExpression':
      return globalObject(tree, at.right, depth + 1)
    case 'CallExpression':
      return isReturnThis(at) ? PROVEN : undefined
    default:
      return undefined
  }
}

function byName(tree: ScriptTree, node: Node, depth: number): GlobalObject | undefined {
  const variable = valueVariable(tree, node.name, node)
  if (!variable) return node.name === 'opener' ? OPENER : GLOBAL_OBJECTS.has(node.name) ? PROVEN : undefined
  if (isTypedAsWindow(variable)) return PROVEN
  const origin = originOf(variable)
  const known = origin && originObject(tree, origin, depth)
  if (known) return known
  if (!WINDOW_LIKE.test(node.name)) return undefined
  if (origin && isThisOrCall(origin.init) && node.name !== 'window') return undefined
  if (/jsdom|happy-dom/i.test(tree.text) && node.name === 'window') return PROVEN
  return { doubt: `\`${node.name}\` is a local name here that is taken for the window` }
}

/** `(w: Window) => …`: the type says what it is. */
function isTypedAsWindow(variable: Variable): boolean {
  const name = variable.defs[0]?.name
  const annotation = name?.typeAnnotation?.typeAnnotation
  return annotation !== undefined && /Window$|^globalThis$/.test(typeName(annotation))
}

function isThisOrCall(init: Node | undefined): boolean {
  return init !== undefined && ['ThisExpression', 'ObjectExpression', 'Literal'].includes(unwrap(init).type)
}

/** Where a variable that is set once gets its value: the initialiser and the path of keys into it. */
interface Origin {
  init: Node
  path: string[]
}

function originOf(variable: Variable): Origin | undefined {
  const [def, ...more] = variable.defs
  if (!def || more.length > 0) return undefined
  if (variable.references.some((reference) => reference.isWrite() && !reference.init)) return undefined
  const name = def.name
  const path: string[] = []
  let at = name
  for (;;) {
    const up = at.parent
    if (!up) return undefined
    if (up.type === 'Property' && up.value === at) {
      const key = staticName(up.key, up.computed)
      if (key === undefined || up.parent?.type !== 'ObjectPattern') return undefined
      path.unshift(key)
      at = up.parent
    } else if (up.type === 'AssignmentPattern' && up.left === at) {
      return undefined
    } else if (up.type === 'VariableDeclarator' && up.id === at) {
      return up.init ? { init: up.init, path } : undefined
    } else {
      const argument = calledWith(up, at)
      return argument ? { init: argument, path } : undefined
    }
  }
}

/** The argument that an immediately called function gets for its parameter `parameter`. */
export function calledWith(fn: Node, parameter: Node): Node | undefined {
  if (!/Function/.test(fn.type) || !Array.isArray(fn.params)) return undefined
  const index = fn.params.indexOf(parameter)
  const call = fn.parent
  if (index < 0 || !call) return undefined
  if (call.type === 'CallExpression' && unwrap(call.callee) === fn) return call.arguments[index]
  if (call.type === 'MemberExpression' && call.object === fn && memberName(call) === 'call') {
    const outer = call.parent
    if (outer?.type === 'CallExpression' && outer.callee === call) return outer.arguments[index + 1]
  }
  return undefined
}

function originObject(tree: ScriptTree, { init, path }: Origin, depth: number): GlobalObject | undefined {
  if (path.length === 0) return globalObject(tree, init, depth + 1)
  const base = globalObject(tree, init, depth + 1)
  if (base) return path.every((key) => GLOBAL_OBJECTS.has(key)) ? base : undefined
  return path.length === 1 && path[0] === 'window' ? foreignWindow(tree, init) : undefined
}

/** `x.window`, `document.defaultView`: a window for certain only where a DOM says so. */
function foreignWindow(tree: ScriptTree, object: Node): GlobalObject {
  const text = tree.text.slice(object.start, object.end)
  if (/^(?:(?:window|self|globalThis)\.)?document$|^dom$/i.test(text)) return PROVEN
  if (/jsdom|happy-dom/i.test(tree.text)) return PROVEN
  return { doubt: `\`${text.length > 30 ? '…' : text}\` is not known to hold the page's window` }
}

function byMember(tree: ScriptTree, node: Node, depth: number): GlobalObject | undefined {
  const name = memberName(node)
  if (isFrames(tree, unwrap(node.object), depth)) return FRAME
  if (name === undefined) return undefined
  if (GLOBAL_OBJECTS.has(name)) {
    const base = globalObject(tree, node.object, depth + 1)
    if (base) return name === 'opener' ? OPENER : base
  }
  if (name === 'window' || name === 'defaultView') return foreignWindow(tree, node.object)
  if (name === 'contentWindow') return FRAME
  return isEventWindow(name, unwrap(node.object)) ? { doubt: EVENT_DOUBT } : undefined
}

const FRAME: GlobalObject = { doubt: 'the frame may show another page' }
const OPENER: GlobalObject = { doubt: 'the window that opened this one may show another page' }
const EVENT_DOUBT = 'the window of an event may be another one'

/** `event.view`, `e.originalEvent.view`, `message.source`: the window in which something happened. */
function isEventWindow(name: string, object: Node): boolean {
  if (name !== 'view' && name !== 'source') return false
  const said = object.type === 'Identifier' ? object.name : (memberName(object) ?? '')
  return /^(?:e|ev|evt|msg|message|\w*event)$/i.test(said)
}

/** `frames[0]`, `top.frames.crm`: a page inside of another. */
function isFrames(tree: ScriptTree, object: Node, depth: number): boolean {
  if (object.type === 'Identifier') return object.name === 'frames' && !valueVariable(tree, 'frames', object)
  return (
    object.type === 'MemberExpression' &&
    memberName(object) === 'frames' &&
    globalObject(tree, object.object, depth + 1) !== undefined
  )
}

function thisObject(tree: ScriptTree, node: Node): GlobalObject | undefined {
  if (tree.kind !== 'script' || isCommonJs(tree)) return undefined
  const fn = ownThis(node)
  if (!fn) return PROVEN
  const call = fn.parent
  const immediate =
    fn.type === 'FunctionExpression' &&
    ((call?.type === 'CallExpression' && call.callee === fn) ||
      (call?.type === 'MemberExpression' && memberName(call) === 'call'))
  return immediate ? { doubt: '`this` is the window only in sloppy mode here' } : undefined
}

function either(tree: ScriptTree, nodes: readonly Node[], depth: number): GlobalObject | undefined {
  let found: GlobalObject | undefined
  for (const node of nodes) {
    const at = unwrap(node)
    const object = globalObject(tree, at, depth + 1)
    if (object) found = found?.doubt ? found : object
    else if (!isFiller(at)) return undefined
  }
  return found
}

/** What stands for "no window" in an environment test: `this`, `{}`, `null`, `undefined`, a `typeof` guard. */
function isFiller(node: Node): boolean {
  return (
    node.type === 'ThisExpression' ||
    (node.type === 'ObjectExpression' && node.properties.length === 0) ||
    (node.type === 'Literal' && node.value === null) ||
    (node.type === 'Identifier' && node.name === 'undefined') ||
    (node.type === 'BinaryExpression' && unwrap(node.left).type === 'UnaryExpression')
  )
}

/** `Function('return this')()`, `new Function('return this')()`. */
function isReturnThis(call: Node): boolean {
  const callee = unwrap(call.callee)
  if (callee.type !== 'CallExpression' && callee.type !== 'NewExpression') return false
  const name = unwrap(callee.callee)
  return (
    name.type === 'Identifier' &&
    name.name === 'Function' &&
    /^\s*return this;?\s*$/.test(stringValue(callee.arguments[0]) ?? '')
  )
}
