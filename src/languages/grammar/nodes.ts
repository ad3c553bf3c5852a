import type { PatternSite } from '../../sites.js'
import type { Node } from '../script/tree.js'
import type { Decoded } from '../site.js'

/** UTF-16 offsets in the parsed text; a syntax node will do. */
export interface Range {
  start: number
  end: number
}

/** How the characters of a literal are written: gives the text and where each of its characters stands. */
export type Decode = (text: string, start: number, end: number) => Decoded | undefined

/** A node of the neutral tree: ESTree, whatever the language. `at` is where it stands in the file. */
export function node(type: string, at: Range, properties: Record<string, unknown> = {}): Node {
  return { type, start: at.start, end: at.end, parent: undefined, ...properties }
}

/** @param label the name as rules read it, where the language marks its variables (`$host`) */
export const identifier = (at: Range, name: string, label?: string): Node =>
  node('Identifier', at, label === undefined ? { name } : { name, label })
export const self = (at: Range): Node => node('ThisExpression', at)

/** A string without anything to fill in. `content` is the range between its delimiters. */
export function text(at: Range, value: string, content: Range, decode?: Decode): Node {
  return node('Literal', at, { value, content, decode })
}

/** A number, a truth value, nothing. */
export const value = (at: Range, value: unknown): Node => node('Literal', at, { value })

/** A run of characters between two expressions of a composed text. */
export function run(content: Range, raw: string, decode?: Decode): Node {
  return node('TemplateElement', content, { value: { raw, cooked: raw }, content, decode })
}

/** A text made of runs and expressions: one run more than expressions, empty ones included. */
export function template(at: Range, quasis: readonly Node[], expressions: readonly Node[]): Node {
  return node('TemplateLiteral', at, { quasis, expressions })
}

/**
 * A regular expression that is written as a literal or as a string: `content` is where its source stands, without
 * delimiters, `decode` how the string writes it.
 */
export function pattern(
  at: Range,
  content: Range,
  source: string,
  flags: string,
  dialect: PatternSite['dialect'],
  decode?: Decode,
): Node {
  return node('Literal', at, { value: null, regex: { pattern: source, flags }, content, dialect, decode })
}

export function member(at: Range, object: Node, property: Node | string, key: Range = at): Node {
  if (typeof property !== 'string') return node('MemberExpression', at, { object, property, computed: true })
  return node('MemberExpression', at, { object, property: identifier(key, property), computed: false })
}

export const call = (at: Range, callee: Node, args: readonly Node[]): Node =>
  node('CallExpression', at, { callee, arguments: args, optional: false })

/** A call that the language writes in its own way: `written` is the name that messages use. */
export const written = (call: Node, name: string): Node => ({ ...call, written: name })

/** A call of a method of `object`, however the language writes it: `str_contains(a, b)` is `a.includes(b)`. */
export const method = (at: Range, object: Node, name: string, args: readonly Node[]): Node =>
  call(at, member(at, object, name), args)

export const construct = (at: Range, callee: Node, args: readonly Node[]): Node =>
  node('NewExpression', at, { callee, arguments: args })

export const binary = (at: Range, left: Node, operator: string, right: Node): Node =>
  node('BinaryExpression', at, { left, operator, right })

export const logical = (at: Range, left: Node, operator: '||' | '&&' | '??', right: Node): Node =>
  node('LogicalExpression', at, { left, operator, right })

export const unary = (at: Range, operator: string, argument: Node): Node =>
  node('UnaryExpression', at, { operator, argument, prefix: true })

export const conditional = (at: Range, test: Node, consequent: Node, alternate: Node): Node =>
  node('ConditionalExpression', at, { test, consequent, alternate })

export const assignment = (at: Range, left: Node, operator: string, right: Node): Node =>
  node('AssignmentExpression', at, { left, operator, right })

export const array = (at: Range, elements: readonly Node[]): Node => node('ArrayExpression', at, { elements })

export const object = (at: Range, properties: readonly Node[]): Node =>
  node('ObjectExpression', at, { properties })

/** An entry of a table; a key that is no name is computed. */
export function entry(at: Range, key: Node, value: Node): Node {
  const isPlain = key.type === 'Identifier' || (key.type === 'Literal' && !key.regex)
  return node('Property', at, {
    key,
    value,
    computed: !isPlain,
    kind: 'init',
    method: false,
    shorthand: false,
  })
}

export const spread = (at: Range, argument: Node): Node => node('SpreadElement', at, { argument })

export const statement = (at: Range, expression: Node): Node =>
  node('ExpressionStatement', at, { expression })

export const block = (at: Range, body: readonly Node[]): Node => node('BlockStatement', at, { body })

/** A value that stands under a path of names in a file of settings. */
export const setting = (at: Range, path: readonly string[], value: Node): Node =>
  node('SettingStatement', at, { path, body: [value] })

/** A declaration of one name with what it holds at first. */
export function declare(at: Range, id: Node, init: Node | null, kind: 'var' | 'let' | 'const' = 'var'): Node {
  return node('VariableDeclaration', at, {
    kind,
    declarations: [node('VariableDeclarator', at, { id, init })],
  })
}

export const parameter = (at: Range, left: Node, right?: Node): Node =>
  right ? node('AssignmentPattern', at, { left, right }) : left

/** A function that stands under a name of its own, or none. */
export function fn(at: Range, id: Node | null, params: readonly Node[], body: Node): Node {
  return node(id ? 'FunctionDeclaration' : 'FunctionExpression', at, {
    id,
    params,
    body,
    async: false,
    generator: false,
    expression: false,
  })
}

export const lambda = (at: Range, params: readonly Node[], body: Node): Node =>
  node('ArrowFunctionExpression', at, {
    id: null,
    params,
    body,
    async: false,
    expression: body.type !== 'BlockStatement',
  })

export type Access = 'public' | 'private'

export const property = (at: Range, name: Node, value: Node | null, accessibility: Access): Node =>
  node('PropertyDefinition', at, {
    key: name,
    value,
    computed: false,
    static: false,
    accessibility,
    decorators: [],
  })

export const methodOf = (at: Range, name: Node, value: Node, accessibility: Access): Node =>
  node('MethodDefinition', at, {
    key: name,
    value,
    kind: 'method',
    computed: false,
    static: false,
    accessibility,
    decorators: [],
  })

export function classOf(
  at: Range,
  id: Node | null,
  superClass: Node | null,
  body: Range,
  members: readonly Node[],
): Node {
  return node(id ? 'ClassDeclaration' : 'ClassExpression', at, {
    id,
    superClass,
    body: node('ClassBody', body, { body: members }),
    decorators: [],
    implements: [],
  })
}

/** What other files can reach by its name. */
export const exported = (at: Range, declaration: Node): Node =>
  node('ExportNamedDeclaration', at, { declaration, specifiers: [], source: null, attributes: [] })

/** A construct without a counterpart: what stands in it is read, where its value goes is not known. */
export const other = (at: Range, type: string, body: readonly Node[]): Node => node(type, at, { body })
