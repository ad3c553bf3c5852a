import type { Span, Use } from '../../../sites.js'
import { spanOf } from '../../site.js'
import { dottedName, isFunction, isTransparent, keyName, nameOf, staticText, unwrap } from '../names.js'
import type { Node } from '../tree.js'
import { bindAssignment, bindEnumMember, bindLoop, bindMember } from './bindings.js'
import { enclosingFunction, followArgument, followMember, followReturn, settingPath } from './calls.js'
import { compositionOf } from './compose.js'
import { type Context, type Flow, leave, nestedUses, type Path, type Step, textOf } from './context.js'
import { isReadByPlace, isTypedByHosts, itemText } from './items.js'
import { peerOfEntry } from './peers.js'
import { testOf } from './tests.js'
import { typeUses } from './types.js'

/** How far a value is followed through names; deeper flows count as open. */
const MAX_DEPTH = 8

/** One step from an expression to what its parent does with it. */
export function followStep(context: Context, step: Step): void {
  const { node, path, depth, out } = step
  const parent = node.parent
  if (!parent) return
  if (depth > MAX_DEPTH) {
    leave(out, 'followed too far')
    return
  }
  const onward = (next: Node) => context.follow({ ...step, node: next })
  if (isTransparent(parent)) {
    onward(parent)
    return
  }
  switch (parent.type) {
    case 'TemplateLiteral':
      followComposed(context, step)
      break
    case 'BinaryExpression':
      if (parent.operator === '+') followComposed(context, step)
      else {
        const other = (parent.left === node ? parent.right : parent.left) as Node
        if (saysNothing(other)) break
        const test = testOf(context, node)
        out.uses.push({
          is: 'compare',
          operator: parent.operator,
          with: textOf(context.tree, other),
          ...(test && { test }),
        })
      }
      break
    case 'LogicalExpression':
      if (parent.right === node && parent.operator !== '&&') {
        out.uses.push({ is: 'default', of: dottedName(parent.left) })
      }
      onward(parent)
      break
    case 'ConditionalExpression':
      if (parent.test === node) break
      out.uses.push(armOf(context, node, parent))
      onward(parent)
      break
    case 'MatchArm':
      followMatch(context, step, parent)
      break
    case 'CallExpression':
    case 'NewExpression':
      followArgument(context, step, parent)
      break
    case 'TaggedTemplateExpression':
      if (dottedName(parent.tag) === 'String.raw') onward(parent)
      else out.uses.push({ is: 'argument', callee: dottedName(parent.tag), index: 0 })
      break
    case 'MemberExpression':
      followMember(context, step, parent)
      break
    case 'VariableDeclarator':
      if (parent.init === node) context.bind(parent.id, step)
      break
    case 'AssignmentExpression':
      bindAssignment(context, step, parent)
      break
    case 'AssignmentPattern':
      if (parent.right !== node) break
      out.uses.push({ is: 'default', of: dottedName(parent.left) })
      context.bind(parent.left, step)
      break
    case 'Property':
      followProperty(context, step, parent)
      break
    case 'PropertyDefinition':
    case 'AccessorProperty':
      if (parent.value === node) bindMember(context, step, parent)
      break
    case 'TSEnumMember':
      bindEnumMember(context, step, parent)
      break
    case 'ArrayExpression':
      followElement(context, step, parent)
      break
    case 'SpreadElement':
    case 'JSXSpreadAttribute':
    case 'ObjectExpression':
      onward(parent)
      break
    case 'SequenceExpression':
      if (parent.expressions.at(-1) === node) onward(parent)
      break
    case 'SwitchCase': {
      const subject = parent.parent?.discriminant as Node | undefined
      out.uses.push({
        is: 'case',
        ...(subject && { of: textOf(context.tree, subject) }),
        ...labelOf(context, parent),
        ...labelsBeside(context, parent),
      })
      break
    }
    case 'CaseLabels':
      followLabels(context, step, parent)
      break
    case 'SwitchStatement':
      out.uses.push({ is: 'compare', operator: 'switch' })
      break
    case 'ReturnStatement':
    case 'ArrowFunctionExpression':
      followReturn(context, step, parent)
      break
    case 'ExportDefaultDeclaration':
      out.uses.push({ is: 'binding', name: 'default', exported: true })
      break
    case 'JSXExpressionContainer':
    case 'JSXAttribute':
      followJsx(parent, out)
      break
    case 'ForOfStatement':
      if (parent.right === node && path[0] === '[]') bindLoop(context, step, parent.left)
      break
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
      out.uses.push({ is: 'argument', callee: 'import', index: 0 })
      break
    case 'TSLiteralType':
    case 'TSTemplateLiteralType':
      out.uses.push(...typeUses(context, parent))
      break
    case 'SettingStatement':
      out.uses.push({ is: 'setting', path: [...parent.path, ...settingPath(path)] })
      break
    case 'ExpressionStatement':
    case 'IfStatement':
    case 'UnaryExpression':
    case 'WhileStatement':
    case 'ThrowStatement':
    case 'ForInStatement':
      break
    default:
      leave(out, parent.type)
  }
}

