import type { Node } from '../tree.js'
import { isFailure, parseScript } from '../tree.js'
import { valueVariable } from './bindings.js'
import type { Draft } from './draft.js'
import { dottedName, memberName, nodeAt, stringValue, wrapped } from './nodes.js'
import { globalObject } from './window.js'

/** A mention in text that is a word of the brand, a label, a value. */
export const PROSE: Draft = { access: 'read', via: 'string', place: { text: 'prose' } }

const RUNS =
  /(?:^|\.)(?:Function|eval|setTimeout|setInterval|execScript|executeScript|addInitScript|evaluate|runInContext|runInThisContext|runInNewContext|Script)$/

/** JavaScript held in the string: it uses the constant as a free name. */
export function draftOfCode(whole: Node, text: string, name: string): Draft {
  const up = wrapped(whole).parent as Node
  const runs =
    (up.type === 'CallExpression' || up.type === 'NewExpression') && RUNS.test(dottedName(up.callee))
  const looksLikeCode = new RegExp(
    `(?<![\\w$./@-])(?:window\\.)?${name}(?:\\s*(?:\\?\\.|\\.(?!com\\b|ru\\b|kz\\b|ua\\b)|\\[)\\s*['"\\w$])`,
    'i',
  )
  if (!runs && !looksLikeCode.test(text)) return PROSE
  const all = concatenated(whole)
  if (!runs && all !== undefined && (MARKUP.test(all) || codeUse(all, name))) return IN_PIECES
  // A bare path may be a label as well as code: only what runs it makes it code.
  if (!runs && isPath(text)) return mention(text, name)
  if (!runs && MARKUP.test(text) && !/^\s*javascript:/.test(text)) return IN_PIECES
  const use = codeUse(text, name)
  if (use)
    return {
      access: use.write ? 'write' : 'read',
      via: 'string',
      members: use.members,
      place: { text: 'code' },
    }
  return runs ? { access: 'read', via: 'string', place: { text: 'code' } } : mention(text, name)
}

const MARKUP = /<script|\son\w+\s*=|javascript:/i

/** Code of which the string holds a part. */
const IN_PIECES: Draft = { access: 'read', via: 'string', place: { text: 'code' } }

/** The whole text of a concatenation that a string is part of; `undefined` when it stands alone. */
function concatenated(whole: Node): string | undefined {
  let top = wrapped(whole)
  while (top.parent?.type === 'BinaryExpression' && top.parent.operator === '+') top = top.parent
  if (top.type !== 'BinaryExpression' || top.end - top.start > 200_000) return undefined
  const parts: string[] = []
  const queue = [top]
  for (let at = queue.pop(); at; at = queue.pop()) {
    if (at.type === 'BinaryExpression' && at.operator === '+') queue.push(at.right, at.left)
    else parts.push(stringValue(at) ?? (at.type === 'TemplateLiteral' ? templateText(at) : '_'))
  }
  return parts.join('')
}

/** Nothing but a dotted path: `'AMOCRM.data'`. */
function isPath(text: string): boolean {
  return /^\s*(?:window\.)?[A-Z]+(?:\??\.[\w$]+)*\s*$/.test(text)
}

/** The first use of the global in a piece of code held in text. */
function codeUse(text: string, name: string): { members: string[]; write: boolean } | undefined {
  const parsed = parseScript(text.replace(/^\s*javascript:/, ''), 'js')
  if (isFailure(parsed)) return undefined
  for (const match of parsed.text.matchAll(new RegExp(`(?<![\\w$])${name}(?![\\w$])`, 'g'))) {
    const node = nodeAt(parsed.program, match.index)
    if (node.type !== 'Identifier' || valueVariable(parsed, name, node)) continue
    const up = node.parent
    if (up?.type === 'LabeledStatement') continue
    const member = up?.type === 'MemberExpression' && up.property === node && !up.computed ? up : undefined
    if (member && !globalObject(parsed, member.object)) continue
    const target = member ?? node
    const written = target.parent?.type === 'AssignmentExpression' && target.parent.left === target
    const next = target.parent?.type === 'MemberExpression' ? memberName(target.parent) : undefined
    return { members: next ? [next] : [], write: written }
  }
  return undefined
}

/** A sentence that names a member of the constant, such as an error message. */
function mention(text: string, name: string): Draft {
  const member = new RegExp(`${name}\\??\\.([\\w$]+)`).exec(text)?.[1]
  return { access: 'read', via: 'string', members: member ? [member] : [], place: { text: 'prose' } }
}

/** Text of a template with a placeholder name for every hole. */
export function templateText(template: Node): string {
  if (template.type !== 'TemplateLiteral') return ''
  return template.quasis.map((quasi: Node) => quasi.value?.cooked ?? '').join('_')
}
