import type { Lowering } from '../grammar/lowering.js'
import { construct, type Decode, identifier, pattern, type Range, text } from '../grammar/nodes.js'
import { unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'

/** The pattern that a text holds. The crate `regex` reads what RE2 reads: nothing looks around. */
export function patternIn(source: Node | undefined): Node | undefined {
  if (!source) return undefined
  const content = source.content as Range | undefined
  if (source.type === 'Literal' && typeof source.value === 'string' && content)
    return pattern(source, content, source.value, '', 're2', source.decode as Decode | undefined)
  const end = { start: source.end, end: source.end }
  const front = { start: source.start, end: source.start }
  const made = construct(source, identifier(front, 'RegExp'), [source, text(end, '', end)])
  made.dialect = 're2'
  return made
}

const FLAGS: Readonly<Record<string, string>> = {
  case_insensitive: 'i',
  multi_line: 'm',
  dot_matches_new_line: 's',
  ignore_whitespace: 'x',
}

/** `.case_insensitive(true)` of a builder of patterns; `undefined` for methods that say nothing about what it takes. */
export function withFlag(built: Node, name: string, value: Node | undefined): Node | undefined {
  const flag = FLAGS[name]
  if (!built.regex || !flag) return undefined
  const flags = String(built.regex.flags)
  return value?.value === true ? { ...built, regex: { ...built.regex, flags: flags + flag } } : built
}

/** Whether a value is a pattern, as far as can be seen: by what it was made of, or by its name. */
export function isPattern(value: Node, to: Lowering): boolean {
  const node = unwrap(value)
  if (node.regex !== undefined || node.dialect !== undefined) return true
  return /(?:^|[._:])(?:re|regex|rx|pattern)$|_(?:re|regex|rx|pattern)$/i.test(to.slice(node))
}
