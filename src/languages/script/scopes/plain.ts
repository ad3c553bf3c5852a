import type { Node } from '../tree.js'
import { type Analysis, analyse } from './pass.js'
import type { Scope, Scopes } from './types.js'
import type { Mentions } from './variables.js'

/**
 * Scopes of plain JavaScript, in the sense of typescript-eslint's analysis at a tenth of its time: one pass over names
 * and what opens a scope, made when the first question comes; which variable a name means is worked out for the names
 * that are asked for.
 * @param program linked; children lie inside their parents, in source order
 * @param marked nodes of the program whose shape has a mark, in source order
 */
export function plainScopes(program: Node, marked: readonly Node[], kind: 'module' | 'script'): Scopes {
  return new PlainScopes(program, marked, kind)
}

/** A class, because an object with getters of its own is kept by the engine, and its tree with it, till the next full collection. */
class PlainScopes implements Scopes {
  private made: Analysis | undefined

  constructor(
    private readonly program: Node,
    private readonly marked: readonly Node[],
    private readonly kind: 'module' | 'script',
  ) {}

  private get analysis(): Analysis {
    this.made ??= analyse(this.program, this.marked, this.kind)
    return this.made
  }

  get globalScope(): Scope {
    return this.analysis.globalScope
  }

  get scopes(): readonly Scope[] {
    return this.analysis.scopes
  }

  scopeOf(node: Node): Scope {
    const { opened, globalScope } = this.analysis
    for (let at: Node | undefined = node; at; at = at.parent) {
      const scope = opened.get(at)
      if (scope) return scope
    }
    return globalScope
  }

  freeNames(): Map<string, number> {
    return countFree(this.analysis.mentions)
  }
}

function countFree(mentions: Mentions): Map<string, number> {
  const names = new Map<string, number>()
  for (const [name, references] of mentions) {
    let count = 0
    for (const reference of references) if (!reference.variable) count++
    if (count > 0) names.set(name, count)
  }
  return names
}
