import { addsPlatform, type KeyPlan, newUnique } from '../../../migrations/plan.js'
import { literalIn, styleOf } from '../../../migrations/script-style.js'
import { nameOfKey } from '../../../migrations/sql.js'
import type { TableKey } from '../../../storage.js'
import type { Change } from '../sql-edit.js'
import { importChange, withoutEntry } from './script-edit.js'
import type { Place } from './system.js'

/** An entity as it is written. */
export interface Entity {
  /** Where its marks begin, and where its class does. */
  readonly from: number
  readonly at: number
  /** Behind the brace that opens its body. */
  readonly body: number
  /** Marks and class. */
  readonly text: string
}

/** The class that declares a table, with the marks in front of it. */
export function entityOf({ source, table }: Place): Entity | undefined {
  const { text: whole } = source
  // Comments speak of marks and classes as well.
  const text = whole.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\r\n]*/g, (words) =>
    words.replace(/[^\r\n]/g, ' '),
  )
  const found = new RegExp(`\\bclass\\s+${table.model}\\b[^{]*\\{`).exec(text)
  if (!found || table.model === undefined) return undefined
  const head = text.slice(0, found.index)
  const before = [...head.matchAll(/^(?:\}|import\b|const\b|let\b|type\b).*$/gm)].at(-1)
  const behind = before ? before.index + before[0].length : 0
  const marks = /@Entity\b/.exec(head.slice(behind))
  const end = source.indexAt(table.whole.end)
  if (!marks || end <= found.index) return undefined
  const from = behind + marks.index
  return { from, at: found.index, body: found.index + found[0].length, text: whole.slice(behind, end) }
}

/** What an entity says that a change of its keys cannot see through: a clause that goes behind "because". */
export function whyNotThere(
  { table }: Place,
  { text, at, body, from }: Entity,
  whole: string,
  plan: KeyPlan,
): string | undefined {
  const header = whole.slice(at, body)
  const base = /\bextends\s+([\w.]+)/.exec(header)?.[1]
  if (base !== undefined && (base !== 'BaseEntity' || plan.primary))
    return `it inherits from \`${base}\`, which may say or do more with its key`
  if (/@(?:TableInheritance|ChildEntity|Tree|ViewEntity)\b/.test(whole.slice(from, body)))
    return 'it shares its table with other entities'
  const relation = /@(?:OneToMany|OneToOne|ManyToMany|ManyToOne)\b/.exec(text)
  if (relation && plan.primary)
    return `a relation of \`${table.model}\` goes by this key (\`${relation[0]}\`), and has to change in the same step`
  const added = [...(plan.primary ? [plan.id] : []), ...(addsPlatform(plan) ? [plan.platform] : [])]
  const taken = added.find((name) =>
    new RegExp(
      `^\\s*(?:@.*\\)\\s*)?(?:(?:public|private|protected|readonly|static|declare|get|set|async)\\s+)*${name}\\s*[!?]?\\s*[:(=;]`,
      'm',
    ).test(text.slice(text.indexOf('{'))),
  )
  return taken && `\`${table.model}\` has a member called \`${taken}\` already`
}

/**
 * Changes of an entity, in UTF-16 offsets; `undefined` where a key is written in a way of its own.
 * @param unnamed whether keys that stay have the names that the new migration gives them
 */
export function changesOfEntity(place: Place, entity: Entity, plan: KeyPlan): Change[] | undefined {
  const { source, table, problems } = place
  const { text } = source
  const style = styleOf(text)
  const line = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const lit = (value: string) => literalIn(style, value)
  const property = (column: string) => {
    const site = table.columns.find(({ name }) => name === column)
    return site?.property ?? column
  }
  const list = (columns: readonly string[]) => `[${columns.map((each) => lit(property(each))).join(', ')}]`
  const changes: Change[] = []
  for (const { key } of problems) {
    const change = withoutKey(text, source.indexAt(key.span.start), source.indexAt(key.span.end), key)
    if (!change) return undefined
    changes.push(change)
  }
  const unique = newUnique(plan)
  const marks = [
    ...(unique ? [`@Index(${lit(nameOfKey(plan, unique, 'key'))}, ${list(unique)}, { unique: true })`] : []),
    ...plan.indexed.map((column) => `@Index(${lit(nameOfKey(plan, [column], 'idx'))}, ${list([column])})`),
  ].map((each) => `${each}${line}`)
  if (marks.length > 0) changes.push({ start: entity.from, end: entity.from, text: marks.join('') })
  const bang = /\w!:/.test(entity.text) ? '!' : ''
  const member = (mark: string, name: string, type: string) =>
    `${line}${style.indent}${mark}${line}${style.indent}${name}${bang}: ${type}${style.semicolon}${line}`
  const members = [
    ...(plan.primary ? [member('@PrimaryGeneratedColumn()', plan.id, 'number')] : []),
    ...(addsPlatform(plan)
      ? [
          member(
            `@Column({ type: ${lit('varchar')}, length: 16, default: ${lit('kommo')} })`,
            plan.platform,
            'string',
          ),
        ]
      : []),
  ]
  if (members.length > 0) changes.push({ start: entity.body, end: entity.body, text: members.join('') })
  const brought = [
    ...(plan.primary || addsPlatform(plan) ? ['Column'] : []),
    ...(marks.length > 0 ? ['Index'] : []),
    ...(plan.primary ? ['PrimaryGeneratedColumn'] : []),
  ]
  const gone = problems.map(
    ({ key }) => /^\w+/.exec(text.slice(source.indexAt(key.span.start), source.indexAt(key.span.end)))?.[0],
  )
  const unused = ['PrimaryColumn', 'Unique'].filter(
    (name) =>
      gone.includes(name) &&
      (text.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length ===
        gone.filter((each) => each === name).length + 1,
  )
  const imported = importChange(text, 'typeorm', brought, unused)
  if (!imported) return undefined
  return [...changes, ...imported]
}

/** Takes the word that makes a key away: a mark, or an option of one. */
function withoutKey(text: string, start: number, end: number, { kind }: TableKey): Change | undefined {
  const words = text.slice(start, end)
  if (kind === 'primary') {
    const mark = /^PrimaryColumn\b/.exec(words)
    return mark ? { start, end: start + mark[0].length, text: 'Column' } : undefined
  }
  if (/^(?:Index|Unique)\b/.test(words)) {
    if (text[start - 1] !== '@') return undefined
    const rest = /^\s*/.exec(text.slice(end))?.[0] ?? ''
    return { start: start - 1, end: end + rest.length, text: '' }
  }
  if (!/^unique\s*:\s*true$/.test(words)) return undefined
  return withoutEntry(text, start, end)
}
