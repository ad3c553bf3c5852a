import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FixKind } from '../../src/findings/finding.js'
import type { Expectation } from './annotations.js'

export const FIXTURES = fileURLToPath(new URL('../../fixtures', import.meta.url))

/** File contents by report path. */
export type Files = Map<string, Buffer>

/** What `case.json` may say. */
export interface CaseSettings {
  /** Fix classes to apply; default `['safe']`. */
  kinds?: FixKind[]
  /** Rules to run; default all. */
  rules?: string[]
  /** Why the case exists. */
  note?: string
  /** `false` for a case whose bytes are its point: the variants of line ends and encodings are left out. */
  variants?: boolean
}

export interface Case {
  /** `<rule>/<case>` */
  name: string
  settings: CaseSettings
  input: Files
  /** `undefined`: nothing may change. */
  expected: Files | undefined
  /** From `findings.json`, for formats without comments; otherwise comments in the input tell. */
  findings: Expectation[] | undefined
}

/** Every case below `fixtures/`; a folder that is not one fails with its name. */
export function loadCases(): Case[] {
  return folders(FIXTURES).flatMap((rule) =>
    folders(join(FIXTURES, rule)).map((name) => loadCase(rule, name)),
  )
}

/** Every `expected` file or folder on disk, independent of the cases: each must have been compared. */
export function listExpected(): string[] {
  const all: string[] = []
  for (const entry of readdirSync(FIXTURES, { recursive: true, withFileTypes: true })) {
    const folder = relative(FIXTURES, entry.parentPath).split(sep).join('/')
    if (folder.split('/').length === 2 && /^expected(\.|$)/.test(entry.name)) all.push(folder)
  }
  return all.sort()
}

function loadCase(rule: string, name: string): Case {
  const folder = join(FIXTURES, rule, name)
  const entries = readdirSync(folder)
  const pick = (prefix: string) => entries.find((entry) => entry === prefix || entry.startsWith(`${prefix}.`))
  const input = pick('input')
  const expected = pick('expected')
  if (!input) throw new Error(`${rule}/${name} has no input`)
  const strange = entries.filter((entry) => ![input, expected, 'findings.json', 'case.json'].includes(entry))
  if (strange.length > 0) throw new Error(`${rule}/${name} holds what no test reads: ${strange.join(', ')}`)
  if (!expected && !name.startsWith('keep-')) {
    throw new Error(`${rule}/${name} has no expected: name it keep-… when nothing may change`)
  }
  if (expected && name.startsWith('keep-'))
    throw new Error(`${rule}/${name} is named keep-… and has an expected`)
  return {
    name: `${rule}/${name}`,
    settings: json(join(folder, 'case.json')) ?? {},
    input: readFiles(join(folder, input), input),
    expected: expected
      ? readFiles(join(folder, expected), expected.replace(/^expected/, 'input'))
      : undefined,
    findings: json(join(folder, 'findings.json')),
  }
}

/** One file under its own name, or a folder's files relative to it. */
function readFiles(path: string, name: string): Files {
  if (statSync(path).isFile()) return new Map([[name, readFileSync(path)]])
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [relative(path, file).split(sep).join('/'), readFileSync(file)]),
  )
}

function folders(path: string): string[] {
  if (!existsSync(path)) return []
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

function json<T>(path: string): T | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined
}
