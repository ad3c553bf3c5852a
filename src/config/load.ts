import { existsSync, realpathSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { KnownError } from '../errors.js'
import type { Listing } from '../files/discover.js'
import { configurationsAbove, withListed } from './find.js'
import type { Policy } from './policy.js'
import type { Loaded } from './settings.js'

export interface Configuration {
  /** The configuration of the working folder: it decides what concerns the whole run. */
  main: Loaded | undefined
  /** What all configurations say about the files of a run; `undefined` where there are none. */
  configure(listing: Listing): Promise<Policy | undefined>
}

/** Without any configuration. */
export const UNCONFIGURED: Configuration = { main: undefined, configure: async () => undefined }

/**
 * Opens the configuration of a run.
 * @param folder the working folder
 * @param named a file that takes the place of all others, its globs counted from the working folder; without it the nearest
 *   one above each file counts
 * @throws KnownError `configuration`
 */
export async function openConfiguration(folder: string, named?: string): Promise<Configuration> {
  const cwd = realpathSync(folder)
  if (named !== undefined) {
    const file = resolve(cwd, named)
    if (!existsSync(file)) throw new KnownError('configuration', `${named}: there is no such file`)
    const { readConfiguration } = await import('./read.js')
    const main = { ...readConfiguration(file, named), folder: cwd }
    return { main, configure: async () => (await import('./policy.js')).policyOf(cwd, [main]) }
  }
  const known = new Map<string, Loaded>()
  const load = async (file: string): Promise<Loaded> => {
    const { readConfiguration } = await import('./read.js')
    const loaded = known.get(file) ?? readConfiguration(file, shownFrom(cwd, file))
    known.set(file, loaded)
    return loaded
  }
  const above = configurationsAbove(cwd)
  const nearest = above.at(-1)
  const main = nearest === undefined ? undefined : await load(nearest)
  return {
    main,
    async configure(listing) {
      const files = withListed(above, listing.files)
      if (files.length === 0) return undefined
      const loaded = await Promise.all(files.map(load))
      for (const one of loaded) if (one !== main) listing.notes.push(...idleKeys(one, cwd))
      return (await import('./policy.js')).policyOf(cwd, loaded)
    },
  }
}

/** Keys that concern a run as a whole are read where it starts. */
const OF_RUN = ['failOn', 'baseline'] as const

function idleKeys({ file, settings }: Loaded, cwd: string): Listing['notes'] {
  // Those above the working folder are not part of this run: `main` takes their place.
  if (relative(cwd, dirname(file)).startsWith('..')) return []
  return OF_RUN.filter((key) => settings[key] !== undefined).map((key) => ({
    path: shownFrom(cwd, file),
    code: 'configuration',
    message: `"${key}" counts only in the configuration of the folder that kommo-migrate runs in`,
  }))
}

function shownFrom(cwd: string, file: string): string {
  return relative(cwd, file).split(sep).join('/')
}
