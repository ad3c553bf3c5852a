import { discover, type Listing } from '../files/discover.js'
import { isLargeRepository } from '../files/git.js'
import { type Helper, startHelper } from './helper.js'

/** What a run of a folder waits for: it can begin before the rules are loaded. */
export interface Ahead {
  listing: Promise<Listing>
  /** Starts while git lists. */
  helper: Helper | undefined
}

export interface AheadOptions {
  cwd: string
  paths?: readonly string[] | undefined
  threads?: number | undefined
  signal?: AbortSignal | undefined
}

/** Begins to list the files, and starts the second thread where a look says that there are many. */
export function begin({ cwd, paths = [], threads, signal }: AheadOptions): Ahead {
  const isWhole = paths.length === 0 || paths.includes('.')
  const helper = threads !== 1 && isWhole && isLargeRepository(cwd) ? startHelper() : undefined
  const listing = discover({ cwd, paths, signal })
  // Whoever takes it up hears of an error; a run that never comes to that must not crash.
  listing.catch(() => {})
  return { listing, helper }
}
