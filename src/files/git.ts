import { execFile } from 'node:child_process'
import { existsSync, lstatSync } from 'node:fs'
import { join } from 'node:path'

/** One path that git lists below a folder. */
export interface GitEntry {
  /** Relative to the folder that was asked for, POSIX. */
  name: string
  kind: 'file' | 'symlink' | 'submodule'
  /** In the index, and so perhaps no longer in the work tree. */
  tracked: boolean
}

/**
 * What git lists below `folder`: tracked and untracked files, ignored ones left out, each once. A file that is
 * deleted from the work tree may be listed still; one that a sparse checkout left out is not.
 *
 * @param folder absolute path of an existing folder
 * @param names restricts the list to these names (relative to `folder`, taken literally)
 * @returns `undefined` when `folder` is in no repository, git is not installed or refuses this repository
 */
export async function gitFiles(
  folder: string,
  names: readonly string[] = [],
  signal?: AbortSignal,
): Promise<GitEntry[] | undefined> {
  const flags = ['ls-files', '-z', '-t', '--cached', '--others', '--stage', '--exclude-standard']
  const output = await git(folder, [...flags, '--', ...names.map((name) => `:(literal)${name}`)], signal)
  return output === undefined ? undefined : parseList(folder, output)
}

/**
 * The value of git attributes for `names` below `folder`: name -> attribute -> value (`set`, `unset`, `true`, …).
 * Attributes without a value are left out; empty outside a repository.
 */
export async function gitAttributes(
  folder: string,
  attributes: readonly string[],
  names: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, Map<string, string>>> {
  const found = new Map<string, Map<string, string>>()
  const output = await git(folder, ['check-attr', '-z', '--stdin', ...attributes], signal, names.join('\0'))
  const fields = (output ?? '').split('\0')
  for (let i = 0; i + 2 < fields.length; i += 3) {
    const [name, attribute, value] = fields.slice(i, i + 3) as [string, string, string]
    if (value === 'unspecified') continue
    const values = found.get(name) ?? new Map<string, string>()
    found.set(name, values.set(attribute, value))
  }
  return found
}

const TAB = '\t'

/** Parses `ls-files -z -t --stage`: `H 100644 <hash> <stage>\t<name>` for the index, `? <name>` for the rest. */
function parseList(folder: string, output: string): GitEntry[] {
  const entries: GitEntry[] = []
  const isLinked = linkTest(folder)
  let last = ''
  for (let at = 0, end = output.indexOf('\0'); end >= 0; at = end + 1, end = output.indexOf('\0', at)) {
    if (output[at] === '?') {
      entries.push(untracked(folder, output.slice(at + 2, end)))
      continue
    }
    const name = output.slice(output.indexOf(TAB, at) + 1, end)
    // A file in a merge conflict stands in the index up to three times, in a row.
    if (name === last || isLinked(folderOf(name))) continue
    last = name
    if (output[at] === 'S' && !existsSync(join(folder, name))) continue
    entries.push({ name, kind: KINDS[output.slice(at + 2, at + 5)] ?? 'file', tracked: true })
  }
  return entries
}

/** By the first digits of the mode. */
const KINDS: Record<string, GitEntry['kind']> = { '120': 'symlink', '160': 'submodule' }

function untracked(folder: string, name: string): GitEntry {
  if (name.endsWith('/')) return { name: name.slice(0, -1), kind: 'submodule', tracked: false }
  return { name, kind: isSymlink(join(folder, name)) ? 'symlink' : 'file', tracked: false }
}

/** Whether a folder of the index has become a symlink: its files lie elsewhere now. Asks the disk once a folder. */
function linkTest(folder: string): (name: string) => boolean {
  const known = new Map<string, boolean>([['', false]])
  const test = (name: string): boolean => {
    let answer = known.get(name)
    if (answer === undefined) {
      answer = test(folderOf(name)) || isSymlink(join(folder, name))
      known.set(name, answer)
    }
    return answer
  }
  return test
}

/** The folder of a POSIX path, `''` at the top. */
export function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')))
}

function isSymlink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

/** Variables that git sets for hooks: they would send every call to the hook's repository. */
const HOOK_VARIABLES = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR']

/** Runs git without a shell; `undefined` when it cannot run here. Never starts a program that the repository names. */
function git(cwd: string, args: string[], signal?: AbortSignal, input?: string): Promise<string | undefined> {
  const env: NodeJS.ProcessEnv = { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' }
  for (const name of HOOK_VARIABLES) delete env[name]
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      ['-c', 'core.fsmonitor=false', ...args],
      { cwd, env, encoding: 'buffer', maxBuffer: Number.POSITIVE_INFINITY, windowsHide: true, signal },
      (error, stdout) => {
        if (error?.name === 'AbortError') reject(error)
        else resolve(error ? undefined : stdout.toString('utf8'))
      },
    )
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}
