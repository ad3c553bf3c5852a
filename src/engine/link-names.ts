import { createSource } from '../files/source.js'
import { codeOf, familyOf, isToldByText, loadAdapter } from '../languages/index.js'
import type { ExportTarget } from '../languages/script/morph.js'
import type { ExportedUses, ExportedUsesByFile } from '../languages/script/references.js'

/**
 * Follows public constants and properties into files of their language, by their names alone: there is nothing to import
 * them from. A name that a template mentions, or that a file mentions in a way that is not understood, stays open.
 * @param listed report paths of the project's own files
 */
export async function linkNames(
  targets: readonly ExportTarget[],
  listed: readonly string[],
  read: (path: string) => string | undefined,
): Promise<ExportedUsesByFile> {
  const result: ExportedUsesByFile = {}
  for (const target of targets) {
    const language =
      codeOf(target.path) ?? (isToldByText(target.path) ? codeOf(target.path, read(target.path)) : undefined)
    if (!language) continue
    const found = await usesElsewhere(
      target,
      listed.filter((path) => isReader(path, language) || isToldByText(path)),
      language,
      read,
    )
    result[target.path] = { ...result[target.path], [target.name]: found }
  }
  return result
}

function isReader(path: string, language: string): boolean {
  return codeOf(path) === language || familyOf(path) === 'markup' || /\.blade\.php$/i.test(path)
}

async function usesElsewhere(
  { path, name }: ExportTarget,
  readers: readonly string[],
  language: string,
  read: (path: string) => string | undefined,
): Promise<ExportedUses> {
  const key = name.slice(name.lastIndexOf('.') + 1).replace(/\$/g, '\\$&')
  // A shell reads its variables as `$HOST`; elsewhere that is a name of its own.
  const word = new RegExp(`(?<!${language === 'shell' ? '\\w' : '[\\w$]'})${key}(?![\\w$])`)
  const found: ExportedUses = { uses: [], closed: true }
  for (const reader of readers) {
    if (reader === path) continue
    const text = read(reader)
    if (text === undefined || !word.test(text)) continue
    const spoken = codeOf(reader, text)
    if (spoken !== language && isToldByText(reader)) continue
    const adapter = spoken ? await loadAdapter(reader, text) : undefined
    const uses = adapter?.reads?.(createSource(reader, Buffer.from(text)), name)
    if (uses) found.uses.push(...uses)
    else found.closed = false
  }
  return found
}
