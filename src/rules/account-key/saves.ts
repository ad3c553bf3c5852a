import type { Source } from '../../files/source.js'
import type { Span } from '../../sites.js'

/** A call that finds or writes records by their primary key without naming it. Plain data. */
export interface SaveFact {
  path: string
  /** As written: `repo.save`. */
  call: string
  line: number
  span: Span
}

/** Calls of a file by the primary key, and the classes that the file knows. */
export interface SavesFact {
  calls: SaveFact[]
  classes: string[]
}

const CALL =
  /(?<![\w$.])([\w$.]*?)[?!]?\.(save|preload|remove|softRemove|recover|findOneById|findByIds|whereInIds|hasId|getId)\s*\(|(?<![\w$.])([\w$.]*?)[?!]?\.(update|delete|softDelete|restore|increment|decrement)\s*\(\s*(?![{\s)])/g

/** What a script asks of repositories and managers by the primary key. */
export function savesIn(source: Source): SavesFact | undefined {
  const { path, text } = source
  if (!/\.[cm]?[jt]sx?$/.test(path) || !/[rR]epo|anager\b|typeorm|DataSource/.test(text)) return undefined
  const calls = [...text.matchAll(CALL)].map(
    ({ 0: whole, index, 1: first, 2: method, 3: other, 4: changes }) => ({
      path,
      call: `${first ?? other}.${method ?? changes}`.replace(/^\./, ''),
      line: text.slice(0, index).split(/\r\n|\r|\n/).length,
      span: {
        file: path,
        start: source.byteAt(index),
        end: source.byteAt(index + whole.replace(/\s*\(\s*$/, '').length),
      },
    }),
  )
  if (calls.length === 0) return undefined
  return { calls: calls.slice(0, 20), classes: [...new Set(text.match(/\b[A-Z]\w+/g) ?? [])] }
}
