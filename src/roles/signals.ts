import type { Use } from '../sites.js'
import { COMPARING } from './callee-words.js'
import { ALLOW_ORIGIN, ORIGIN_HEADERS, readArgument, SECURITY_POLICY } from './callees.js'
import { isDenying, readNameSense } from './names.js'
import { code, type Reading, readName } from './reading.js'

export { code, type Reading, type Signal } from './reading.js'

let last: { uses: readonly Use[]; readings: readonly (Reading | undefined)[] } = { uses: [], readings: [] }

/** Reads every use of a list; several questions about one host follow each other, so the last answer is kept. */
export function readUses(uses: readonly Use[]): readonly (Reading | undefined)[] {
  if (last.uses !== uses) last = { uses, readings: uses.map(readUse) }
  return last.readings
}

/** Reads one use. `undefined` when it says nothing about the purpose. */
export function readUse(use: Use): Reading | undefined {
  const reading = inOwnWords(use, readPurpose(use))
  if (!reading) return undefined
  const place = use.is === 'compare' || use.is === 'argument' ? use.place : undefined
  const test = 'test' in use && typeof use.test === 'object' ? use.test : undefined
  const denies = reading.denies || test?.denies || (use.is === 'pattern' && use.of.denies)
  return {
    ...reading,
    ...(place && { why: `${reading.why} in ${place}` }),
    ...(denies && { denies: true }),
  }
}

/** Names a function as the language of the file does. */
function inOwnWords(use: Use, reading: Reading | undefined): Reading | undefined {
  if (!reading || (use.is !== 'argument' && use.is !== 'receiver') || use.as === undefined) return reading
  const known = code(use.is === 'argument' ? use.callee : use.method)
  return { ...reading, why: reading.why.replace(known, code(use.as)) }
}

function readPurpose(use: Use): Reading | undefined {
  switch (use.is) {
    case 'compare':
      return { signal: 'matcher', why: use.operator === '[]' ? 'looked up in a table' : compareWords(use) }
    case 'case':
      return { signal: 'matcher', why: use.of ? `a case of ${code(use.of)}` : 'a case label' }
    case 'key':
      return { signal: 'matcher', why: 'the key of a table' }
    case 'pattern':
      return {
        signal: 'matcher',
        why: use.of.op === 'unknown' ? 'part of a pattern' : `a pattern used to ${PATTERN_WORDS[use.of.op]}`,
      }
    case 'type':
      return use.value
        ? undefined
        : { signal: 'matcher', why: use.name ? `a value of the type ${code(use.name)}` : 'a literal type' }
    case 'directive':
      return { signal: 'matcher', why: `a source of ${use.name}` }
    case 'storageKey':
      return { signal: 'storage', why: 'part of a storage key' }
    case 'receiver':
      return COMPARING.test(use.method)
        ? { signal: 'matcher', why: `searched with ${code(use.method)}` }
        : undefined
    case 'element':
      return use.of.name === undefined ? undefined : readListed(use.of.name, 'listed in')
    case 'entry':
      return readHeader(use.key, use.of) ?? readName(use.key, false)
    case 'binding':
      return readHeader(lastOf(use.name), []) ?? readName(use.name, false)
    case 'default': {
      const named = readName(use.of, false, 'the fallback of')
      return named?.signal === 'matcher' ? named : undefined
    }
    case 'setting':
      return readSetting(use.path)
    case 'attribute':
      return readAttribute(use.tag, use.name)
    case 'argument':
      return readArgument(use)
    case 'unknown':
      return { signal: 'open', why: use.note }
    default:
      return undefined
  }
}

const PATTERN_WORDS = {
  test: 'test a text',
  replace: 'replace in a text',
  split: 'split a text',
  capture: 'take a text apart',
} as const

function compareWords(use: Use & { is: 'compare' }): string {
  return use.with ? `compared with ${code(use.with)}` : 'compared'
}

/** What is written behind the last dot. */
function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

/** The key of a table of headers. */
function readHeader(key: string, table: readonly Use[]): Reading | undefined {
  const isRequest = table.some(
    (use) =>
      (use.is === 'entry' && /^headers$/i.test(use.key)) ||
      (use.is === 'binding' && /headers$/i.test(use.name)),
  )
  if (isRequest && ORIGIN_HEADERS.test(key)) return { signal: 'header', why: `sent as ${code(key)}` }
  if (ALLOW_ORIGIN.test(key)) return { signal: 'peer', why: `sent as ${key}` }
  return SECURITY_POLICY.test(key)
    ? { signal: 'matcher', why: 'a source of the Content-Security-Policy' }
    : undefined
}

/** A list says something as a whole; the address that each of its elements is, it does not. */
function readListed(name: string, verb: string): Reading | undefined {
  const reading = readName(name, true, verb)
  return reading?.signal === 'matcher' || reading?.signal === 'list' ? reading : undefined
}

function readSetting(path: readonly string[]): Reading | undefined {
  const names = path.filter((key) => !/^\d+$/.test(key))
  const isListed = names.length < path.length
  const why = code(names.join('.'))
  const senses = names.map((key) => readNameSense(key, isListed))
  if (senses.includes('guard'))
    return { signal: 'matcher', why: `listed in ${why}`, ...(names.some(isDenying) && { denies: true }) }
  if (senses.includes('several')) return { signal: 'list', why: `listed in ${why}` }
  const last = senses.at(-1)
  if (last === 'storage') return { signal: 'storage', why: `set in ${why}` }
  if (last === 'prose') return { signal: 'prose', why: `set in ${why}`, weak: true }
  return last === 'address' ? { signal: 'target', why: `set in ${why}` } : undefined
}

const LINKS = /^(href|src|action|formaction|data|poster|srcset|cite|ping|to|background|manifest|xlink:href)$/i

function readAttribute(tag: string, name: string): Reading | undefined {
  const plain = name.replace(/^(?::|v-bind:|\[|bind:|data-)/, '').replace(/\]$/, '')
  if (/^content$/i.test(plain) && /^meta$/i.test(tag)) return undefined
  return LINKS.test(plain) || readNameSense(plain, false) === 'address'
    ? { signal: 'target', why: `the ${code(name)} of <${tag}>` }
    : undefined
}
