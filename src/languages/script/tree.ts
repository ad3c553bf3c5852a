import { createRequire } from 'node:module'
import type { Scope, ScopeManager, Variable } from '@typescript-eslint/scope-manager'
import { analyze } from '@typescript-eslint/scope-manager'
import { parseSync, visitorKeys } from 'oxc-parser'

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
  scopes: ScopeManager
  /** Innermost scope that encloses a node. */
  scopeOf(node: Node): Scope
  /** The variable that `name` means at `node`, or `undefined` when it is free there. */
  resolve(name: string, node: Node): Variable | undefined
}

export interface ScriptFailure {
  message: string
  /** UTF-16 offset in the text. */
  offset: number
}

/**
 * Parses a script and analyses its scopes. Tries, in turn: as written (module or script by its syntax), as a
 * script with a top-level `return`, and as Flow. A file that no attempt accepts is a failure, never an empty tree
 * (oxc does not throw: it hands out an empty program next to its errors).
 */
export function parseScript(text: string, lang: ScriptLang): ScriptTree | ScriptFailure {
  let failure: ScriptFailure | undefined
  for (const attempt of attempts(lang, text)) {
    const parsed = attempt()
    if (!('message' in parsed)) {
      try {
        return build(text, parsed)
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

interface Parsed {
  program: Node
  comments: Comment[]
  kind: 'module' | 'script'
}

function* attempts(lang: ScriptLang, text: string): Generator<() => Parsed | ScriptFailure> {
  const dialect = lang === 'js' ? 'jsx' : lang
  yield () => oxc(text, dialect, 'unambiguous')
  if (lang === 'js' || lang === 'jsx') {
    yield () => oxc(text, dialect, 'commonjs')
    // Old scripts: `<!--` comments and other sloppy forms that only the script goal knows.
    yield () => oxc(text, 'js', 'script')
    if (/@flow|\btype\b|:\s*\w/.test(text)) yield () => flow(text)
  }
  if (lang === 'ts') yield () => oxc(text, 'tsx', 'unambiguous')
}

function oxc(
  text: string,
  lang: ScriptLang,
  sourceType: 'unambiguous' | 'commonjs' | 'script',
): Parsed | ScriptFailure {
  const result = parseSync(`input.${lang === 'dts' ? 'd.ts' : lang}`, text, {
    lang,
    sourceType,
    // Plain JavaScript needs none of the members that only types fill: a third less to hand over.
    astType: lang === 'js' || lang === 'jsx' ? 'js' : 'ts',
    preserveParens: false,
  })
  const error = result.errors.find((e) => e.severity === 'Error')
  if (error) return { message: error.message, offset: error.labels[0]?.start ?? 0 }
  const program = result.program as unknown as Node
  return {
    program,
    comments: result.comments as Comment[],
    kind: program.sourceType === 'module' || result.module.hasModuleSyntax ? 'module' : 'script',
  }
}

const require = createRequire(import.meta.url)

/** Flow through Babel's parser in ESTree shape, loaded only when oxc refuses a file. */
function flow(text: string): Parsed | ScriptFailure {
  const { parse } = require('@babel/parser') as typeof import('@babel/parser')
  try {
    const file = parse(text, {
      sourceType: 'unambiguous',
      allowReturnOutsideFunction: true,
      plugins: ['estree', 'jsx', ['flow', { all: true }], 'decorators'],
    })
    const program = file.program as unknown as Node
    return {
      program,
      comments: (file.comments ?? []).map((c) => ({
        type: c.type === 'CommentLine' ? 'Line' : 'Block',
        value: c.value,
        start: c.start as number,
        end: c.end as number,
      })),
      kind: program.sourceType === 'module' ? 'module' : 'script',
    }
  } catch (error) {
    return { message: (error as Error).message, offset: (error as { pos?: number }).pos ?? 0 }
  }
}

function build(text: string, parsed: Parsed): ScriptTree {
  const { program, comments, kind } = parsed
  const nodes = link(program)
  const scopes = analyze(program as never, { sourceType: kind, lib: [], jsxPragma: null })
  const scopeOf = (node: Node): Scope => {
    for (let at: Node | undefined = node; at; at = at.parent) {
      const scope = scopes.acquire(at as never, true)
      if (scope) return scope.type === 'function-expression-name' ? (scope.childScopes[0] ?? scope) : scope
    }
    return scopes.globalScope as Scope
  }
  return {
    text,
    program,
    nodes,
    comments,
    kind,
    scopes,
    scopeOf,
    resolve(name, node) {
      for (let scope: Scope | null = scopeOf(node); scope; scope = scope.upper) {
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
