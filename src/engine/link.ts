import { familyOf } from '../languages/index.js'
import type { ForeignCallsByFile } from '../languages/script/foreign-calls.js'
import type { ExportTarget, ModuleSettings } from '../languages/script/morph.js'
import type { ExportedUsesByFile } from '../languages/script/references.js'
import { redirect308 } from '../rules/about/redirect-308.js'
import { EXPORTED_USES } from '../rules/hosts/exported.js'
import { legacyHost } from '../rules/legacy-host.js'
import type { RedirectFacts } from '../rules/redirect-308/facts.js'
import { FOREIGN_CALLS } from '../rules/redirect-308/foreign.js'
import { linkNames } from './link-names.js'
import type { Facts } from './types.js'

/** Files of more than this are no sources that people import constants from. */
const MAX_FILE = 500_000
/** Projects beyond this are not linked: their exported hosts stay `review`. */
const MAX_TOTAL = 30_000_000

/**
 * Follows exported hosts, and exported clients that send requests, into the files that import them. Most runs have none: then
 * nothing is read and TypeScript is not loaded.
 * @param listed report paths of the project's own files
 * @param read text of a file, `undefined` when it cannot be read
 */
export async function linkExports(
  facts: Facts,
  listed: readonly string[],
  read: (path: string) => string | undefined,
): Promise<Facts> {
  const [hosts, clients] = [hostsOf(facts), clientsOf(facts)]
  if (hosts.length === 0 && clients.length === 0) return {}
  const held = new Map<string, string | undefined>()
  const readOnce = (path: string) => {
    if (!held.has(path)) held.set(path, read(path))
    return held.get(path)
  }
  let scripts: Scripts | undefined
  const scriptsOnce = async () => (scripts ??= await scriptsOf(listed, readOnce))
  return {
    ...(hosts.length > 0 && { [EXPORTED_USES]: await linkHosts(hosts, listed, readOnce, scriptsOnce) }),
    ...(clients.length > 0 && { [FOREIGN_CALLS]: await linkClients(clients, scriptsOnce) }),
  }
}

/** Every script of a project by path, and how its tsconfig resolves modules; `undefined` where they are too many. */
type Scripts = { texts: ReadonlyMap<string, string> | undefined; settings: ModuleSettings }

async function scriptsOf(
  listed: readonly string[],
  read: (path: string) => string | undefined,
): Promise<Scripts> {
  const texts = new Map<string, string>()
  let total = 0
  for (const path of listed) {
    if (familyOf(path) !== 'script' || total > MAX_TOTAL) continue
    const text = read(path)
    if (text === undefined || text.length > MAX_FILE) continue
    total += text.length
    texts.set(path, text)
  }
  return { texts: total > MAX_TOTAL ? undefined : texts, settings: await moduleSettings(listed, read) }
}

async function linkHosts(
  targets: readonly ExportTarget[],
  listed: readonly string[],
  read: (path: string) => string | undefined,
  scriptsOnce: () => Promise<Scripts>,
): Promise<ExportedUsesByFile> {
  const named = await linkNames(targets, listed, read)
  const left = targets.filter(({ path }) => !named[path])
  if (left.length === 0) return named
  const { texts, settings } = await scriptsOnce()
  if (!texts) return named
  const { followExports } = await import('../languages/script/references.js')
  return { ...named, ...withUnreadable(await followExports(left, texts, settings), listed, read) }
}

async function linkClients(
  targets: readonly ExportTarget[],
  scriptsOnce: () => Promise<Scripts>,
): Promise<ForeignCallsByFile> {
  const { texts, settings } = await scriptsOnce()
  if (!texts) return {}
  const { followCalls } = await import('../languages/script/foreign-calls.js')
  return followCalls(targets, texts, settings)
}

function clientsOf(facts: Facts): ExportTarget[] {
  return Object.entries(facts[redirect308.id] ?? {}).flatMap(([path, fact]) =>
    ((fact as RedirectFacts).offers ?? []).map((name) => ({ path, name })),
  )
}

function hostsOf(facts: Facts): ExportTarget[] {
  return Object.entries(facts[legacyHost.id] ?? {}).flatMap(([path, names]) =>
    (names as string[]).map((name) => ({ path, name })),
  )
}

/** Components and pages import too, and TypeScript does not read them: a mention there leaves the name open. */
function withUnreadable(
  found: ExportedUsesByFile,
  listed: readonly string[],
  read: (path: string) => string | undefined,
): ExportedUsesByFile {
  const pages = listed.filter((path) => /\.(vue|svelte|astro|html?)$/i.test(path)).map(read)
  return Object.fromEntries(
    Object.entries(found).map(([path, names]) => [
      path,
      Object.fromEntries(
        Object.entries(names).map(([name, uses]) => {
          const isMentioned = pages.some((text) => text?.includes(name === 'default' ? stem(path) : name))
          return [name, isMentioned ? { ...uses, closed: false } : uses]
        }),
      ),
    ]),
  )
}

function stem(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '')
}

/** Path aliases of the outermost tsconfig or jsconfig. */
async function moduleSettings(
  listed: readonly string[],
  read: (path: string) => string | undefined,
): Promise<ModuleSettings> {
  const config = listed
    .filter((path) => /(^|\/)(ts|js)config\.json$/.test(path))
    .sort((a, b) => a.split('/').length - b.split('/').length)[0]
  const text = config === undefined ? undefined : read(config)
  if (config === undefined || text === undefined) return {}
  const { parse } = await import('jsonc-parser')
  const options = (
    parse(text) as { compilerOptions?: { baseUrl?: string; paths?: Record<string, string[]> } } | undefined
  )?.compilerOptions
  const folder = config.includes('/') ? config.slice(0, config.lastIndexOf('/') + 1) : ''
  const base = `${folder}${(options?.baseUrl ?? '.').replace(/^\.\/?/, '')}`.replace(/\/$/, '')
  return options?.paths || options?.baseUrl ? { baseUrl: base, paths: options.paths ?? { '*': ['./*'] } } : {}
}
