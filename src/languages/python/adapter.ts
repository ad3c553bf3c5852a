import { type CodeLanguage, loadCode } from '../grammar/adapter.js'
import type { Adapter } from '../language.js'
import { answers } from './answers.js'
import { calls } from './calls.js'
import { classes } from './classes.js'
import { collections } from './collections.js'
import { names } from './names.js'
import { operators } from './operators.js'
import { blocks, statements } from './statements.js'
import { strings } from './strings.js'

const PYTHON: CodeLanguage = {
  name: 'python',
  handlers: { ...strings, ...names, ...calls, ...collections, ...operators, ...blocks, ...classes },
  statements: (root, to) => statements(root.children, to),
  joins: { or: 'or', and: 'and' },
  answers,
  imports: /^[ \t]*from[ \t]+[\w.]+[ \t]+import[ \t]+(?:\([^()]*\)|[^\r\n(]*)/gm,
}

/** Loads the adapter of Python files. */
export function loadPython(): Promise<Adapter> {
  return loadCode(PYTHON)
}
