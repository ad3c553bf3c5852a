import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ignore from 'ignore'
import { gitAttributes } from './git.js'
import { anchorPattern } from './walk.js'

/** What `.gitattributes` says about a file, in GitHub linguist's words. */
export interface Linguist {
  generated: boolean
  vendored: boolean
}

/**
 * Reads `linguist-generated` and `linguist-vendored` for the files below a folder; empty when no `.gitattributes`
 * among them mentions linguist. Files without either attribute are left out.
 */
export async function linguistAttributes(
  folder: string,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, Linguist>> {
  const files = names.filter((name) => name === '.gitattributes' || name.endsWith('/.gitattributes'))
  const texts = files.map((name) => ({ name, text: readText(join(folder, name)) }))
  const relevant = texts.filter(({ text }) => text.includes('linguist-'))
  const result = new Map<string, Linguist>()
  if (relevant.length === 0) return result
  const attributes = ['linguist-generated', 'linguist-vendored']
  const found = await gitAttributes(folder, attributes, names, signal)
  for (const [name, values] of found) {
    result.set(name, {
      generated: isOn(values.get('linguist-generated')),
      vendored: isOn(values.get('linguist-vendored')),
    })
  }
  if (found.size === 0) addWithoutGit(relevant, names, result)
  return result
}

function isOn(value: string | undefined): boolean {
  return value === 'set' || value === 'true'
}

/** Outside a repository git does not answer: its patterns are those of `.gitignore`, later lines win. */
function addWithoutGit(
  files: { name: string; text: string }[],
  names: readonly string[],
  result: Map<string, Linguist>,
): void {
  for (const { name, text } of files) {
    const folder = name.slice(0, -'/.gitattributes'.length)
    for (const line of text.split(/\r?\n/)) {
      const [pattern, ...settings] = line.trim().split(/\s+/) as [string, ...string[]]
      const values = settings.filter((setting) =>
        /^[-!]?linguist-(?:generated|vendored)(?:=|$)/.test(setting),
      )
      const anchored = values.length > 0 ? anchorPattern(pattern, folder) : undefined
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
