import type { AddedSite, Use } from '../../../sites.js'
import { dottedName, isFunction, keyName, nameOf, staticText, unwrap } from '../names.js'
import type { Variable } from '../scopes/types.js'
import type { Node, ScriptTree } from '../tree.js'
import { isExported } from './bindings.js'
import { type Context, calledBy, leave, type Path, type Step, textOf } from './context.js'
import { itemText } from './items.js'
import { patternUses } from './patterns.js'
import { peerOfArgument } from './peers.js'
import { addedSite } from './statements.js'
import { besideOf, testOf } from './tests.js'

/** Functions that hand on what they are given. */
const PASSING =
  /^(String|encodeURI|encodeURIComponent|decodeURIComponent|Object\.(freeze|seal|assign|keys|fromEntries)|Array\.from|Set|Map|URL|JSON\.(stringify|parse)|structuredClone|(?:_\.)?(?:escapeRegExp|cloneDeep)|escapeStringRegexp|escapeRegex|escape)$/
/** The same, with options behind the host. */
const ALLOWING = /^allowHost$/
const INTO_LIST = /^(?:push|unshift|add)$/
/** Settings that are called once for each origin or host. */
const ADDING = /^[aA]dd_?(?:[aA]llowed_?)?(?:[oO]rigin|[hH]ost)(?:_?[pP]attern)?$/
/** Functions whose result lists what the object holds. */
const LISTING = /^(Object\.(values|entries)|Array\.of)$/
/** Methods of a list that call a function with each element. */
const CALLING = /^(forEach|map|flatMap|some|every|find|findIndex|filter|reduce)$/
/** Members of a URL object that hold the host. */
const OF_URL = /^(host|hostname|origin|href)$/i
/** Methods of a text that give a text which is still the same address. */
const KEEPING =
  /^(toLowerCase|toUpperCase|trim|toString|valueOf|concat|replace|replaceAll|slice|substring|normalize|padEnd|trimEnd)$/

/** The value is an argument of a call. */
export function followArgument(context: Context, step: Step, call: Node): void {
  const { node, path, depth, out } = step
  if (call.callee === node) return
  const index = call.arguments.indexOf(node)
  if (index < 0) return
  const callee = unwrap(call.callee)
  const name = dottedName(callee)
  const isMethod = callee.type === 'MemberExpression'
  const method = isMethod ? keyName(callee) : undefined
  if (name === 'Map' && path[0] === '[]' && path[1] === '[]') {
    out.uses.push({ is: 'key', of: [] })
    return
  }
  const key = path.filter((part) => part !== '[]').join('.')
  const test = isMethod ? testOf(context, node) : undefined
  const target = localFunction(context.tree, callee)
  const followed = target !== undefined && (node.isNamed || parameterAt(target, index) !== undefined)
  out.uses.push({
    is: 'argument',
    callee: name,
    ...(call.written && { as: call.written }),
    index,
    ...(key && { name: key }),
    ...(path.includes('[]') && { listed: true }),
    ...(isMethod && { receiver: textOf(context.tree, callee.object) }),
    ...(call.type === 'NewExpression' && { construct: true }),
    args: call.arguments.map((argument: Node) => textOf(context.tree, argument)),
    ...(test && { test }),
    ...(followed && { followed }),
    ...(path.length === 0 && peerOfArgument(context, node, call)),
    ...(path.length === 0 && addedBy(context, node, call)),
  })
  const result = { ...step, node: call, depth: depth + 1 }
  if (name === 'RegExp' && index === 0) {
    const flags = call.arguments[1] ? (staticText(call.arguments[1]) ?? '') : ''
    const pattern = patternUses(context, call, itemText(context, call.arguments[0]), flags)
    out.uses.push(...pattern.uses)
    if (!pattern.closed) out.closed = false
  } else if (method === 'concat') {
    out.uses.push({ is: 'part', before: '*', after: '' })
    context.follow(result)
  } else if (LISTING.test(name)) {
    const rest = name === 'Array.of' ? path : path.slice(1)
    context.follow({ ...result, path: name === 'Object.entries' ? ['[]', '[]', ...rest] : ['[]', ...rest] })
  } else if (isMethod && INTO_LIST.test(method ?? '')) {
    followIntoList(context, step, unwrap(callee.object))
  } else if (PASSING.test(name) || ((method === 'replace' || method === 'replaceAll') && index === 1)) {
    context.follow(result)
  } else if (target && node.isNamed) followNamed(context, step, target)
  else if (target) followParameter(context, step, target, index)
}

