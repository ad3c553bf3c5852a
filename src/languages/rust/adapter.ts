import { type CodeLanguage, loadCode } from '../grammar/adapter.js'
import type { Adapter } from '../language.js'
import { calls } from './calls.js'
import { items, itemsOf } from './items.js'
import { literals } from './literals.js'
import { macros } from './macros.js'
import { matches } from './matches.js'
import { operators } from './operators.js'
import { parseWithMacros } from './prepare.js'
import { blocks } from './statements.js'
import { strings } from './strings.js'
import { survey } from './survey.js'
import { testsIn } from './tests.js'

const RUST: CodeLanguage = {
  name: 'rust',
  handlers: { ...strings, ...literals, ...calls, ...macros, ...operators, ...matches, ...blocks, ...items },
  statements(root, to) {
    survey(root, to)
    return itemsOf(root, to)
  },
  joins: { or: '||', and: '&&' },
  parse: parseWithMacros,
  tests: testsIn,
}

/** Loads the adapter of Rust files. */
export const loadRust = (): Promise<Adapter> => loadCode(RUST)
