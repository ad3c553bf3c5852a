import { execFile, spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { andBelow, byFolder, folderOf } from './folders.js'

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
  const list = (...flags: string[]) => ['ls-files', '-z', '-t', ...flags, '--', ...names.map(literally)]
  const [inIndex, inNone] = [
    ['--cached', '--stage'],
    ['--others', '--exclude-standard'],
  ]
  const isLink = linkTest(folder)
  if (names.length > 0 || !isLargeRepository(folder)) {
    const all = await git(folder, list(...inIndex, ...inNone), signal)
    return all === undefined ? undefined : parseList(folder, all, isLink)
  }
  // The list of the index is there at once, and taken in while another process walks through the folders.
  const walk = git(folder, list(...inNone), signal)
  walk.catch(() => {})
  const index = gitNow(folder, list(...inIndex))
  const entries = parseList(folder, index ?? '', isLink)
  const others = await walk
  if (index === undefined || others === undefined) return undefined
  return entries.concat(parseList(folder, others, isLink))
}

/** Fewer files than this are not worth a second process or thread: starting one takes some 40 ms. */
export const MANY_FILES = 4000

/** Bytes of git's index for each file in it, at least. */
const INDEX_ENTRY = 72

/** Whether a folder is the root of a repository with many files: the size of its index tells before git does. */
export function isLargeRepository(folder: string): boolean {
  try {
    return statSync(join(folder, '.git', 'index')).size > MANY_FILES * INDEX_ENTRY
  } catch {
    // No repository, or one whose `.git` is a file that leads elsewhere.
    return false
  }
}

function literally(name: string): string {
  return `:(literal)${name}`
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

type Test = (name: string) => boolean

/**
 * Parses `ls-files -z -t --stage`: `H 100644 <hash> <stage>\t<name>` for the index, `? <name>` for the rest. What stands
 * before a name is always as long.
 */
function parseList(folder: string, output: string, isLink: Test): GitEntry[] {
  const entries: GitEntry[] = []
  const isBehindLink = byFolder(andBelow(isLink))
  let width = 0
  let last = ''
  for (let at = 0, end = output.indexOf('\0'); end >= 0; at = end + 1, end = output.indexOf('\0', at)) {
    const tag = output.charCodeAt(at)
    if (tag === OTHER) {
      entries.push(otherEntry(output.slice(at + 2, end), isLink))
      continue
    }
    width ||= output.indexOf(TAB, at) + 1 - at
    const name = output.slice(at + width, end)
    // A file in a merge conflict stands in the index up to three times, in a row.
    if (name === last || isBehindLink(name)) continue
    last = name
    if (tag === SKIPPED && !existsSync(join(folder, name))) continue
    entries.push({ name, kind: kindOf(output.charCodeAt(at + MODE_DIGIT)), tracked: true })
  }
  return entries
}

/** The tag of what is in no index. */
const OTHER = '?'.charCodeAt(0)

/** The tag of what a sparse checkout left out. */
const SKIPPED = 'S'.charCodeAt(0)

/** The digit of `100644`, `120000` and `160000` that tells them apart. */
const MODE_DIGIT = 3
const [TWO, SIX] = [50, 54]

function kindOf(digit: number): GitEntry['kind'] {
  return digit === TWO ? 'symlink' : digit === SIX ? 'submodule' : 'file'
}

function otherEntry(name: string, isLink: Test): GitEntry {
  if (name.endsWith('/')) return { name: name.slice(0, -1), kind: 'submodule', tracked: false }
  return { name, kind: isLink(name) ? 'symlink' : 'file', tracked: false }
}

/** Whether a path below `root` is a symlink. One look at a folder tells about everything in it. */
function linkTest(root: string): Test {
  const links = new Map<string, ReadonlySet<string> | undefined>()
  return (name) => {
    const folder = folderOf(name)
    if (!links.has(folder)) links.set(folder, linksIn(join(root, folder)))
    const known = links.get(folder)
    return known ? known.has(name.slice(name.lastIndexOf('/') + 1)) : isSymlink(join(root, name))
  }
}

/** Names of the symlinks in a folder; `undefined` when it cannot be listed. */
function linksIn(folder: string): ReadonlySet<string> | undefined {
  try {
    const children = readdirSync(folder, { withFileTypes: true })
    return new Set(children.filter((child) => child.isSymbolicLink()).map((child) => child.name))
  } catch {
    return undefined
  }
}

function isSymlink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

/** Variables that git sets for hooks: they would send every call to the hook's repository. */
const HOOK_VARIABLES = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR']

/**
 * Runs git without a shell, in the repository of a folder and no other.
 * @returns what it prints; `undefined` when it cannot run here, or says no. Never starts a program that the repository names.
 */
export async function git(
  cwd: string,
  args: string[],
  signal?: AbortSignal,
  input?: string,
): Promise<string | undefined> {
  const output = await gitBytes(cwd, args, { signal, input })
  return output?.toString('utf8')
}

export interface GitOptions {
  signal?: AbortSignal | undefined
  input?: string | undefined
  /** Variables that are set on top: the index that a hook is about. */
  env?: NodeJS.ProcessEnv | undefined
}

/** The same, with what it prints as bytes. */
export function gitBytes(
  cwd: string,
  args: string[],
  { signal, input, env }: GitOptions = {},
): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const { env: own, ...rest } = settings(cwd)
    const given = { ...rest, env: { ...own, ...env }, ...(signal ? { signal } : {}) }
    const child = execFile('git', [...SAFELY, ...args], given, (error, stdout) => {
      if (error?.name === 'AbortError') reject(error)
      else resolve(error ? undefined : stdout)
    })
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

/** The same for what takes no time: while this thread waits it does nothing else, and an answer costs half as much. */
function gitNow(cwd: string, args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', [...SAFELY, ...args], {
    ...settings(cwd),
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return status === 0 ? stdout.toString('utf8') : undefined
}

const SAFELY = ['-c', 'core.fsmonitor=false']

function settings(cwd: string) {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
  }
  for (const name of HOOK_VARIABLES) delete env[name]
  return { cwd, env, encoding: 'buffer', maxBuffer: Number.POSITIVE_INFINITY, windowsHide: true } as const
}
