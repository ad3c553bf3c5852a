import { realpathSync } from 'node:fs'
import { repositoryOf } from '../edits/repository.js'
import { KnownError } from '../errors.js'
import { git } from '../files/git.js'
import type { Selection } from './selection.js'

/** Added, copied, modified, renamed (its new name), and files that have become another kind of file. */
const FLAGS = ['--name-only', '-z', '--diff-filter=ACMRT', '--no-ext-diff', '--no-textconv', '--relative']

/**
 * The files below a folder that differ from where a branch began: what its commits change, what is not committed yet, and
 * what git does not know yet.
 * @param since a branch, tag or commit; without it the branch that the changes go to, as CI or the clone names it
 * @throws KnownError `no-repository`; `no-base` when there is nothing to compare with, which says how to get it
 */
export async function changedFiles(
  folder: string,
  since: string | undefined,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<Selection> {
  const cwd = realpathSync(folder)
  if (!repositoryOf(cwd)) throw new KnownError('no-repository', cwd)
  const base = await baseOf(cwd, since, env, signal)
  const [differing, untracked] = await Promise.all([
    git(cwd, ['diff', ...FLAGS, base, '--', '.'], signal),
    git(cwd, ['ls-files', '--others', '--exclude-standard', '-z', '--', '.'], signal),
  ])
  if (differing === undefined || untracked === undefined)
    throw new KnownError('no-base', 'git does not answer')
  return { only: new Set([...names(differing), ...names(untracked)]) }
}

/** Fields that end with NUL. */
export function names(output: string): string[] {
  return output.split('\0').filter(Boolean)
}

/** The last commit that the branch has in common with the one that it goes to. */
async function baseOf(
  cwd: string,
  since: string | undefined,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<string> {
  const has = async (name: string) =>
    (await git(cwd, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`], signal)) !==
    undefined
  if (!(await has('HEAD'))) {
    if (since === undefined) return EMPTY_TREE
    throw new KnownError('no-base', 'the repository has no commit yet')
  }
  const isShallow = (await git(cwd, ['rev-parse', '--is-shallow-repository'], signal))?.trim() === 'true'
  const target = since ?? (await targetOf(cwd, env, has, signal))
  if (target === undefined)
    throw new KnownError(
      'no-base',
      'no branch origin/HEAD, main or master is here',
      isShallow ? FETCH : undefined,
    )
  if (!(await has(target)))
    throw new KnownError('no-base', `${target} is not here`, isShallow ? FETCH : UNKNOWN)
  const base = (await git(cwd, ['merge-base', '--end-of-options', target, 'HEAD'], signal))?.trim()
  if (base) return base
  const why = isShallow ? 'the history of this clone is cut off' : 'they have no commit in common'
  throw new KnownError('no-base', `${target} and HEAD: ${why}`, isShallow ? FETCH : UNKNOWN)
}

/** What git takes for a tree without files, whether it is stored or not. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

const FETCH =
  'Fetch the history first: git fetch --unshallow (in GitHub Actions: fetch-depth: 0 for actions/checkout; in GitLab CI: GIT_DEPTH: 0).'
const UNKNOWN = 'Is it spelt right? git fetch brings the branches of the other side.'

/**
 * The branch that the changes go to. GitHub and GitLab name it for pull and merge requests; else it is the one that the
 * clone was made from, or the usual name.
 */
async function targetOf(
  cwd: string,
  env: NodeJS.ProcessEnv,
  has: (name: string) => Promise<boolean>,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (env.CI_MERGE_REQUEST_DIFF_BASE_SHA) return env.CI_MERGE_REQUEST_DIFF_BASE_SHA
  if (env.GITHUB_BASE_REF) return `origin/${env.GITHUB_BASE_REF}`
  const cloned = await git(cwd, ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'], signal)
  for (const name of [cloned?.trim(), 'origin/main', 'origin/master', 'main', 'master'])
    if (name && (await has(name))) return name
  return undefined
}
