import { remembered } from '../../../roles/memo.js'

const IMPORTS: readonly RegExp[] = [
  // Go: `ginCors "github.com/gin-contrib/cors"`, a major version may follow.
  /^[ \t]*(?:import[ \t]+)?(?<local>\w+)[ \t]+"(?:[\w.-]+\/)+(?<name>[\w-]+?)(?:\/v\d+)?"/gm,
  // JavaScript: `import corsLibrary from 'cors'`, `const corsLibrary = require('cors')`.
  /^[ \t]*import[ \t]+(?:\*[ \t]*as[ \t]+)?(?<local>\w+)[ \t]+from[ \t]+['"](?<name>\w+)['"]/gm,
  /\b(?:const|let|var)[ \t]+(?<local>\w+)[ \t]*=[ \t]*require\([ \t]*['"](?<name>\w+)['"][ \t]*\)/g,
]
/** Python and Kotlin: `from flask_cors import CORS as Cors, cross_origin as allow`, in parentheses too. */
const STATEMENT = /^[ \t]*(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+(?:\([^)]*\)|[^\r\n]*)/gm
const RENAMED = /(?<name>\w+)[ \t]+as[ \t]+(?<local>\w+)/g

const renamedIn = remembered((text: string): ReadonlyMap<string, string> => {
  const statements = text.match(STATEMENT) ?? []
  const found = [
    ...IMPORTS.flatMap((form) => [...text.matchAll(form)]),
    ...statements.flatMap((statement) => [...statement.matchAll(RENAMED)]),
  ]
  return new Map(found.map(({ groups }) => [groups?.local ?? '', groups?.name ?? '']))
})

/**
 * A dotted callee by the names that its library gives, where the file imports it under another:
 * `ginCors.New` is `cors.New`.
 * @param text the whole file
 */
export function importedName(callee: string, text: string): string {
  const [head = '', ...rest] = callee.split('.')
  return [renamedIn(text).get(head) ?? head, ...rest].join('.')
}
