import type { Source } from '../../files/source.js'
import type { Span } from '../../sites.js'
import type { KeyField, KeyUse, StorageFacts, TableSite } from '../../storage.js'
import { heldBy } from '../script/held.js'
import { dottedName, keyName, staticText, unwrap } from '../script/names.js'
import type { Node, ScriptTree } from '../script/tree.js'
import { spanOf } from '../site.js'
import { isAccountName } from './names.js'

/** What an extractor reads: one tree, whatever the language, and how its places become bytes. */
export interface StorageContext {
  readonly tree: ScriptTree
  /** As rules name it: `php`, `python`, `typescript`. */
  readonly language: string
  readonly source: Source
  /** Report path of the file. */
  readonly path: string
  /** Text of the tree. */
  readonly text: string
  /** Bytes of a range of the tree's text (UTF-16 units). */
  span(at: { start: number; end: number }): Span
  /** Source of a node. */
  slice(at: { start: number; end: number }): string
}

/** Reads one system's declarations and uses from a tree. */
export interface Extractor {
  /** What has to stand in the text for it to be asked. */
  readonly hint: RegExp
  extract(context: StorageContext): Partial<StorageFacts>
}

/** @param base UTF-16 index in `source.text` at which `tree.text` starts */
export function storageContext(
  tree: ScriptTree,
  language: string,
  source: Source,
  base: number,
): StorageContext {
  return {
    tree,
    language,
    source,
    path: source.path,
    text: tree.text,
    span: (at) => spanOf(source, base + at.start, base + at.end),
    slice: (at) => tree.text.slice(at.start, at.end),
  }
}

/** All facts of a tree, in order of place. */
export function extractAll(context: StorageContext, extractors: readonly Extractor[]): StorageFacts {
  const tables: TableSite[] = []
  const uses: KeyUse[] = []
  for (const { hint, extract } of extractors) {
    if (!hint.test(context.text)) continue
    const facts = extract(context)
    tables.push(...(facts.tables ?? []))
    uses.push(...(facts.uses ?? []))
  }
  return {
    tables: tables.sort((a, b) => a.span.start - b.span.start),
    uses: uses.sort((a, b) => a.span.start - b.span.start),
  }
}

/** Calls that give the value of the name that they are called with. */
const GIVERS =
  /^(?:get\w*|input|query|post|param|params|header|config|env|fetch|value|string|str|cookie|option|setting|offsetGet)$/i

/**
 * The last part of the name of a value: `subdomain` of `account.subdomain`, `$subdomain`, `data['subdomain']`,
 * `getSubdomain()`, `config('amo.subdomain')`.
 */
export function lastName(node: Node): string | undefined {
  const at = unwrap(node)
  if (at.type === 'MemberExpression') return keyName(at)
  if (at.type === 'CallExpression') return nameOfGiven(at)
  const name = dottedName(at)
  return name === '*' || name.includes('*') ? undefined : name.replace(/^[$@&*]+/, '').replace(/^.*\./, '')
}

function nameOfGiven(call: Node): string | undefined {
  const callee = unwrap(call.callee)
  const name = callee.type === 'MemberExpression' ? keyName(callee) : dottedName(callee)
  if (name === undefined) return undefined
  const [first] = call.arguments as Node[]
  if (!first) return /^get_?[A-Z]/.test(name) ? name.replace(/^get_?/, '').replace(/^[A-Z]/, lower) : name
  const text = GIVERS.test(name) && first.type !== 'SpreadElement' ? staticText(first) : undefined
  return text === undefined ? `${name}()` : text.replace(/^.*[./]/, '')
}

const lower = (text: string): string => text.toLowerCase()

/** A value in a key: its name and the whole source of it. */
export function fieldOf(context: StorageContext, node: Node): KeyField | undefined {
  const name = lastName(node)
  return name === undefined ? undefined : { name, value: context.slice(node), span: context.span(node) }
}

/** The text of a key, `{name}` for each value in it, and these values. */
export interface Composed {
  text: string
  fields: KeyField[]
}

/**
 * The text of a key that is composed of texts and values, with the values in it. Names that hold a text of their own are
 * followed. `undefined` where no text can be told.
 */
export function composed(context: StorageContext, node: Node): Composed | undefined {
  const at = unwrap(node)
  const held = heldBy(context.tree, at)
  const text = staticText(held) ?? fieldText(at)
  if (text !== undefined) return { text, fields: [] }
  if (held !== at && (held.type === 'TemplateLiteral' || held.type === 'BinaryExpression')) {
    const followed = composed(context, held)
    return followed && { text: followed.text, fields: followed.fields }
  }
  if (at.type === 'TemplateLiteral') {
    const parts = (at.quasis as Node[]).map((quasi) => (quasi.value.cooked ?? quasi.value.raw) as string)
    const holes = (at.expressions as Node[]).map(
      (hole) => composed(context, hole) ?? { text: '{*}', fields: [] },
    )
    return {
      text: parts.map((part, i) => part + (holes[i]?.text ?? '')).join(''),
      fields: holes.flatMap(({ fields }) => fields),
    }
  }
  if (at.type === 'BinaryExpression' && at.operator === '+') {
    const [left, right] = [composed(context, at.left), composed(context, at.right)]
    return {
      text: (left?.text ?? '{*}') + (right?.text ?? '{*}'),
      fields: [...(left?.fields ?? []), ...(right?.fields ?? [])],
    }
  }
  const inner = textOf(at)
  const direct = fieldOf(context, inner)
  const source =
    direct && !isAccountName(direct.name) ? fieldOf(context, heldBy(context.tree, inner)) : undefined
  const field = source && isAccountName(source.name) ? source : direct
  return field && { text: `{${field.name}}`, fields: [{ ...field, span: context.span(at) }] }
}

/** The text of a constant of the class around: `self::PREFIX`. */
function fieldText(at: Node): string | undefined {
  if (at.type !== 'MemberExpression') return undefined
  const object = unwrap(at.object)
  const name = keyName(at)
  if (!/^[A-Z][A-Z\d_]*$/.test(name ?? '')) return undefined
  let around = at.parent
  while (around && around.type !== 'ClassBody') around = around.parent
  const owner = around?.parent?.id?.name
  if (object.type !== 'ThisExpression' && !(object.type === 'Identifier' && object.name === owner))
    return undefined
  const members = (around?.body ?? []) as Node[]
  const field = members.find((each) => each.type === 'PropertyDefinition' && keyName(each) === name)
  return field?.value ? staticText(field.value) : undefined
}

/** `String(x)`, `x.toString()`, `x.toLowerCase()`, `(string) x`: the value whose text it is. */
function textOf(node: Node): Node {
  const at = unwrap(node)
  if (at.type !== 'CallExpression') return at
  const callee = unwrap(at.callee)
  if (
    callee.type === 'MemberExpression' &&
    /^(?:to_?(?:lower|upper|s|str|string)\w*|trim|strip|valueOf)$/i.test(keyName(callee) ?? '')
  )
    return textOf(callee.object)
  if (
    callee.type === 'Identifier' &&
    /^(?:String|str|strval|intval|int|Number|md5|sha1|hash|trim)$/i.test(callee.name) &&
    at.arguments[0]
  )
    return textOf(at.arguments[0])
  return at
}
