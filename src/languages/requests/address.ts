import type { Address } from '../../requests.js'
import type { Span } from '../../sites.js'
import { dottedName, isFunction, keyName, staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { lastName, type StorageContext } from '../storage/context.js'
import { classAround, entriesOf, entryOf, innerOf, membersOf, parameterNames } from '../storage/reading.js'
import { addressParts, appendedTo, builtTexts, isAppendedTo, isTextBuilder } from './builders.js'
import { assignmentsTo, returnIn, returnsIn } from './lookup.js'
import { literalType, receiverType, recordMethod, recordValues, typeOf } from './records.js'

const MOST_TEXTS = 6
const DEEPEST = 7
const UNKNOWN = ['{*}']
/** Languages whose libraries build addresses step by step. */
const BUILDS = /^(?:go|java|kotlin)$/

/** Methods that leave a text what it is, as far as its host goes. */
const PLAIN_METHOD =
  /^(?:trim\w*|toString|valueOf|to_s|strip|rstrip|lstrip|toLowerCase|lower|href|TrimRight|TrimSuffix|freeze)$/
const PLAIN_FUNCTION =
  /^(?:String|str|strval|trim|rtrim|ltrim|URI|Uri|URL|Url|url|parse|Parse|URI\.parse|URI\.create)$/

/** Composes the texts that a node can hold, `{name}` for what is not written in the file. */
export function addressOf(context: StorageContext, node: Node | undefined): Address {
  const literals: Span[] = []
  const isGo = context.language === 'go'
  const builds = BUILDS.test(context.language)
  const texts = node ? textsOf(node, 0) : []
  return { texts: [...new Set(texts)].slice(0, MOST_TEXTS), literals }

  function textsOf(given: Node, depth: number): string[] {
    const at = unwrap(given)
    if (depth > DEEPEST) return UNKNOWN
    const text = staticText(at)
    if (text !== undefined) {
      literals.push(context.span(innerOf(at)))
      return [text]
    }
    switch (at.type) {
      case 'TemplateLiteral':
        return templateTexts(at, depth)
      case 'BinaryExpression':
        return at.operator === '+' ? sumTexts(at, depth) : UNKNOWN
      case 'LogicalExpression':
        return some([...textsOf(at.left, depth + 1), ...textsOf(at.right, depth + 1)])
      case 'ConditionalExpression':
        return some([...textsOf(at.consequent, depth + 1), ...textsOf(at.alternate, depth + 1)])
      case 'AssignmentExpression':
        return textsOf(at.right, depth + 1)
      case 'MatchExpression':
        return some((at.arms as Node[]).flatMap((arm) => textsOf(arm.body, depth + 1)))
      case 'Identifier':
        return variableTexts(at, depth)
      case 'MemberExpression':
        return memberTexts(at, depth)
      case 'SequenceExpression':
        return textsOf(at.expressions.at(-1), depth + 1)
      case 'ObjectExpression':
        return (
          (isGo && literalType(context, at) === 'url.URL' && addressParts(at, read(depth), JOINTS)) || UNKNOWN
        )
      case 'CallExpression':
      case 'NewExpression':
        return callTexts(at, depth)
      default:
        return UNKNOWN
    }
  }

  function read(depth: number): (node: Node) => string[] {
    return (node) => textsOf(node, depth + 1)
  }

  /** The terms of a sum in order: sums of many lean to the left. */
  function sumTexts(sum: Node, depth: number): string[] {
    const terms: Node[] = []
    let at = sum
    for (; at.type === 'BinaryExpression' && at.operator === '+'; at = unwrap(at.left))
      terms.unshift(at.right)
    return terms.reduce((texts, term) => joined(texts, textsOf(term, depth + 1)), textsOf(at, depth + 1))
  }

  function templateTexts(at: Node, depth: number): string[] {
    const formats = formatTexts(at, depth)
    if (formats) return formats
    let texts = ['']
    for (const [i, quasi] of (at.quasis as Node[]).entries()) {
      const cooked = (quasi.value.cooked ?? quasi.value.raw) as string
      if (cooked) literals.push(context.span(quasi.content ?? quasi))
      texts = joined(texts, [cooked])
      const hole = at.expressions[i] as Node | undefined
      if (hole) texts = joined(texts, textsOf(hole, depth + 1))
    }
    return texts
  }

  /** A format that a name holds: its places are filled in order. */
  function formatTexts(at: Node, depth: number): string[] | undefined {
    const [format, ...values] = at.expressions as Node[]
    if (!builds || !format || (at.quasis as Node[]).some((quasi) => quasi.value.raw !== '')) return undefined
    const texts = textsOf(format, depth + 1)
    if (!texts.some((text) => PLACE.test(text))) return undefined
    const given = values.map((each) => textsOf(each, depth + 1)[0] ?? '{*}')
    return texts.map((text) => {
      const parts = text.split(PLACE)
      const rest = given.slice(parts.length - 1).join('')
      return parts.map((part, i) => part + (i < parts.length - 1 ? (given[i] ?? '{*}') : '')).join('') + rest
    })
  }

  function variableTexts(at: Node, depth: number): string[] {
    const hole = holeOf(at)
    const variable = context.tree.resolve(at.name, at)
    if (!variable) return hole
    const values = variable.references.flatMap((reference) => {
      const value = reference.isWrite() ? writtenBy(reference.identifier) : undefined
      return value ? [value] : []
    })
    const declared = (variable.defs as unknown as { node: Node }[]).flatMap(({ node: definition }) =>
      definition.type === 'VariableDeclarator' && definition.init && definition.id?.type === 'Identifier'
        ? [definition.init as Node]
        : [],
    )
    const all = [...new Set([...declared, ...values])].filter(
      (value) => !isEmpty(value) && !isInside(at, value),
    )
    const fallbacks = variable.defs.flatMap(({ name }) => {
      const parent = (name as Node | undefined)?.parent
      return parent?.type === 'AssignmentPattern' && parent.left === name ? [parent.right as Node] : []
    })
    const given = fallbacks.filter((value) => !isEmpty(value)).flatMap((value) => textsOf(value, depth + 1))
    if (all.length === 0 || all.length > 4) return some([...given, ...hole])
    const [only] = all
    const isBuilt = (value: Node): boolean =>
      isTextBuilder(value) || variable.references.some(({ identifier }) => isAppendedTo(identifier))
    if (builds && all.length === 1 && only && isBuilt(only))
      return variable.references
        .flatMap((reference) => appendedTo(reference.identifier))
        .filter((each) => each.start < at.start || each.start > at.end)
        .reduce((texts, each) => joined(texts, textsOf(each, depth + 1)), textsOf(only, depth + 1))
    return some([...given, ...all.flatMap((value) => named(textsOf(value, depth + 1), hole))])
  }

  function memberTexts(at: Node, depth: number): string[] {
    const hole = holeOf(at)
    const object = unwrap(at.object)
    const name = keyName(at)
    if (name === undefined) return hole
    const around = classAround(at)
    if (
      around &&
      (object.type === 'ThisExpression' || (object.type === 'Identifier' && object.name === around.id?.name))
    )
      return fieldTexts(around, name, depth) ?? hole
    const type = isGo ? typeOf(context, object) : undefined
    const held = type === undefined ? [] : recordValues(context, type, name)
    if (held.length > 0 && held.length < 5)
      return some(
        held.filter((value) => !isEmpty(value)).flatMap((value) => named(textsOf(value, depth + 1), hole)),
      )
    if (object.type === 'Identifier') {
      const table = tableOf(object)
      const value = table && entryOf(table, name)
      if (value) return named(textsOf(value, depth + 1), hole)
    }
    return hole
  }

  /** What a field of a class is given, where it is declared and in its methods. */
  function fieldTexts(of: Node, name: string, depth: number): string[] | undefined {
    const values = fieldValues(context, of, name)
    if (values.length === 0 || values.length > 4) return undefined
    return some(values.flatMap((value) => named(textsOf(value, depth + 1), [`{${name}}`])))
  }

  function tableOf(name: Node): Node | undefined {
    const [definition] = (context.tree.resolve(name.name, name)?.defs ?? []) as unknown as { node: Node }[]
    const init = definition?.node.type === 'VariableDeclarator' && definition.node.init
    const at = init ? unwrap(init) : undefined
    return at?.type === 'ObjectExpression' ? at : undefined
  }

  function callTexts(at: Node, depth: number): string[] {
    const callee = unwrap(at.callee)
    const args = at.arguments as Node[]
    const name = callee.type === 'MemberExpression' ? keyName(callee) : (callee.name as string | undefined)
    const built = builds ? builtTexts(at, read(depth), JOINTS) : undefined
    if (built) return some(built)
    if (name === undefined) return UNKNOWN
    if (at.type === 'NewExpression' || PLAIN_FUNCTION.test(dottedName(callee))) {
      if (/(?:URL|Url|URI|Uri)$/.test(name) && args[1])
        return some(based(textsOf(args[1], depth + 1), textsOf(args[0] as Node, depth + 1)))
      return args[0] && (at.type === 'CallExpression' || /UR[LI]$|Ur[li]$/.test(name))
        ? textsOf(args[0], depth + 1)
        : UNKNOWN
    }
    if (callee.type === 'MemberExpression' && PLAIN_METHOD.test(name))
      return textsOf(callee.object, depth + 1)
    if (name === 'concat' && callee.type === 'MemberExpression') {
      const start = textsOf(callee.object, depth + 1)
      // A format keeps its own names for what is filled in: `{sub}`.
      return at.written === undefined
        ? args.reduce((texts, arg) => joined(texts, textsOf(arg, depth + 1)), start)
        : start
    }
    const given = returnedByOwn(callee, name)
    if (given)
      return named(some(filledIn(textsOf(given.value, depth + 1), given.by, at, depth)), [`{${name}}`])
    const last = lastName(at)
    return [last === undefined ? '{*}' : `{${last}}`]
  }

  /** Parameters in what a function gives back are what it is called with. */
  function filledIn(texts: string[], by: Node, call: Node, depth: number): string[] {
    if (!builds) return texts
    return parameterNames(by).reduce((found, name, i) => {
      const arg = (call.arguments as Node[])[i]
      const hole = `{${name}}`
      if (!arg || !found.some((text) => text.includes(hole))) return found
      const values = textsOf(arg, depth + 1)
      return found.flatMap((text) =>
        text.includes(hole)
          ? values.map((value) => text.replaceAll(hole, value === '{*}' ? hole : value))
          : [text],
      )
    }, texts)
  }

  /** What a function of this file, or a method of the class around, gives back. */
  function returnedByOwn(callee: Node, name: string): { value: Node; by: Node } | undefined {
    const around = callee.type === 'MemberExpression' ? classAround(callee) : undefined
    const object = callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined
    const type = isGo && object ? typeOf(context, object) : undefined
    const method = type === undefined ? undefined : recordMethod(context, type, name)
    const own =
      method ??
      (around && object && (object.type === 'ThisExpression' || object.name === around.id?.name)
        ? membersOf(around).find((each) => each.type === 'MethodDefinition' && keyName(each) === name)?.value
        : undefined)
    const declared =
      callee.type === 'Identifier'
        ? (context.tree.resolve(name, callee)?.defs[0] as unknown as { node: Node } | undefined)?.node
        : undefined
    const init = declared?.type === 'VariableDeclarator' && declared.init ? unwrap(declared.init) : declared
    const body = (own ?? init) as Node | undefined
    if (!body || !isFunction(body)) return undefined
    const value =
      body.body && body.body.type !== 'BlockStatement' ? body.body : returnIn(context.tree, body, isGo)
    return value && { value, by: body }
  }
}

/** What a field of a class is given: where it is declared, and by assignments in its methods. */
export function fieldValues(context: StorageContext, of: Node, name: string): Node[] {
  const type = context.language === 'go' ? receiverType(context, of) : undefined
  if (type !== undefined) return recordValues(context, type, name).filter((value) => !isEmpty(value))
  const declared = membersOf(of).flatMap((each) =>
    each.type === 'PropertyDefinition' && keyName(each) === name && each.value ? [each.value as Node] : [],
  )
  const assigned = assignmentsTo(context.tree, name, of).map((node) => node.right as Node)
  const given = [...declared, ...assigned].filter((value) => !isEmpty(value))
  if (given.length > 0) return given
  if (context.language === 'rust') return givenTo(context, of, name)
  return membersOf(of).flatMap((each) =>
    each.type === 'MethodDefinition' && each.kind === 'get' && keyName(each) === name && each.value
      ? returnsIn(context.tree, each.value).filter((value) => !isEmpty(value))
      : [],
  )
}

/** What `Self { field: value }` gives a field. */
function givenTo(context: StorageContext, of: Node, name: string): Node[] {
  return context.tree.nodes.flatMap((each) =>
    each.type === 'ObjectExpression' && isInside(each, of)
      ? entriesOf(each).flatMap(({ name: key, value }) => (key === name ? [value] : []))
      : [],
  )
}

function writtenBy(identifier: Node): Node | undefined {
  const parent = identifier.parent
  if (
    parent?.type === 'AssignmentExpression' &&
    parent.left === identifier &&
    !/^[+.]=$/.test(parent.operator)
  )
    return parent.right as Node
  return undefined
}

const isInside = (node: Node, outer: Node): boolean => node.start >= outer.start && node.end <= outer.end

/** Nothing yet: `null`, `''`. */
function isEmpty(value: Node): boolean {
  const at = unwrap(value)
  return (
    (at.type === 'Literal' &&
      (at.value === null || at.value === '' || at.value === undefined) &&
      !at.regex) ||
    at.name === 'undefined'
  )
}

function holeOf(node: Node): string[] {
  const name =
    node.type === 'MemberExpression' ? dottedName(node).replace(/^(?:this|self)\./, '') : lastName(node)
  return [`{${(name ?? '*').replace(/[{}]/g, '')}}`]
}

/** What nobody could name, or has a number for a name, is named as the place that holds it. */
function named(texts: readonly string[], hole: readonly string[]): string[] {
  return texts.map((text) => (/^\{(?:\*|\d)\}$/.test(text) ? (hole[0] as string) : text))
}

const some = (texts: readonly string[]): string[] => [...new Set(texts)].slice(0, MOST_TEXTS)

function joined(left: readonly string[], right: readonly string[]): string[] {
  return some(left.flatMap((one) => right.map((other) => one + other)))
}

const PLACE = /%(?:\d+\$)?[svdq]/

/** An address relative to another. */
export function based(bases: readonly string[], paths: readonly string[]): string[] {
  if (bases.length === 0) return [...paths]
  return some(
    paths.flatMap((path) =>
      /^(?:[a-z]+:)?\/\//i.test(path) || bases.length === 0
        ? [path]
        : bases.map((base) => `${base.replace(/\/$/, '')}/${path.replace(/^\//, '')}`),
    ),
  )
}

const JOINTS = { joined, based }
