import type { Source } from '../../files/source.js'
import type { Span } from '../../sites.js'
import { savesInPhp } from './saves-php.js'

/** A call that finds or writes records by their primary key without naming it. Plain data. */
export interface SaveFact {
  path: string
  /** As written: `repo.save`. */
  call: string
  line: number
  span: Span
  /**
   * Absent where it goes by the primary key; `keys` relies on any key, `class` and `relation` take the key of a class over,
   * `partial` leaves a new key out of records that are written back.
   */
  what?: 'keys' | 'class' | 'relation' | 'partial'
  /** The class that is meant, where it shows. */
  of?: string
}

/** Calls of a file by the primary key, and the classes that the file knows. */
export interface SavesFact {
  calls: SaveFact[]
  classes: string[]
}

const CALL =
  /(?<![\w$.])([\w$.]*?)[?!]?\.(save|preload|remove|softRemove|recover|findOneById|findByIds|whereInIds|hasId|getId)\s*(?:<[^<>()]*>\s*)?\(|(?<![\w$.])([\w$.]*?)[?!]?\.(update|delete|softDelete|restore|increment|decrement)\s*\(\s*(?![{\s)])|(?<![\w$.])(?!\w*[sS]ervice|this\.\w*[sS]ervice)([\w$.]*?)[?!]?\.(findOne|findOneOrFail)\s*(?:<[^<>()]*>\s*)?\(\s*(?![{\s)]|\w+\s*,\s*[{)])/g

const KEYS = /\.(orIgnore|onConflict)\s*\(/g
const CLASS = /\bextends\s+([A-Z]\w*)/g
const RELATION =
  /@(?:ManyToOne|OneToOne|ManyToMany)\s*\(\s*(?:['"](\w+)['"]|\(?\s*\w*\s*\)?\s*=>\s*(\w+))|\btarget\s*:\s*(?:['"](\w+)['"]|\(\s*\)\s*=>\s*(\w+))/g

/** What a script or a file of PHP asks of repositories and managers by the primary key. */
export function savesIn(source: Source): SavesFact | undefined {
  const { path, text } = source
  if (path.endsWith('.php')) return savesInPhp(source)
  if (!/\.[cm]?[jt]sx?$/.test(path) || !/[rR]epo|anager\b|typeorm|DataSource/.test(text)) return undefined
  const at = (index: number, words: string) => ({
    path,
    line: text.slice(0, index).split(/\r\n|\r|\n/).length,
    span: { file: path, start: source.byteAt(index), end: source.byteAt(index + words.length) },
  })
  const calls = [...text.matchAll(CALL)].map(
    ({ 0: whole, index, 1: first, 2: method, 3: other, 4: changes, 5: finder, 6: finds }): SaveFact => ({
      call: `${first ?? other ?? finder}.${method ?? changes ?? finds}`.replace(/^\./, ''),
      ...at(index, whole.replace(/\s*(?:<[^<>()]*>\s*)?\(\s*$/, '')),
    }),
  )
  const keys = [...text.matchAll(KEYS)].map(
    ({ 0: whole, 1: call = '', index }): SaveFact => ({ call, what: 'keys', ...at(index, whole) }),
  )
  const classes = [...text.matchAll(CLASS)].map(
    ({ 0: call, 1: of = '', index }): SaveFact => ({ call, what: 'class', of, ...at(index, call) }),
  )
  const relations = [...text.matchAll(RELATION)].map(({ 0: call, index, ...groups }): SaveFact => {
    const of = groups[1] ?? groups[2] ?? groups[3] ?? groups[4] ?? ''
    return { call: call.replace(/\s*\([\s\S]*$/, ''), what: 'relation', of, ...at(index, call) }
  })
  const all = [...calls.slice(0, 20), ...keys.slice(0, 20), ...classes, ...relations]
  if (all.length === 0) return undefined
  return { calls: all, classes: [...new Set(text.match(/\b[A-Z]\w+/g) ?? [])] }
}

/**
 * What a file asks by the keys of a class: where it names the class, or none of those that the project keeps, as a
 * repository for every class does.
 * @param names of the class, and of what is made for it alone
 * @param models all classes of the project that declare tables
 */
export function savesOf(
  { calls, classes }: SavesFact,
  names: readonly string[],
  models: ReadonlySet<string>,
): SaveFact[] {
  if (names.length === 0) return []
  const isNamed = names.some((name) => classes.includes(name))
  if (!isNamed && classes.some((name) => models.has(name))) return []
  return calls.filter(({ call, of }) =>
    of === undefined ? isNamed || /repo|manager|dataSource|\bem\b/i.test(call) : names.includes(of),
  )
}
