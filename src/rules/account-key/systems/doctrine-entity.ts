import { addsPlatform, type KeyPlan, newUnique } from '../../../migrations/plan.js'
import { nameOfKey } from '../../../migrations/sql.js'
import type { Change } from '../sql-edit.js'
import {
  type Constraint,
  type Entity,
  overlaps,
  withEntries,
  withoutMark,
  withoutOption,
} from './doctrine-marks.js'
import { membersOf, styleOfClass } from './doctrine-members.js'
import type { Place } from './system.js'

/** The class that declares a table, or why its marks cannot be changed: a clause that goes behind "because". */
export function entityOf({ source, table, problems }: Place): Entity | { reason: string } {
  const { text } = source
  if (!/\.php$/i.test(source.path))
    return {
      reason: 'its mapping stands apart from its class, which needs the new property in the same step',
    }
  const prefix = prefixOf(text)
  if (prefix === undefined) return { reason: 'its marks are not brought in as `Doctrine\\ORM\\Mapping`' }
  const plain = text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\r\n]*|#(?!\[)[^\r\n]*/g, (words) =>
    words.replace(/[^\r\n]/g, ' '),
  )
  const found = new RegExp(
    `^[ \\t]*((?:final[ \\t]+)?)class\\s+${table.model}\\b([^{]*)\\{[ \\t]*\\r?\\n`,
    'm',
  ).exec(plain)
  const last = source.indexAt(table.whole.end) - 1
  if (
    !found ||
    table.model === undefined ||
    text[last] !== '}' ||
    !/(?:^|\n)[ \t]*$/.test(text.slice(0, last))
  )
    return { reason: 'its class is not written in lines of its own' }
  const brace = plain.indexOf('{', found.index)
  const doc = docBefore(text, found.index)
  const key = problems[0]?.key.span
  const isNoted = key !== undefined && text[source.indexAt(key.start)] === '@'
  const before = [...text.slice(0, found.index).matchAll(/^(?:use|namespace|declare|\})[^\n]*$/gm)].at(-1)
  return {
    doc,
    from: before ? before.index + before[0].length : 0,
    line: found.index,
    body: brace + 1,
    end: last,
    header: found[2] as string,
    plain,
    prefix,
    isNoted,
  }
}

/** What the marks of Doctrine begin with. */
function prefixOf(text: string): string | undefined {
  const found = /^use\s+Doctrine\\ORM\\Mapping(?:\s+as\s+(\w+))?\s*;/m.exec(text)
  return found ? `${found[1] ?? 'Mapping'}\\` : undefined
}

