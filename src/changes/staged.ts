import { realpathSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import { type Repository, repositoryOf } from '../edits/repository.js'
import { KnownError } from '../errors.js'
import type { Listing } from '../files/discover.js'
import { type GitOptions, gitBytes } from '../files/git.js'
import { names } from './changed.js'
import type { Selection } from './selection.js'

/**
 * What the next commit holds: the list becomes that of the index, and files whose work tree is another are read from it.
 * In a hook this is the index that git hands over, which for `git commit FILE` is one of its own.
 * @param listing of the work tree; files that are not in the index are taken out of it, and those in a merge conflict reported
 * @throws KnownError `no-repository`
 */
export async function stagedFiles(
  folder: string,
  listing: Listing,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<Selection> {
  const cwd = realpathSync(folder)
  const repository = repositoryOf(cwd)
  if (!repository) throw new KnownError('no-repository', cwd)
  const options: GitOptions = { signal, env: indexOf(repository, env) }
  const run = async (...args: string[]) => {
    const output = await gitBytes(cwd, args, options)
    if (output === undefined) throw new KnownError('no-repository', `git ${args[0]} does not answer`)
    return output.toString('utf8')
  }
  const [index, staged, differing] = await Promise.all([
    run('ls-files', '--stage', '-z', '--', '.'),
    run('diff', '--cached', ...FLAGS, '--diff-filter=ACMRT', '--', '.'),
    run('diff', ...FLAGS, '--', '.'),
  ])
  const entries = parseIndex(index)
  for (const path of entries.conflicts)
    listing.errors.push({
      path,
      code: 'unmerged',
      message: 'it is in a merge conflict, so what is to be committed is not known',
    })
  listing.files = listing.files.filter(({ path }) => entries.blobs.has(path) || entries.others.has(path))
  const listed = new Set(listing.files.map(({ path }) => path))
  const other = names(differing).filter((path) => listed.has(path) && entries.blobs.has(path))
  const contents = await readBlobs(
    cwd,
    other.map((path) => [path, entries.blobs.get(path) as string]),
    options,
  )
  return {
    only: new Set([...names(staged), ...entries.conflicts]),
    staged: contents,
  }
}

const FLAGS = ['--name-only', '-z', '--no-ext-diff', '--no-textconv', '--relative']

/**
 * The index that git has handed to a hook; relative names count from the top of the work tree. One of another repository
 * (a hook that runs this in a submodule) is not meant.
 */
function indexOf(
  { top, gitFolder }: Repository,
  { GIT_INDEX_FILE: given }: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  if (!given) return {}
  const file = resolve(top, given)
  return dirname(file) === gitFolder || file.startsWith(gitFolder + sep) ? { GIT_INDEX_FILE: file } : {}
}

interface Index {
  /** Hashes of files by path. */
  blobs: Map<string, string>
  /** Symlinks and submodules. */
  others: Set<string>
  conflicts: Set<string>
}

/** Parses `100644 <hash> <stage>\t<path>`. */
function parseIndex(output: string): Index {
  const index: Index = { blobs: new Map(), others: new Set(), conflicts: new Set() }
  for (const entry of names(output)) {
    const tab = entry.indexOf('\t')
    const [mode = '', hash = '', stage] = entry.slice(0, tab).split(' ')
    const path = entry.slice(tab + 1)
    if (stage !== '0') index.conflicts.add(path)
    else if (mode.startsWith('100')) index.blobs.set(path, hash)
    else index.others.add(path)
  }
  return index
}

/** Contents of objects, raw: no filter of the work tree runs. */
async function readBlobs(
  cwd: string,
  wanted: readonly (readonly [path: string, hash: string])[],
  options: GitOptions,
): Promise<Map<string, Buffer>> {
  const contents = new Map<string, Buffer>()
  if (wanted.length === 0) return contents
  const input = wanted.map(([, hash]) => `${hash}\n`).join('')
  const output = await gitBytes(cwd, ['cat-file', '--batch'], { ...options, input })
  if (output === undefined) throw new KnownError('no-repository', 'git cat-file does not answer')
  let at = 0
  for (const [path] of wanted) {
    const end = output.indexOf(LINE_FEED, at)
    const [, kind, size] = output.toString('latin1', at, end).split(' ')
    if (kind !== 'blob') throw new KnownError('no-repository', `${path}: its content is missing in git`)
    const start = end + 1
    contents.set(path, output.subarray(start, start + Number(size)))
    at = start + Number(size) + 1
  }
  return contents
}

const LINE_FEED = 10
