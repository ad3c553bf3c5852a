import { type CodeLanguage, loadCode } from '../grammar/adapter.js'
import type { Adapter } from '../language.js'
import { answers } from './answers.js'
import { calls } from './calls.js'
import { classes } from './classes.js'
import { survey } from './frames.js'
import { names } from './names.js'
import { operators } from './operators.js'
import { patterns } from './patterns.js'
import { blocks, statements } from './statements.js'
import { strings } from './strings.js'

/** `def name = raise Error`: the grammar asks for parentheses around what such a method is called with. */
const RAISING_METHOD = /(\bdef\s+[\w.?!]+(?:\([^()\n]*\))?\s*=\s*(?:raise|fail)) (?=[\w:'"])/g

const RUBY: CodeLanguage = {
  name: 'ruby',
  handlers: { ...strings, ...patterns, ...names, ...calls, ...operators, ...blocks, ...classes },
  statements(root, to) {
    survey(root, to)
    return statements(root.children, to)
  },
  joins: { or: '||', and: '&&' },
  answers,
  prepare: (text) => text.replace(RAISING_METHOD, '$1;'),
}

/** Loads the adapter of Ruby files. */
export function loadRuby(): Promise<Adapter> {
  return loadCode(RUBY)
}
