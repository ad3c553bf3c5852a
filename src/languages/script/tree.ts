import type { Answers } from './answers.js'
import { completeTree, link } from './link.js'
import { attempts, type Parsed } from './parsers.js'
import { managedScopes } from './scopes/manager.js'
import { plainScopes } from './scopes/plain.js'
import type { Scope, Scopes, Variable } from './scopes/types.js'

/** A node of the tree: ESTree in typescript-eslint's shape, with a parent. Stays behind `src/languages/script/`. */
export interface Node {
  type: string
  /** UTF-16 offsets in the parsed text. */
  start: number
  end: number
  parent: Node | undefined
  // biome-ignore lint/suspicious/noExplicitAny: one tree for JavaScript, TypeScript, JSX and Flow
  [key: string]: any
}

export interface Comment {
  type: 'Line' | 'Block'
  value: string
  start: number
  end: number
}

export type ScriptLang = 'js' | 'ts' | 'tsx' | 'jsx' | 'dts'

/** A parsed piece of script, with its scopes. Offsets are UTF-16 units of `text`. */
export interface ScriptTree {
  text: string
  program: Node
  /** Every node, parents before children, in source order. */
  nodes: readonly Node[]
  comments: Comment[]
  kind: 'module' | 'script'
  scopes: Scopes
  /** Innermost scope that encloses a node. */
  scopeOf(node: Node): Scope
  /** How the language joins two tests; absent for JavaScript's own trees. */
  joins?: Joins
  /** How the language answers a request by its origin. */
  answers?: Answers
  /** Where tests stand beside the code that they test (UTF-16 offsets). */
  tests?: readonly { start: number; end: number }[]
  /** The variable that `name` means at `node`, or `undefined` when it is free there. */
  resolve(name: string, node: Node): Variable | undefined
}

/** What a language writes between two tests of which one, or both, must hold. */
export interface Joins {
  or: string
  and: string
}

export interface ScriptFailure {
  message: string
  /** UTF-16 offset in the text. */
  offset: number
}

/**
 * Parses a script and analyses its scopes. A file that no parser accepts in any form is a failure, never an empty
 * tree.
 */
export function parseScript(text: string, lang: ScriptLang): ScriptTree | ScriptFailure {
  let failure: ScriptFailure | undefined
  for (const attempt of attempts(lang, text)) {
    const parsed = attempt()
    if (!parsed) continue
    if (!('message' in parsed)) {
      try {
        return treeOf(text, parsed)
      } catch (error) {
        failure ??= { message: `scope analysis failed: ${(error as Error).message}`, offset: 0 }
        continue
      }
    }
    failure ??= parsed
  }
  return failure ?? { message: 'no parser accepts this file', offset: 0 }
}

export function isFailure(result: ScriptTree | ScriptFailure): result is ScriptFailure {
  return 'message' in result
}

/** Links a program and analyses its scopes; other languages hand in theirs in the same shape. */
export function treeOf(text: string, parsed: Parsed, joins?: Joins, answers?: Answers): ScriptTree {
  const { program, comments, kind } = parsed
  const { nodes, marked, isPlain } = link(program)
  const scopes = isPlain && parsed.isInOrder ? plainScopes(program, marked, kind) : typedScopes()
  return {
    text,
    program,
    nodes,
    comments,
    kind,
    scopes,
    scopeOf: (node) => scopes.scopeOf(node),
    ...(joins && { joins }),
    ...(answers && { answers }),
    resolve(name, node) {
      for (let scope: Scope | null = scopes.scopeOf(node); scope; scope = scope.upper) {
        const variable = scope.set.get(name)
        if (variable && (variable.defs.length > 0 || scope.type === 'function')) return variable
      }
      return undefined
    },
  }

  function typedScopes(): Scopes {
    completeTree(nodes)
    return managedScopes(program, kind)
  }
}
