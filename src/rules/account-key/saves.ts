import type { Source } from '../../files/source.js'

/** A call that finds or writes records by their primary key without naming it. Plain data. */
export interface SaveFact {
  path: string
  /** As written: `repo.save`. */
  call: string
  line: number
}

/** Calls of a file by the primary key, and the classes that the file knows. */
export interface SavesFact {
  calls: SaveFact[]
  classes: string[]
}

const CALL =
  /([\w$.]+?)\s*\??\.(save|preload|remove|softRemove|recover|findOneById|findByIds|whereInIds|hasId|getId)\s*\(|([\w$.]+?)\.(update|delete|softDelete|restore|increment|decrement)\s*\(\s*(?![{\s)])/g

/** What a script asks of repositories and managers by the primary key. */
export function savesIn({ path, text }: Pick<Source, 'path' | 'text'>): SavesFact | undefined {
  if (!/\.[cm]?[jt]sx?$/.test(path) || !/[rR]epo|anager\b|typeorm|DataSource/.test(text)) return undefined
  const calls = [...text.matchAll(CALL)].map(({ index, 1: first, 2: method, 3: other, 4: changes }) => ({
    path,
    call: `${(first ?? other ?? '').replace(/^.*\bthis\./, 'this.')}.${method ?? changes}`,
    line: text.slice(0, index).split(/\r\n|\r|\n/).length,
  }))
  if (calls.length === 0) return undefined
  return { calls: calls.slice(0, 20), classes: [...new Set(text.match(/\b[A-Z]\w+/g) ?? [])] }
}
