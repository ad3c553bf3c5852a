import type { Use } from '../sites.js'
import type { Surroundings } from './decision.js'
import type { FoundOccurrence } from './occurrences.js'
import { readUse, type Signal } from './signals.js'

/** Keys of an answer of the service (HAL). Requests embed entities too, but no addresses. */
const ANSWER_KEY = /^(?:_links|_embedded)$/
/** What documents and no-code platforms call an answer that stands as an example. */
const EXAMPLE_KEY = /^(?:examples?|samples?)$/i
/** Where an interface is described (OpenAPI, AsyncAPI): an `example` elsewhere may be somebody's own setting. */
const DESCRIPTION = /^(?:paths|components|definitions|channels)$/
/** Variables and keys that are named for holding one. */
const SAMPLE_NAME =
  /^(?:sample|mock(?:ed)?|fixture|stub|dummy|fake)_?(?:response|payload|webhook|hook|event|answer|data|body|lead|contact|account)s?$/i

/** Data that was taken from the real service: whole files, and what a test holds in a data file. */
export function isRecorded(
  occurrence: FoundOccurrence,
  uses: readonly Use[],
  around: Pick<Surroundings, 'nature'>,
): boolean {
  if (uses.some((use) => use.is === 'recorded') || around.nature === 'recorded') return true
  return around.nature === 'test' && /\.(?:jsonl?|ndjson|txt|csv|ya?ml|xml)$/i.test(occurrence.at.file)
}

/**
 * Code that holds an answer of the service: an object that shows itself to be one by its keys, or is named as a sample,
 * as long as the text is used for nothing else.
 */
export function isSample(uses: readonly Use[]): boolean {
  return looksRecorded(uses) && !uses.some(isPurpose)
}

function looksRecorded(uses: readonly Use[]): boolean {
  const keys = uses.flatMap((use) => (use.is === 'entry' ? [use.key] : use.is === 'setting' ? use.path : []))
  if (keys.some((key) => ANSWER_KEY.test(key))) return true
  // The key of the text itself says what it is; only what lies around it can be a sample.
  const isWithin = (pattern: RegExp) => keys.length > 1 && keys.some((key) => pattern.test(key))
  const isDescription = uses.every((use) => use.is !== 'setting' || DESCRIPTION.test(use.path[0] ?? ''))
  if (isDescription && isWithin(EXAMPLE_KEY)) return true
  const isNamed = uses.some((use) => use.is === 'binding' && SAMPLE_NAME.test(use.name))
  return isWithin(SAMPLE_NAME) || (isNamed && keys.length > 0)
}

/** It is called, compared or stored as well: then it is more than an example. */
function isPurpose(use: Use): boolean {
  const reading = use.is === 'setting' ? undefined : readUse(use)
  return reading !== undefined && !reading.weak && PURPOSES.has(reading.signal)
}

const PURPOSES = new Set<Signal>(['target', 'matcher', 'peer', 'storage'])

/** What to do about a recording, by what it is; nothing where the general words fit. */
export function recordedAdvice(path: string, around: Pick<Surroundings, 'has'>): string[] {
  if (isJar(path, around))
    return [
      'a session is kept here: delete the file, log in on kommo.com again, and keep such files out of the repository',
    ]
  if (/\.(?:sql|dump)$/i.test(path))
    return [
      'these are rows of a database: they are changed by a migration, and the dump is made again after it',
    ]
  if (/\.(?:csv|tsv)$/i.test(path))
    return ['this is exported data: export it again after the migration, and look at what reads it']
  if (isCassette(path, around))
    return [
      'record the requests again against kommo.com, together with the change of the code that sends them',
    ]
  return []
}

function isJar(path: string, { has }: Pick<Surroundings, 'has'>): boolean {
  if (/cookie/i.test(path.slice(path.lastIndexOf('/') + 1))) return true
  return (
    ['HTTP Cookie File', '#HttpOnly_', '\tFALSE\t/', '\tTRUE\t/'].some(has) ||
    (has('"httpOnly"') && has('"domain"'))
  )
}

function isCassette(path: string, { has }: Pick<Surroundings, 'has'>): boolean {
  return (
    /(?:^|\/)(?:cassettes?|vcr\w*)\/|\.har$/i.test(path) ||
    ['http_interactions', 'recorded_with', 'interactions:', '"rawHeaders"', '"log"'].some(has)
  )
}
