import type { Cst } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { construct, identifier, method, pattern, type Range, text } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'

/** Functions of `re` by what they do. */
const TESTS = /^(?:match|search|fullmatch)$/

/** A call of the module `re` (or `regex`); `undefined` for every other one. */
export function patternCall(at: Cst, name: string, args: readonly Node[], to: Lowering): Node | undefined {
  const [source, second, third] = args
  if (!source) return undefined
  const isWhole = name === 'fullmatch'
  const regex = (flags: readonly Node[]) => regexOf(source, flagsOf(flags, to), isWhole)
  if (name === 'compile') return regex(args.slice(1))
  if (TESTS.test(name)) return second && method(at, regex(args.slice(2)), 'test', [second])
  if (name === 'findall' || name === 'finditer')
    return second && method(at, regex(args.slice(2)), 'exec', [second])
  if (name === 'split') return second && method(at, second, 'split', [regex(args.slice(2))])
  if (name === 'sub' || name === 'subn')
    return second && third && method(at, third, 'replace', [regex(args.slice(3)), second])
  return undefined
}

/** A call of a method that only compiled patterns have. */
export function compiledCall(at: Cst, object: Node, name: string, args: readonly Node[]): Node | undefined {
  const [first, second, ...rest] = args
  if (!first || rest.length > 0) return undefined
  if (name === 'sub' && second) return method(at, second, 'replace', [object, first])
  if (second) return undefined
  if (name === 'fullmatch' || name === 'match') return method(at, object, 'test', [first])
  return name === 'findall' || name === 'finditer' ? method(at, object, 'exec', [first]) : undefined
}

/** The pattern that a text holds, written here or under a name. */
export function regexOf(source: Node, flags: string, isWhole: boolean): Node {
  const content = source.content as Range | undefined
  const made =
    source.type === 'Literal' && typeof source.value === 'string' && content && !source.decode
      ? pattern(source, content, source.value, flags, 'python')
      : source.regex
        ? source
        : construct(source, identifier({ start: source.start, end: source.start }, 'RegExp'), [
            source,
            text({ start: source.end, end: source.end }, flags, { start: source.end, end: source.end }),
          ])
  made.dialect = 'python'
  if (isWhole) made.whole = true
  return made
}

const FLAGS: readonly [RegExp, string][] = [
  [/\b(?:I|IGNORECASE)\b/, 'i'],
  [/\b(?:M|MULTILINE)\b/, 'm'],
  [/\b(?:S|DOTALL)\b/, 's'],
  [/\b(?:X|VERBOSE)\b/, 'x'],
]

function flagsOf(args: readonly Node[], to: Lowering): string {
  const written = args.map((arg) => to.slice(arg)).join(' ')
  return FLAGS.flatMap(([word, flag]) => (word.test(written) ? [flag] : [])).join('')
}

/** What a pattern found is kept or taken apart: the match is more than a yes or no. */
export function capturing(node: Node): Node {
  const called =
    node.type === 'CallExpression' && node.callee.type === 'MemberExpression' ? node.callee : undefined
  if (called?.property.name === 'test' && !called.computed) called.property.name = 'exec'
  return node
}

/** Whether a match that is kept under a name is asked for more than whether it is there. */
export function isTakenApart(name: Cst, to: Lowering): boolean {
  if (name.type !== 'identifier') return true
  const known = takenApart.get(to) ?? new Map<string, boolean>()
  takenApart.set(to, known)
  const written = to.slice(name)
  let answer = known.get(written)
  if (answer === undefined) {
    const asked = new RegExp(`\\b${written}\\s*(?:\\[|\\.\\s*(?:group|start|end|span|expand))`)
    answer = asked.test(to.text)
    known.set(written, answer)
  }
  return answer
}

/** A name may be assigned to in thousands of places of one file: the text is searched once for each. */
const takenApart = new WeakMap<Lowering, Map<string, boolean>>()

/** A setting by its name: what uses the pattern stands elsewhere, and only tests with it. */
export function tested(regex: Node): Node {
  regex.isTested = true
  return regex
}

/** A list of texts under a name that says they are patterns: `CORS_ALLOWED_ORIGIN_REGEXES`. */
export function patternsIn(name: string, value: Node): Node {
  if (!/_(?:REGEX(?:ES)?|REGEX_WHITELIST)$/.test(name) || value.type !== 'ArrayExpression') return value
  value.elements = (value.elements as Node[]).map((item) =>
    item.type === 'Literal' && typeof item.value === 'string' ? tested(regexOf(item, '', false)) : item,
  )
  return value
}
