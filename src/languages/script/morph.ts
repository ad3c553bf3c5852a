import type { ModuleResolutionKind, Node as MorphNode, Project } from 'ts-morph'

/** An exported name whose value a rule wants followed into the files that import it. */
export interface ExportTarget {
  path: string
  name: string
}

/** `compilerOptions` of a project's tsconfig that steer module resolution. */
export interface ModuleSettings {
  baseUrl?: string
  paths?: Record<string, string[]>
}

/**
 * A project of TypeScript's own with the files that targets are exported from, and those that mention them. Loads ts-morph.
 * @param texts all script files of the project by report path
 */
export async function morphProject(
  targets: readonly ExportTarget[],
  texts: ReadonlyMap<string, string>,
  settings: ModuleSettings,
): Promise<{ project: Project; mentions: ReadonlyMap<ExportTarget, readonly string[]> }> {
  const mentions = new Map(targets.map((target) => [target, filesThatMention(target, texts)]))
  return { project: await createProject(neededTexts(targets, mentions, texts), settings), mentions }
}

function filesThatMention(target: ExportTarget, texts: ReadonlyMap<string, string>): string[] {
  const [name = ''] = target.name.split('.')
  const word = name === 'default' ? undefined : new RegExp(`(?<![\\w$])${escapeRegExp(name)}(?![\\w$])`)
  return [...texts]
    .filter(([path, text]) => path !== target.path && (!word || word.test(text)))
    .map(([path]) => path)
}

/** Files that mention a name, and those that may only hand it on (`export * from`). */
function neededTexts(
  targets: readonly ExportTarget[],
  mentions: ReadonlyMap<ExportTarget, readonly string[]>,
  texts: ReadonlyMap<string, string>,
): Map<string, string> {
  const needed = new Set(targets.map((target) => target.path))
  for (const paths of mentions.values()) for (const path of paths) needed.add(path)
  for (const [path, text] of texts) if (/\bexport\s*\*/.test(text)) needed.add(path)
  return new Map([...texts].filter(([path]) => needed.has(path)))
}

async function createProject(texts: ReadonlyMap<string, string>, paths: ModuleSettings): Promise<Project> {
  const { Project: MorphProject, ts } = await import('ts-morph')
  const project = new MorphProject({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    compilerOptions: {
      allowJs: true,
      noLib: true,
      noEmit: true,
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.Preserve,
      moduleResolution: ts.ModuleResolutionKind.Bundler as ModuleResolutionKind,
      ...(paths.paths && { baseUrl: `/${paths.baseUrl ?? ''}`, paths: paths.paths }),
    },
  })
  for (const [path, text] of texts) project.createSourceFile(`/${path}`, text, { overwrite: true })
  return project
}

/** A class of TypeScript’s tree: the package itself is loaded only when it is needed. */
interface ClassLike {
  getMember(name: string): MorphNode | undefined
}

interface Referable extends MorphNode {
  findReferencesAsNodes(): MorphNode[]
}

/** What a target names, as something whose references TypeScript can find; a member of a class as `Client.get`. */
export function declarationOf(project: Project, target: ExportTarget): Referable | undefined {
  const file = project.getSourceFile(`/${target.path}`)
  const [name = '', member] = target.name.split('.')
  const exported = file?.getExportedDeclarations().get(name)?.[0] ?? file?.getVariableDeclaration(name)
  const declaration =
    member === undefined || !exported || !('getMember' in exported)
      ? exported
      : (exported as unknown as ClassLike).getMember(member)
  return declaration && 'findReferencesAsNodes' in declaration
    ? (declaration as unknown as Referable)
    : undefined
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
