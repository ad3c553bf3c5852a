import type { Ecosystem } from '../sdks/index.js'
import { CLIENTS } from './table.js'
import type { ClientInfo } from './types.js'

/** Packages whose versions decide what a redirect does. */
const PACKAGES: readonly { ecosystem: Ecosystem; name: string }[] = Object.values(
  CLIENTS as Readonly<Record<string, ClientInfo>>,
).flatMap(({ package: its }) => its ?? [])

/** Their names, and what says which Go is used. */
export const WORDS_OF_PACKAGES: readonly string[] = [
  ...new Set([...PACKAGES.map(({ name }) => name), '\ngo 1.']),
]

const NAMES = [...new Set(PACKAGES.map(({ name }) => name))].sort()
const ANY = NAMES.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
const NAMED = new RegExp(`(?:["'\\s/:>]|^)(?:${ANY})["'@\\s=<>~!^(:]`, 'm')

/** Whether a manifest or lock file names a client at all. */
export function namesClient(text: string): boolean {
  return NAMED.test(text)
}

/** Whether a package is a client's. */
export function isClientPackage(ecosystem: Ecosystem, name: string): boolean {
  return PACKAGES.some((each) => each.ecosystem === ecosystem && each.name === name)
}

/** Entries of clients in lock files that are JSON: name, then version. Whole trees of such files are large. */
export const CLIENTS_IN_NPM_LOCK = new RegExp(
  `"(?:node_modules/)?(?<name>${ANY})"\\s*:\\s*\\{\\s*"version"\\s*:\\s*"(?<version>[^"]+)"`,
  'dg',
)
export const CLIENTS_IN_COMPOSER_LOCK = new RegExp(
  `"name"\\s*:\\s*"(?<name>${ANY})",\\s*"version"\\s*:\\s*"(?<version>[^"]+)"`,
  'dg',
)