/** A piece of a larger text: the whole concatenation or template is one composition. */
function followComposed(context: Context, step: Step): void {
  const { top, before, after } = compositionOf(step.node)
  step.out.uses.push({ is: 'part', before, after })
  const inner: Flow = { uses: [], closed: true }
  context.follow({ ...step, node: top, out: inner })
  // A path behind it makes a URL of it, or a scheme does in front: wherever that goes, no origin is compared with it.
  const isUrl = /^(?:(?:[a-z]+:)?\/\/|$)/i.test(before) && /^\/[^/\s]/.test(after)
  step.out.uses.push(...(isUrl ? inner.uses.flatMap(inUrl) : inner.uses))
  if (!isUrl && !inner.closed) step.out.closed = false
}

/** What is done with a URL, seen from its host. */
function inUrl(use: Use): Use[] {
  if (use.is === 'unknown') return []
  return [use.is === 'argument' ? { ...use, inUrl: true } : use]
}

/** Compared with nothing (`host !== null`) or with a text that is no host of ours, it comes out as before. */
function saysNothing(other: Node): boolean {
  const at = unwrap(other)
  if (at.type === 'Identifier') return at.name === 'undefined'
  if (at.type !== 'Literal' || at.regex) return false
  return typeof at.value !== 'string' || !/\b(?:amocrm|kommo)\b/i.test(at.value)
}

/** `case X:` of a switch, up to its colon; the value alone where others may stand beside it. */
function labelOf(context: Context, label: Node): { label: Span; joint?: string } {
  if (label.joint === undefined) return { label: labelSpan(context, label) }
  const { start, end } = label.test as Node
  return { label: spanOf(context.source, context.base + start, context.base + end), joint: label.joint }
}

function labelSpan(context: Context, label: Node): Span {
  const from = (label.test as Node).end
  // Old PHP ends a label with a semicolon.
  const end = from + context.tree.text.slice(from).search(/[:;]/) + 1
  return spanOf(context.source, context.base + label.start, context.base + end)
}

/**
 * What the constants among the labels of a switch stand for; labels that are written out are seen without it, except from
 * a constant.
 */
function labelsBeside(context: Context, label: Node): { beside?: string[] } {
  const labels = ((label.parent?.cases ?? []) as Node[]).flatMap((each) =>
    each.test ? [each.test as Node] : [],
  )
  const isConstant = isNamed(label.test as Node)
  const beside = labels
    .filter((test) => isConstant || isNamed(test))
    .flatMap((test) => itemText(context, test) ?? [])
  return beside.length > 0 ? { beside } : {}
}

function spanAt({ source, base }: Context, { start, end }: { start: number; end: number }): Span {
  return spanOf(source, base + start, base + end)
}

