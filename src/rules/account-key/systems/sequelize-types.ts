import { addsPlatform } from '../../../migrations/plan.js'
import type { Change } from '../sql-edit.js'
import type { Model } from './sequelize-edit.js'

/** Members of a class, or types of attributes, that have to know of new columns. */
export function typeChanges(model: Model): { list: Change[] } | { reason: string } {
  const { text, place } = model
  const { source, table } = place
  const whole = text.slice(source.indexAt(table.whole.start), source.indexAt(table.whole.end))
  if (/^[^(]*\bdefine\s*</.test(whole)) return { reason: 'a type says what its columns are' }
  const found =
    table.model === undefined ? undefined : new RegExp(`\\bclass\\s+${table.model}\\b([^{]*)\\{`).exec(text)
  if (!found) return { list: [] }
  const header = (found[1] as string).trim()
  const base = /^extends\s+([\w.]+)\s*(<[\s\S]*>)?/.exec(header)
  if (!base || !/^(?:\w+\.)?Model$/.test(base[1] as string))
    return {
      reason: `\`${table.model}\` inherits from a class of its own, which may say or do more with its key`,
    }
  if (base[2] !== undefined && !/^<\s*any\b/.test(base[2]))
    return { reason: 'a type says what its columns are' }
  return { list: membersOf(model, found.index + found[0].length) }
}

/** Members as those beside them are written; a class that names none of its columns goes on so. */
function membersOf({ text, place, plan, style }: Model, body: number): Change[] {
  const { table } = place
  const names = table.columns.map(({ property, name }) => property ?? name).join('|')
  const member = new RegExp(
    `^([ \\t]+)((?:(?:public|declare|readonly)\\s+)+)(?:${names})(!?)\\s*:`,
    'm',
  ).exec(text.slice(body))
  if (!member) return []
  const [, indent, words = '', bang] = member
  const line = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const written = (name: string, type: string) =>
    `${line}${indent}${words.replace(/readonly\s+/, '')}${name}${bang}: ${type}${style.semicolon}`
  const list = [
    ...(plan.primary ? [written(plan.id, 'number')] : []),
    ...(addsPlatform(plan) ? [written(plan.platform, 'string')] : []),
  ]
  return list.length === 0 ? [] : [{ start: body, end: body, text: list.join('') }]
}
