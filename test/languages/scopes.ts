import { completeTree, link } from '../../src/languages/script/link.js'
import { attempts, type Parsed } from '../../src/languages/script/parsers.js'
import { managedScopes } from '../../src/languages/script/scopes/manager.js'
import { plainScopes } from '../../src/languages/script/scopes/plain.js'
import type { Reference, Scope, Scopes, Variable } from '../../src/languages/script/scopes/types.js'
import type { Node, ScriptLang } from '../../src/languages/script/tree.js'

/**
 * Where our scopes of a script and typescript-eslint's are not the same, in words; `undefined` for what is no plain
 * JavaScript, so that ours are never asked.
 */
export function scopeDifferences(text: string, lang: ScriptLang = 'js'): string[] | undefined {
  const parsed = parsedFirst(text, lang)
  if (!parsed?.isInOrder) return undefined
  const { program, kind } = parsed
  const { nodes, marked, isPlain } = link(program)
  if (!isPlain) return undefined
  completeTree(nodes)
  return differences(nodes, plainScopes(program, marked, kind), managedScopes(program, kind))
}

function parsedFirst(text: string, lang: ScriptLang): Parsed | undefined {
  for (const attempt of attempts(lang, text)) {
    const parsed = attempt()
    if (parsed && !('message' in parsed)) return parsed
  }
  return undefined
}

function differences(nodes: readonly Node[], ours: Scopes, theirs: Scopes): string[] {
  const found: string[] = []
  const same = (what: string, a: unknown, b: unknown) => {
    if (a !== b && found.length < 10) found.push(`${what}: ours ${String(a)}, theirs ${String(b)}`)
  }
  const pairs = new Map<Scope, Scope>()
  const compared = new Set<Scope>()
  for (const node of nodes) compareScopes(ours.scopeOf(node), theirs.scopeOf(node), `at ${node.start}`)
  compareScopes(ours.globalScope, theirs.globalScope, 'global')
  same('number of scopes', ours.scopes.length, theirs.scopes.length)
  same('free names', listed(ours.freeNames()), listed(theirs.freeNames()))
  return found

  function compareScopes(a: Scope, b: Scope, where: string): void {
    if (!pairs.has(a)) pairs.set(a, b)
    same(`scope ${where}`, pairs.get(a) === b, true)
    if (compared.has(a)) return
    compared.add(a)
    same(`type ${where}`, a.type, b.type)
    same(`strictness ${where}`, a.isStrict, b.isStrict)
    same(`names ${where}`, [...a.set.keys()].join(), [...b.set.keys()].filter(isName).join())
    for (const [name, variable] of a.set) {
      const other = b.set.get(name)
      if (other) compareVariables(variable, other, `${name} ${where}`)
    }
    same(`outermost ${where}`, a.upper === null, b.upper === null)
    if (a.upper && b.upper) compareScopes(a.upper, b.upper, `above ${where}`)
    if (compared.size < 5000) compareScopes(a.variableScope, b.variableScope, `of var ${where}`)
  }

  function compareVariables(a: Variable, b: Variable, where: string): void {
    same(`definitions of ${where}`, a.defs.length, b.defs.length)
    a.defs.forEach((def, i) => {
      const other = b.defs[i]
      same(`type of ${where}`, def.type, other?.type)
      same(`name of ${where}`, def.name === other?.name, true)
      same(`declared by ${where}`, def.node === other?.node, true)
      same(`declaration of ${where}`, (def.parent ?? null) === (other?.parent ?? null), true)
    })
    same(`references of ${where}`, inOrder(a.references), inOrder(b.references))
  }
}

/** Theirs have a variable for the word of `as const`. */
function isName(name: string): boolean {
  return name !== 'const'
}

/** References in source order; of one identifier, defaults after values or before is all the same. */
function inOrder(references: readonly Reference[]): string {
  return references
    .map((reference) => {
      const access = `${reference.isRead() ? 'r' : ''}${reference.isWrite() ? 'w' : ''}${reference.init ? 'i' : ''}`
      return { start: reference.identifier.start, access }
    })
    .sort((a, b) => a.start - b.start || (a.access < b.access ? -1 : 1))
    .map(({ start, access }) => `${start}${access}`)
    .join(' ')
}

function listed(names: ReadonlyMap<string, number>): string {
  return [...names]
    .map(([name, count]) => `${name} ${count}`)
    .sort()
    .join(', ')
}
