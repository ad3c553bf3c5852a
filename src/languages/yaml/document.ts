import { Composer, type Document, Lexer, type ParsedNode, Parser } from 'yaml'

export interface Parsed {
  documents: readonly Document.Parsed<ParsedNode, boolean>[]
  /** UTF-16 ranges of the comments. */
  comments: readonly (readonly [number, number])[]
  /** What the parser refuses, the first first. */
  problems: readonly { message: string; start: number; end: number }[]
}

/** Marks that the lexer puts between the pieces of the source; they are no part of it. */
const SCALAR = '\x1f'
const MARKS = new Set(['\x02', '\x18', SCALAR])

/** Parses every document of a file. A lone carriage return ends a line here, as it does in an editor. */
export function parseYaml(written: string): Parsed {
  const text = written.replace(/\r(?!\n)/g, '\n')
  const parser = new Parser()
  const composer = new Composer({ uniqueKeys: false, strict: false, logLevel: 'silent' })
  const comments: [number, number][] = []
  const tokens = []
  let at = 0
  let previous = ''
  for (const lexeme of new Lexer().lex(text)) {
    if (!MARKS.has(lexeme)) {
      if (lexeme.startsWith('#') && previous !== SCALAR) comments.push([at, at + lexeme.length])
      at += lexeme.length
    }
    previous = lexeme
    tokens.push(...parser.next(lexeme))
  }
  tokens.push(...parser.end())
  const documents = [...composer.compose(tokens, true, text.length)]
  const problems = documents
    .flatMap(({ errors }) => errors)
    .map(({ message, pos: [start, end] }) => ({ message: message.split('\n')[0] as string, start, end }))
  return { documents, comments, problems }
}
