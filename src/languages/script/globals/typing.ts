import type { Source } from '../../../files/source.js'
import type { Node, ScriptTree } from '../tree.js'
import { valueVariable } from './bindings.js'
import { typeName } from './types.js'
import { GLOBAL_OBJECTS } from './window.js'

const typedCache = new WeakMap<ScriptTree, boolean>()

/** Whether a type checker reads this piece of script: TypeScript, or JavaScript that asks for it. */
export function isTyped(tree: ScriptTree, source: Source, base: number): boolean {
  let known = typedCache.get(tree)
  if (known === undefined) {
    known = readsAsTyped(tree, source, base)
    typedCache.set(tree, known)
  }
  return known
}

function readsAsTyped(tree: ScriptTree, source: Source, base: number): boolean {
  if (/^\s*(?:\/\/|\/\*+)\s*@ts-nocheck/m.test(tree.text.slice(0, 2000))) return false
  if (/\.[cm]?tsx?$/i.test(source.path)) return true
  if (base === 0) return /^\s*(?:\/\/|\/\*+)\s*@ts-check/m.test(tree.text.slice(0, 2000))
  const open = source.text.lastIndexOf('<script', base)
  return open >= 0 && /\blang\s*=\s*["']?tsx?\b/i.test(source.text.slice(open, base))
}

/** What the checker knows a bare name by: `bare`, or `any` where the line is excepted. */
export function bareType(tree: ScriptTree, node: Node): string {
  return isExcepted(tree, node) ? 'any' : 'bare'
}

/** What the checker knows `object.AMOCRM` by: `any`, `Window`, `globalThis`, or the name of a cast or declared type. */
export function memberType(tree: ScriptTree, object: Node, node: Node): string {
  if (isExcepted(tree, node)) return 'any'
  let at = object
  for (;;) {
    if (at.type === 'TSAsExpression' || at.type === 'TSTypeAssertion' || at.type === 'TypeCastExpression') {
      return typeName(at.typeAnnotation)
    }
    if (at.type === 'TSNonNullExpression' || at.type === 'ChainExpression') at = at.expression
    else break
  }
  if (at.type === 'Identifier') return identifierType(tree, at)
  return at.type === 'MemberExpression' ? 'Window' : 'globalThis'
}

function identifierType(tree: ScriptTree, node: Node): string {
  const name = node.name as string
  const def = valueVariable(tree, name, node)?.defs[0]
  if (!def)
    return name === 'globalThis' || name === 'global'
      ? 'globalThis'
      : GLOBAL_OBJECTS.has(name)
        ? 'Window'
        : name
  const annotation = def.name.typeAnnotation
  if (annotation) return typeName(annotation.typeAnnotation)
  const init = def.node.init
  return init ? memberType(tree, init, init) : 'any'
}

/** A `@ts-ignore` or `@ts-expect-error` on the line above. */
function isExcepted(tree: ScriptTree, node: Node): boolean {
  const lineStart = tree.text.lastIndexOf('\n', node.start - 1)
  if (lineStart < 0) return false
  const before = tree.text.slice(tree.text.lastIndexOf('\n', lineStart - 1) + 1, lineStart)
  return /@ts-(?:ignore|expect-error)/.test(before)
}
