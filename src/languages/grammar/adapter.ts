import { mayCallLibrary } from '../../brand/sdk-calls.js'
import { natureOf } from '../../files/nature.js'
import type { Source } from '../../files/source.js'
import type { TextSite, Use } from '../../sites.js'
import type { Adapter, FileModel } from '../language.js'
import { leftoverSites } from '../leftover.js'
import { collectRequests, isWorthRequests } from '../requests/index.js'
import type { Answers } from '../script/answers.js'
import type { Joins, Node, ScriptTree } from '../script/tree.js'
import { byPlace, spanOf } from '../site.js'
import { collectStorage } from '../storage/index.js'
import { isWorthStorage } from '../storage/worth.js'
import { textSitesOf } from '../text/sites.js'
import { type Built, buildSites, buildTree, statementsOf } from './build.js'
import type { Cst } from './cst.js'
import { createLowering, type Handlers, type Lowering } from './lowering.js'
import type { Range } from './nodes.js'
import { readsOf, readsOfWhole } from './reads.js'
import { type Grammar, type GrammarName, loadGrammar } from './runtime.js'
import { isWorthParsing } from './worth.js'

/** What a language brings: its grammar, and how its tree becomes the neutral one. */
export interface CodeLanguage {
  /** As the text search names it, too. */
  name: GrammarName
  /** By node type of the grammar. */
  handlers: Handlers
  /** Statements of the file, in order. */
  statements(root: Cst, to: Lowering): Node[]
  /** What it writes for `||` and `&&`. */
  joins: Joins
  /** A name with its dots is one name: `local.host`. */
  hasWholeNames?: boolean
  /** Programs hand their variables on to each other: a name that a file gives no value comes from another one. */
  sharesVariables?: boolean
  /** How it answers a request by its origin. */
  answers?: Answers
  /** Statements that bring names of other files in, where those are read by their bare names then. */
  imports?: RegExp
  /** The text as the grammar can read it, of the same length, where it does not know a spelling of the language. */
  prepare?(text: string): string
  /** The tree of a text, where that takes more than the grammar; places are those of the text. */
  parse?(text: string, grammar: Grammar): ReturnType<Grammar['parse']>
  /** Parts of a file that are compiled for tests alone. */
  tests?(root: Cst, text: string): Range[]
}

/**
 * Loads the adapter of a language, and with it the grammar.
 * @throws when the grammar cannot be loaded
 */
export async function loadCode(language: CodeLanguage): Promise<Adapter> {
  const grammar = await loadGrammar(language.name)
  return {
    family: 'code',
    model: (source) => modelOf(source, language, grammar),
    reads: (source, name) => (isTelling(name) ? readNames(source, name, language, grammar) : undefined),
  }
}

/** Constants, and names without a class: fields such as `host` are members of anything. */
function isTelling(name: string): boolean {
  return !name.includes('.') || /\.[A-Z][A-Z\d_]+$/.test(name)
}

function modelOf(source: Source, language: CodeLanguage, grammar: Grammar): FileModel {
  const built = readCode(source, language, grammar)
  const isBroken = 'message' in built
  return {
    source,
    language: language.name,
    family: 'code',
    syntax: isBroken ? 'broken' : 'tree',
    problems: isBroken ? [{ message: built.message, span: spanOf(source, built.index, built.index) }] : [],
    texts: isBroken ? textSitesOf(source, language.name) : completed(source, built.texts),
    globals: [],
    inputs: isBroken ? [] : built.inputs,
    calls: isBroken ? [] : built.calls,
    freeNames: isBroken ? new Map() : built.freeNames,
    parses: isBroken ? 1 : built.parses,
    nature: natureOf(source.path, source.text),
    ...(!isBroken && built.storage && { storage: built.storage }),
    ...(!isBroken && built.requests && { requests: built.requests }),
    ...(!isBroken && built.tests && { tests: built.tests }),
  }
}

function completed(source: Source, texts: readonly TextSite[]): TextSite[] {
  return [...texts, ...leftoverSites(source, texts, [])].sort(byPlace)
}

/** Where a file brings a name in under the same name. */
function importsIn(text: string, { imports }: CodeLanguage, name: string): Range[] {
  const alias = new RegExp(`(?<![\\w$])${name.replace(/[$.]/g, '\\$&')}\\s+as\\b`)
  return [...text.matchAll(imports ?? /(?!)/g)].flatMap(({ 0: written, index }) =>
    alias.test(written) ? [] : [{ start: index, end: index + written.length }],
  )
}

/** What a file does with a name of another one; see `Adapter.reads`. */
export function readNames(
  source: Source,
  name: string,
  language: CodeLanguage,
  grammar: Grammar,
): readonly Use[] | undefined {
  const tree = treeIn(source.text, language, grammar)
  if ('message' in tree) return undefined
  return language.hasWholeNames
    ? readsOfWhole(tree, source, name)
    : readsOf(tree, source, name, importsIn(source.text, language, name), language.sharesVariables)
}

/** Sites of a text in a language, or where it does not parse (UTF-16 index). */
export function readCode(source: Source, language: CodeLanguage, grammar: Grammar): Built | Failure {
  if (
    !isWorthParsing(source.text) &&
    !mayCallLibrary(source.text) &&
    !isWorthStorage(source.text) &&
    !isWorthRequests(source.text, language.name)
  )
    return { texts: [], inputs: [], calls: [], freeNames: new Map(), parses: 0 }
  const tree = treeIn(source.text, language, grammar)
  if ('message' in tree) return tree
  const { tests } = tree
  const storage = collectStorage(tree, language.name, source, 0)
  const requests = collectRequests(tree, language.name, source, 0)
  const built = { ...buildSites(source, tree), ...(storage && { storage }), ...(requests && { requests }) }
  return tests.length > 0
    ? { ...built, tests: tests.map(({ start, end }) => spanOf(source, start, end)) }
    : built
}

interface Failure {
  message: string
  index: number
}

function treeIn(
  text: string,
  language: CodeLanguage,
  grammar: Grammar,
): (ScriptTree & { tests: Range[] }) | Failure {
  const { name, handlers, statements, joins, answers, prepare } = language
  const given = prepare ? prepare(text) : text
  const { root, error } = language.parse ? language.parse(given, grammar) : grammar.parse(given)
  if (error !== undefined)
    return { message: `syntax that the grammar of ${name} does not know`, index: error }
  const to = createLowering(text, handlers)
  try {
    const body = statementsOf(root, to, () => statements(root, to))
    const tests = language.tests?.(root, text) ?? []
    return { ...buildTree(text, root, body, joins, answers), tests }
  } catch (failure) {
    // Code that nests thousands deep, or a shape that the neutral tree cannot hold.
    return { message: `analysis failed: ${(failure as Error).message}`, index: 0 }
  }
}
