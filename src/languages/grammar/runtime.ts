import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Language, Parser } from 'web-tree-sitter'
import { type Cst, readTree } from './cst.js'
import GRAMMARS from './grammars.json' with { type: 'json' }

export type GrammarName = Exclude<keyof typeof GRAMMARS, 'runtime'>

/** A parser for one language. */
export interface Grammar {
  /** The tree of a text; `error` is the UTF-16 index of the first place that does not parse. */
  parse(text: string): { root: Cst; error?: number }
}

const require = createRequire(import.meta.url)
let started: Promise<void> | undefined

/**
 * Loads the WebAssembly parser of a language, once.
 * @throws when the file of the grammar is missing or the engine refuses WebAssembly
 */
export async function loadGrammar(name: GrammarName): Promise<Grammar> {
  started ??= Parser.init({ locateFile: () => fileOf('runtime') })
  await started
  const language = await Language.load(fileOf(name))
  const parser = new Parser()
  parser.setLanguage(language)
  return {
    parse(text) {
      const tree = parser.parse(text)
      if (!tree) throw new Error(`the ${name} grammar gave no tree`)
      try {
        return readTree(tree)
      } finally {
        tree.delete()
      }
    },
  }
}

/** The build copies grammars beside the code; from a checkout they lie in the packages that `grammars.json` names. */
function fileOf(name: keyof typeof GRAMMARS): string {
  const built = fileURLToPath(new URL(`./grammars/${name}.wasm`, import.meta.url))
  return existsSync(built) ? built : require.resolve(GRAMMARS[name])
}
