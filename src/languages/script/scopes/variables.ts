import type { Node } from '../tree.js'
import type { Definition, Reference, Scope, Variable } from './types.js'

/** Reads and writes by name, in source order. */
export type Mentions = Map<string, PlainReference[]>

/** Most blocks declare nothing. */
const NOTHING: Map<string, PlainVariable> = new Map()

/** Scopes that a `var` inside of them belongs to. */
const OWN_VARIABLES: ReadonlySet<Scope['type']> = new Set<Scope['type']>([
  'global',
  'module',
  'function',
  'class-field-initializer',
  'class-static-block',
])

export class PlainScope implements Scope {
  readonly variableScope: PlainScope
  set: Map<string, PlainVariable> = NOTHING

  /**
   * @param opensAt UTF-16 offset from which it holds: the `x` of `switch (x) {` lies outside
   * @param bodyAt offset of a function's body: what is declared in there, parameters do not see
   */
  constructor(
    readonly type: Scope['type'],
    readonly upper: PlainScope | null,
    readonly isStrict: boolean,
    readonly opensAt: number,
    readonly end: number,
    readonly bodyAt: number,
  ) {
    this.variableScope = upper && !OWN_VARIABLES.has(type) ? upper.variableScope : this
  }

  /** The variable of that name in this scope, made when there is none. */
  declare(name: string, mentions: Mentions): PlainVariable {
    if (this.set === NOTHING) this.set = new Map()
    let variable = this.set.get(name)
    if (!variable) {
      variable = new PlainVariable(name, this, mentions)
      this.set.set(name, variable)
    }
    return variable
  }
}

class PlainVariable implements Variable {
  readonly defs: Definition[] = []
  private found: PlainReference[] | undefined

  constructor(
    readonly name: string,
    readonly scope: PlainScope,
    private readonly mentions: Mentions,
  ) {}

  get references(): readonly Reference[] {
    this.found ??= (this.mentions.get(this.name) ?? []).filter(({ variable }) => variable === this)
    return this.found
  }
}

export class PlainReference implements Reference {
  private resolved: PlainVariable | null | undefined

  /** @param from where the name is looked up first */
  constructor(
    readonly identifier: Node,
    private readonly from: PlainScope,
    private readonly access: Access,
    readonly init: boolean,
  ) {}

  isRead(): boolean {
    return this.access !== 'write'
  }

  isWrite(): boolean {
    return this.access !== 'read'
  }

  /** `null` for a free name. */
  get variable(): PlainVariable | null {
    if (this.resolved === undefined) this.resolved = variableOf(this.identifier, this.from)
    return this.resolved
  }
}

export type Access = 'read' | 'write' | 'both'

function variableOf({ name, start }: Node, from: PlainScope): PlainVariable | null {
  for (let scope: PlainScope | null = from; scope; scope = scope.upper) {
    const variable = scope.set.get(name)
    if (!variable) continue
    const { bodyAt } = scope
    const isHidden = start < bodyAt && variable.defs.every((def) => def.name.start >= bodyAt)
    if (!isHidden) return variable
  }
  return null
}
