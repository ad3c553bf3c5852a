import { keyName, unwrap } from '../script/names.js'
import type { Node, ScriptTree } from '../script/tree.js'
import type { StorageContext } from '../storage/context.js'
import { classAround } from '../storage/reading.js'

/** What a Go file says of its own types, whose methods stand each for themselves. */
interface Records {
  /** Values of fields, by `Type.field`. */
  fields: Map<string, Node[]>
  /** Functions, by `Type.method`. */
  methods: Map<string, Node>
}

const cache = new WeakMap<ScriptTree, Records>()

/** Values that a field of a type is given in the file: where objects are made, and by assignments. */
export const recordValues = (context: StorageContext, type: string, field: string): Node[] =>
  recordsOf(context).fields.get(`${type}.${field}`) ?? []

export const recordMethod = (context: StorageContext, type: string, method: string): Node | undefined =>
  recordsOf(context).methods.get(`${type}.${method}`)

function recordsOf(context: StorageContext): Records {
  const known = cache.get(context.tree)
  if (known) return known
  const made: Records = { fields: new Map(), methods: new Map() }
  cache.set(context.tree, made)
  for (const node of context.tree.nodes) {
    if (node.type === 'ObjectExpression') {
      const type = literalType(context, node)
      for (const each of type === undefined ? [] : (node.properties as Node[]))
        if (each.type === 'Property') add(made, `${type}.${keyName(each)}`, each.value)
    } else if (node.type === 'AssignmentExpression' && node.operator === '=') {
      const left = unwrap(node.left)
      const type = left.type === 'MemberExpression' ? typeOf(context, left.object) : undefined
      if (type !== undefined) add(made, `${type}.${keyName(left)}`, node.right)
    } else if (node.type === 'MethodDefinition') {
      const around = classAround(node)
      const type = around && receiverType(context, around)
      if (type !== undefined) made.methods.set(`${type}.${keyName(node)}`, node.value)
    }
  }
  return made
}

function add({ fields }: Records, key: string, value: Node): void {
  const list = fields.get(key)
  if (list) list.push(value)
  else fields.set(key, [value])
}

/** `Client` of `Client{…}`, `http.Client` of `http.Client{…}`. */
export function literalType(context: StorageContext, node: Node): string | undefined {
  return /^([\w.]+)\s*\{/.exec(context.slice(node))?.[1]
}

/** `Client` of the class that `func (c *Client) Do()` is. */
export function receiverType(context: StorageContext, of: Node): string | undefined {
  return /^func\s*\(\s*\w+\s+\*?\s*(\w+)/.exec(context.slice(of))?.[1]
}

/** The type of a value, as far as its declaration or what it is made from names it: `http.Client`. */
export function typeOf(context: StorageContext, node: Node, depth = 0): string | undefined {
  const at = unwrap(node)
  if (depth > 4) return undefined
  switch (at.type) {
    case 'ThisExpression': {
      const around = classAround(at)
      return around && receiverType(context, around)
    }
    case 'ObjectExpression':
      return literalType(context, at)
    case 'MemberExpression': {
      const owner = typeOf(context, at.object, depth + 1)
      const name = keyName(at)
      return owner === undefined || name === undefined ? undefined : fieldType(context, owner, name)
    }
    case 'Identifier':
      return variableType(context, at, depth)
    default:
      return undefined
  }
}

function variableType(context: StorageContext, at: Node, depth: number): string | undefined {
  const [definition] = (context.tree.resolve(at.name, at)?.defs ?? []) as unknown as {
    name?: Node
    node: Node
  }[]
  const name = definition?.name
  const written =
    name && /^(?:\s*,\s*\w+)*\s+\*?([A-Za-z_][\w.]*)/.exec(context.text.slice(name.end, name.end + 120))
  if (written?.[1] !== undefined && written[1] !== 'range') return written[1]
  const { node } = definition ?? {}
  const init =
    node?.type === 'VariableDeclarator' && node.id === name ? (node.init as Node | null) : undefined
  return init ? typeOf(context, init, depth + 1) : undefined
}

/** The type of a field, where the struct is declared in the file. */
function fieldType(context: StorageContext, owner: string, name: string): string | undefined {
  const struct = new RegExp(`\\btype\\s+${owner.replace(/\W/g, '\\$&')}\\s+struct\\s*\\{([^}]*)\\}`).exec(
    context.text,
  )?.[1]
  return new RegExp(`(?:^|[\\s,])${name}\\s*(?:,\\s*\\w+)*\\s+\\*?([\\w.]+)`, 'm').exec(struct ?? '')?.[1]
}
