import { isClientPackage } from '../../brand/clients/packages.js'
import type { FileModel } from '../../languages/language.js'
import { destinationsOf } from './destination.js'
import { offersOf } from './foreign.js'

/** What one file says that decides about requests of others. Plain data. */
export interface RedirectFacts {
  /** Names of the platform that it holds; `old`: the letters amocrm at all. */
  zones?: { com?: true; ru?: true; old?: true }
  /** Versions that a lock file pins, by `ecosystem:name`. */
  locked?: Record<string, string>
  /** Ranges that a manifest asks for, by `ecosystem:name`. */
  declared?: Record<string, string>
  /** Names that it gives an address of the platform, and whether that is one of kommo.com. */
  names?: Record<string, 'kommo' | 'other'>
  /** It sends requests to a host that it does not write: its check has to see what other files say. */
  sends?: true
  /** Exported clients, and functions that send, that other files of the project may call. */
  offers?: string[]
}

/** Names of the platform, also as patterns take them: `amocrm\.(ru|com)`. */
const NAMES_COM = /(?:amocrm|kommo)\\*\.(?:\((?:\?:)?(?:\w+\|){0,4})?com\b/i
const NAMES_RU = /amocrm\\*\.(?:\((?:\?:)?(?:\w+\|){0,4})?ru\b/i

export function collectRedirectFacts(file: FileModel): RedirectFacts | undefined {
  if (file.keeps) {
    const locked = versionsIn(file)
    return Object.keys(locked).length > 0 ? { locked } : undefined
  }
  const declared = versionsIn(file)
  if (Object.keys(declared).length > 0) return { declared }
  if (file.nature === 'recorded') return undefined
  const zones = zonesIn(file)
  const { path, text } = file.source
  const sends = destinationsOf(file.requests?.requests ?? [], path, text).some(
    (destination) => destination?.is === 'unknown',
  )
  const names = zones.com ? namesIn(text) : {}
  const offers = offersOf(file)
  const fact = {
    ...(Object.keys(zones).length > 0 && { zones }),
    ...(Object.keys(names).length > 0 && { names }),
    ...(sends && { sends: true as const }),
    ...(offers.length > 0 && { offers }),
  }
  return Object.keys(fact).length > 0 ? fact : undefined
}

/** `baseURL = "https://lumen.kommo.com"`, `host: fmt.Sprintf("https://%s.kommo.com", sub)`. */
const GIVEN =
  /\b(\w+)(?:\s*:\s*\w+)?\s*(?::?=|:)\s*(?:[\w.]*\(\s*)?["'`](?:https?:\/\/)?[^"'`\s]*\.(kommo\.com|amocrm\.(?:com|ru))\b/g

function namesIn(text: string): NonNullable<RedirectFacts['names']> {
  const found: NonNullable<RedirectFacts['names']> = {}
  for (const [, name = '', host] of text.matchAll(GIVEN)) {
    const is = host === 'kommo.com' ? 'kommo' : 'other'
    found[name] = found[name] === 'other' ? 'other' : is
  }
  return found
}

/**
 * Whether another file of the folder gives a name an address of kommo.com, and none another one: packages share their
 * names. Constants are those of the whole project.
 * @param name as the request has it: `base_url`, `Constants.BASE_URL`
 */
export function isKommoElsewhere(
  facts: ReadonlyMap<string, RedirectFacts>,
  path: string,
  name: string,
): boolean {
  const last = name.replace(/^.*\./, '')
  const isConstant = /^[A-Z][A-Z\d_]+$/.test(last)
  const given = [...facts].flatMap(([file, { names }]) =>
    file !== path && names && Object.hasOwn(names, last) && (isConstant || folderOf(file) === folderOf(path))
      ? [names[last]]
      : [],
  )
  return given.length > 0 && given.every((each) => each === 'kommo')
}

/** What examples in documents name says nothing of the project. */
function zonesIn({ nature, source: { text } }: FileModel): NonNullable<RedirectFacts['zones']> {
  if (nature === 'docs') return {}
  return {
    ...(NAMES_COM.test(text) && { com: true as const }),
    ...(NAMES_RU.test(text) && { ru: true as const }),
    ...(/amo_?crm/i.test(text) && { old: true as const }),
  }
}

function versionsIn(file: FileModel): Record<string, string> {
  const found: Record<string, string> = {}
  for (const { ecosystem, name, version } of file.packages ?? []) {
    const key = `${ecosystem}:${name}`
    if (isClientPackage(ecosystem, name) && version !== undefined)
      found[key] ??= version.replace(/^[=v\s]+/, '')
  }
  return found
}

/** What decides which version of a package is in use: a lock file, else the range of a manifest. */
export interface Known {
  locked?: string
  declared?: string
}

/** What the nearest lock file and manifest (own folder, then those above) say of a package. */
export function versionIn(facts: ReadonlyMap<string, RedirectFacts>, path: string): (key: string) => Known {
  const nearest = (of: 'locked' | 'declared', key: string): string | undefined =>
    [...facts]
      .filter(([file, fact]) => fact[of]?.[key] !== undefined && path.startsWith(folderOf(file)))
      .toSorted(([a], [b]) => folderOf(b).length - folderOf(a).length)
      .map(([, fact]) => fact[of]?.[key])[0]
  return (key) => {
    const [locked, declared] = [nearest('locked', key), nearest('declared', key)]
    return { ...(locked !== undefined && { locked }), ...(declared !== undefined && { declared }) }
  }
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

/**
 * Whether hosts that the project does not write are none of amocrm.com: it only ever speaks of amocrm.ru, which is another
 * company's, or of kommo.com, and never says amocrm at all.
 */
export function isOfAnother(facts: ReadonlyMap<string, RedirectFacts>): boolean {
  const zones = [...facts.values()].flatMap((each) => each.zones ?? [])
  const [com, ru, old] = [
    zones.some((each) => each.com),
    zones.some((each) => each.ru),
    zones.some((each) => each.old),
  ]
  return com ? !old : ru
}