/** A constant, or a member of one. */
function isNamed(node: Node): boolean {
  return /^(?:Identifier|MemberExpression)$/.test(unwrap(node).type)
}

/** `case "a", "b":` of languages in which a case lists its labels; those of the other cases stand beside them. */
function followLabels(context: Context, step: Step, list: Node): void {
  const decision = list.parent?.parent as Node
  const labels = (decision.cases as Node[]).flatMap((each) => (each.test?.labels ?? []) as Node[])
  const use: Use = { is: 'case', of: textOf(context.tree, decision.discriminant) }
  const items = labels.map((item) => itemOf(context, item))
  const joint = list.joint as string | undefined
  step.out.uses.push(use, {
    is: 'element',
    of: {
      form: 'case',
      items,
      uses: [use],
      ...(joint !== undefined && { joint }),
      ...(list.isOpen && { placed: true }),
    },
  })
}

function itemOf(context: Context, item: Node): { text: string; span: Span } {
  const span = spanOf(context.source, context.base + item.start, context.base + item.end)
  return { text: itemText(context, item), span }
}

function armOf(context: Context, node: Node, conditional: Node): Use {
  const other = (conditional.consequent === node ? conditional.alternate : conditional.consequent) as Node
  return {
    is: 'arm',
    test: textOf(context.tree, conditional.test),
    arm: conditional.consequent === node ? 'then' : 'else',
    other: [textOf(context.tree, other)],
  }
}

/** A label or the value of an arm of a decision that is itself a value (`match` of PHP and Rust, `when` of Kotlin). */
function followMatch(context: Context, step: Step, arm: Node): void {
  const decision = arm.parent as Node
  const subject = decision.discriminant ? textOf(context.tree, decision.discriminant as Node) : undefined
  const labelsOf = ({ labels }: Node) => (labels as Node[]).map((label) => textOf(context.tree, label))
  if (arm.labels.includes(step.node)) {
    const use: Use = { is: 'case', ...(subject !== undefined && { of: subject }) }
    const items = (decision.arms as Node[])
      .flatMap((each) => each.labels as Node[])
      .map((item) => itemOf(context, item))
    const joint = arm.joint as string | undefined
    step.out.uses.push(use, {
      is: 'element',
      of: { form: 'case', items, uses: [use], ...(joint !== undefined && { joint }) },
    })
    return
  }
  const others = (decision.arms as Node[]).filter((other) => other !== arm)
  const labels = labelsOf(arm)
  const isElse = labels.length === 0
  step.out.uses.push({
    is: 'arm',
    test: isElse ? others.flatMap(labelsOf).join(' ') : (subject ?? labels.join(' ')),
    arm: isElse ? 'else' : 'case',
    other: others.map((other) => textOf(context.tree, other)),
    ...(!isElse && { label: labels.join(', ') }),
  })
  context.follow({ ...step, node: decision })
}

function followProperty(context: Context, step: Step, property: Node): void {
  const object = property.parent as Node
  if (object.type === 'ObjectPattern') return
  const inside = (path: Path) => nestedUses(context, { ...step, node: object, path, depth: step.depth + 1 })
  if (property.key === step.node && property.value !== step.node) {
    step.out.uses.push({ is: 'key', of: inside([]), ...keysBeside(context, object) })
    return
  }
  const key = keyName(property) ?? '*'
  const peer = step.path.length === 0 ? peerOfEntry(context, property, key) : {}
  step.out.uses.push({ is: 'entry', key, of: inside([key, ...step.path]), ...peer })
  const header = key === 'value' ? headerName(object) : undefined
  if (header !== undefined) step.out.uses.push({ is: 'entry', key: header, of: [] })
  for (const member of context.membersNamed(key)) {
    const isOwn = member.object.type === 'ThisExpression' && isInside(member, object)
    if (isOwn) context.follow({ ...step, node: member, depth: step.depth + 1 })
  }
}

