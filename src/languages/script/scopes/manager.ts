import { analyze, type Scope as ManagedScope } from '@typescript-eslint/scope-manager'
import type { Node } from '../tree.js'
import type { Scope, Scopes } from './types.js'

/**
 * Scopes of any tree in typescript-eslint's shape: types, enums, namespaces and JSX included.
 * @param program linked, with the lists and ranges that this analysis reads
 */
export function managedScopes(program: Node, kind: 'module' | 'script'): Scopes {
  const manager = analyze(program as never, { sourceType: kind, lib: [], jsxPragma: null })
  const globalScope = manager.globalScope as ManagedScope
  return {
    globalScope: neutral(globalScope),
    scopes: manager.scopes as unknown as readonly Scope[],
    scopeOf(node) {
      for (let at: Node | undefined = node; at; at = at.parent) {
        const scope = manager.acquire(at as never, true)
        if (scope)
          return neutral(scope.type === 'function-expression-name' ? (scope.childScopes[0] ?? scope) : scope)
      }
      return neutral(globalScope)
    },
    freeNames() {
      const names = new Map<string, number>()
      for (const { identifier } of globalScope.through)
        names.set(identifier.name, (names.get(identifier.name) ?? 0) + 1)
      return names
    },
  }
}

/** The same object: its kinds are words of an enumeration that no other type accepts, its nodes are ours. */
function neutral(scope: ManagedScope): Scope {
  return scope as unknown as Scope
}
