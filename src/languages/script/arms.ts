import type { Use } from '../../sites.js'
import { isFunction, staticText } from './names.js'
import type { Node } from './tree.js'

/** How far up statements are looked at for a decision between platforms. */
const MAX_STATEMENTS = 3

/**
 * Decisions by statements around an expression: `if`/`else`, `switch` cases, and an early `return` in front of it.
 * Only tests that could tell platforms apart are handed out; any other `if` says nothing about a host.
 */
export function* statementArms(node: Node, textOf: (node: Node) => string): Generator<Use> {
  const own = textOf(node)
  const twin = own.replace(/amocrm/gi, 'kommo')
  const holdsTwin = (text: string) => twin !== own && text.includes(twin)
  let found = 0
  let inner: Node = node
  const statement = statementAround(node)
  for (let at = node.parent; at && found < MAX_STATEMENTS; inner = at, at = at.parent) {
    if (isFunction(at) || at.type === 'Program') {
      if (at.type === 'Program') yield* earlyReturns(inner, textOf, holdsTwin)
      return
    }
    if (at.type === 'IfStatement' && inner !== at.test) {
      const other = (at.consequent === inner ? at.alternate : at.consequent) as Node | null
      const test = textOf(at.test)
      const others = other ? [textOf(other)] : []
      if (isPlatformTest(test) || others.some((o) => /amocrm\W{0,3}ru\b/i.test(o) || holdsTwin(o))) {
        yield { is: 'arm', test, arm: at.consequent === inner ? 'then' : 'else', other: others }
        found++
      }
    }
    if (at.type === 'SwitchCase' && inner !== at.test) {
      const label = at.test ? (staticText(at.test) ?? textOf(at.test)) : undefined
      const cases = (at.parent?.cases ?? []) as Node[]
      const others = cases.filter((c) => c !== at).map(textOf)
      const test = textOf(at.parent?.discriminant as Node)
      if (label === undefined) {
        const labels = cases.flatMap((c) => (c.test ? [textOf(c.test)] : []))
        if (labels.some((l) => isPlatformTest(l)))
          yield { is: 'arm', test: labels.join(' '), arm: 'else', other: others }
      } else if (isPlatformTest(`'${label}'`))
        yield { is: 'arm', test, arm: 'case', other: others, label: `'${label}'` }
      found++
    }
    yield* earlyReturns(inner, textOf, holdsTwin)
    if (inner === statement) yield* overriding(inner, textOf)
  }
}

/** `set('…', own)` with `if (test) { set('…', twin) }` behind it: the same is done again with the new name. */
function* overriding(statement: Node, textOf: (node: Node) => string): Generator<Use> {
  const siblings = statement.parent?.body
  if (!Array.isArray(siblings)) return
  const own = textOf(statement)
  const again = own.replace(/amocrm/gi, 'kommo')
  const next = siblings[siblings.indexOf(statement) + 1] as Node | undefined
  if (next?.type !== 'IfStatement' || next.alternate || again === own) return
  const body = textOf(next.consequent)
  if (body.includes(again)) yield { is: 'arm', test: textOf(next.test), arm: 'else', other: [body] }
}

/**
 * `if (isRu) return 'amocrm.ru'` in front of the statement: what follows is its else arm. So it is where the same text
 * with the new name is given back.
 */
function* earlyReturns(
  statement: Node,
  textOf: (node: Node) => string,
  holdsTwin: (text: string) => boolean,
): Generator<Use> {
  const siblings = statement.parent?.body
  if (!Array.isArray(siblings) || statement.type === 'IfStatement') return
  const before = siblings.slice(0, siblings.indexOf(statement)) as Node[]
  for (const node of before.slice(-3)) {
    if (node.type !== 'IfStatement' || node.alternate) continue
    const body = textOf(node.consequent)
    const test = textOf(node.test)
    if (!/\breturn\b/.test(body)) continue
    if (isPlatformTest(test) || /amocrm\W{0,3}ru\b/i.test(body) || holdsTwin(body))
      yield { is: 'arm', test, arm: 'else', other: [body] }
  }
}

/** The plain statement that an expression belongs to. */
function statementAround(node: Node): Node | undefined {
  let at: Node | undefined = node
  while (at && !/Statement$/.test(at.type)) at = at.parent
  return at?.type === 'ExpressionStatement' ? at : undefined
}

function isPlatformTest(test: string): boolean {
  return /['"`/][^'"`]*(?:amocrm|kommo)|['"`.](?:ru|com)['"`$/]|\b(?:tld|zone)\b/i.test(test)
}
