import { type CodeLanguage, loadCode } from '../grammar/adapter.js'
import type { Adapter } from '../language.js'
import { calls } from './calls.js'
import { classes } from './classes.js'
import { survey } from './frames.js'
import { names } from './names.js'
import { operators } from './operators.js'
import { patterns } from './patterns.js'
import { blocks, statements } from './statements.js'
import { strings } from './strings.js'

const RUBY: CodeLanguage = {
  name: 'ruby',
  handlers: { ...strings, ...patterns, ...names, ...calls, ...operators, ...blocks, ...classes },
  statements(root, to) {
    survey(root, to)
    return statements(root.children, to)
  },
  joins: { or: '||', and: '&&' },
}

/** Loads the adapter of Ruby files. */
export function loadRuby(): Promise<Adapter> {
  return loadCode(RUBY)
}
