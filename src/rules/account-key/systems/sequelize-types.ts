import { addsPlatform } from '../../../migrations/plan.js'
import type { Change } from '../sql-edit.js'
import { importChange } from './script-edit.js'
import type { Model } from './sequelize-edit.js'

type Changed = { list: Change[] } | { reason: string }

/** The class of a model. */
export interface ModelClass {
  /** Behind the brace that opens its body. */
  readonly body: number
  /** What stands between the angle brackets behind `Model`. */
  readonly told?: string
}

/** The class that a model is; `undefined` where it is none. */
export function classOf({ text, place }: Model): ModelClass | { reason: string } | undefined {
  const { table } = place
  const found =
    table.model === undefined ? undefined : new RegExp(`\\bclass\\s+${table.model}\\b([^{]*)`).exec(text)
  if (!found) return undefined
  const header = found[1] as string
  const base = /^(?:<[^<>]*>)?\s*extends\s+([\w.]+)\s*(<)?/.exec(header)
  if (!base || !/^(?:\w+\.)?Model$/.test(base[1] as string))
    return {
      reason: `\`${table.model}\` inherits from a class of its own, which may say or do more with its key`,
    }
  const start = found.index + found[0].length - header.length
  const told = base[2] === undefined ? undefined : bracketed(text, start + base[0].length)
  const from = start + base[0].length + (told === undefined ? 0 : told.length + 1)
  const brace = text.indexOf('{', from)
  return brace < 0
    ? { reason: 'it is no class with a body' }
    : { body: brace + 1, ...(told !== undefined && { told }) }
}

