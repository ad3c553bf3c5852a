import { lstatSync, readFileSync } from 'node:fs'
import { createSource } from './source.js'

/** Decoded text of a file that is looked at beside the run; `undefined` for a link and what cannot be read. */
export function readText(path: string): string | undefined {
  try {
    return lstatSync(path).isFile() ? createSource(path, readFileSync(path)).text : undefined
  } catch {
    return undefined
  }
}
