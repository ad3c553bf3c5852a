import { addsPlatform } from '../../../migrations/plan.js'
import { literalIn } from '../../../migrations/script-style.js'
import type { ColumnSite } from '../../../storage.js'
import type { Change } from '../sql-edit.js'
import { importChange, withoutEntry } from './script-edit.js'
import type { Model } from './sequelize-edit.js'
import { classOf } from './sequelize-types.js'

const MARK_OF_UNIQUE = /@(?:Unique|Index)\b(?:\s*\((?:[^()]|\([^()]*\))*\))?\s*/g

/** Changes of a class with marks for sequelize-typescript; `undefined` where they are written in a way of their own. */
export function classChanges(model: Model): Change[] | undefined {
  const { whole, text, place } = model
  const made = classOf(model)
  if (!made || 'reason' in made) return undefined
  const changes: Change[] = []
  for (const { key } of place.problems)
    for (const name of key.columns) {
      const column = place.table.columns.find((each) => each.name === name)
      const change =
        column && (key.kind === 'primary' ? withoutPrimary(model, column) : withoutUnique(model, column))
      if (!change) return undefined
      changes.push(change)
    }
  const members = newMembers(model, made.body)
  if (members) changes.push(members)
  const isFree = (name: string, gone: number) =>
    (text.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length - 1 <= gone
  const marks = changes.filter(({ start }) => /^@Unique\b/.test(whole.slice(start))).length
  const brought = [
    ...(changes.some((each) => /AllowNull/.test(each.text)) ? ['AllowNull'] : []),
    ...(members ? ['Column', 'DataType'] : []),
    ...(members?.text.includes('@AutoIncrement') ? ['AutoIncrement', 'PrimaryKey'] : []),
  ]
  const unused = marks > 0 && isFree('Unique', marks) ? ['Unique'] : []
  const imported = importChange(whole, 'sequelize-typescript', brought, unused)
  return imported && [...changes, ...imported]
}

const wordsOf = ({ text, place }: Model, { whole }: ColumnSite): { start: number; words: string } => {
  const [start, end] = [place.source.indexAt(whole.start), place.source.indexAt(whole.end)]
  return { start, words: text.slice(start, end) }
}

/** A primary key holds no nulls, and its column goes on so. */
function withoutPrimary(model: Model, column: ColumnSite): Change | undefined {
  const { start, words } = wordsOf(model, column)
  const found = [...words.matchAll(/@PrimaryKey\b(?:\s*\(\s*\))?|\bprimaryKey\s*:\s*true\b/g)]
  const [first] = found
  if (!first || found.length > 1) return undefined
  const from = start + first.index
  const to = from + first[0].length
  const nulls = /@AllowNull\b(?:\s*\(\s*(\w*)\s*\))?|\ballowNull\s*:\s*(\w+)/.exec(words)
  if (nulls && (nulls[1] ?? nulls[2]) !== 'false') return undefined
  if (!nulls)
    return { start: from, end: to, text: first[0].startsWith('@') ? '@AllowNull(false)' : 'allowNull: false' }
  if (!first[0].startsWith('@')) return withoutEntry(model.whole, from, to)
  const gap = /^\s*/.exec(model.whole.slice(to))?.[0].length ?? 0
  return { start: from, end: to + gap, text: '' }
}

function withoutUnique(model: Model, column: ColumnSite): Change | undefined {
  const { start, words } = wordsOf(model, column)
  const marks = [...words.matchAll(MARK_OF_UNIQUE)]
  const options = [...words.matchAll(/\bunique\s*:\s*(?:true\b|(['"`])[^'"`]*\1|\{[^{}]*\})/g)].filter(
    ({ index }) => !marks.some((mark) => mark.index <= index && index < mark.index + mark[0].length),
  )
  const [mark] = marks
  const [option] = options
  if (marks.length + options.length !== 1) return undefined
  if (mark) {
    const at = start + mark.index
    const end = at + mark[0].trimEnd().length
    const gap = /^\s*/.exec(model.whole.slice(end))?.[0].length ?? 0
    return { start: at, end: end + gap, text: '' }
  }
  if (!option) return undefined
  const at = start + option.index
  return withoutEntry(model.whole, at, at + option[0].length)
}

function newMembers({ text, place, plan, style, columns, types }: Model, body: number): Change | undefined {
  const { table } = place
  const names = table.columns.map(({ property, name }) => property ?? name).join('|')
  const member = new RegExp(
    `(?:^|[\\s)])((?:(?:public|declare|readonly|override)\\s+)*)(?:${names})\\s*([!?]?)\\s*:`,
    'm',
  ).exec(text.slice(body, columns.end))
  if (!member) return undefined
  const [, words = '', sign] = member
  const line = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const { indent, semicolon } = style
  const made = (marks: readonly string[], name: string, type: string) =>
    `${marks.map((mark) => `${line}${indent}${mark}`).join('')}${line}${indent}${words.replace(/(?:readonly|override)\s+/g, '')}${name}${sign}: ${type}${semicolon}${line}`
  const list = [
    ...(plan.primary
      ? [made(['@PrimaryKey', '@AutoIncrement', `@Column(${types}.INTEGER)`], plan.id, 'number')]
      : []),
    ...(addsPlatform(plan)
      ? [
          made(
            [
              `@Column({ type: ${types}.STRING(16), allowNull: false, defaultValue: ${literalIn(style, 'kommo')} })`,
            ],
            plan.platform,
            'string',
          ),
        ]
      : []),
  ]
  return list.length === 0 ? undefined : { start: body, end: body, text: list.join('') }
}
