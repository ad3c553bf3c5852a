import { type CodeLanguage, loadCode } from '../grammar/adapter.js'
import type { Adapter } from '../language.js'
import { answers } from './answers.js'
import { calls } from './calls.js'
import { declarations, fileStatements } from './declarations.js'
import { literals } from './literals.js'
import { loops } from './loops.js'
import { operators } from './operators.js'
import { blocks } from './statements.js'
import { strings } from './strings.js'
import { switches } from './switches.js'

const GO: CodeLanguage = {
  name: 'go',
  handlers: {
    ...strings,
    ...literals,
    ...calls,
    ...operators,
    ...blocks,
    ...loops,
    ...switches,
    ...declarations,
  },
  statements: fileStatements,
  joins: { or: '||', and: '&&' },
  answers,
}

/** Loads the adapter of Go files. */
export const loadGo = (): Promise<Adapter> => loadCode(GO)
