import { readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import * as v from 'valibot'
import { KnownError } from '../errors.js'
import { nearest } from '../findings/nearest.js'
import { configuration } from './schema.js'
import type { Loaded, Settings } from './settings.js'

/** The key of a package.json that holds a configuration. */
export const PACKAGE_KEY = 'kommo-migrate'

/**
 * Reads and checks a configuration: JSON with comments, data only.
 * @param file absolute path of a configuration, or of a package.json with the key `kommo-migrate`
 * @param shown how errors name the file
 * @throws KnownError `configuration`, with line and column, for everything that is wrong in it at once
 */
export function readConfiguration(file: string, shown: string): Loaded {
  const isPackage = basename(file) === 'package.json'
  return {
    file,
    folder: dirname(file),
    settings: parseConfiguration(read(file, shown), shown, isPackage ? [PACKAGE_KEY] : []),
  }
}

function read(file: string, shown: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    throw new KnownError('configuration', `${shown}: ${(error as Error).message}`)
  }
}

/**
 * Checks the text of a configuration.
 * @param root where in the document it stands
 * @throws KnownError `configuration`
 */
export function parseConfiguration(text: string, shown: string, root: readonly string[] = []): Settings {
  const problems: ParseError[] = []
  const tree = parseTree(text, problems, { allowTrailingComma: true })
  const [first] = problems
  if (first || !tree) {
    const why = first ? inWords(printParseErrorCode(first.error)) : 'it is empty'
    throw failure(shown, [`${placeAt(text, first?.offset ?? 0)}  does not parse as JSON: ${why}`])
  }
  const node = findNodeAtLocation(tree, [...root])
  if (node && node.type !== 'object')
    throw failure(shown, [`${placeAt(text, node.offset)}  it must be an object`])
  const result = v.safeParse(configuration, node && contentOf(node))
  if (result.success) return result.output
  const told = result.issues.flatMap((issue) => [...tell(issue, node)])
  told.sort((a, b) => a.offset - b.offset)
  throw failure(shown, [...new Set(told.map((one) => `${placeAt(text, one.offset)}  ${one.message}`))])
}

/** `CloseBraceExpected` as words. */
function inWords(code: string): string {
  return code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()
}

/** Without `__proto__` and friends becoming more than names. */
function contentOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(contentOf)
  if (node.type !== 'object') return node.value
  const entries = (node.children ?? []).map(({ children = [] }) => {
    const [key, value] = children
    return [String(key?.value), value ? contentOf(value) : undefined] as const
  })
  return Object.fromEntries(entries)
}

type Issue = v.BaseIssue<unknown>

/** One line for each thing that is wrong; those of a union are the ones of the part that was meant. */
function* tell(
  issue: Issue,
  root: Node | undefined,
  above: readonly Key[] = [],
): Generator<{ offset: number; message: string }> {
  const path = [...above, ...(issue.path ?? []).map(({ key }) => key as Key)]
  const inner = issue.issues?.filter((one) => (one.path?.length ?? 0) > 0) ?? []
  if (inner.length > 0) {
    for (const one of inner) yield* tell(one, root, path)
    return
  }
  yield { offset: offsetOf(root, path, isUnknownKey(issue)), message: sentence(issue, path) }
}

/** Where a value stands, or its key; of what is not there, where it is missing. */
function offsetOf(root: Node | undefined, path: readonly Key[], isKey: boolean): number {
  for (let depth = path.length; root && depth >= 0; depth--) {
    const node = findNodeAtLocation(root, path.slice(0, depth))
    if (node) return isKey && depth === path.length ? (node.parent ?? node).offset : node.offset
  }
  return root?.offset ?? 0
}

type Key = string | number

function isUnknownKey(issue: Issue): boolean {
  return issue.type === 'strict_object' && issue.expected === 'never'
}

function sentence(issue: Issue, path: readonly Key[]): string {
  const name = dotted(path)
  if (isUnknownKey(issue)) {
    const key = String(path.at(-1))
    const near = nearest(key, keysAt(configuration, path.slice(0, -1)))
    return `unknown key ${name}${near ? `: did you mean "${near}"?` : ''}`
  }
  if (issue.type === 'strict_object' && issue.received === 'undefined') return `${name} is missing`
  if ((issue.type === 'picklist' || issue.type === 'union') && /^Invalid type/.test(issue.message)) {
    const options = expectedOf(issue)
    const near = typeof issue.input === 'string' ? nearest(issue.input, options) : undefined
    const hint = near ? `: did you mean "${near}"?` : `; choose from ${options.join(', ')}`
    return `${name} is ${issue.received}${hint}`
  }
  if (/^Invalid/.test(issue.message))
    return `${name || 'it'} must be ${wordFor(issue.expected)}, and is ${issue.received}`
  return `${name || 'it'} ${issue.message}`
}

/** `("error" | "warning")` as a list of its texts. */
function expectedOf({ expected }: Issue): string[] {
  return [...(expected ?? '').matchAll(/"([^"]*)"/g)].map(([, option]) => option as string)
}

const WORDS: Record<string, string> = { Object: 'an object', Array: 'a list', string: 'a text' }

function wordFor(expected: string | null): string {
  return (
    WORDS[expected ?? ''] ??
    (expected ?? 'something else').replace(/\bObject\b/, 'an object').replace(/[()]/g, '')
  )
}

/** `overrides[0].paths`, in quotes. */
function dotted(path: readonly Key[]): string {
  if (path.length === 0) return ''
  const text = path.reduce<string>(
    (all, key) => (typeof key === 'number' ? `${all}[${key}]` : all ? `${all}.${key}` : key),
    '',
  )
  return `"${text}"`
}

/** The keys that the schema knows at a place. */
function keysAt(schema: unknown, path: readonly Key[]): string[] {
  const { wrapped, options, item, entries } = (schema ?? {}) as {
    wrapped?: unknown
    options?: readonly unknown[]
    item?: unknown
    entries?: Record<string, unknown>
  }
  if (wrapped) return keysAt(wrapped, path)
  if (options) return options.flatMap((option) => keysAt(option, path))
  const [key, ...rest] = path
  if (key === undefined) return Object.keys(entries ?? {})
  return keysAt(typeof key === 'number' ? item : entries?.[key], rest)
}

/** `12:3`, both 1-based; the column in UTF-16 units. */
function placeAt(text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/)
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}

function failure(shown: string, lines: readonly string[]): KnownError {
  return new KnownError('configuration', [shown, ...lines.map((line) => `  ${line}`)].join('\n'))
}
