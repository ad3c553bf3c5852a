import { execFile } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { KnownError } from '../errors.js'
import { type Journal, readJournal } from './journal.js'
import { type Repository, repositoryOf } from './repository.js'
import { isOwnWrite } from './undo.js'

const run = promisify(execFile)

/** Paths of one call: command lines are short on Windows. */
const CHUNK = 100

const DIFF_FLAGS = ['--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv']

/**
 * Of the files that are about to be edited, those whose bytes are neither what HEAD holds (by git's own measure,
 * filters applied) nor what the tool itself last wrote: an edit would mix with work that no commit has. Outside
 * a repository none is. Throws `dirty-files` when git, which has to tell, does not run.
 */
export async function dirtyFiles(
  journal: Journal,
  files: readonly { path: string; before: Buffer | undefined }[],
): Promise<string[]> {
  const existing = files.filter(({ before }) => before !== undefined)
  const changed = new Set<string>()
  for (const [repository, paths] of byRepository(existing.map(({ path }) => path))) {
    for (const path of await uncommitted(repository, paths)) changed.add(path)
  }
  if (changed.size === 0) return []
  const transactions = readJournal(journal)
  return existing
    .filter(
      ({ path, before }) => changed.has(path) && !isOwnWrite(transactions, journal, path, before as Buffer),
    )
    .map(({ path }) => path)
    .sort()
}

function byRepository(paths: readonly string[]): Map<Repository, string[]> {
  const ofFolder = new Map<string, Repository | undefined>()
  const ofTop = new Map<string, Repository>()
  const grouped = new Map<Repository, string[]>()
  for (const path of paths) {
    const folder = dirname(path)
    if (!ofFolder.has(folder)) ofFolder.set(folder, repositoryOf(folder))
    const found = ofFolder.get(folder)
    if (!found) continue
    const repository = ofTop.get(found.top) ?? found
    ofTop.set(repository.top, repository)
    grouped.set(repository, [...(grouped.get(repository) ?? []), path])
  }
  return grouped
}

/** Paths that git does not know, or whose work tree differs from HEAD. */
async function uncommitted({ top }: Repository, paths: readonly string[]): Promise<string[]> {
  const changed: string[] = []
  const hasHead = await isBorn(top)
  for (let i = 0; i < paths.length; i += CHUNK) {
    const names = new Map(paths.slice(i, i + CHUNK).map((path) => [nameIn(top, path), path]))
    if (!hasHead) {
      changed.push(...names.values())
      continue
    }
    const differing = new Set(await list(top, ['diff', ...DIFF_FLAGS, 'HEAD', '--', ...names.keys()]))
    const tracked = new Set(await list(top, ['ls-files', '-z', '--cached', '--', ...names.keys()]))
    for (const [name, path] of names) if (differing.has(name) || !tracked.has(name)) changed.push(path)
  }
  return changed
}

function nameIn(top: string, path: string): string {
  return relative(
    realpathSync(top),
    resolve(realpathSync(dirname(path)), path.slice(dirname(path).length + 1)),
  )
    .split(sep)
    .join('/')
}

async function isBorn(top: string): Promise<boolean> {
  try {
    await git(top, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])
    return true
  } catch (error) {
    if (typeof (error as { code?: unknown }).code === 'number') return false
    throw notRunning(error)
  }
}

async function list(top: string, args: readonly string[]): Promise<string[]> {
  try {
    return (await git(top, args)).split('\0').filter(Boolean)
  } catch (error) {
    throw notRunning(error)
  }
}

function notRunning(error: unknown): KnownError {
  const reason = (error as Error).message.split('\n', 1)[0] ?? ''
  return new KnownError('dirty-files', `git cannot tell (${reason})`)
}

/** Runs git for the repository of `top`, whatever repository a hook around us is about. */
async function git(top: string, args: readonly string[]): Promise<string> {
  const { GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE, GIT_PREFIX, GIT_COMMON_DIR, ...env } = process.env
  const { stdout } = await run('git', ['-c', 'core.fsmonitor=false', '-C', top, ...args], {
    env: { ...env, GIT_OPTIONAL_LOCKS: '0', GIT_LITERAL_PATHSPECS: '1', LC_ALL: 'C' },
    maxBuffer: 1 << 28,
    windowsHide: true,
  })
  return stdout
}
