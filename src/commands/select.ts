import type { Selection } from '../changes/selection.js'
import type { Listing } from '../files/discover.js'
import { type CommonOptions, partOf } from './options.js'
import type { Terminal } from './terminal.js'

export interface Selecting {
  /** For a run; `undefined` when it is about everything. */
  select: ((listing: Listing) => Promise<Selection>) | undefined
  /** What is staged and not in the work tree, once it is known: code frames are shown from it. */
  contents(): ReadonlyMap<string, Buffer> | undefined
}

/** Restricts a run to what has changed or is staged, where the options say so. */
export function selecting(options: CommonOptions, { cwd, env, signal }: Terminal): Selecting {
  const part = partOf(options)
  if (part === undefined) return { select: undefined, contents: () => undefined }
  if (part === 'changed') {
    const select = async () =>
      (await import('../changes/changed.js')).changedFiles(cwd, options.since, env, signal)
    return { select, contents: () => undefined }
  }
  let selection: Selection | undefined
  return {
    async select(listing) {
      selection = await (await import('../changes/staged.js')).stagedFiles(cwd, listing, env, signal)
      return selection
    },
    contents: () => selection?.staged,
  }
}
