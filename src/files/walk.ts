import { type Dirent, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { isVendorFolder } from './classify.js'
import { type GitEntry, gitFiles } from './git.js'

export interface WalkEntry {
  /** Relative to the walked folder, POSIX. */
  name: string
  kind: GitEntry['kind'] | 'vendored'
  tracked: boolean
}

export interface Walk {
  entries: WalkEntry[]
  /** Folders that could not be listed, relative to the walked folder. */
  unreadable: { name: string; message: string }[]
}

const VERSION_CONTROL = new Set(['.git', '.hg', '.svn', '.jj'])

/**
 * Lists the files below a folder that is in no repository, as git would: nested `.gitignore` files are honoured,
 * ignored folders are not entered, links are named and never followed. A repository inside it is listed by git;
 * a vendored folder is one entry and is not entered.
 */
export async function walk(folder: string, signal?: AbortSignal): Promise<Walk> {
  const result: Walk = { entries: [], unreadable: [] }
  const visit = async (name: string, inherited: Ignore): Promise<void> => {
    signal?.throwIfAborted()
    const children = list(folder, name, result)
    const rules = withIgnoreFile(inherited, folder, name, children)
    for (const child of children) {
      const path = name === '' ? child.name : `${name}/${child.name}`
      if (VERSION_CONTROL.has(child.name)) continue
      if (rules.ignores(child.isDirectory() ? `${path}/` : path)) continue
      if (child.isSymbolicLink()) result.entries.push({ name: path, kind: 'symlink', tracked: false })
      else if (child.isFile()) result.entries.push({ name: path, kind: 'file', tracked: false })
      else if (!child.isDirectory()) continue
      else if (isVendorFolder(folder, path))
        result.entries.push({ name: path, kind: 'vendored', tracked: false })
      else if (!(await addRepository(folder, path, result, signal))) await visit(path, rules)
    }
  }
  await visit('', ignore({ ignorecase: process.platform !== 'linux' }))
  return result
}

function list(folder: string, name: string, result: Walk): Dirent[] {
  try {
    const children = readdirSync(join(folder, name), { withFileTypes: true })
    return children.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    result.unreadable.push({ name, message: (error as Error).message })
    return []
  }
}

/** Adds what git lists, when the folder is the root of a repository that git accepts. */
async function addRepository(
  folder: string,
  path: string,
  result: Walk,
  signal?: AbortSignal,
): Promise<boolean> {
  if (!lstatSync(join(folder, path, '.git'), { throwIfNoEntry: false })) return false
  const listed = await gitFiles(join(folder, path), [], signal)
  for (const entry of listed ?? []) result.entries.push({ ...entry, name: `${path}/${entry.name}` })
  return listed !== undefined
}

function withIgnoreFile(inherited: Ignore, folder: string, name: string, children: Dirent[]): Ignore {
  if (!children.some((child) => child.name === '.gitignore' && child.isFile())) return inherited
  let text: string
  try {
    text = readFileSync(join(folder, name, '.gitignore'), 'utf8')
  } catch {
    return inherited
  }
  const rules = ignore({ ignorecase: process.platform !== 'linux' }).add(inherited)
  for (const line of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    const pattern = anchorPattern(line, name)
    if (pattern !== undefined) rules.add(pattern)
  }
  return rules
}

/**
 * Rewrites one line of the `.gitignore` of folder `name` as a pattern of the walked folder, so that one rule set
 * holds all levels in git's order of precedence. `undefined` for blank lines and comments.
 */
export function anchorPattern(line: string, name: string): string | undefined {
  if (line.trim() === '' || line.startsWith('#')) return undefined
  const negated = line.startsWith('!')
  const body = negated ? line.slice(1) : line
  if (name === '') return line
  const base = `/${name.replace(/[\\*?[\]!# ]/g, '\\$&')}`
  const isAnchored = body.replace(/\/\s*$/, '').includes('/')
  return `${negated ? '!' : ''}${base}${isAnchored ? '' : '/**'}/${body.replace(/^\//, '')}`
}
