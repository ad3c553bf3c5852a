import { CLIENTS } from '../../brand/clients/table.js'
import type { FileModel } from '../../languages/language.js'

/** What one file says that decides about requests of others. Plain data. */
export interface RedirectFacts {
  /** Names of the platform that it holds. */
  zones?: { com?: true; ru?: true }
  /** Versions that a lock file pins, by `ecosystem:name`. */
  locked?: Record<string, string>
  /** It sends requests: its check has to see what other files say. */
  sends?: true
}

const PACKAGES: ReadonlySet<string> = new Set([
  ...Object.values(CLIENTS).flatMap((client) =>
    'package' in client ? [`${client.package.ecosystem}:${client.package.name}`] : [],
  ),
])

export function collectRedirectFacts(file: FileModel): RedirectFacts | undefined {
  if (file.keeps) {
    const locked = lockedIn(file)
    return Object.keys(locked).length > 0 ? { locked } : undefined
  }
  if (file.nature === 'docs' || file.nature === 'recorded') return undefined
  const { text } = file.source
  const zones = {
    ...(/amocrm\.com|kommo\.com/i.test(text) && { com: true as const }),
    ...(/amocrm\.ru/i.test(text) && { ru: true as const }),
  }
  const sends = file.requests !== undefined
  if (Object.keys(zones).length === 0 && !sends) return undefined
  return { ...(Object.keys(zones).length > 0 && { zones }), ...(sends && { sends: true as const }) }
}

function lockedIn(file: FileModel): Record<string, string> {
  const locked: Record<string, string> = {}
  for (const { ecosystem, name, version } of file.packages ?? []) {
    const key = `${ecosystem}:${name}`
    if (PACKAGES.has(key) && version !== undefined) locked[key] ??= version.replace(/^[=v\s]+/, '')
  }
  return locked
}

/** The version that the nearest lock file (own folder, then those above) pins. */
export function versionIn(
  facts: ReadonlyMap<string, RedirectFacts>,
  path: string,
): (key: string) => { version: string; path: string } | undefined {
  const locks = [...facts].filter(([, { locked }]) => locked)
  return (key) =>
    locks
      .filter(([lock, { locked }]) => locked?.[key] !== undefined && path.startsWith(folderOf(lock)))
      .toSorted(([a], [b]) => b.length - a.length)
      .map(([lock, { locked }]) => ({ version: locked?.[key] as string, path: lock }))[0]
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

/** Whether the project only ever speaks of amocrm.ru, which is another company's: hosts that it does not write are that one's. */
export function isOfAnother(facts: ReadonlyMap<string, RedirectFacts>): boolean {
  const zones = [...facts.values()].flatMap((each) => each.zones ?? [])
  return zones.some(({ ru }) => ru) && !zones.some(({ com }) => com)
}