/** Members of a class, or types of attributes, that have to know of new columns. */
export function typeChanges(model: Model): Changed {
  const { text, place } = model
  const { source, table } = place
  const start = source.indexAt(table.whole.start)
  const call = /^[^('"`]*?\bdefine\s*</.exec(text.slice(start, source.indexAt(table.whole.end)))
  if (call) return attributeTypes(model, bracketed(text, start + call[0].length))
  const made = classOf(model)
  if (made === undefined) return { list: [] }
  if ('reason' in made) return made
  const types = made.told === undefined ? { list: [] } : attributeTypes(model, made.told)
  if ('reason' in types || model.isClass) return types
  const isInferred = /\bInferAttributes\b/.test(made.told ?? '')
  const members = membersOf(model, made.body, isInferred)
  if (!isInferred) return { list: [...types.list, ...members] }
  const imported = importChange(model.whole, 'sequelize', members.length > 0 ? ['CreationOptional'] : [], [])
  return imported
    ? { list: [...types.list, ...members, ...imported] }
    : { reason: 'its types are brought in in a way of their own' }
}

/** The text up to the angle bracket that closes. */
function bracketed(text: string, start: number): string {
  let depth = 1
  for (const { 0: sign, index } of text.slice(start).matchAll(/=>|[<>]/g)) {
    if (sign === '<') depth++
    else if (sign === '>' && --depth === 0) return text.slice(start, start + index)
  }
  return text.slice(start)
}

const LIBRARY =
  /^(?:any|unknown|object|never|string|number|boolean|Model|Optional|Partial|Omit|Pick|Required|NonNullable|Record|InferAttributes|InferCreationAttributes|CreationOptional|Sequelize|extends|keyof|typeof)$/

/** Types of attributes that name the key: new columns come in, which nobody has to give. */
function attributeTypes(model: Model, told: string): Changed {
  const { text, place } = model
  const { table } = place
  const properties = table.columns.map(({ property, name }) => property ?? name)
  const changes = new Map<number, Change>()
  const seen = new Set<string>()
  const queue = namesIn(told)
  let isKnown = queue.length === 0
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    if (seen.has(name) || name === table.model) {
      isKnown ||= name === table.model
      continue
    }
    seen.add(name)
    const found = new RegExp(
      `\\b(?:interface\\s+${name}\\b([^{]*)\\{|type\\s+${name}\\b\\s*=\\s*((?:[^;{\\r\\n]|\\r?\\n(?=[ \\t]+\\S))*)(\\{)?)`,
    ).exec(text)
    if (!found) return { reason: `the type of its attributes stands somewhere else (\`${name}\`)` }
    const header = found[1] ?? found[2] ?? ''
    if (/\bInferAttributes\b/.test(header))
      return { reason: `its attributes are those of an interface (\`${name}\`)` }
    queue.push(...namesIn(header))
    const opened = found[1] !== undefined || found[3] !== undefined
    if (!opened) continue
    const at = found.index + found[0].length
    const body = text.slice(at, endOfBody(text, at))
    if (!properties.some((each) => new RegExp(`(?:^|[\\s;,{])${each}\\s*\\??\\s*:`).test(body))) continue
    isKnown = true
    const change = typedMembers(model, at, body)
    if (change) changes.set(at, change)
  }
  return isKnown
    ? { list: [...changes.values()] }
    : { reason: 'no type in the file says what its attributes are' }
}

function namesIn(text: string): string[] {
  const bare = text.replace(/'[^']*'|"[^"]*"/g, '')
  return (bare.match(/(?<![\w.])[A-Za-z_]\w*/g) ?? []).filter((name) => !LIBRARY.test(name))
}

function endOfBody(text: string, start: number): number {
  let depth = 1
  for (const { 0: sign, index } of text.slice(start).matchAll(/[{}]/g)) {
    depth += sign === '{' ? 1 : -1
    if (depth === 0) return start + index
  }
  return text.length
}

/** A body with everything in braces within as spaces. */
function outside(body: string): string {
  let depth = 0
  return body.replace(/[^\r\n]/g, (sign) => {
    if (sign === '}') depth--
    const isOut = depth === 0
    if (sign === '{') depth++
    return isOut ? sign : ' '
  })
}

function typedMembers({ text, plan, style }: Model, at: number, body: string): Change | undefined {
  const line = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const isBroken = /^[ \t]*[\r\n]/.test(body)
  const indent = /(?:\r\n|\n|\r)([ \t]*)\S/.exec(body)?.[1] ?? style.indent
  const end = /[;,](?=\s*(?:[\r\n]|$))/.exec(body)?.[0] ?? ''
  const has = (name: string) => new RegExp(`(?:^|[\\s;,])${name}\\s*\\??\\s*:`).test(body)
  const list = [
    ...(plan.primary && !has(plan.id) ? [`${plan.id}?: number`] : []),
    ...(addsPlatform(plan) && !has(plan.platform) ? [`${plan.platform}?: string`] : []),
  ]
  if (list.length === 0) return undefined
  const written = isBroken
    ? list.map((each) => `${line}${indent}${each}${end}`).join('')
    : list.map((each) => ` ${each};`).join('')
  return { start: at, end: at, text: written }
}

/** Members as those beside them are written; a class that names none of its columns goes on so. */
function membersOf({ text, place, plan, style }: Model, body: number, isInferred: boolean): Change[] {
  const { table, source } = place
  if (!/\.[cm]?tsx?$/.test(source.path)) return []
  const names = table.columns.map(({ property, name }) => property ?? name).join('|')
  const member = new RegExp(
    `^([ \\t]+)((?:(?:public|declare|readonly)\\s+)*)(?:${names})([!?]?)\\s*:`,
    'm',
  ).exec(outside(text.slice(body, endOfBody(text, body))))
  if (!member) return []
  const [, indent, words = '', sign] = member
  const line = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const written = (name: string, type: string) =>
    `${line}${indent}${words.replace(/readonly\s+/, '')}${name}${sign}: ${isInferred ? `CreationOptional<${type}>` : type}${style.semicolon}`
  const list = [
    ...(plan.primary ? [written(plan.id, 'number')] : []),
    ...(addsPlatform(plan) ? [written(plan.platform, 'string')] : []),
  ]
  return list.length === 0 ? [] : [{ start: body, end: body, text: list.join('') }]
}
