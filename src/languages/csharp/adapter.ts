import { type CodeLanguage, loadCode } from '../grammar/adapter.js'
import type { Adapter } from '../language.js'
import { answers } from './answers.js'
import { calls } from './calls.js'
import { classes } from './classes.js'
import { creations } from './creations.js'
import { names } from './names.js'
import { operators } from './operators.js'
import { patterns } from './patterns.js'
import { bound } from './precedence.js'
import { blocks, statements } from './statements.js'
import { strings } from './strings.js'

const CSHARP: CodeLanguage = {
  name: 'csharp',
  handlers: {
    ...strings,
    ...names,
    ...creations,
    ...calls,
    ...operators,
    ...patterns,
    ...blocks,
    ...classes,
  },
  statements: (root, to) => statements(bound(root).children, to),
  joins: { or: '||', and: '&&' },
  answers,
  // The grammar does not know `$""`.
  prepare: (text) => text.replace(/[$@]*\$[$@]*(?=""(?!"))/g, (marks) => ' '.repeat(marks.length)),
}

/** Loads the adapter of C# files. */
export const loadCsharp = (): Promise<Adapter> => loadCode(CSHARP)
