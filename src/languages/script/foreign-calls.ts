import type { Node as Kind, Project } from 'ts-morph'
import { createSource } from '../../files/source.js'
import type { ForeignCall } from '../../requests.js'
import type { Span } from '../../sites.js'
import { declarationOf, type ExportTarget, type ModuleSettings, morphProject } from './morph.js'

/** By path of the file that exports what is called, then by exported name. */
export type ForeignCallsByFile = Record<string, Record<string, ForeignCall[]>>

/**
 * Calls in other files of exported functions, of members of exported objects (`amo` with `amo.get('/leads')`), and of
 * methods of exported classes (`Client.get`), wherever TypeScript says that it is the same: imports, re-exports, fields,
 * what a constructor is handed. Loads ts-morph, so it is called only when a rule has such names.
 * @param texts all script files of the project by report path
 */
export async function followCalls(
  targets: readonly ExportTarget[],
  texts: ReadonlyMap<string, string>,
  settings: ModuleSettings = {},
): Promise<ForeignCallsByFile> {
  const result: ForeignCallsByFile = {}
  const wanted = targets.filter(({ path }) => texts.has(path))
  if (wanted.length === 0) return result
  const { Node: kinds } = await import('ts-morph')
  const { project, mentions } = await morphProject(wanted, texts, settings)
  for (const target of wanted) {
    if (mentions.get(target)?.length === 0) continue
    const calls = callsOf(project, target, kinds)
    if (calls.length > 0) result[target.path] = { ...result[target.path], [target.name]: calls }
  }
  return result
}

/** A report of more helps nobody. */
const MOST_CALLS = 200
const LONGEST_NAME = 80

/** Tells the kinds of nodes apart; the package is loaded by then. */
type Kinds = typeof Kind

function callsOf(project: Project, target: ExportTarget, kinds: Kinds): ForeignCall[] {
  const found = declarationOf(project, target)?.findReferencesAsNodes() ?? []
  return found
    .filter((node) => pathOf(node) !== target.path)
    .slice(0, MOST_CALLS)
    .flatMap((node) => callAt(node, kinds) ?? [])
}

const pathOf = (node: Kind): string => node.getSourceFile().getFilePath().slice(1)

/** The call that a mention is made for: `send(…)`, `amo.get(…)`, `this.client.get(…)`. */
function callAt(node: Kind, kinds: Kinds): ForeignCall | undefined {
  const up = node.getParent()
  const access = kinds.isPropertyAccessExpression(up) ? up : undefined
  // Of `this.client.get` the method is what is mentioned; of `amo.get` it is the object.
  const member = access?.getExpression() === node ? access.getName() : undefined
  const callee = access ?? node
  const call = callee.getParent()
  if (!kinds.isCallExpression(call) || call.getExpression() !== callee) return undefined
  const path = pathOf(node)
  const name = callee.getText()
  if (name.length > LONGEST_NAME) return undefined
  return {
    name,
    ...(member !== undefined && { member }),
    texts: call.getArguments().flatMap((each) => textOf(each, kinds) ?? []),
    span: spanOf(path, callee),
    whole: spanOf(path, call),
  }
}

function textOf(node: Kind, kinds: Kinds): string | undefined {
  if (kinds.isStringLiteral(node) || kinds.isNoSubstitutionTemplateLiteral(node)) return node.getLiteralText()
  if (!kinds.isTemplateExpression(node)) return undefined
  const rest = node
    .getTemplateSpans()
    .map(
      (span) =>
        `{${span.getExpression().getText().replace(/^.*\./, '')}}${span.getLiteral().getLiteralText()}`,
    )
  return node.getHead().getLiteralText() + rest.join('')
}

function spanOf(path: string, node: Kind): Span {
  const source = createSource(path, Buffer.from(node.getSourceFile().getFullText(), 'utf8'))
  return { file: path, start: source.byteAt(node.getStart()), end: source.byteAt(node.getEnd()) }
}
