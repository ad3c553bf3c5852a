import type { Lowering } from '../grammar/lowering.js'

const known = new WeakMap<Lowering, Map<string, string>>()

/** Last part of the path of a package by the name that the file gives it: `str "strings"`. */
export function packageOf(to: Lowering, name: string): string {
  let aliases = known.get(to)
  if (!aliases) {
    aliases = new Map()
    for (const [, alias, path] of to.text.matchAll(/^[ \t]*(?:import[ \t]+)?(\w+)[ \t]+"([\w.\-/]+)"/gm))
      aliases.set(alias as string, (path as string).replace(/\/v\d+$/, '').replace(/^.*\//, ''))
    known.set(to, aliases)
  }
  return aliases.get(name) ?? name
}
