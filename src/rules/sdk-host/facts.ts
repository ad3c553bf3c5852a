import { SDKS, type Sdk, sdkOf } from '../../brand/sdks/index.js'
import { lockKindOf, manifestKindOf, manifestsOfLock } from '../../files/packages.js'
import type { FileModel } from '../../languages/language.js'
import type { PackageSite } from '../../sites.js'
import type { Project } from '../define-rule.js'
import { baseDomainIn } from './base-domain.js'

/** What one file says about libraries. Plain data. */
export interface SdkFacts {
  /** Versions that a lock file pins, by `ecosystem:name` of the library. */
  locked?: Record<string, string>
  /** A manifest that asks for a library. */
  manifest?: true
  /** Libraries that code uses, by `ecosystem:name`, and whether it sets their option. */
  code?: Record<string, { configured: boolean }>
  /** Code that tells the official library of kommo.com before it asks for the authorization link. */
  baseDomain?: true
}

const USED = SDKS.filter((sdk) => sdk.inCode)

/** @returns `undefined` when the file has nothing to do with a library */
export function collectSdkFacts(file: FileModel): SdkFacts | undefined {
  const known = (file.packages ?? []).filter(({ ecosystem, name }) => sdkOf(ecosystem, name))
  if (file.keeps) return known.length > 0 ? { locked: lockedIn(known) } : undefined
  if (known.length > 0) return { manifest: true }
  if (manifestKindOf(file.source.path) || file.nature === 'docs' || file.nature === 'recorded')
    return undefined
  const { text } = file.source
  const used = USED.filter((sdk) => sdk.inCode?.test(text))
  const base = baseDomainIn(file)
  if (used.length === 0 && !base) return undefined
  const code = used.map((sdk) => [keyOf(sdk), { configured: sdk.configured?.test(text) ?? false }] as const)
  return { code: Object.fromEntries(code), ...(base && { baseDomain: true as const }) }
}

export function keyOf({ ecosystem, name }: Pick<Sdk, 'ecosystem' | 'name'>): string {
  return `${ecosystem}:${name}`
}

/** The lowest of several versions counts: it is installed, too. */
function lockedIn(packages: readonly PackageSite[]): Record<string, string> {
  const locked: Record<string, string> = {}
  for (const { ecosystem, name, version } of packages) {
    const sdk = sdkOf(ecosystem, name)
    if (sdk && version !== undefined) locked[keyOf(sdk)] ??= version.replace(/^[=v\s]+/, '')
  }
  return locked
}

/** A version with the lock file that pins it. */
export interface Locked {
  version: string
  path: string
}

/** The version that the nearest lock file (own folder, then those above) pins for a manifest or source file. */
export function lockedVersion(
  facts: ReadonlyMap<string, SdkFacts>,
  path: string,
  sdk: Sdk,
): Locked | undefined {
  for (const folder of foldersAbove(path)) {
    for (const [lock, { locked }] of facts) {
      const version = locked?.[keyOf(sdk)]
      if (version !== undefined && folderOf(lock) === folder) return { version, path: lock }
    }
  }
  return undefined
}

/** Whether a manifest stands beside or above a lock file. */
export function hasManifest(lock: string, project: Project): boolean {
  const kind = lockKindOf(lock)
  if (!kind) return false
  const kinds = manifestsOfLock(kind)
  const folders = new Set(foldersAbove(lock))
  return project.files.some((path) => {
    const manifest = manifestKindOf(path)
    return manifest !== undefined && kinds.includes(manifest) && folders.has(folderOf(path))
  })
}

/** What code below a manifest's folder does with a library. */
export function codeOf(
  facts: ReadonlyMap<string, SdkFacts>,
  manifest: string,
  sdk: Sdk,
): { configured: boolean } | undefined {
  const folder = folderOf(manifest)
  const uses = [...facts].flatMap(([path, { code }]) => {
    const use = path.startsWith(folder) ? code?.[keyOf(sdk)] : undefined
    return use ? [use] : []
  })
  return uses.length > 0 ? { configured: uses.some(({ configured }) => configured) } : undefined
}

/** Folder of a path with its slash, `''` for the root. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}

/** The folder of a path and those above, innermost first. */
function foldersAbove(path: string): string[] {
  const folders: string[] = []
  for (let folder = folderOf(path); ; folder = folderOf(folder.slice(0, -1))) {
    folders.push(folder)
    if (folder === '') return folders
  }
}
