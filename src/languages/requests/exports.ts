import { exportsOf } from '../script/modules.js'
import type { ScriptTree } from '../script/tree.js'

const cache = new WeakMap<ScriptTree, ReadonlyMap<string, string>>()

/** The name that a local of a module is exported by; `undefined` for what stays in it. */
export function exportedAs(tree: ScriptTree, local: string): string | undefined {
  const known =
    cache.get(tree) ??
    new Map(exportsOf(tree).flatMap((each) => (each.local ? [[each.local, each.name]] : [])))
  cache.set(tree, known)
  return known.get(local)
}
