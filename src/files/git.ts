import { execFile } from 'node:child_process'
import { existsSync, lstatSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** One path that git lists below a folder. */
export interface GitEntry {
  /** Relative to the folder that was asked for, POSIX. */
  name: string
  kind: 'file' | 'symlink' | 'submodule'
}

/**
 * What git lists below `folder`: tracked and untracked files, ignored ones left out, each once. Files that are
 * deleted from the work tree, or that a sparse checkout left out, are not listed.
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
  const flags = ['ls-files', '-z', '-t', '--cached', '--others', '--deleted', '--stage', '--exclude-standard']
  const output = await git(folder, [...flags, '--', ...names.map((name) => `:(literal)${name}`)], signal)
  return output === undefined ? undefined : withoutLinkedFolders(folder, parseList(folder, output))
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

/** Parses `ls-files -z -t --stage`: `H 100644 <hash> <stage>\t<name>` for the index, `? <name>` for the rest. */
function parseList(folder: string, output: string): GitEntry[] {
  const entries = new Map<string, GitEntry>()
  const deleted = new Set<string>()
  for (const record of output.split('\0')) {
    if (record === '') continue
    const tag = record[0]
    const rest = record.slice(2)
    const tab = tag === '?' ? -1 : rest.indexOf('\t')
    const name = rest.slice(tab + 1)
    if (tag === 'R' || (tag === 'S' && !existsSync(join(folder, name)))) deleted.add(name)
    else if (name.endsWith('/'))
      entries.set(name.slice(0, -1), { name: name.slice(0, -1), kind: 'submodule' })
    else if (tab >= 0) entries.set(name, { name, kind: kindOf(rest.slice(0, 6)) })
    else entries.set(name, { name, kind: isSymlink(join(folder, name)) ? 'symlink' : 'file' })
  }
  for (const name of deleted) entries.delete(name)
  return [...entries.values()]
}

function kindOf(mode: string): GitEntry['kind'] {
  if (mode === '120000') return 'symlink'
  return mode === '160000' ? 'submodule' : 'file'
}

/** The index may name files below a folder that has since become a symlink: they lie elsewhere now. */
function withoutLinkedFolders(folder: string, entries: GitEntry[]): GitEntry[] {
  const linked = new Map<string, boolean>([['.', false]])
  const isLinked = (name: string): boolean => {
    let known = linked.get(name)
    if (known === undefined) {
      known = isLinked(dirname(name)) || isSymlink(join(folder, name))
      linked.set(name, known)
    }
    return known
  }
  return entries.filter((entry) => !isLinked(dirname(entry.name)))
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
      { cwd, env, encoding: 'utf8', maxBuffer: Number.POSITIVE_INFINITY, windowsHide: true, signal },
      (error, stdout) => {
        if (error?.name === 'AbortError') reject(error)
        else resolve(error ? undefined : stdout)
      },
    )
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}