/** `list.push(value)`, `config.addAllowedOrigin(value)`. */
function addedBy(context: Context, node: Node, call: Node): { added?: AddedSite } {
  const callee = unwrap(call.callee)
  const isMethod = callee.type === 'MemberExpression'
  const method = (isMethod ? keyName(callee) : (callee.name as string | undefined)) ?? ''
  if (ALLOWING.test(method) && call.arguments[0] === node)
    return { added: addedSite(context, node, call, undefined) }
  if (call.arguments.length !== 1 || !isMethod) return {}
  if (INTO_LIST.test(method)) return { added: addedSite(context, node, call, unwrap(callee.object)) }
  return ADDING.test(method) ? { added: addedSite(context, node, call, undefined) } : {}
}

/** `f(host='…')`: the parameter of that name. */
function followNamed(context: Context, step: Step, fn: Node): void {
  const index = (fn.params as Node[]).findIndex(
    (each) => (each.type === 'AssignmentPattern' ? each.left : each).name === step.path[0],
  )
  if (index < 0) leave(step.out, `no parameter ${step.path[0]}`)
  else followParameter(context, { ...step, path: step.path.slice(1) }, fn, index)
}

/** `list.push(value)`: from here on the list holds it. */
function followIntoList(context: Context, step: Step, list: Node): void {
  // Whoever handed the list over reads it afterwards.
  const definitions = list.type === 'Identifier' ? context.tree.resolve(list.name, list)?.defs : undefined
  if (definitions?.some(({ type }) => type === 'Parameter')) step.out.closed = false
  context.bind(list, { ...step, path: ['[]', ...step.path], depth: step.depth + 1 })
}

/** A function of this file that a callee names, when it is bound once. */
function localFunction(tree: ScriptTree, callee: Node): Node | undefined {
  if (isFunction(callee)) return callee
  if (callee.type !== 'Identifier') return undefined
  const definitions = tree.resolve(callee.name, callee)?.defs ?? []
  // A parameter is defined by the function that takes it.
  if (definitions.length !== 1 || definitions[0]?.type === 'Parameter') return undefined
  const node = definitions[0]?.node as Node | undefined
  if (node?.type === 'FunctionDeclaration') return node
  const init = node?.type === 'VariableDeclarator' && node.init ? unwrap(node.init) : undefined
  return init && isFunction(init) ? init : undefined
}

function followParameter(context: Context, step: Step, fn: Node, index: number): void {
  const parameter = parameterAt(fn, index)
  if (!parameter) return
  const inside = { ...step, depth: step.depth + 1 }
  if (parameter.type === 'RestElement')
    context.bind(parameter.argument, { ...inside, path: ['[]', ...step.path] })
  else context.bind(parameter.type === 'AssignmentPattern' ? parameter.left : parameter, inside)
}

function parameterAt(fn: Node, index: number): Node | undefined {
  const last = fn.params.at(-1) as Node | undefined
  return (fn.params[index] as Node | undefined) ?? (last?.type === 'RestElement' ? last : undefined)
}

