import { keyName, staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from './context.js'
import { docOf } from './doc-properties.js'
import { entriesOf, innerOf, isIn, itemsOf, membersOf, type Word } from './reading.js'

interface Range {
  start: number
  end: number
}

/** What is said of a class or property in an attribute or in its comment: `#[ORM\Id]`, `@ORM\Column(name="x")`. */
export interface Mark {
  /** Without the name that it is imported under. */
  name: string
  at: Range
  /** An option as written, a text without its quotes. */
  text(option: string): string | undefined
  word(option: string): Word | undefined
  /** Texts of an option that is a list. */
  list(option: string): string[] | undefined
}

/** Marks of a class, those inside of others as well: the constraints of a table. */
export function classMarks(context: StorageContext, node: Node): Mark[] {
  const inFront = membersOf(node).filter((each) => each.type === 'attributes' && each.start < node.id.start)
  return [
    ...inFront.flatMap((each) => attributesIn(context, each)),
    ...marksOfDoc(context, docOf(context, node)),
  ]
}

/** Marked properties, those among the parameters of a constructor as well. */
export function memberMarks(
  context: StorageContext,
  node: Node,
): { member: { at: Range; whole: Range }; name: string; marks: Mark[] }[] {
  const members = membersOf(node)
  const fields = members.flatMap((each, index) => {
    const name = each.type === 'PropertyDefinition' ? keyName(each) : undefined
    if (name === undefined) return []
    const before = members[index - 1]
    const isMarked = before?.type === 'attributes' && before.start > node.id.start
    const marks = [
      ...(isMarked ? attributesIn(context, before) : []),
      ...marksOfDoc(context, docOf(context, each)),
    ]
    const at = nameAt(context, each)
    return marks.length > 0 ? [{ member: { at, whole: each }, name, marks }] : []
  })
  return [...fields, ...promotedMarks(context, node)]
}

function promotedMarks(context: StorageContext, node: Node): ReturnType<typeof memberMarks> {
  const built = membersOf(node).find(
    (each) => each.type === 'MethodDefinition' && keyName(each) === '__construct',
  )
  const statements = (built?.value.body.body ?? []) as Node[]
  return statements.flatMap((each, index) => {
    const before = statements[index - 1]
    const target = each.expression?.left as Node | undefined
    const name = target?.type === 'MemberExpression' ? keyName(target) : undefined
    if (before?.type !== 'attributes' || !target || name === undefined) return []
    return [
      { member: { at: nameAt(context, target), whole: each }, name, marks: attributesIn(context, before) },
    ]
  })
}

/** The name without its `$`. */
function nameAt({ text }: StorageContext, node: Node): Range {
  const key = (node.key ?? node.property) as Node
  return text[key.start] === '$' ? { start: key.start + 1, end: key.end } : key
}

function attributesIn({ tree }: StorageContext, list: Node): Mark[] {
  return tree.nodes.flatMap((node) => {
    const isMark = (node.type === 'CallExpression' || node.type === 'NewExpression') && isIn(node, list)
    return isMark && node.callee.type === 'Identifier' ? [attributeMark(node)] : []
  })
}

function attributeMark(node: Node): Mark {
  const named = (node.arguments as Node[]).find(({ type }) => type === 'ObjectExpression')
  const first = (node.arguments as Node[])[0]
  const isFirst = (option: string) => option === (node.callee.name === 'GeneratedValue' ? 'strategy' : 'name')
  const find = (option: string): Node | undefined =>
    (named && entriesOf(named).find(({ name }) => name === option)?.value) ??
    (isFirst(option) && first !== named ? first : undefined)
  const word = (option: string): Word | undefined => {
    const value = find(option)
    if (!value) return undefined
    const text = staticText(value) ?? (value.type === 'Literal' ? String(value.value) : classOf(value))
    return text === undefined ? undefined : { text, at: innerOf(value) }
  }
  return {
    name: node.callee.name,
    at: node,
    word,
    text: (option) => word(option)?.text,
    list(option) {
      const value = find(option)
      return value && itemsOf(value)?.flatMap((item) => staticText(unwrap(item)) ?? [])
    },
  }
}

/** `Account::class` is the class, `Types::STRING` its constant. */
function classOf(node: Node): string | undefined {
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return undefined
  const name = keyName(node)
  return name === 'class' ? node.object.name : name?.toLowerCase()
}

/** `@ORM\Column(name="subdomain", unique=true)` and what stands inside its brackets. */
function marksOfDoc({ text }: StorageContext, doc: Range | undefined): Mark[] {
  if (!doc) return []
  const written = text.slice(doc.start, doc.end)
  return [...written.matchAll(/@(?:\w+\\)*([A-Z]\w*)(?=\s*\(|[\s*}),]|$)/g)].map((match) => {
    const start = doc.start + match.index
    const open = start + match[0].length
    const end = text[open] === '(' ? closing(text, open, doc.end) : open
    return docMark(text, match[1] as string, start, open, end)
  })
}

function docMark(text: string, name: string, start: number, open: number, end: number): Mark {
  // What stands in brackets of its own belongs to the mark inside.
  const own = text.slice(open, end).replace(/@[\w\\]+\s*\([^()]*\)/g, (inner) => ' '.repeat(inner.length))
  const word = (option: string): Word | undefined => {
    const found = new RegExp(`\\b${option}\\s*=\\s*(?:"([^"]*)"|([\\w\\\\:]+))`).exec(own)
    const value = found?.[1] ?? found?.[2]
    if (!found || value === undefined) return undefined
    const at = open + found.index + found[0].lastIndexOf(value)
    return { text: value, at: { start: at, end: at + value.length } }
  }
  return {
    name,
    at: { start, end },
    word,
    text: (option) => word(option)?.text,
    list(option) {
      const found = new RegExp(`\\b${option}\\s*=\\s*\\{([^}]*)\\}`).exec(own)?.[1]
      return found === undefined
        ? undefined
        : [...found.matchAll(/"([^"]*)"/g)].map((each) => each[1] as string)
    },
  }
}

/** Behind the bracket that closes the one at `open`. */
function closing(text: string, open: number, limit: number): number {
  let depth = 0
  for (let at = open; at < limit; at++) {
    if (text[at] === '(') depth++
    else if (text[at] === ')' && --depth === 0) return at + 1
  }
  return limit
}
