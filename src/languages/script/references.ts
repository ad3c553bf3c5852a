import type { Project } from 'ts-morph'
import { createSource } from '../../files/source.js'
import type { Use } from '../../sites.js'
import { scriptLang } from './lang.js'
import { declarationOf, type ExportTarget, type ModuleSettings, morphProject } from './morph.js'
import { isFailure, type Node, parseScript } from './tree.js'
import { createFollower } from './uses.js'

/** What an exported value is used for in other files; plain data. */
export interface ExportedUses {
  uses: Use[]
  /** `false` when some file mentions the name and its meaning there could not be resolved. */
  closed: boolean
}

/** By path of the exporting file, then by exported name. */
export type ExportedUsesByFile = Record<string, Record<string, ExportedUses>>

/**
 * Follows exported names into every file that takes them, with TypeScript's own symbols (imports, re-exports,
 * namespaces, `require`). Loads ts-morph, so it is called only when a rule has such names.
 * @param texts all script files of the project by report path
 * @param settings how the project's tsconfig resolves modules
 */
export async function followExports(
  targets: readonly ExportTarget[],
  texts: ReadonlyMap<string, string>,
  settings: ModuleSettings = {},
): Promise<ExportedUsesByFile> {
  const result: ExportedUsesByFile = {}
  const wanted = targets.filter(({ path }) => texts.has(path))
  if (wanted.length === 0) return result
  const { project, mentions } = await morphProject(wanted, texts, settings)
  for (const target of wanted) {
    const found = usesOfExport(project, target, mentions.get(target) ?? [], texts)
    result[target.path] = { ...result[target.path], [target.name]: found }
  }
  return result
}

function usesOfExport(
  project: Project,
  target: ExportTarget,
  mentions: readonly string[],
  texts: ReadonlyMap<string, string>,
): ExportedUses {
  const declaration = declarationOf(project, target)
  if (!declaration) return { uses: [], closed: false }
  const found = new Map<string, number[]>()
  for (const node of declaration.findReferencesAsNodes()) {
    const path = node.getSourceFile().getFilePath().slice(1)
    if (path === target.path) continue
    found.set(path, [...(found.get(path) ?? []), node.getStart()])
  }
  const uses: Use[] = []
  let closed = true
  for (const path of mentions) {
    const text = texts.get(path) as string
    const here = usesInFile(path, text, target.name, found.get(path))
    uses.push(...here.uses)
    closed &&= here.closed
  }
  return { uses, closed }
}

/** Uses at the given places of a file; a file that mentions the name only in ways of its own adds nothing. */
function usesInFile(
  path: string,
  text: string,
  name: string,
  places: readonly number[] | undefined,
): ExportedUses {
  const tree = parseScript(text, scriptLang(path))
  if (isFailure(tree)) return { uses: [], closed: false }
  const source = createSource(path, Buffer.from(text, 'utf8'))
  const follower = createFollower(tree, source, 0)
  const uses: Use[] = []
  let closed = true
  for (const node of tree.nodes) {
    if (node.type !== 'Identifier') continue
    if (!places?.includes(node.start)) {
      // TypeScript knows nothing of this mention: where it may be the export all the same, the name stays open.
      if (places === undefined && node.name === name && mayBeForeign(node)) closed = false
      continue
    }
    if (isDeclared(node)) continue
    const value =
      node.parent?.type === 'MemberExpression' && node.parent.property === node ? node.parent : node
    const flow = follower.usesOf(value)
    uses.push(...flow.uses.map((use) => placed(use, path, tree.text, value)))
    closed &&= flow.closed
  }
  return { uses, closed }
}

/** A mention that only brings the name into the file. */
function isDeclared(node: Node): boolean {
  const type = node.parent?.type ?? ''
  return /^(Import|Export)\w*Specifier$/.test(type) || isTakenApart(node)
}

function mayBeForeign(node: Node): boolean {
  const parent = node.parent
  if (parent?.type === 'ImportSpecifier' || isTakenApart(node)) return true
  return parent?.type === 'MemberExpression' && parent.property === node && !parent.computed
}

/** `const { NAME } = …`. */
function isTakenApart(node: Node): boolean {
  return node.parent?.type === 'Property' && node.parent.parent?.type === 'ObjectPattern'
}

/** A use in another file says where it is. */
function placed(use: Use, path: string, text: string, node: Node): Use {
  if (use.is !== 'compare' && use.is !== 'argument') return use
  const line = text.slice(0, node.start).split(/\r\n|\r|\n/).length
  return { ...use, place: `${path}:${line}` }
}