/** A member of the value is read, a method of it is called, or it is the key of a computed access. */
export function followMember(context: Context, step: Step, member: Node): void {
  const { node, path, depth, out } = step
  if (member.object !== node) {
    out.uses.push(...keyedUses(context, step, member))
    return
  }
  const name = keyName(member)
  const call = calledBy(member)
  const inside = { ...step, node: member, path: path.slice(1), depth: depth + 1 }
  if (path.length === 0 && name === 'length') leave(out, 'its length counts')
  if (call) followMethod(context, step, call, name ?? '*')
  // `host.length - '.amocrm.com'.length`: the place of the text in another one.
  else if (path.length === 0 && name === 'length' && node.type === 'Literal')
    out.uses.push({ is: 'compare', operator: 'length' })
  else if (path.length > 0 && path[0] !== '[]') {
    if (name === undefined || name === path[0]) context.follow(inside)
  } else if (path[0] === '[]' && (name === undefined || /^\d+$/.test(name))) context.follow(inside)
  else if (path.length === 0 && name !== undefined && OF_URL.test(name)) context.follow(inside)
}

/**
 * `table[value]`: written or kept by the browser it is a key that data lies under, read it is a test. `allowed[value] = true`
 * makes it one of several.
 */
function keyedUses(context: Context, { node, path, out }: Step, member: Node): Use[] {
  const table = textOf(context.tree, member.object)
  const parent = member.parent
  const isWritten = parent?.type === 'AssignmentExpression' && parent.left === member
  if (isWritten && path.length === 0 && MARKING.test(textOf(context.tree, parent.right))) {
    // What the table is for, others decide.
    out.closed = false
    return [{ is: 'key', of: [], added: addedSite(context, node, parent, undefined) }]
  }
  if (isWritten || /storage|cache|cookies?$/i.test(table)) return [{ is: 'storageKey' }]
  return [{ is: 'compare', operator: '[]', with: table }]
}

/** What a table holds under its keys where it is a set. */
const MARKING = /^(?:true|struct\{\}\{\})$/i

function followMethod(context: Context, step: Step, call: Node, method: string): void {
  const { path, depth, out } = step
  const result = { ...step, node: call, depth: depth + 1 }
  if (path.length > 0 && path[0] !== '[]') {
    // A container that holds the value: only what hands the value on matters.
    if (method === 'get' || method === path[0]) context.follow({ ...result, path: path.slice(1) })
    else if (method === 'values') context.follow({ ...result, path: ['[]', ...path.slice(1)] })
    return
  }
  const test = path[0] === '[]' ? undefined : testOf(context, step.node)
  const beside = path[0] === '[]' || test === undefined ? besideOf(context, call) : {}
  const as = call.written as string | undefined
  const by = method === 'split' && call.arguments[0] ? staticText(call.arguments[0]) : undefined
  if (!asksNothing(method, call))
    out.uses.push({
      is: 'receiver',
      method,
      ...(as && { as }),
      ...(by !== undefined && { by }),
      ...(test && { test }),
      ...beside,
    })
  if (path[0] !== '[]') {
    if (KEEPING.test(method)) context.follow(result)
    if (method === 'split') context.follow({ ...result, path: ['[]', ...path] })
    return
  }
  const callback = call.arguments[0] ? localFunction(context.tree, unwrap(call.arguments[0])) : undefined
  const element = { ...step, path: path.slice(1), depth: depth + 1 }
  if (callback) followParameter(context, element, callback, method === 'reduce' ? 1 : 0)
  else if (CALLING.test(method) && call.arguments[0])
    out.uses.push({ is: 'argument', callee: dottedName(call.arguments[0]), index: 0 })
  if (/^(concat|slice|filter|sort|reverse|values)$/.test(method)) context.follow(result)
  if (/^(indexOf|lastIndexOf|findIndex|findLastIndex)$/.test(method) && !isAskedForPresence(call))
    leave(out, 'its place in the list counts')
  if (/^(join|find|at|pop|shift)$/.test(method)) context.follow({ ...result, path: path.slice(1) })
}

