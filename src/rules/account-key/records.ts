import type { Source } from '../../files/source.js'
import type { SaveFact } from './saves.js'

/** A call of Sequelize that goes by keys which it does not name. Plain data. */
export interface RecordFact extends SaveFact {
  /** Words for the model that is meant: what is called, and what the file says it is. */
  names: string[]
}

/** Such calls of a file, and the models that the file names. */
export interface RecordsFact {
  calls: RecordFact[]
  models: string[]
}

const HINT =
  /\.(?:findByPk|findById|findByPrimary|upsert|insertOrUpdate|bulkCreate|hasMany|hasOne|belongsToMany|removeAttribute)\b|@(?:HasMany|HasOne|BelongsToMany)\b|\b(?:isNewRecord|attributes|primaryKey(?:Attribute|Field)s?)\b/
const CALL =
  /(?<![\w$.])((?:[\w$]+[?!]?\.)*[\w$]+)[?!]?\.(findByPk|findById|findByPrimary|upsert|insertOrUpdate|bulkCreate|hasMany|hasOne|belongsToMany|removeAttribute|build|find(?:One|All|AndCountAll)?|primaryKey(?:Attribute|Field)s?)\b\s*(?:<[^<>()]*>\s*)?(\()?/g
const MARK = /@(HasMany|HasOne|BelongsToMany)\s*(\()/g
/** A record is written back: by its primary key, whatever that is. */
const INSTANCE =
  /(?<![\w$.])[a-z_$][\w$]*(?:\[\d+\])?[?!]?\.(?:save|reload|restore|(?:update|destroy|increment|decrement)(?!\s*\(\s*\{\s*where\b))\s*\(/

/** What a script asks of models of Sequelize by their keys. */
export function recordsIn(source: Source): RecordsFact | undefined {
  const { path, text } = source
  if (!/\.[cm]?[jt]sx?$/.test(path) || !HINT.test(text)) return undefined
  const writesBack = INSTANCE.test(text)
  const fact = (
    index: number,
    words: string,
    names: string[],
    what: SaveFact['what'] | 'primary',
  ): RecordFact => ({
    path,
    call: words,
    line: text.slice(0, index).split(/\r\n|\r|\n/).length,
    span: { file: path, start: source.byteAt(index), end: source.byteAt(index + words.length) },
    names: [...new Set(names)],
    ...(what !== 'primary' && what !== undefined && { what }),
  })
  const calls: RecordFact[] = []
  for (const { 0: whole, 1: root = '', 2: method = '', 3: open, index } of text.matchAll(CALL)) {
    const args = open === undefined ? '' : argumentsAt(text, index + whole.length)
    const what = meaningOf(method, args, open !== undefined, writesBack)
    if (what === undefined) continue
    const names = [...wordsOf(root), ...declared(text, root)]
    const target =
      what === 'relation' && method === 'belongsToMany' ? wordsOf(/^[\w$.]+/.exec(args)?.[0] ?? '') : []
    calls.push(fact(index, `${root}.${method}`, [...names, ...target], what))
  }
  for (const { 0: whole, 1: method = '', index } of text.matchAll(MARK)) {
    const args = argumentsAt(text, index + whole.length)
    if (isApart(args)) continue
    const around = [...text.slice(0, index).matchAll(/\bclass\s+(\w+)/g)].at(-1)?.[1] ?? ''
    const target = method === 'BelongsToMany' ? (args.match(/\b[A-Z]\w+/g) ?? []) : []
    calls.push(fact(index, `@${method}`, [around, ...target], 'relation'))
  }
  if (calls.length === 0) return undefined
  const named = [...text.matchAll(/\b(?:define|model)\s*\(\s*['"]([\w-]+)['"]/g)].map(
    ([, name]) => name as string,
  )
  return { calls: calls.slice(0, 40), models: [...new Set([...(text.match(/\b[A-Z]\w+/g) ?? []), ...named])] }
}

/** What a call goes by; `undefined` where it goes by what it names, or by nothing. */
function meaningOf(
  method: string,
  args: string,
  isCall: boolean,
  writesBack: boolean,
): SaveFact['what'] | 'primary' | undefined {
  if (/^primaryKey/.test(method)) return 'keys'
  if (!isCall) return undefined
  switch (method) {
    case 'findByPk':
    case 'findById':
    case 'findByPrimary':
      return 'primary'
    case 'upsert':
    case 'insertOrUpdate':
    case 'removeAttribute':
      return 'keys'
    case 'bulkCreate': {
      const options = args.slice(endOfFirst(args)).replace(/^,\s*/, '')
      if (/\b(?:updateOnDuplicate|ignoreDuplicates|upsertKeys|conflictAttributes)\b/.test(options))
        return 'keys'
      if (/^[^{\s]/.test(options)) return 'keys'
      // Of several rows, MySQL tells no new numbers.
      return writesBack ? 'partial' : undefined
    }
    case 'hasMany':
    case 'hasOne':
    case 'belongsToMany':
      return isApart(args) ? undefined : 'relation'
    case 'build':
      return /\bisNewRecord\b/.test(args) ? 'primary' : undefined
    default:
      return (writesBack &&
        /\battributes\s*(?::\s*\[|[,}])/.test(args) &&
        !/\braw\s*:\s*true\b/.test(args)) ||
        /\bexclude\s*:\s*\[[^\]]*['"`]id['"`]/.test(args)
        ? 'partial'
        : undefined
  }
}

/** A relation that goes by a column which it names, without a foreign key of the database. */
function isApart(args: string): boolean {
  return (
    /\bsourceKey\s*:/.test(args) && /\bconstraints\s*:\s*false\b/.test(args) && !/\bthrough\s*:/.test(args)
  )
}

/** The text of arguments, up to the bracket that closes them. */
function argumentsAt(text: string, start: number): string {
  let depth = 1
  for (const { 0: sign, index } of text
    .slice(start, start + 4000)
    .matchAll(
      /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*|[()[\]{}]/g,
    )) {
    if (/^[([{]$/.test(sign)) depth++
    else if (/^[)\]}]$/.test(sign)) depth--
    if (depth === 0) return text.slice(start, start + index)
  }
  return text.slice(start, start + 4000)
}

/** Where the first of several arguments ends. */
function endOfFirst(args: string): number {
  let depth = 0
  for (const { 0: sign, index } of args.matchAll(
    /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|[()[\]{},]/g,
  )) {
    if (/^[([{]$/.test(sign)) depth++
    else if (/^[)\]}]$/.test(sign)) depth--
    else if (sign === ',' && depth === 0) return index
  }
  return args.length
}

const wordsOf = (root: string): string[] => root.split(/[?!]?\./).filter((each) => each !== '')

/** Words that say what a name is: `import Acc from './amo-account'`, `const { AmoAccount: acc } = db`, `acc: typeof AmoAccount`. */
function declared(text: string, root: string): string[] {
  const words = wordsOf(root)
  return [...new Set([words[0] ?? '', words.at(-1) ?? ''])].flatMap((name) => {
    if (/^(?:this|self|super|models?|db|await)$/.test(name) || !/^\w+$/.test(name)) return []
    const whole = new RegExp(`\\b(?:import|const|let|var)\\s+(?:\\*\\s+as\\s+)?${name}\\b([^;\\n]*)`, 'g')
    const part = new RegExp(
      `[{,]\\s*(\\w+)\\s*(?::|\\bas\\b)\\s*${name}\\b(?=[^{};()]*\\}\\s*(?:=|from\\b))|\\b${name}\\s*[?!]?\\s*:\\s*(?:typeof\\s+|ModelCtor<|ModelStatic<)([\\w.]+)`,
      'g',
    )
    return [
      ...[...text.matchAll(whole)].flatMap(([, said = '']) => said.match(/[\w$-]+/g) ?? []),
      ...[...text.matchAll(part)].flatMap(([, own, type]) => (own ?? type ?? '').split('.')),
    ]
  })
}

const GENERAL = /^(?:this|self|super|model|modelclass|entity|repo(?:sitory)?|target|klass|clazz|ctor)$/i

/**
 * What a file asks by the keys of a model.
 * @param models all models of the project
 */
export function recordsOf(
  { calls, models: named }: RecordsFact,
  model: string,
  models: ReadonlySet<string>,
): SaveFact[] {
  const isNamed = named.some((name) => plain(name) === plain(model))
  const isOther = !isNamed && named.some((name) => models.has(name))
  return calls.flatMap(({ names, ...call }) => {
    const [root = ''] = names
    const own = wordsOf(call.call).at(-2) ?? root
    if (own !== model && models.has(own) && call.what !== 'relation') return []
    const isMeant = names.some((name) => isNear(name, model)) || (GENERAL.test(own) && !isOther)
    return isMeant ? [call] : []
  })
}

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z\d]/g, '')
    .replace(/(?:model|entity|repository|repo|table)$/, '')
    .replace(/s$/, '')

/** `Account` can stand for `AmoAccount`, and the other way round. */
function isNear(name: string, model: string): boolean {
  const [a, b] = [plain(name), plain(model)]
  return a === b || (a.length > 3 && b.length > 3 && (a.endsWith(b) || b.endsWith(a)))
}
