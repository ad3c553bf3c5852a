import { git } from '../files/git.js'

/**
 * Files that were renamed since a file (the baseline) was last committed, as git detects it.
 * @param folder absolute; paths in the answer are relative to it, POSIX
 * @param file absolute path of the baseline
 * @param isStaged compares with the index, else with the work tree
 * @returns old name -> new name; empty outside a repository
 */
export async function renamedSince(
  folder: string,
  file: string,
  isStaged: boolean,
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const renamed = new Map<string, string>()
  const commit = (await git(folder, ['log', '-1', '--format=%H', '--', `:(literal)${file}`], signal))?.trim()
  if (!commit) return renamed
  const output = await git(
    folder,
    ['diff', ...(isStaged ? ['--cached'] : []), ...FLAGS, commit, '--', '.'],
    signal,
  )
  const fields = (output ?? '').split('\0')
  for (let i = 0; i + 2 < fields.length; i += 3) renamed.set(fields[i + 1] as string, fields[i + 2] as string)
  return renamed
}

const FLAGS = [
  '--name-status',
  '-z',
  '--find-renames',
  '--diff-filter=R',
  '--relative',
  '--no-ext-diff',
  '--no-textconv',
]
