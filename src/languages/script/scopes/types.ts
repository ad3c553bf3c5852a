import type { Node } from '../tree.js'

/**
 * What a name means at a place of a script. Every language that is turned into these trees brings its own analysis
 * behind this interface; rules ask nothing else.
 */
export interface Scopes {
  /** The outermost scope: what is declared there is a property of the page in a classic script. */
  globalScope: Scope
  /** Every scope of the piece, outer ones before those inside them. */
  scopes: readonly Scope[]
  /** Innermost scope that encloses a node: for a node that opens one, that scope. */
  scopeOf(node: Node): Scope
  /** Names that are read or written and declared nowhere on the way out, with how often each stands there. */
  freeNames(): Map<string, number>
}

/** Kinds of scope; rules tell apart those that are named here, a language may have more. */
type ScopeType =
  | 'global'
  | 'module'
  | 'function'
  | 'function-expression-name'
  | 'block'
  | 'switch'
  | 'for'
  | 'catch'
  | 'with'
  | 'class'
  | 'class-field-initializer'
  | 'class-static-block'

export interface Scope {
  type: ScopeType
  /** The next scope outside; `null` for the global one. */
  upper: Scope | null
  /** The function, module or script whose `var` a declaration in here is. */
  variableScope: Scope
  isStrict: boolean
  /** Names that are declared in this scope itself. */
  set: ReadonlyMap<string, Variable>
}

export interface Variable {
  name: string
  scope: Scope
  /** Where the name is declared, in source order; empty for what the language itself declares (`arguments`). */
  defs: readonly Definition[]
  /** Where the name is read or written, declarations without a value excluded. */
  references: readonly Reference[]
}

type DefinitionType =
  | 'CatchClause'
  | 'ClassName'
  | 'FunctionName'
  | 'ImportBinding'
  | 'Parameter'
  | 'Type'
  | 'Variable'

export interface Definition {
  /** `Type` stands for what has no value at run time; a language may have more kinds than those that are named here. */
  type: DefinitionType
  /** The identifier that is declared. */
  name: Node
  /** What declares it: a declarator, function, class, catch clause or import specifier. */
  node: Node
  /** The declaration around `node`, where there is one: `var`, `let`, `import`. */
  parent?: Node | null
}

export interface Reference {
  identifier: Node
  /** Whether a write is the initial value that a declaration gives. */
  init?: boolean
  isRead(): boolean
  isWrite(): boolean
}
