import { type Cst, childOf, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { declare, exported, identifier, other, type Range, setting } from '../grammar/nodes.js'
import { prose } from '../grammar/prose.js'
import type { Node } from '../script/tree.js'

/** Attributes that only people read. */
const PROSE = /^(?:description|error_message|comment)$/

/** Every attribute of a file as a statement of its own: a setting, or the declaration of a name of the module. */
export function fileStatements(root: Cst, to: Lowering): Node[] {
  const body = childOf(root, 'body')
  return body ? bodyOf(body, [], to) : []
}

function bodyOf(body: Cst, path: readonly string[], to: Lowering): Node[] {
  return namedOf(body).flatMap((child) => {
    if (child.type === 'attribute') return attributeOf(child, path, to)
    return child.type === 'block' ? blockOf(child, path, to) : [other(child, child.type, [])]
  })
}

function blockOf(block: Cst, path: readonly string[], to: Lowering): Node[] {
  const [type, ...labels] = namedOf(block).filter((child) => /^(?:identifier|string_lit)$/.test(child.type))
  const name = type ? to.slice(type) : ''
  const inner = childOf(block, 'body')
  if (!inner) return []
  const words = labels.map((label) => to.slice(label).replace(/^"|"$/g, ''))
  return bodyOf(inner, [...path, name, ...telling(name, words)], to)
}

/** Labels that say what a block is for; how people call a resource or a module does not. */
function telling(type: string, labels: readonly string[]): readonly string[] {
  if (type === 'module') return []
  return type === 'resource' || type === 'data' ? labels.slice(0, 1) : labels
}

function attributeOf(attribute: Cst, path: readonly string[], to: Lowering): Node[] {
  const name = childOf(attribute, 'identifier')
  const written = childOf(attribute, 'expression')
  if (!name || !written) return [other(attribute, attribute.type, [])]
  const key = to.slice(name)
  const inner = proseIn(written)
  if (PROSE.test(key) && inner) return [setting(attribute, [...path, key], prose(inner))]
  const value = to.lower(written)
  const [block, label] = path
  if (block === 'locals' && path.length === 1) return [declared(attribute, `local.${key}`, value)]
  if (block === 'variable' && key === 'default' && label !== undefined && path.length === 2) {
    const own = `var.${label}`
    const end: Range = { start: attribute.end, end: attribute.end }
    // A list is a setting that its name explains, whoever reads it.
    const isList = value.type === 'ArrayExpression'
    const declaration = declared(attribute, own, value)
    return [
      isList ? (declaration.declaration as Node) : declaration,
      setting(end, path, identifier(end, own)),
    ]
  }
  return [setting(attribute, key === 'value' && block === 'output' ? path : [...path, key], value)]
}

/** A name that every file of the module can read. */
const declared = (at: Cst, name: string, value: Node): Node =>
  exported(at, declare(at, identifier(childOf(at, 'identifier') ?? at, name), value, 'const'))

/** What stands between the quotes of a text without values in it. */
function proseIn(expression: Cst): Range | undefined {
  let at: Cst | undefined = expression
  while (at && at.type !== 'string_lit') at = namedOf(at).length === 1 ? namedOf(at)[0] : undefined
  return at && { start: at.start + 1, end: at.end - 1 }
}
