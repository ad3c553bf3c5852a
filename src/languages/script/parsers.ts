import { createRequire } from 'node:module'
import { type Options, parseScript } from 'meriyah'
import { parseSync } from 'oxc-parser'
import type { Comment, Node, ScriptFailure, ScriptLang } from './tree.js'

/** What a parser makes of a text. */
export interface Parsed {
  program: Node
  comments: Comment[]
  kind: 'module' | 'script'
  /** Children lie inside their parents, one after the other: a tree of JavaScript's own parsers, nothing translated. */
  isInOrder?: true
}

/**
 * Ways to parse a text, the likeliest first: as written (module or script by its syntax), as a script with a top-level
 * `return`, and as Flow. The first that does not fail is the tree; `undefined`
 * stands for a failure that is not worth telling.
 */
export function* attempts(
  lang: ScriptLang,
  text: string,
): Generator<() => Parsed | ScriptFailure | undefined> {
  const dialect = lang === 'js' ? 'jsx' : lang
  if (lang === 'js' && !MODULE_OR_JSX.test(text)) yield () => classic(text)
  yield () => oxc(text, dialect, 'unambiguous')
  if (lang === 'js' || lang === 'jsx') {
    yield () => oxc(text, dialect, 'commonjs')
    // Old scripts: `<!--` comments and other sloppy forms that only the script goal knows.
    yield () => oxc(text, 'js', 'script')
    if (/@flow|\btype\b|:\s*\w/.test(text)) yield () => flow(text)
  }
  if (lang === 'ts') yield () => oxc(text, 'tsx', 'unambiguous')
}

/** Words of a module, and what looks like the end of an element; in a comment or string they cost a little time. */
const MODULE_OR_JSX = /\b(?:import|export|await)\b|<\/|\/>/

/**
 * Plain scripts, as most widgets are: a parser that makes its tree here has it in a fifth of the time that oxc needs to hand
 * one over. What it refuses, for whatever reason, goes to the others.
 */
function classic(text: string): Parsed | undefined {
  const comments: Comment[] = []
  const onComment: Options['onComment'] = (type, value, start, end) => {
    comments.push({ type: type === 'MultiLine' ? 'Block' : 'Line', value, start, end })
  }
  try {
    const program = parseScript(text, { ...CLASSIC, onComment })
    return { program: program as unknown as Node, comments, kind: 'script', isInOrder: true }
  } catch {
    return undefined
  }
}

/** Old sloppy forms are allowed, names that are declared twice are not. */
const CLASSIC: Options = { webcompat: true, lexical: true, ranges: { start: true, end: true } }

/** oxc does not throw: it hands out an empty program next to its errors. */
function oxc(
  text: string,
  lang: ScriptLang,
  sourceType: 'unambiguous' | 'commonjs' | 'script',
): Parsed | ScriptFailure {
  const result = parseSync(`input.${lang === 'dts' ? 'd.ts' : lang}`, text, {
    lang,
    sourceType,
    // Plain JavaScript needs none of the members that only types fill: a third less to hand over.
    astType: lang === 'js' || lang === 'jsx' ? 'js' : 'ts',
    preserveParens: false,
  })
  const error = result.errors.find((e) => e.severity === 'Error')
  if (error) return { message: error.message, offset: error.labels[0]?.start ?? 0 }
  const program = result.program as unknown as Node
  return {
    program,
    comments: result.comments as Comment[],
    kind: program.sourceType === 'module' || result.module.hasModuleSyntax ? 'module' : 'script',
    isInOrder: true,
  }
}

const require = createRequire(import.meta.url)

/** Flow through Babel's parser in ESTree shape, loaded only when oxc refuses a file. */
function flow(text: string): Parsed | ScriptFailure {
  const { parse } = require('@babel/parser') as typeof import('@babel/parser')
  try {
    const file = parse(text, {
      sourceType: 'unambiguous',
      allowReturnOutsideFunction: true,
      plugins: ['estree', 'jsx', ['flow', { all: true }], 'decorators'],
    })
    const program = file.program as unknown as Node
    return {
      program,
      comments: (file.comments ?? []).map((c) => ({
        type: c.type === 'CommentLine' ? 'Line' : 'Block',
        value: c.value,
        start: c.start as number,
        end: c.end as number,
      })),
      kind: program.sourceType === 'module' ? 'module' : 'script',
    }
  } catch (error) {
    return { message: (error as Error).message, offset: (error as { pos?: number }).pos ?? 0 }
  }
}
