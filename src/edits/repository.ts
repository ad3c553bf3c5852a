import { readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

export interface Repository {
  /** Absolute folder of the work tree. */
  top: string
  /** Absolute git folder of this work tree: `.git`, or what the file `.git` of a worktree or submodule names. */
  gitFolder: string
}

/**
 * The work tree that holds a folder, found as git finds it, without starting git: `join(gitFolder, name)` is
 * what `git rev-parse --git-path name` answers for a name of our own.
 */
export function repositoryOf(folder: string): Repository | undefined {
  for (let top = resolve(folder); ; top = dirname(top)) {
    const gitFolder = gitFolderIn(top)
    if (gitFolder) return { top, gitFolder }
    if (dirname(top) === top) return undefined
  }
}

function gitFolderIn(top: string): string | undefined {
  const entry = join(top, '.git')
  const stat = statSync(entry, { throwIfNoEntry: false })
  if (!stat) return undefined
  if (stat.isDirectory()) return hasHead(entry) ? entry : undefined
  const target = /^gitdir: (.+?)[\r\n]*$/.exec(readFileSync(entry, 'utf8'))?.[1]
  const folder = target === undefined ? undefined : resolve(top, target)
  return folder !== undefined && hasHead(folder) ? folder : undefined
}

function hasHead(gitFolder: string): boolean {
  return statSync(join(gitFolder, 'HEAD'), { throwIfNoEntry: false }) !== undefined
}
