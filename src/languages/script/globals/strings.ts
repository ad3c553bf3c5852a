import type { Node, ScriptTree } from '../tree.js'
import { valueVariable } from './bindings.js'
import { type Draft, OWN } from './draft.js'
import { draftOfCode, PROSE, templateText } from './embedded.js'
import { type Context, draftOfMember, draftOfProperty } from './names.js'
import { dottedName, stringValue, unwrap, wrapped } from './nodes.js'
import { propertyDeclaration } from './properties.js'
import { settingOfElement, settingOfValue } from './settings.js'
import { globalObject } from './window.js'

/** What a bundler takes for an external: `AMOCRM.modal`, `var AMOCRM`, `root AMOCRM`. */
const EXTERNAL = /^(?:(?:var|window|global|root|self|this|assign)\s+)?AMOCRM(?:\.[\w.]+)?$/

/** What the name is inside a string or template: a key of the global object, code in text, or a word. */
export function draftOfString(context: Context, literal: Node, name: string): Draft {
  const whole = literal.type === 'TemplateElement' ? (literal.parent as Node) : literal
  const value = stringValue(whole)
  if (value === name) return draftOfKey(context, whole)
  if (value !== undefined && isModulePath(whole, value)) return OWN
  if (value?.startsWith(`${name}.`)) {
    const keyed = draftOfArgument(context, whole)
    if (keyed) return keyed
  }
  const outer = wrapped(whole)
  if (value !== undefined && EXTERNAL.test(value) && settingOfValue(context.path, outer)) {
    return settingDraft({ declares: 'build' })
  }
  return draftOfCode(whole, value ?? templateText(whole), name)
}

const PATH = /^(?:\.{1,2}|~|@|src|lib|app|dist|public|assets|node_modules)?\/[\w@./~-]+$/

/** The path of a module or file: `'./types/AMOCRM'`, or whatever is imported. */
function isModulePath(literal: Node, value: string): boolean {
  if (!/[/]/.test(value)) return false
  if (PATH.test(value)) return true
  const up = wrapped(literal).parent
  if (up?.type === 'CallExpression')
    return /^(?:require|(?:jest|vi)\.(?:un)?mock)$/.test(dottedName(up.callee)) && up.arguments[0] === literal
  return /^(?:Import|Export)/.test(up?.type ?? '')
}

/** The string is exactly the name. */
function draftOfKey(context: Context, literal: Node): Draft {
  const outer = wrapped(literal)
  const up = outer.parent as Node
  switch (up.type) {
    case 'MemberExpression':
      return up.property === outer && up.computed ? draftOfMember(context, up) : PROSE
    case 'BinaryExpression':
      return up.operator === 'in' && up.left === outer ? inOperator(context.tree, up) : PROSE
    case 'Property':
      if (up.key === outer) return draftOfProperty(context, up, outer)
      return settingDraft(settingOfValue(context.path, outer))
    case 'TSPropertySignature':
    case 'TSMethodSignature':
      return propertyDeclaration(context, up)
    case 'PropertyDefinition':
    case 'MethodDefinition':
    case 'TSEnumMember':
      return up.key === outer || up.id === outer ? OWN : PROSE
    case 'ArrayExpression':
      return draftOfElement(context, up)
    case 'CallExpression':
    case 'NewExpression':
      return draftOfArgument(context, outer) ?? PROSE
    case 'VariableDeclarator':
      return up.init === outer && up.id.type === 'Identifier' ? draftOfConstant(context.tree, up) : PROSE
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
      return OWN
    case 'TSLiteralType':
      return indexedType(up)
    default:
      return PROSE
  }
}

function settingDraft(place: Draft['place'] | undefined): Draft {
  return place ? { access: 'declare', via: 'string', place } : PROSE
}

function inOperator(tree: ScriptTree, node: Node): Draft {
  const object = globalObject(tree, node.right)
  return object ? { access: 'guard', via: 'string', place: { ...object } } : OWN
}

function draftOfElement(context: Context, list: Node): Draft {
  const setting = settingOfElement(context.path, list)
  if (setting) return settingDraft(setting)
  const names = list.elements.map((item: Node | null) => (item ? stringValue(item) : undefined))
  if (names.includes('APP') && names.includes('AMOCRM')) {
    return { access: 'read', via: 'string', place: { fallback: true, beside: ['APP'] } }
  }
  return draftOfArgument(context, wrapped(list)) ?? PROSE
}

const ASKS = /(?:^|\.)(?:hasOwnProperty|propertyIsEnumerable|hasOwn|has|hasIn|getOwnPropertyDescriptor|call)$/
const READS = /(?:^|\.)(?:get|result|property|prop|path|at)$/
const WRITES = /(?:^|\.)(?:set|defineProperty|stubGlobal|spyOn|stub|replace|replaceProperty|assign|mock)$/
const DELETES = /(?:^|\.)(?:deleteProperty|unset|unstubGlobal)$/