/** What the constants among the keys of a table stand for. */
function keysBeside(context: Context, object: Node): { beside?: string[] } {
  const keys = (object.properties as Node[]).flatMap(({ computed, key }) => (computed ? [key as Node] : []))
  const beside = keys.filter(isNamed).flatMap((key) => itemText(context, key) ?? [])
  return beside.length > 0 ? { beside } : {}
}

/** `{ key: 'Content-Security-Policy', value: … }`. */
function headerName(object: Node): string | undefined {
  for (const property of object.properties as Node[]) {
    if (property.type !== 'Property' || !/^(?:key|name|header)$/.test(keyName(property) ?? '')) continue
    return staticText(property.value)
  }
  return undefined
}

function isInside(node: Node, outer: Node): boolean {
  return outer.start <= node.start && node.end <= outer.end
}

function followElement(context: Context, step: Step, array: Node): void {
  const items = (array.elements as (Node | null)[]).filter((element): element is Node => element !== null)
  if (step.node === array.elements[1] && isMapPair(array)) {
    const key = staticText(items[0] ?? step.node) ?? '*'
    const map = array.parent?.parent as Node
    const inside = { ...step, node: map, path: [key, ...step.path], depth: step.depth + 1 }
    step.out.uses.push({ is: 'entry', key, of: nestedUses(context, inside) })
    return
  }
  const list = chained(array)
  const name = nameOf(list) ?? givenBackBy(list)
  const uses = nestedUses(context, {
    ...step,
    node: array,
    path: ['[]', ...step.path],
    depth: step.depth + 1,
  })
  step.out.uses.push({
    is: 'element',
    of: {
      form: array.form === 'words' ? 'words' : 'array',
      ...(array.joint !== undefined && { joint: array.joint }),
      items: items.map((item) => {
        const text = itemText(context, item)
        const span = spanOf(context.source, context.base + item.start, context.base + item.end)
        return { ...(text !== undefined && { text }), span }
      }),
      uses,
      ...(name !== undefined && { name }),
      ...((array.isFixed || isReadByPlace(context, array)) && { placed: true }),
      ...(array.counted !== undefined && { counted: spanAt(context, array.counted) }),
      ...(isTypedByHosts(context, array) && { typed: true }),
    },
  })
}

/** `['key', value]` in `new Map([…])`. */
function isMapPair(array: Node): boolean {
  const pairs = array.parent
  const map = pairs?.type === 'ArrayExpression' ? pairs.parent : undefined
  return map?.type === 'NewExpression' && dottedName(map.callee) === 'Map' && map.arguments[0] === pairs
}

/** Name of the function whose result a list is. */
function givenBackBy(list: Node): string | undefined {
  let at = list
  while (at.parent && isTransparent(at.parent)) at = at.parent
  const parent = at.parent
  const fn = parent?.type === 'ReturnStatement' ? enclosingFunction(parent) : parent
  if (!fn || !isFunction(fn) || (fn === parent && fn.body !== at)) return undefined
  return nameOf(fn)
}

/** The call at the end of `[…].map(…).filter(…)`: what it gives is still the list. */
function chained(array: Node): Node {
  let at = array
  for (;;) {
    const member = at.parent
    if (member?.type !== 'MemberExpression' || member.object !== at) return at
    if (!/^(?:map|filter|concat|sort|slice|flat)$/.test(keyName(member) ?? '')) return at
    const call = member.parent
    if (call?.type !== 'CallExpression' || call.callee !== member) return at
    at = call
  }
}

function followJsx(holder: Node, out: Flow): void {
  const attribute = holder.type === 'JSXAttribute' ? holder : holder.parent
  if (attribute?.type !== 'JSXAttribute') out.uses.push({ is: 'prose' })
  else
    out.uses.push({
      is: 'attribute',
      tag: dottedName(attribute.parent?.name),
      name: String(attribute.name.name),
    })
}
