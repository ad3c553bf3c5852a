import type { Node } from '../tree.js'
import { type Draft, OWN } from './draft.js'
import type { Context } from './names.js'
import { compact } from './nodes.js'
import { typeName } from './types.js'

/**
 * `AMOCRM: T` in a type: a declaration of the constant where the type is the window's (`interface Window`, an
 * interface that extends it, `Window & { … }`, the type of a cast of the window), else somebody's own property.
 */
export function propertyDeclaration({ tree }: Context, signature: Node): Draft {
  if (signature.computed) return OWN
  const value = compact(tree, signature.typeAnnotation)
  const declare = (typed: string, local: boolean): Draft => ({
    access: 'declare',
    via: 'member',
    object: typed,
    place: { declares: 'type', value, typed, local },
  })
  const body = signature.parent as Node
  const holder = body.parent as Node
  if (body.type === 'TSInterfaceBody' && holder.type === 'TSInterfaceDeclaration') {
    const name = holder.id.name as string
    const heritage: string[] = (holder.extends ?? []).map((item: Node) => item.expression?.name ?? '')
    const isWindow = name === 'Window' || name === 'WindowOrWorkerGlobalScope' || name === 'Global'
    if (isWindow && (tree.kind === 'script' || isInGlobal(holder))) return declare('Window', false)
    if (isWindow || heritage.includes('Window') || /Window|^Global/.test(name))
      return declare(name, tree.kind === 'module' && !isExported(holder))
    if (isCastOfWindow(tree.text, name)) return declare(name, tree.kind === 'module' && !isExported(holder))
    return OWN
  }
  if (body.type === 'TSTypeLiteral') {
    const alias = aliasOf(body)
    if (alias && /Window|^Global/.test(alias.id.name))
      return declare(alias.id.name, tree.kind === 'module' && !isExported(alias))
    if (
      alias &&
      typeName(alias.typeAnnotation) === 'inline' &&
      alias.typeAnnotation.type === 'TSIntersectionType'
    ) {
      return declare(alias.id.name, !isExported(alias))
    }
    if (alias && isCastOfWindow(tree.text, alias.id.name)) {
      return declare(alias.id.name, tree.kind === 'module' && !isExported(alias))
    }
    return isWindowType(body) ? declare('inline', true) : OWN
  }
  return OWN
}

/** `window as Name`, `<Name>window`, `const w: Name = window`: the type is used for the window in this file. */
function isCastOfWindow(text: string, name: string): boolean {
  const page = '(?:window|globalThis|global|self|parent|top)'
  const cast = `${page}\\s+as\\s+(?:(?:unknown|any)\\s*\\)?\\s*as\\s+)?${name}\\b`
  return new RegExp(
    `${cast}|<${name}>\\s*\\(?\\s*(?:<\\w+>\\s*)?${page}\\b|:\\s*${name}\\s*=\\s*${page}\\b`,
  ).test(text)
}

function aliasOf(literal: Node): Node | undefined {
  let at = literal.parent
  while (at && /^TS(?:Intersection|Union|Parenthesized)Type$/.test(at.type)) at = at.parent
  return at?.type === 'TSTypeAliasDeclaration' ? at : undefined
}

/** The literal is (part of) the type of a window: a cast of it, its annotation, or an intersection with `Window`. */
function isWindowType(literal: Node): boolean {
  let at = literal.parent
  while (at && /^TS(?:Intersection|Union|Parenthesized)Type$/.test(at.type)) {
    if (
      at.types?.some(
        (type: Node) => ['Window', 'globalThis'].includes(typeName(type)) && type.type !== 'TSAnyKeyword',
      )
    )
      return true
    at = at.parent
  }
  if (at?.type === 'TSAsExpression' || at?.type === 'TSTypeAssertion') {
    let inner = at.expression
    while (inner.type === 'TSAsExpression' || inner.type === 'TSTypeAssertion') inner = inner.expression
    return inner.type === 'Identifier' && /^(?:window|self|top|parent|globalThis|global)$/.test(inner.name)
  }
  return (
    at?.type === 'TSTypeAnnotation' &&
    at.parent?.type === 'Identifier' &&
    /^(?:window|globalThis|global)$/.test(at.parent.name)
  )
}

function isInGlobal(node: Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'TSModuleDeclaration') return at.kind === 'global' || at.global === true
  }
  return false
}

function isExported(node: Node): boolean {
  return node.parent?.type === 'ExportNamedDeclaration'
}
