import { flattenUses } from '../../languages/flatten.js'
import type { FileModel } from '../../languages/language.js'
import type { ExportedUses } from '../../languages/script/references.js'
import { type FoundOccurrence, findOccurrences } from '../../roles/occurrences.js'
import { provenTarget } from '../../roles/target.js'
import type { TextSite, Use } from '../../sites.js'
import type { Project } from '../define-rule.js'

/** Fact by path: what exported hosts are used for in other files (`ExportedUses` by exported name). */
export const EXPORTED_USES = 'exported-uses'

/** Exported names of a file that hold a host of amocrm.com; `undefined` when there are none. */
export function exportedHosts(file: FileModel): string[] | undefined {
  const names = file.texts
    .filter((site) => site.uses.some(isSeenElsewhere) && findOccurrences(site).some(isWorthFollowing))
    .flatMap((site) => site.uses.filter(isSeenElsewhere).flatMap((use) => exportedNames(file, use.name)))
  return names.length > 0 ? [...new Set(names)] : undefined
}

/** The site with what its exported names are used for elsewhere; open where that is not known. */
export function linkedSite(file: FileModel, site: TextSite, project: Project): TextSite {
  const exported = site.uses.filter(isSeenElsewhere)
  // A host inside an exported object: its readers elsewhere are not followed.
  const isInExport = flattenUses(site.uses).some((use) => isExport(use) && !exported.includes(use))
  const isShared = (name: string) => exported.some((use) => use.name === name && use.shared && !use.exported)
  if (exported.length === 0 && !isInExport) return site
  const known = project.facts<Record<string, ExportedUses>>(EXPORTED_USES).get(file.source.path) ?? {}
  const names = exported.flatMap((use) => exportedNames(file, use.name))
  // A name of the page that nobody looked for elsewhere is taken for this file's own.
  const found = names.filter((name) => known[name] || !isShared(name)).map((name) => known[name])
  const isKnown = !isInExport && found.every((uses) => uses?.closed)
  const uses = [
    ...site.uses.map((use): Use => (isKnown && isExport(use) ? { is: 'binding', name: use.name } : use)),
    ...found.flatMap((elsewhere) => elsewhere?.uses ?? []),
  ]
  return {
    parts: site.parts,
    owner: site.owner,
    uses,
    closed: site.closed && isKnown,
    ...(site.lexical && { lexical: true }),
    get anchor() {
      return site.anchor
    },
  }
}

function isExport(use: Use): use is Use & { is: 'binding' } {
  return use.is === 'binding' && use.exported === true
}

function isSeenElsewhere(use: Use): use is Use & { is: 'binding' } {
  return use.is === 'binding' && (use.exported === true || use.shared === true)
}

/** Whether it matters what else a host is used for: nobody compares with a URL that has a path. */
function isWorthFollowing(occurrence: FoundOccurrence): boolean {
  return !provenTarget(occurrence) || occurrence.site.uses.some(isExport)
}

/** Names under which other files know a name of this one. */
function exportedNames(file: FileModel, local: string): string[] {
  if (local === 'default') return ['default']
  const names = (file.modules?.exports ?? []).filter((e) => e.local === local).map((e) => e.name)
  return names.length > 0 ? names : [local]
}