function docBefore(text: string, at: number): Entity['doc'] {
  const end = text.lastIndexOf('*/', at)
  const start = text.lastIndexOf('/**', end)
  if (start < 0 || end < start || !/^\s*(?:#\[[^\n]*\]\s*)*$/.test(text.slice(end + 2, at))) return undefined
  return { start, end: end + 2 }
}

/** What an entity says that a change of its keys cannot see through: a clause that goes behind "because". */
export function whyNotThere({ table, source }: Place, entity: Entity, plan: KeyPlan): string | undefined {
  const { header, body, end, from, line, plain } = entity
  const { text } = source
  const base = /\bextends\s+([\w\\]+)/.exec(header)?.[1]
  if (base !== undefined) return `it inherits from \`${base}\`, which may say or do more with its key`
  const head = text.slice(from, line)
  const whole = text.slice(from, end)
  const kind =
    /\b(MappedSuperclass|Embeddable|InheritanceType|DiscriminatorColumn|AttributeOverrides|AssociationOverrides)\b/.exec(
      head,
    )
  if (kind) return `it is marked as \`${kind[1]}\`, and shares its columns with other classes`
  if (/[@\\]Table\b[^\n]*`|\bschema\s*[:=]/.test(head)) return 'its table is named in a way of its own'
  if (/\bUniqueEntity\b/.test(head)) return '`UniqueEntity` checks its keys as well'
  const inside = plain.slice(body, end)
  const shared = /^[ \t]*use\s+([\w\\]+)/m.exec(inside)?.[1]
  if (shared !== undefined) return `it takes members over from \`${shared}\``
  if (plan.primary) {
    if (/\bApiResource\b/.test(head)) return 'API Platform addresses its records by this key'
    const relation = /[@\\](OneToMany|ManyToMany)\b|\b(mappedBy)\b/.exec(whole)
    if (relation)
      return `a relation of \`${table.model}\` goes by this key (\`${relation[1] ?? relation[2]}\`), and has to change in the same step`
    if (/[@\\](?:SequenceGenerator|CustomIdGenerator|TableGenerator)\b/.test(whole))
      return 'its key is filled by a generator'
  }
  const added = [...(plan.primary ? [plan.id] : []), ...(addsPlatform(plan) ? [plan.platform] : [])]
  const taken = added.find((name) =>
    new RegExp(`\\$${name}\\s*[;=,)]|\\bfunction\\s+(?:get|set)${name}\\b`, 'i').test(
      inside.replace(/\bfunction\s+\w+\s*\((?![^)]*\b(?:private|protected|public)\b)[^)]*\)/g, (words) =>
        words.replace(/\([\s\S]*/, ' '),
      ),
    ),
  )
  return taken && `\`${table.model}\` has a member called \`${taken}\` already`
}

/** Changes of an entity, in UTF-16 offsets; `undefined` where a key is written in a way of its own. */
export function changesOfEntity(place: Place, entity: Entity, plan: KeyPlan): Change[] | undefined {
  const { source, problems, table } = place
  const { text } = source
  const changes: Change[] = []
  const gone: { start: number; end: number }[] = []
  for (const { key } of problems) {
    const at = { start: source.indexAt(key.span.start), end: source.indexAt(key.span.end) }
    const words = text.slice(at.start, at.end)
    if (!words.startsWith(`${entity.isNoted ? '@' : ''}${entity.prefix}`)) return undefined
    const name = /\\(\w+)/.exec(words)?.[1]
    if (name === 'UniqueConstraint' && entity.isNoted) gone.push(at)
    else {
      const change =
        name === 'Column' ? withoutOption(text, at, 'unique') : withoutMark(text, at, entity.isNoted)
      if (!change || (name !== 'Column' && name !== 'Id' && name !== 'UniqueConstraint')) return undefined
      changes.push(change)
    }
  }
  if (plan.primary) {
    const generated = generatedIn(text, entity)
    if (generated === 'otherwise') return undefined
    if (generated) {
      const change = withoutMark(text, generated, entity.isNoted)
      if (!change) return undefined
      changes.push(change)
    }
  }
  const unique = newUnique(plan)
  const constraints = [
    ...(unique ? [{ kind: 'UniqueConstraint', name: nameOfKey(plan, unique, 'key'), columns: unique }] : []),
    ...plan.indexed.map((column) => ({
      kind: 'Index',
      name: nameOfKey(plan, [column], 'idx'),
      columns: [column],
    })),
  ]
  const added = entity.isNoted
    ? withEntries(text, entity, constraints, gone)
    : [markLines(text, entity, constraints)]
  if (!added) return undefined
  const property = table.columns.find(
    ({ name }) => name === (plan.primary?.columns[0] ?? plan.uniques[0]?.columns[0]),
  )
  const style = property && styleOfClass(text, entity, source.indexAt(property.span.start))
  if (!style) return undefined
  const all = [...changes, ...added, ...membersOf(entity, style, plan)]
  return overlaps(all) ? undefined : all
}

/** A mark that says how the old key is filled: by nobody, or otherwise. */
function generatedIn(text: string, entity: Entity): { start: number; end: number } | 'otherwise' | undefined {
  const inside = text.slice(entity.body, entity.end)
  const all = [...inside.matchAll(/@?\w+\\GeneratedValue\b(?:\([^)]*\))?/g)]
  const [only] = all
  if (!only) return undefined
  if (all.length > 1 || !/\(\s*(?:strategy\s*[:=]\s*)?["']NONE["']\s*\)$/.test(only[0])) return 'otherwise'
  const start = entity.body + only.index
  return { start, end: start + only[0].length }
}

/** Marks in lines of their own, in front of the class. */
function markLines(text: string, { line, prefix }: Entity, all: readonly Constraint[]): Change {
  const indent = /^[ \t]*/.exec(text.slice(line))?.[0] ?? ''
  const end = /\r\n|\n/.exec(text)?.[0] ?? '\n'
  const lines = all.map(
    ({ kind, name, columns }) =>
      `${indent}#[${prefix}${kind}(name: '${name}', columns: [${columns.map((each) => `'${each}'`).join(', ')}])]${end}`,
  )
  return { start: line, end: line, text: lines.join('') }
}
