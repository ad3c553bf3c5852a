import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { foldersUp } from '../config/find.js'
import type { Loaded } from '../config/settings.js'
import { KnownError } from '../errors.js'
import { BASELINE_NAME, type Baseline, parseBaseline } from './format.js'

export interface BaselineFile {
  /** Absolute; paths in it are relative to `folder`. */
  file: string
  folder: string
  baseline: Baseline
}

/**
 * Where the baseline of a run lies, whether it is there or not: what the command line names, else what the configuration
 * names, else the nearest `kommo-migrate.baseline.json` from the working folder up to the root of the repository.
 * @param named `false`: the run takes none
 */
export function placeOfBaseline(
  cwd: string,
  named: string | false | undefined,
  main: Loaded | undefined,
): { file: string; isNamed: boolean } | undefined {
  const folder = realpathSync(cwd)
  if (named === false) return undefined
  if (named !== undefined) return { file: resolve(folder, named), isNamed: true }
  const configured = main?.settings.baseline
  if (main && configured !== undefined)
    return { file: resolve(dirname(main.file), configured), isNamed: true }
  const file = foldersUp(folder)
    .map((above) => join(above, BASELINE_NAME))
    .find((path) => existsSync(path))
  return file === undefined ? undefined : { file, isNamed: false }
}

/**
 * Reads the baseline of a run; `undefined` when it has none.
 * @throws KnownError `baseline` when one is named that is not there, or it is none
 */
export function openBaseline(
  cwd: string,
  named: string | false | undefined,
  main: Loaded | undefined,
): BaselineFile | undefined {
  const place = placeOfBaseline(cwd, named, main)
  return place && readBaseline(cwd, place.file)
}

/** @throws KnownError `baseline` */
export function readBaseline(cwd: string, file: string): BaselineFile {
  const shown = relative(realpathSync(cwd), file).split(sep).join('/')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const isThere = existsSync(file)
    const why = isThere ? (error as Error).message : 'there is no such file'
    throw new KnownError('baseline', `${shown}: ${why}`, isThere ? undefined : NOT_WRITTEN)
  }
  return { file, folder: dirname(file), baseline: parseBaseline(text, shown) }
}

const NOT_WRITTEN = 'kommo-migrate baseline writes it; --no-baseline runs without it.'
