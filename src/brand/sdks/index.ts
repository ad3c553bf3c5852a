import { OTHER_SDKS } from './others.js'
import { PHP_SDKS } from './php.js'
import type { Ecosystem, Sdk } from './types.js'

export type { Ecosystem, Sdk } from './types.js'

/** Every library that is known. What has no host of its own (interface parts) is not among them. */
export const SDKS: readonly Sdk[] = [...PHP_SDKS, ...OTHER_SDKS]

const BY_NAME = new Map(SDKS.map((sdk) => [`${sdk.ecosystem}:${normalName(sdk.ecosystem, sdk.name)}`, sdk]))

/** The library of a package, if it is one; names are compared as their registry does. */
export function sdkOf(ecosystem: Ecosystem, name: string): Sdk | undefined {
  const plain = normalName(ecosystem, name)
  const vendor = plain.slice(0, plain.indexOf('/') + 1)
  return BY_NAME.get(`${ecosystem}:${plain}`) ?? (vendor ? BY_NAME.get(`${ecosystem}:${vendor}`) : undefined)
}

/** Python takes `-`, `_` and `.` for one sign; only modules of Go tell letters apart. */
function normalName(ecosystem: Ecosystem, name: string): string {
  if (ecosystem === 'go') return name
  const lower = name.toLowerCase()
  return ecosystem === 'pypi' ? lower.replace(/[-_.]+/g, '-') : lower
}

/** A vendor's name is followed by one of its packages. */
const NAMES = new RegExp(`(?<![\\w.-])(?:${SDKS.map(sourceOf).join('|')})`, 'i')

function sourceOf({ ecosystem, name }: Sdk): string {
  const plain = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const written = ecosystem === 'pypi' ? plain.replace(/[-_]/g, '[-_.]') : plain
  return name.endsWith('/') ? written : `${written}(?![\\w-]|\\.\\w)`
}

/** Whether a text names a library at all. */
export function namesSdk(text: string): boolean {
  return NAMES.test(text)
}

/** Names of packages that do not hold the letters `amocrm`: manifests with them are read in projects that hold them elsewhere. */
export const NAMES_WITHOUT_BRAND: readonly string[] = SDKS.filter(
  ({ reach, since }) => reach !== 'account' || since,
)
  .map(({ name }) => name)
  .filter((name) => !/amocrm/i.test(name))
