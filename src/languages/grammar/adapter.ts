import { natureOf } from '../../files/nature.js'
import type { Source } from '../../files/source.js'
import type { Adapter, FileModel } from '../language.js'
import type { Joins, Node } from '../script/tree.js'
import { spanOf } from '../site.js'
import { textSitesOf } from '../text/sites.js'
import { type Built, buildSites, statementsOf } from './build.js'
import type { Cst } from './cst.js'
import { createLowering, type Handlers, type Lowering } from './lowering.js'
import { type Grammar, type GrammarName, loadGrammar } from './runtime.js'

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
  /** The text as the grammar can read it, of the same length, where it does not know a spelling of the language. */
  prepare?(text: string): string
}

/**
 * Loads the adapter of a language, and with it the grammar.
 * @throws when the grammar cannot be loaded
 */
export async function loadCode(language: CodeLanguage): Promise<Adapter> {
  const grammar = await loadGrammar(language.name)
  return { family: 'code', model: (source) => modelOf(source, language, grammar) }
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
    texts: isBroken ? textSitesOf(source, language.name) : built.texts,
    globals: [],
    freeNames: isBroken ? new Map() : built.freeNames,
    parses: 1,
    nature: natureOf(source.path, source.text),
  }
}

/** Sites of a text in a language, or where it does not parse (UTF-16 index). */
export function readCode(
  source: Source,
  { name, handlers, statements, joins, prepare }: CodeLanguage,
  grammar: Grammar,
): Built | { message: string; index: number } {
  const { root, error } = grammar.parse(prepare ? prepare(source.text) : source.text)
  if (error !== undefined)
    return { message: `syntax that the grammar of ${name} does not know`, index: error }
  const to = createLowering(source.text, handlers)
  try {
    return buildSites(
      source,
      root,
      statementsOf(root, to, () => statements(root, to)),
      joins,
    )
  } catch (failure) {
    // Code that nests thousands deep, or a shape that the neutral tree cannot hold.
    return { message: `analysis failed: ${(failure as Error).message}`, index: 0 }
  }
}
