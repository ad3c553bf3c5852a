import type { Source } from '../../files/source.js'
import type { BoundName, GlobalPlace, GlobalRef } from '../../sites.js'
import { boundAs, dynamicScope } from './globals/bindings.js'
import { bringsOwn, precedesBridge, setsOldName } from './globals/bridged.js'
import type { GlobalName } from './globals/chains.js'
import { commentAt, draftOfComment } from './globals/comments.js'
import { type Draft, OWN } from './globals/draft.js'
import { isFallback } from './globals/fallback.js'
import { type Context, draftOfName } from './globals/names.js'
import { nodeAt } from './globals/nodes.js'
import { draftOfString } from './globals/strings.js'
import { isTyped } from './globals/typing.js'
import type { Node, ScriptTree } from './tree.js'

/** As loose as the accounting: `$AMOCRM` is handed out too, as a name of its own. */
const NAMES = /(?<![A-Za-z0-9_])(?:AMOCRM|APP)(?![A-Za-z0-9_])/g

/**
 * Every mention of `AMOCRM` in a piece of script, and those of `APP` that matter beside it (declarations, writes,
 * lint settings). `base` is the UTF-16 offset of the piece in `source.text`; spans are bytes of the file.
 * Mentions that are not the constant are handed out as well (`via: 'property'`, `bound('AMOCRM')` other than
 * `'no'`, `place.text: 'prose'`), so that a caller can account for each.
 */
export function collectGlobals(tree: ScriptTree, source: Source, base: number): GlobalRef[] {
  const refs: GlobalRef[] = []
  const context: Context = { tree, path: source.path, typed: isTyped(tree, source, base) }
  const add = (at: number, length: number, name: GlobalName, found: Found | undefined) => {
    if (!found || (name === 'APP' && !matters(found.draft))) return
    const span = {
      file: source.path,
      start: source.byteAt(base + at),
      end: source.byteAt(base + at + length),
    }
    refs.push(complete(tree, found, name, span))
  }
  for (const { index, 0: name } of tree.text.matchAll(NAMES))
    add(index, name.length, name as GlobalName, draftAt(context, index, name as GlobalName))
  if (tree.text.includes('\\u'))
    for (const { index, 0: written } of tree.text.matchAll(ESCAPED))
      add(index, written.length, 'AMOCRM', escapedDraft(context, index, written))
  return refs
}

/** `\u0041MOCRM`, `AMO\u{43}RM`: an identifier may be written with escapes. */
function escapedDraft(context: Context, at: number, written: string): Found | undefined {
  if (!written.includes('\\')) return undefined
  const node = nodeAt(context.tree.program, at)
  if (node.type !== 'Identifier' || node.name !== 'AMOCRM' || node.start !== at) return undefined
  const draft = draftOfName(context, node)
  const place = { ...draft.place, doubt: draft.place?.doubt ?? 'the name is written with escapes' }
  return { draft: { ...draft, place }, node }
}

const ESCAPED = /(?<![A-Za-z0-9_\\])(?:[A-Z]|\\u00[0-9a-f]{2}|\\u\{0*[0-9a-f]{2}\}){6}(?![A-Za-z0-9_])/gi

/** Of `APP`, only what changes the meaning of a renamed `AMOCRM`: who declares or sets it. */
function matters(draft: Draft): boolean {
  if (draft.access === 'declare') return draft.place?.declares !== undefined
  return (draft.access === 'write' || draft.access === 'delete') && draft.via !== 'property'
}

interface Found {
  draft: Draft
  node: Node
}

function draftAt(context: Context, at: number, name: GlobalName): Found | undefined {
  const { tree } = context
  const comment = commentAt(tree.comments, at)
  if (comment) return { draft: draftOfComment(comment, at, name), node: tree.program }
  const node = nodeAt(tree.program, at)
  switch (node.type) {
    case 'Identifier':
      // A typed parameter's range includes its annotation, and a letter of another script may precede the name.
      return node.name === name && node.start === at
        ? { draft: draftOfName(context, node), node }
        : { draft: OWN, node }
    case 'Literal':
    case 'StringLiteral':
      if (typeof node.value !== 'string') return { draft: OWN, node }
      return { draft: draftOfString(context, node, name), node }
    case 'TemplateElement':
    case 'TemplateLiteral':
      return { draft: draftOfString(context, node, name), node }
    case 'JSXText':
      return { draft: { access: 'read', via: 'string', place: { text: 'prose' } }, node }
    default: {
      // Decorators may stand outside the range of what they decorate.
      const stray = name === 'AMOCRM' ? identifierAt(tree, at) : undefined
      return stray ? { draft: draftOfName(context, stray), node: stray } : { draft: OWN, node }
    }
  }
}

function identifierAt(tree: ScriptTree, at: number): Node | undefined {
  for (const node of tree.nodes) if (node.start === at && node.type === 'Identifier') return node
  return undefined
}

function complete(
  tree: ScriptTree,
  { draft, node }: Found,
  name: GlobalName,
  span: GlobalRef['span'],
): GlobalRef {
  return {
    name,
    access: draft.access,
    via: draft.via,
    span,
    members: draft.members ?? [],
    ...(draft.object === undefined ? {} : { object: draft.object }),
    shorthand: draft.shorthand ?? false,
    bound: bindings(tree, node),
    place: placeOf(tree, draft, node, name),
  }
}

/** Asked at once: a closure over the tree would keep every tree of a run in memory. */
function bindings(tree: ScriptTree, node: Node): GlobalRef['bound'] {
  return lookUp({
    AMOCRM: boundAs(tree, 'AMOCRM', node),
    APP: boundAs(tree, 'APP', node),
    window: boundAs(tree, 'window', node),
  })
}

function lookUp(known: Record<BoundName, ReturnType<GlobalRef['bound']>>): GlobalRef['bound'] {
  return (name) => known[name]
}

/** Adds what the surroundings say: a fallback to the other name, a scope that may change at run time. */
function placeOf(tree: ScriptTree, draft: Draft, node: Node, name: GlobalName): GlobalPlace {
  const place: GlobalPlace = { ...draft.place }
  if (draft.via === 'property' || draft.via === 'comment' || place.text || place.declares) return place
  if (isFallback(tree, node, name) || (draft.access === 'type' && typesOther(node, name)))
    place.fallback = true
  if (name === 'AMOCRM' && !place.fallback && setsOldName(tree)) {
    if (draft.access === 'delete') place.fallback = true
    else if (draft.access === 'write') place.doubt ??= 'the file sets `AMOCRM` from `APP` in another place'
  }
  if (place.fallback && bringsOwn(tree, node)) place.own = true
  if (!place.fallback && !place.doubt && name === 'AMOCRM' && precedesBridge(tree, node))
    place.doubt = '`APP` is set from `AMOCRM` only after this line'
  const bare = draft.via === 'bare' && draft.access !== 'declare'
  const doubt = place.doubt ?? (bare ? dynamicScope(tree, node) : undefined)
  if (doubt) place.doubt = doubt
  return place
}

/** `declare const APP: typeof AMOCRM`, `APP: Window['AMOCRM']`: the type of one name declares the other. */
function typesOther(node: Node, name: GlobalName): boolean {
  const other = name === 'APP' ? 'AMOCRM' : 'APP'
  for (let at = node.parent; at && !/Statement$|^Program$|Function/.test(at.type); at = at.parent) {
    if (at.type === 'Identifier') return at.name === other
    if (at.type === 'TSPropertySignature') return (at.key.name ?? at.key.value) === other
  }
  return false
}
