import { type Cst, fieldOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { identifier, member, self } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { isItem } from './survey.js'

/** A path without what stands between its angle brackets: `Vec::<T>::new` is `Vec::new`. */
export function pathOf(node: Cst, to: Lowering): string {
  return to
    .slice(node)
    .replace(/\s+/g, '')
    .replace(/::<.*?>+(?=::|$)/g, '')
}

const MODULES = /^(?:r#)?[a-z_][\w:]*$/

/** `HOST`, `Self::HOST`, `Client::HOST`, `super::config::HOST`. */
export function nameOf(node: Cst, to: Lowering): Node {
  const path = pathOf(node, to)
  const parts = path.split('::').filter((part) => part !== '')
  const last = parts.at(-1) ?? path
  if (path === 'self') return self(node)
  const owners = parts.slice(0, -1)
  const [first] = owners
  if (first === undefined) return identifier(node, last)
  // Modules of the file are one space of names here.
  if (MODULES.test(owners.join('::')) && isItem(to, last)) return identifier(node, last)
  const front = { start: node.start, end: node.start }
  const root = first === 'Self' ? self(front) : identifier(front, first)
  const owner = owners.slice(1).reduce((object, part) => member(front, object, part), root)
  const key = fieldOf(node, 'name')
  return member(node, owner, last, key ?? node)
}