/** `host.includes('.')`, `url.startsWith('http')`: what is looked for comes out the same for both hosts. */
function asksNothing(method: string, call: Node): boolean {
  const sought = /^(?:includes|startsWith|endsWith|(?:last)?[iI]ndexOf)$/.test(method) && call.arguments[0]
  const text = sought ? staticText(sought) : undefined
  return text !== undefined && !/amo|crm|kommo/i.test(text)
}

/** `list.indexOf(x) !== -1`, `~list.indexOf(x)`: any place will do. */
function isAskedForPresence(call: Node): boolean {
  const parent = call.parent
  if (parent?.type === 'UnaryExpression') return parent.operator === '~'
  return parent?.type === 'BinaryExpression' && /^(?:[!=]==?|[<>]=?)$/.test(parent.operator)
}

/** The value is what a function gives back: its calls are followed. */
export function followReturn(context: Context, step: Step, parent: Node): void {
  if (parent.type === 'ArrowFunctionExpression' && parent.body !== step.node) return
  const fn = parent.type === 'ReturnStatement' ? enclosingFunction(parent) : parent
  const { out } = step
  if (!fn) {
    if (isConfiguration(context)) out.uses.push({ is: 'setting', path: settingPath(step.path) })
    else out.closed = false
    return
  }
  out.uses.push({ is: 'return', from: nameOf(fn) ?? '' })
  const owner = fn.parent
  if (fn.type === 'FunctionDeclaration' && fn.id) {
    followCalls(context, step, context.tree.resolve(fn.id.name, fn.parent ?? fn))
    if (isExported(fn)) out.closed = false
  } else if (owner?.type === 'VariableDeclarator' && owner.id.type === 'Identifier') {
    followCalls(context, step, context.tree.resolve(owner.id.name, owner))
    if (isExported(owner)) out.closed = false
  } else {
    out.closed = false
    if (owner?.type === 'MethodDefinition' || owner?.type === 'Property')
      followMethodCalls(context, step, owner)
    const hook = owner?.type === 'CallExpression' ? hookName(owner, fn) : undefined
    if (hook !== undefined) out.uses.push({ is: 'binding', name: hook })
  }
}

/** Keys around a value as a path of settings. */
export const settingPath = (path: Path): string[] => path.map((key) => (key === '[]' ? '0' : key))

/** `add_filter('allowed_http_origins', function …)`: what the function gives back is what the hook is named after. */
function hookName(call: Node, fn: Node): string | undefined {
  const [name, handler] = call.arguments as Node[]
  return name && handler === fn && /(?:^|[._])(?:add|apply)_?filters?$/i.test(dottedName(call.callee))
    ? staticText(name)
    : undefined
}

/** `<?php return ['key' => …];` in a folder of settings: whoever reads it asks for the key. */
function isConfiguration({ tree, source }: Context): boolean {
  return tree.joins !== undefined && /(?:^|\/)(?:config|settings)\/(?:[^/]+\/)?[^/]+$/.test(source.path)
}

function followMethodCalls(context: Context, step: Step, owner: Node): void {
  const key = keyName(owner)
  if (key === undefined) return
  for (const member of context.membersNamed(key)) {
    const node = calledBy(member) ?? (owner.kind === 'get' ? member : undefined)
    if (node) context.follow({ ...step, node, depth: step.depth + 1 })
  }
}

function followCalls(context: Context, step: Step, variable: Variable | undefined): void {
  for (const reference of variable?.references ?? []) {
    const at = reference.identifier
    const call = at.parent?.type === 'CallExpression' && at.parent.callee === at ? at.parent : undefined
    if (call) context.follow({ ...step, node: call, depth: step.depth + 1 })
    else if (reference.isRead()) step.out.closed = false
  }
}

/** The function that a statement belongs to. */
export function enclosingFunction(node: Node): Node | undefined {
  let at = node.parent
  while (at && !isFunction(at)) at = at.parent
  return at
}
