import { type HostFact, hostFact } from '../brand/hosts.js'
import type { Use } from '../sites.js'
import type { FoundOccurrence } from './occurrences.js'

const WEAKEST: readonly HostFact['action'][] = ['report', 'review', 'replace']

/**
 * What is known of the host. A constant that is completed in several places (`'drive.' + HOST`, `BASE + '/oauth2/…'`) is
 * worth what the least certain of them is.
 */
export function weakestFact(occurrence: FoundOccurrence, uses: readonly Use[]): HostFact {
  const host = occurrence.host.replace(/\*$/, 'com')
  const completed = host === 'amocrm.com' ? completedHosts(uses) : []
  const hosts = completed.length > 0 ? completed : [host]
  const paths = [occurrence.path, ...completedPaths(uses).map((after) => joinPath(occurrence.path, after))]
  const facts = hosts.flatMap((name) => paths.map((path) => hostFact(name, path)))
  return facts.sort((a, b) => WEAKEST.indexOf(a.action) - WEAKEST.indexOf(b.action))[0] as HostFact
}

/** Paths that the texts behind a constant give it: `BASE + '/oauth2/access_token'`. */
function completedPaths(uses: readonly Use[]): string[] {
  return uses.flatMap((use) => (use.is === 'part' && use.after.startsWith('/') ? [use.after] : []))
}

function joinPath(path: string, after: string): string {
  return path.replace(/\/$/, '') + after
}

/** Hosts that the texts in front of a bare domain make of it: `'https://drive.' + HOST`. */
export function completedHosts(uses: readonly Use[]): string[] {
  return uses.flatMap((use) => {
    if (use.is !== 'part' || !/(?:\.|\*)$/.test(use.before)) return []
    const label = /([a-z0-9-]+)\.$/i.exec(use.before)?.[1]
    return [`${label?.toLowerCase() ?? '*'}.amocrm.com`]
  })
}