/** The string is an argument: of a question about the global object, of a test double, of an own helper. */
function draftOfArgument({ tree }: Context, literal: Node): Draft | undefined {
  const call = literal.parent as Node
  if (call.type !== 'CallExpression' && call.type !== 'NewExpression') return undefined
  const callee = dottedName(call.callee)
  const index = call.arguments.indexOf(literal)
  if (callee === 'require' || callee === 'define' || callee === 'requirejs')
    return { access: 'declare', via: 'string', place: { declares: 'module' } }
  const value = call.arguments[index + 1]
  if (/(?:^|\.)stubGlobal$/.test(callee)) {
    return {
      access: 'write',
      via: 'string',
      place: value ? { value: tree.text.slice(value.start, value.end).replace(/\s+/g, '') } : {},
    }
  }
  if (/\.(?:hasOwnProperty|propertyIsEnumerable)$/.test(callee)) {
    const object = globalObject(tree, (unwrap(call.callee) as Node).object)
    return object ? { access: 'guard', via: 'string', place: { ...object } } : OWN
  }
  const asserted = assertion(tree, call, callee)
  if (asserted) return asserted
  if (/\.(?:includes|indexOf)$/.test(callee) && listsGlobal(tree, call))
    return { access: 'guard', via: 'string' }
  const before = call.arguments.slice(0, index).map((argument: Node) => globalObject(tree, argument))
  const object = before.find(Boolean)
  if (!object) return ownHelper(tree, call, index)
  const access = accessByCallee(callee)
  return {
    access: access ?? 'read',
    via: 'string',
    place: access ? { ...object } : { doubt: `\`${callee}\` is not known to read the property of that name` },
  }
}

/** `expect(window).toHaveProperty('AMOCRM')`, `cy.window().its('AMOCRM')`. */
function assertion(tree: ScriptTree, call: Node, callee: string): Draft | undefined {
  if (!/\.(?:toHaveProperty|property|its|should|invoke)$/.test(callee)) return undefined
  for (
    let at: Node = unwrap(call.callee);
    ;
    at = unwrap(at.type === 'CallExpression' ? at.callee : at.object)
  ) {
    if (at.type !== 'CallExpression' && at.type !== 'MemberExpression') return undefined
    if (at.type !== 'CallExpression') continue
    if (at.arguments[0] && globalObject(tree, at.arguments[0])) return { access: 'guard', via: 'string' }
    if (dottedName(at.callee) === 'cy.window')
      return {
        access: 'read',
        via: 'string',
        place: { doubt: 'the name is looked up on the window under test' },
      }
  }
}

/** `Object.keys(window).includes('AMOCRM')`. */
function listsGlobal(tree: ScriptTree, call: Node): boolean {
  const list = unwrap(unwrap(call.callee).object)
  if (list.type !== 'CallExpression') return false
  const names = /^(?:Object\.(?:keys|getOwnPropertyNames)|Reflect\.ownKeys)$/.test(dottedName(list.callee))
  return names && list.arguments[0] !== undefined && globalObject(tree, list.arguments[0]) !== undefined
}

function accessByCallee(callee: string) {
  if (ASKS.test(callee)) return 'guard'
  if (WRITES.test(callee)) return 'write'
  if (DELETES.test(callee)) return 'delete'
  return READS.test(callee) ? 'read' : undefined
}

/** A helper that waits for a global, or a function of this file that uses its parameter as a key of the global object. */
function ownHelper(tree: ScriptTree, call: Node, index: number): Draft | undefined {
  const callee = unwrap(call.callee)
  const called = dottedName(callee).split('.').pop() ?? ''
  if (/global|window|^wait(?:For|Until)/i.test(called)) {
    return {
      access: 'read',
      via: 'string',
      place: { doubt: `\`${called}\` seems to look the name up on the window` },
    }
  }
  if (callee.type !== 'Identifier') return undefined
  const def = valueVariable(tree, callee.name, callee)?.defs[0]
  const defined = def?.node
  const fn = defined?.type === 'VariableDeclarator' ? defined.init : defined
  const parameter = fn && Array.isArray(fn.params) ? fn.params[index] : undefined
  if (parameter?.type !== 'Identifier') return undefined
  const keys = keyUses(tree, parameter)
  return keys.some(Boolean)
    ? { access: 'read', via: 'string', place: { doubt: `\`${callee.name}\` uses it as a key of the window` } }
    : undefined
}

/** For every read of a variable: whether it is a key of the global object. */
function keyUses(tree: ScriptTree, name: Node): boolean[] {
  const variable = valueVariable(tree, name.name, name)
  return (variable?.references ?? [])
    .filter((reference) => reference.isRead())
    .map((reference) => {
      const node = reference.identifier
      const up = node.parent
      if (up?.type === 'MemberExpression')
        return up.computed && up.property === node && globalObject(tree, up.object) !== undefined
      return (
        up?.type === 'BinaryExpression' && up.operator === 'in' && globalObject(tree, up.right) !== undefined
      )
    })
}

/** `const NAME = 'AMOCRM'`: the constant's name when every use is `window[NAME]`. */
function draftOfConstant(tree: ScriptTree, declarator: Node): Draft {
  const uses = keyUses(tree, declarator.id)
  if (!uses.some(Boolean)) return PROSE
  const exported = declarator.parent?.parent?.type === 'ExportNamedDeclaration'
  const proven = uses.every(Boolean) && declarator.parent?.kind === 'const' && !exported
  return {
    access: 'read',
    via: 'string',
    place: proven
      ? {}
      : { doubt: `\`${declarator.id.name}\` is a key of the window and is used for something else too` },
  }
}

/** `Window['AMOCRM']`, `(typeof window)['AMOCRM']`, `(typeof globalThis)['AMOCRM']`. */
function indexedType(literalType: Node): Draft {
  const up = literalType.parent
  if (up?.type !== 'TSIndexedAccessType' || up.indexType !== literalType) return OWN
  const object = up.objectType
  const name =
    object.type === 'TSTypeReference'
      ? object.typeName.name
      : object.type === 'TSTypeQuery'
        ? object.exprName.name
        : ''
  if (!/^(?:window|self|globalThis|global)$/i.test(name ?? '') && !/Window$/.test(name ?? '')) return OWN
  return {
    access: 'type',
    via: 'member',
    object: name,
    place: { typed: /^global/.test(name) ? 'globalThis' : name === 'window' ? 'Window' : name },
  }
}
