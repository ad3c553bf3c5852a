import { type CodeLanguage, loadCode } from '../grammar/adapter.js'
import type { Adapter } from '../language.js'
import { commands } from './commands.js'
import { expansions } from './expansions.js'
import { blocks, statements } from './statements.js'
import { strings } from './strings.js'
import { survey } from './survey.js'
import { tests } from './tests.js'

const SHELL: CodeLanguage = {
  name: 'shell',
  handlers: { ...strings, ...expansions, ...commands, ...tests, ...blocks },
  statements(root, to) {
    survey(root, to)
    return statements(root.children, to)
  },
  sharesVariables: true,
  joins: { or: '||', and: '&&' },
  // A carriage return is a letter to the shell; a script that has them is meant to be read without.
  prepare: (text) => (text.includes('\r') ? text.replace(/\\\r\n/g, ' \\\n').replace(/\r/g, '\n') : text),
}

/** Loads the adapter of shell scripts. */
export const loadShell = (): Promise<Adapter> => loadCode(SHELL)
