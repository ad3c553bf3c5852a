import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { block, call, entry, identifier, object, other, statement, written } from '../grammar/nodes.js'
import { prose } from '../grammar/prose.js'
import type { Node } from '../script/tree.js'
import { loose } from './macro-calls.js'
import { isString, pieceOf } from './strings.js'

/** Tokens that do not read as arguments: what stands in them is found, one by one. */
function leaves(node: Cst, to: Lowering): Node[] {
  return namedOf(node)
    .filter((each) => !/_(?:type|identifier|specifier)$|^(?:lifetime|label|metavariable)$/.test(each.type))
    .flatMap((each) => {
      if (each.type === 'token_tree') return leaves(each, to)
      return [isString(each) ? loose(each, to) : to.lower(each)]
    })
}

const tokens = (node: Cst, to: Lowering): Node => other(node, 'tokens', leaves(node, to))

/** A macro of which nobody knows here what it does with its tokens. */
function invocation(node: Cst, to: Lowering): Node {
  const list = node.children.find((child) => child.type === 'token_tree')
  const name = to.slice(fieldOf(node, 'macro') ?? node).replace(/^.*::/, '')
  const front = { start: node.start, end: node.start }
  return written(call(node, identifier(front, name), list ? leaves(list, to) : []), `${name}!`)
}

/** `#[serde(rename = "…")]` is a call of its name; `#[doc = "…"]` is read by people. */
function attribute(node: Cst, to: Lowering): Node {
  const [inner] = namedOf(node)
  const name = inner && namedOf(inner)[0]
  if (!inner || !name) return block(node, [])
  const value = fieldOf(inner, 'value')
  if (value && isString(value)) {
    const { content, decode } = pieceOf(value, to)
    const isProse = /^(?:doc|deprecated|must_use)$/.test(to.slice(name))
    const lowered = isProse ? prose(content, decode) : to.lower(value)
    return statement(node, isProse ? lowered : call(inner, identifier(name, to.slice(name)), [lowered]))
  }
  const list = fieldOf(inner, 'arguments')
  if (to.slice(name) === 'deprecated')
    return block(
      node,
      (list ? namedOf(list) : []).filter(isString).map((each) => {
        const { content, decode } = pieceOf(each, to)
        return statement(each, prose(content, decode))
      }),
    )
  const entries = list ? pairsIn(list, to) : []
  const args = entries.length > 0 && list ? [object(list, entries)] : []
  return args.length > 0
    ? statement(node, call(inner, identifier(name, to.slice(name)), args))
    : block(node, [])
}

/** Strings of an attribute by the names in front of them. */
function pairsIn(list: Cst, to: Lowering): Node[] {
  const children = list.children.filter((each) => !/comment$/.test(each.type))
  return children.flatMap((each, i) => {
    if (each.type === 'token_tree') return pairsIn(each, to)
    if (!isString(each)) return []
    const name = children[i - 1]?.type === '=' ? children[i - 2] : undefined
    const key = name ?? { start: each.start, end: each.start }
    return [entry(each, identifier(key, name ? to.slice(name) : 'value'), to.lower(each))]
  })
}

export const macros: Handlers = {
  token_tree: tokens,
  macro_invocation: invocation,
  macro_definition: (node, to) =>
    block(
      node,
      namedOf(node)
        .filter((each) => each.type === 'macro_rule')
        .map((each) =>
          statement(
            each,
            other(each, 'rule', to.all(namedOf(each).filter((c) => /token_tree$/.test(c.type)))),
          ),
        ),
    ),
  token_tree_pattern: () => other({ start: 0, end: 0 }, 'pattern', []),
  attribute_item: attribute,
  inner_attribute_item: attribute,
}
