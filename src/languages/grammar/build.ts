import type { Source } from '../../files/source.js'
import type { RequestFacts } from '../../requests.js'
import type { CallSite, InputSite, Span, TextSite } from '../../sites.js'
import type { StorageFacts } from '../../storage.js'
import { withHeader } from '../header.js'
import { withRules } from '../rules.js'
import type { Answers } from '../script/answers.js'
import { collectCalls } from '../script/calls.js'
import { collectInputs } from '../script/inputs/index.js'
import { collectTexts } from '../script/texts.js'
import { type Comment, type Joins, type Node, type ScriptTree, treeOf } from '../script/tree.js'
import type { Cst } from './cst.js'
import type { Lowering } from './lowering.js'
import { node } from './nodes.js'

export interface Built {
  texts: TextSite[]
  inputs: InputSite[]
  calls: CallSite[]
  freeNames: Map<string, number>
  storage?: StorageFacts
  requests?: RequestFacts
  /** How many times a parser ran. */
  parses: number
  /** Parts of the file that are tests. */
  tests?: Span[]
}

/** The tree of a file whose neutral statements are `body`. */
export function buildTree(
  text: string,
  root: Cst,
  body: Node[],
  joins: Joins,
  answers?: Answers,
): ScriptTree {
  const program = node('Program', { start: 0, end: text.length }, { body, sourceType: 'script' })
  return treeOf(text, { program, comments: commentsOf(root, text), kind: 'module' }, joins, answers)
}

/** Sites of a file. */
export function buildSites(source: Source, tree: ScriptTree): Built {
  return {
    texts: collectTexts(tree, source, 0).map((site) => {
      const uses = withRules(withHeader(site.uses, site.parts[0]), site.parts, source)
      return uses === site.uses ? site : Object.create(site, { uses: { value: uses } })
    }),
    inputs: collectInputs(tree, source, 0),
    calls: collectCalls(tree, source, 0),
    freeNames: writtenNames(tree),
    parses: 1,
  }
}

/** Names without a declaration, without those that the neutral tree adds: code that is written twice has them twice. */
function writtenNames({ nodes, text, scopes }: ScriptTree): Map<string, number> {
  const names = new Map(scopes.freeNames())
  for (const { type, name, start, end } of nodes)
    if (type === 'Identifier' && text.slice(start, end) !== name) names.delete(name)
  return names
}

function commentsOf(root: Cst, text: string): Comment[] {
  const found: Comment[] = []
  const stack = [root]
  for (let at = stack.pop(); at; at = stack.pop()) {
    if (/comment$/.test(at.type)) {
      const isBlock = text.startsWith('/*', at.start)
      found.push({
        type: isBlock ? 'Block' : 'Line',
        value: text.slice(at.start, at.end),
        start: at.start,
        end: at.end,
      })
    } else for (let i = at.children.length - 1; i >= 0; i--) stack.push(at.children[i] as Cst)
  }
  return found
}

/** Statements of a whole file as one function: what it writes without declaring is declared in front. */
export function statementsOf(root: Cst, to: Lowering, statements: () => Node[]): Node[] {
  return to.inFunction({ start: root.start, end: root.start }, statements)
}
