import { type CodeLanguage, readCode, readNames } from '../grammar/adapter.js'
import { loadGrammar } from '../grammar/runtime.js'
import type { Adapter } from '../language.js'
import { markupModel } from '../markup/adapter.js'
import { answers } from './answers.js'
import { calls } from './calls.js'
import { classes } from './classes.js'
import { names } from './names.js'
import { operators } from './operators.js'
import { prepare } from './prepare.js'
import { blocks, statements } from './statements.js'
import { strings } from './strings.js'

const PHP: CodeLanguage = {
  name: 'php',
  handlers: { ...strings, ...names, ...calls, ...operators, ...blocks, ...classes },
  statements: (root, to) => statements(root.children, to),
  joins: { or: '||', and: '&&' },
  answers,
  prepare,
}

/** Loads the adapter of PHP files: the code by its grammar, what stands around it as markup. */
export async function loadPhp(): Promise<Adapter> {
  const grammar = await loadGrammar('php')
  return {
    family: 'markup',
    model: (source) => markupModel(source, (file) => readCode(file, PHP, grammar)),
    reads: (source, name) => readNames(source, name, PHP, grammar),
  }
}
