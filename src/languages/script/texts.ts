import type { Source } from '../../files/source.js'
import type { Hole, Literal, TextSite } from '../../sites.js'
import { decodeBackslashes } from '../decode.js'
import { type Decoded, hole, literal, mentionsBrand, textSite } from '../site.js'
import { dottedName, isTransparent, keyName, nameOf, staticText, unwrap } from './names.js'
import type { Node, ScriptTree } from './tree.js'
import { createFollower, type Flow } from './uses.js'

/** Private-use character with which markup adapters mask template tags inside strings: a hole. */
export const MASKED = '\uE000'

/**
 * Every text of a script that mentions a brand: literals, templates and concatenations as one site each, regular
 * expressions, object keys, JSX text and comments.
 * @param base UTF-16 index in `source.text` at which `tree.text` starts
 */
export function collectTexts(tree: ScriptTree, source: Source, base: number): TextSite[] {
  const follower = createFollower(tree, source, base)
  const sites: TextSite[] = []
  const tops = new Set<Node>()
  for (const node of tree.nodes) {
    if (!isText(node) || !mentionsBrand(tree.text.slice(node.start, node.end))) continue
    if (node.type === 'JSXText') {
      sites.push(site(node, [part(node)], { uses: [{ is: 'prose' }], closed: true }))
      continue
    }
    if (node.regex) {
      sites.push(site(node, [part(node)], follower.patternUsesOf(node)))
      continue
    }
    const top = topOf(node)
    if (tops.has(top)) continue
    tops.add(top)
    sites.push(site(top, partsOf(top), follower.usesOf(top)))
  }
  for (const comment of tree.comments) {
    if (!mentionsBrand(comment.value)) continue
    const start = base + comment.start
    const end = base + comment.end
    sites.push(
      textSite(source, [literal(source, start, end, undefined, [])], {
        uses: [{ is: 'comment' }],
        expression: [start, end],
      }),
    )
  }
  return sites

  function site(node: Node, parts: (Literal | Hole)[], flow: Flow): TextSite {
    return textSite(source, parts, {
      uses: flow.uses,
      closed: flow.closed,
      owner: ownersOf(node),
      quote: quoteOf(node),
      expression: [base + node.start, base + node.end],
      statement: statementOf(node).map((i) => base + i) as [number, number],
    })
  }

  function part(node: Node): Literal {
    const [from, to] = contentRange(node)
    const start = base + from
    const end = base + to
    if (node.regex) return literal(source, start, end, node.decode?.(source.text, start, end), ['regex'])
    if (node.content) return literal(source, start, end, node.decode?.(source.text, start, end), ['string'])
    if (node.type === 'JSXText') return literal(source, start, end, undefined, ['html'])
    if (isRaw(node)) return literal(source, start, end, undefined, ['string'])
    const decoded: Decoded | undefined = decodeBackslashes(source.text, start, end)
    return literal(source, start, end, decoded, ['string'])
  }

  function quoteOf(node: Node): string {
    const { content } = node
    if (content) return /^["'`]+$/.exec(tree.text.slice(node.start, content.start))?.[0] ?? ''
    const first = tree.text[node.start] ?? ''
    return first === '"' || first === "'" || first === '`' || first === '/' ? first : ''
  }

  /** Parts of a composed text in source order. */
  function partsOf(node: Node): (Literal | Hole)[] {
    const at = unwrap(node)
    if (at.type === 'Literal' && typeof at.value === 'string') return splitMasked(part(at), at)
    if (at.type === 'TemplateElement') return splitMasked(part(at), at)
    if (at.type === 'TemplateLiteral') {
      const parts: (Literal | Hole)[] = []
      at.quasis.forEach((quasi: Node, i: number) => {
        if (quasi.value.raw !== '') parts.push(...splitMasked(part(quasi), quasi))
        const expression = at.expressions[i] as Node | undefined
        if (expression) parts.push(...partsOf(expression))
      })
      return parts
    }
    if (at.type === 'BinaryExpression' && at.operator === '+') {
      return [...partsOf(at.left), ...partsOf(at.right)]
    }
    const chain = at.type === 'CallExpression' ? callParts(at) : undefined
    return chain ?? [holeOf(at)]
  }

  /** `a.concat(b)` and `[a, b].join('.')`. */
  function callParts(call: Node): (Literal | Hole)[] | undefined {
    const callee = unwrap(call.callee)
    if (callee.type !== 'MemberExpression') return undefined
    const method = keyName(callee)
    const object = unwrap(callee.object)
    if (method === 'concat' && object.type !== 'ArrayExpression') {
      return [object, ...call.arguments].flatMap((n: Node) => partsOf(n))
    }
    if (method === 'join' && object.type === 'ArrayExpression' && call.arguments[0]) {
      const separator = partsOf(call.arguments[0])
      return (object.elements as Node[]).flatMap((n, i) =>
        i === 0 ? partsOf(n) : [...separator, ...partsOf(n)],
      )
    }
    return undefined
  }

  function holeOf(node: Node): Hole {
    const name = dottedName(node)
    const value = constantOf(node)
    return hole(
      source,
      base + node.start,
      base + node.end,
      name.includes('*') || name.includes('()') ? undefined : name,
      value && part(value),
    )
  }

  /** The literal that a name stands for, when it is bound once and never written. */
  function constantOf(node: Node): Node | undefined {
    if (node.type !== 'Identifier') return undefined
    const variable = tree.resolve(node.name, node)
    const definition = variable?.defs.length === 1 ? variable.defs[0]?.node : undefined
    if (!variable || definition?.type !== 'VariableDeclarator' || definition.id.type !== 'Identifier')
      return undefined
    if (variable.references.some((r) => r.isWrite() && !r.init)) return undefined
    const init = definition.init ? unwrap(definition.init) : undefined
    if (!init || staticText(init) === undefined) return undefined
    return init.type === 'TemplateLiteral' ? (init.quasis[0] as Node) : init
  }

  /** Runs of the masking character become holes. */
  function splitMasked(whole: Literal, node: Node): (Literal | Hole)[] {
    if (!whole.text.includes(MASKED)) return [whole]
    const [from, to] = contentRange(node)
    const parts: (Literal | Hole)[] = []
    const text = tree.text.slice(from, to)
    for (const match of text.matchAll(/\uE000+|[^\uE000]+/g)) {
      const start = base + from + match.index
      const end = start + match[0].length
      parts.push(
        match[0].startsWith(MASKED)
          ? hole(source, start, end)
          : literal(source, start, end, decodeBackslashes(source.text, start, end), ['string']),
      )
    }
    return parts
  }
}

/** Range of a literal's characters without its delimiters, in UTF-16 units of the parsed text. */
function contentRange(node: Node): [number, number] {
  const { start, end, content } = node
  if (content) return [content.start, content.end]
  if (node.regex) return [start + 1, start + 1 + node.regex.pattern.length]
  if (node.type === 'JSXText') return [start, end]
  if (node.type === 'TemplateElement') {
    // Parsers disagree on whether the backtick and the braces belong to the element.
    const raw = node.value.raw.length as number
    return end - start === raw ? [start, end] : [start + 1, start + 1 + raw]
  }
  return [start + 1, end - 1]
}

/** A piece of a text whose backslashes are letters: `String.raw`. */
function isRaw(node: Node): boolean {
  const template = node.type === 'TemplateElement' ? node.parent : node
  const tagged = template?.type === 'TemplateLiteral' ? template.parent : undefined
  return tagged?.type === 'TaggedTemplateExpression' && dottedName(tagged.tag) === 'String.raw'
}

function isText(node: Node): boolean {
  if (node.type === 'TemplateElement' || node.type === 'JSXText') return true
  return node.type === 'Literal' && (typeof node.value === 'string' || node.regex !== undefined)
}

/** The outermost expression that is one text with `node`: the whole concatenation, template or join. */
function topOf(node: Node): Node {
  let at = node
  for (;;) {
    const parent = at.parent
    if (!parent) return at
    if (isTransparent(parent)) at = parent
    else if (parent.type === 'TemplateLiteral') {
      if (parent.parent?.type === 'TaggedTemplateExpression') return parent
      at = parent
    } else if (parent.type === 'BinaryExpression' && parent.operator === '+') at = parent
    else {
      const call = composingCall(at, parent)
      if (!call) return at
      at = call
    }
  }
}

/** The `concat` or `join` call that a piece belongs to. */
function composingCall(node: Node, parent: Node): Node | undefined {
  if (parent.type === 'MemberExpression' && parent.object === node && keyName(parent) === 'concat') {
    return parent.parent?.type === 'CallExpression' && parent.parent.callee === parent
      ? parent.parent
      : undefined
  }
  if (parent.type === 'CallExpression' && parent.arguments.includes(node)) {
    const callee = unwrap(parent.callee)
    if (callee.type !== 'MemberExpression') return undefined
    return keyName(callee) === 'concat' && staticText(callee.object) !== undefined ? parent : undefined
  }
  if (parent.type === 'ArrayExpression') {
    const member = parent.parent
    if (member?.type === 'MemberExpression' && keyName(member) === 'join' && member.object === parent) {
      return member.parent?.type === 'CallExpression' && member.parent.arguments[0]
        ? member.parent
        : undefined
    }
  }
  return undefined
}

/** Names around a node, outermost first: classes, functions, variables, key paths. */
function ownersOf(node: Node): string[] {
  const names: string[] = []
  for (let at: Node | undefined = node; at; at = at.parent) {
    const name =
      at.type === 'Property' || at.type === 'PropertyDefinition' || at.type === 'MethodDefinition'
        ? keyName(at)
        : at.type === 'VariableDeclarator'
          ? (at.id.name as string | undefined)
          : at.type === 'AssignmentExpression'
            ? dottedName(at.left)
            : at.type.startsWith('Function') || at.type.startsWith('Class')
              ? nameOf(at)
              : undefined
    if (name !== undefined && names[0] !== name) names.unshift(name)
  }
  return names
}

/** The innermost statement around a node, widened to the whole `if … else if` chain it belongs to. */
function statementOf(node: Node): [number, number] {
  let at: Node | undefined = node
  while (at && !/Statement$|Declaration$|^PropertyDefinition$|^SwitchCase$/.test(at.type)) at = at.parent
  while (at?.parent?.type === 'IfStatement') at = at.parent
  // The labels of one switch are read together.
  if (at?.type === 'SwitchCase' && node.start >= (at.test?.start ?? Number.POSITIVE_INFINITY)) {
    if (node.end <= at.test.end) at = at.parent
  }
  return at ? [at.start, at.end] : [node.start, node.end]
}
