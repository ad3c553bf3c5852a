import { type CodeLanguage, loadCode } from '../grammar/adapter.js'
import type { Adapter } from '../language.js'
import { annotations } from './annotations.js'
import { answers } from './answers.js'
import { calls } from './calls.js'
import { declarations, fileStatements } from './declarations.js'
import { operators } from './operators.js'
import { blocks } from './statements.js'
import { strings } from './strings.js'

const KOTLIN: CodeLanguage = {
  name: 'kotlin',
  handlers: { ...annotations, ...strings, ...calls, ...operators, ...blocks, ...declarations },
  statements: fileStatements,
  joins: { or: '||', and: '&&' },
  answers,
}

/** Loads the adapter of Kotlin files. */
export const loadKotlin = (): Promise<Adapter> => loadCode(KOTLIN)
