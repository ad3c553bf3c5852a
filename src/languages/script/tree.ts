import { visitorKeys } from 'oxc-parser'
import { attempts, type Parsed } from './parsers.js'
import { managedScopes } from './scopes/manager.js'
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
  /** How the language joins two tests; JavaScript's own signs when absent. */
  joins?: Joins
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
export function treeOf(text: string, parsed: Parsed, joins?: Joins): ScriptTree {
  const { program, comments, kind } = parsed
  const nodes = link(program)
  const scopes = managedScopes(program, kind)
  return {
    text,
    program,
    nodes,
    comments,
    kind,
    scopes,
    scopeOf: scopes.scopeOf,
    ...(joins && { joins }),
    resolve(name, node) {
      for (let scope: Scope | null = scopes.scopeOf(node); scope; scope = scope.upper) {
        const variable = scope.set.get(name)
        if (variable && (variable.defs.length > 0 || scope.type === 'function')) return variable
      }
      return undefined
    },
  }
}

/** Lists of nodes that the scope analysis reads without asking whether they are there. */
const LISTS: Record<string, readonly string[]> = {
  ClassDeclaration: ['decorators', 'implements'],
  ClassExpression: ['decorators', 'implements'],
  PropertyDefinition: ['decorators'],
  MethodDefinition: ['decorators'],
}

const NONE: readonly never[] = []

/**
 * Gives every node its parent, and what the scope analysis expects beyond the tree of the parser: those lists, and the
 * `range` of names and function bodies. Iterative, because minified code nests thousands deep.
 * @returns every node, parents before children, in source order
 */
function link(root: Node): Node[] {
  const nodes: Node[] = []
  const stack: Node[] = [root]
  root.parent = undefined
  for (let node = stack.pop(); node; node = stack.pop()) {
    nodes.push(node)
    complete(node)
    const keys = visitorKeys[node.type] ?? fallbackKeys(node)
    // Backwards onto the stack, so that the first child is the next one off it.
    for (let i = keys.length - 1; i >= 0; i--) {
      const value = node[keys[i] as string]
      if (!value) continue
      if (Array.isArray(value)) {
        for (let j = value.length - 1; j >= 0; j--) {
          const item = value[j] as Node | null
          if (!item) continue
          item.parent = node
          stack.push(item)
        }
      } else {
        value.parent = node
        stack.push(value)
      }
    }
  }
  return nodes
}

function complete(node: Node): void {
  const { type } = node
  if (type === 'Identifier' || type === 'JSXIdentifier') node.range = [node.start, node.end]
  const lists = LISTS[type]
  if (lists) for (const list of lists) node[list] ??= NONE
  if (!Array.isArray(node.params)) return
  for (const parameter of node.params as Node[]) parameter.decorators ??= NONE
  if (node.body && !Array.isArray(node.body)) node.body.range = [node.body.start, node.body.end]
}

const EMPTY: readonly string[] = []

/** Direct child nodes in source order of their keys. */
export function children(node: Node): Node[] {
  const found: Node[] = []
  for (const key of visitorKeys[node.type] ?? fallbackKeys(node)) {
    const value = node[key]
    if (Array.isArray(value)) {
      for (const item of value) if (item) found.push(item)
    } else if (value) found.push(value as Node)
  }
  return found
}

/** Keys of node types that the table does not know (Flow): every property that holds nodes. */
function fallbackKeys(node: Node): readonly string[] {
  const keys: string[] = []
  for (const [key, value] of Object.entries(node)) {
    if (key === 'parent' || key === 'loc' || key === 'extra' || key.endsWith('Comments')) continue
    const first = Array.isArray(value) ? value.find(Boolean) : value
    if (first && typeof first === 'object' && typeof first.type === 'string') keys.push(key)
  }
  return keys.length > 0 ? keys : EMPTY
}

/** Every node below `root`, itself included, parents before children, in source order. A whole tree has `nodes`. */
export function* walk(root: Node): Generator<Node> {
  const stack: Node[] = [root]
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node
    const below = children(node)
    for (let i = below.length - 1; i >= 0; i--) stack.push(below[i] as Node)
  }
}
