import { type CodeLanguage, loadCode } from '../grammar/adapter.js'
import type { Adapter } from '../language.js'
import { annotation } from './annotations.js'
import { answers } from './answers.js'
import { calls } from './calls.js'
import { classes, fileStatements } from './classes.js'
import { operators } from './operators.js'
import { blocks } from './statements.js'
import { strings } from './strings.js'
import { switches } from './switches.js'

const JAVA: CodeLanguage = {
  name: 'java',
  handlers: {
    ...strings,
    ...operators,
    ...calls,
    ...blocks,
    ...switches,
    ...classes,
    annotation,
    marker_annotation: annotation,
  },
  statements: fileStatements,
  joins: { or: '||', and: '&&' },
  answers,
}

/** Loads the adapter of Java files. */
export const loadJava = (): Promise<Adapter> => loadCode(JAVA)
