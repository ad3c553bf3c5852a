import type { Source } from '../../files/source.js'
import type { RuleFinding } from '../../findings/finding.js'
import type { JsonData } from '../../languages/json/data.js'
import type { Span } from '../../sites.js'

/** The manifest of a widget and the files of the project. */
export interface Manifest {
  source: Source
  data: JsonData
  /** Report paths of all listed files. */
  listed: readonly string[]
}

/** Where the manifest lies, with a slash at its end; `''` is the root. */
export function folderOf({ source }: Manifest): string {
  return source.path.slice(0, source.path.lastIndexOf('/') + 1)
}

/** Whether anything but the manifest of its folder was listed: alone, it says nothing about its neighbours. */
export function hasNeighbours(manifest: Manifest): boolean {
  const folder = folderOf(manifest)
  return manifest.listed.some((path) => path.startsWith(folder) && path !== manifest.source.path)
}

/** A finding that a person ends. */
export function manual(span: Span, message: string, help: string, title: string): RuleFinding {
  return { span, message, help, fix: { kind: 'manual', title, edits: [], create: [] } }
}
