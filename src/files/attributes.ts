import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ignore from 'ignore'
import { folderOf } from './folders.js'
import { gitAttributes } from './git.js'
import { anchorPattern } from './walk.js'

/** What `.gitattributes` says about a file, in GitHub linguist's words. */
export interface Linguist {
  generated: boolean
  vendored: boolean
}

/**
 * Reads `linguist-generated` and `linguist-vendored` for the files below a folder; empty when no `.gitattributes`
 * among them mentions linguist. Files without either attribute are left out, and so are files that only a blanket
 * pattern such as `*.js` marks.
 */
export async function linguistAttributes(
  folder: string,
  entries: readonly { name: string }[],
  signal?: AbortSignal,
): Promise<Map<string, Linguist>> {
  const files = entries.filter(({ name }) => name.endsWith('.gitattributes'))
  const texts = files.map(({ name }) => ({ name, text: readText(join(folder, name)) }))
  const relevant = texts.filter(({ text }) => text.includes('linguist-'))
  const result = new Map<string, Linguist>()
  if (relevant.length === 0) return result
  const names = entries.map(({ name }) => name)
  const attributes = ['linguist-generated', 'linguist-vendored']
  const found = await gitAttributes(folder, attributes, names, signal)
  addNamed(relevant, names, result)
  if (found.size === 0) return result
  for (const [name, named] of result) {
    const values = found.get(name)
    named.generated &&= isOn(values?.get('linguist-generated'))
    named.vendored &&= isOn(values?.get('linguist-vendored'))
  }
  return result
}

/**
 * A pattern that takes in a whole language (`*.js`). Frameworks ship such lines only to shape GitHub's language bar
 * (Laravel: `*.js linguist-vendored`); they say nothing about whose code a file is.
 */
function isBlanket(pattern: string): boolean {
  return /^(?:\*\*\/)?\*(?:\.[^/]*)?$/.test(pattern)
}

function isOn(value: string | undefined): boolean {
  return value === 'set' || value === 'true'
}

/**
 * Files that a pattern names for either attribute: its patterns are those of `.gitignore`, later lines win. Outside a
 * repository this is the answer; inside, git has the last word.
 */
function addNamed(
  files: { name: string; text: string }[],
  names: readonly string[],
  result: Map<string, Linguist>,
): void {
  for (const { name, text } of files) {
    const folder = folderOf(name)
    for (const line of text.split(/\r?\n/)) {
      const [pattern, ...settings] = line.trim().split(/\s+/) as [string, ...string[]]
      const values = settings.filter((setting) =>
        /^[-!]?linguist-(?:generated|vendored)(?:=|$)/.test(setting),
      )
      const isNamed = values.length > 0 && !isBlanket(pattern)
      const anchored = isNamed ? anchorPattern(pattern, folder) : undefined
      if (anchored === undefined) continue
      const matcher = ignore({ ignorecase: false }).add(anchored)
      for (const file of names) {
        if (!matcher.ignores(file)) continue
        const before = result.get(file) ?? { generated: false, vendored: false }
        for (const value of values) {
          const on = !/^[-!]|=false$/.test(value)
          if (value.includes('generated')) before.generated = on
          else before.vendored = on
        }
        result.set(file, before)
      }
    }
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
