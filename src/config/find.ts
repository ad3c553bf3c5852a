import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { KnownError } from '../errors.js'
import type { ListedFile } from '../files/list.js'

/** Names of configuration files. */
export const CONFIG_NAMES = ['kommo-migrate.config.json', 'kommo-migrate.config.jsonc'] as const

const PACKAGE = 'package.json'

/**
 * The configuration files of the working folder and those above it, up to the root of its repository (of the disk outside
 * one). There, a package.json may hold one under the key `kommo-migrate`; further down it may not, because every one
 * would have to be read to know. Absolute paths, outer folders first.
 * @throws KnownError `configuration` for two in one folder
 */
export function configurationsAbove(cwd: string): string[] {
  return oneEach(foldersUp(cwd).reverse().flatMap(inFolder))
}

/**
 * Those with what stands among the listed files: all that a run is about.
 * @throws KnownError `configuration` for two in one folder
 */
export function withListed(above: readonly string[], files: readonly ListedFile[]): string[] {
  return oneEach([...above, ...files.flatMap(listedConfiguration)])
}

function oneEach(found: readonly string[]): string[] {
  const byFolder = new Map<string, string>()
  for (const file of found) {
    const other = byFolder.get(dirname(file))
    if (other && other !== file)
      throw new KnownError('configuration', `two in one folder: ${other}, ${file}`, KEEP_ONE)
    byFolder.set(dirname(file), file)
  }
  return [...byFolder.values()].sort((a, b) => dirname(a).length - dirname(b).length)
}

const KEEP_ONE = 'Keep one of them.'

/** The folder and those above it, as far as a configuration of it may stand. */
export function foldersUp(folder: string): string[] {
  const folders: string[] = []
  for (let at = resolve(folder); ; at = dirname(at)) {
    folders.push(at)
    if (existsSync(join(at, '.git')) || dirname(at) === at) return folders
  }
}

function inFolder(folder: string): string[] {
  const files = CONFIG_NAMES.map((name) => join(folder, name)).filter((file) => existsSync(file))
  const manifest = join(folder, PACKAGE)
  return holdsKey(manifest) ? [...files, manifest] : files
}

function listedConfiguration(file: ListedFile): string[] {
  if (file.class !== 'skipped' || file.reason !== 'own-file') return []
  const { path, absolute } = file
  return CONFIG_NAMES.some((name) => path === name || path.endsWith(`/${name}`)) ? [absolute] : []
}

/** Whether a package.json holds the key; dependencies are named alike, and hold a text. */
function holdsKey(file: string): boolean {
  try {
    return /"kommo-migrate"\s*:\s*\{/.test(readFileSync(file, 'utf8'))
  } catch {
    return false
  }
}
