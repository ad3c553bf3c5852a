import type { Variable } from '@typescript-eslint/scope-manager'
import type { Source } from '../../files/source.js'
import type { PatternSite, Use } from '../../sites.js'
import { flattenUses } from '../flatten.js'
import { spanOf } from '../site.js'
import { statementArms } from './arms.js'
import { dottedName, isFunction, isTransparent, keyName, staticText, unwrap } from './names.js'
import { type Node, type ScriptTree, walk } from './tree.js'

/** What following a value found: its uses, and whether all of them were seen. */
export interface Flow {
  uses: Use[]
  /** `false` when the value leaves what this file shows. */
  closed: boolean
}

/** Where a value lies inside a container that is followed: property names, `[]` for an array element. */
type Path = readonly string[]

/** How far a value is followed through names; deeper flows count as open. */
const MAX_DEPTH = 8

/** Follows values through one parsed script. */
export interface Follower {
  /** Everything that the value of an expression flows into. */
  usesOf(node: Node): Flow
  /** The same for a regular expression literal, with what it does to a text as `pattern` uses. */
  patternUsesOf(node: Node): Flow
}

export function createFollower(tree: ScriptTree, source: Source, base: number): Follower {
  let members: Map<string, Node[]> | undefined

  /** Member reads of a name anywhere in the file: properties are followed by name. */
  const membersNamed = (name: string): Node[] => {
    if (!members) {
      members = new Map()
      for (const node of walk(tree.program)) {
        if (node.type !== 'MemberExpression') continue
        const key = keyName(node)
        if (key === undefined) continue
        const list = members.get(key)
        if (list) list.push(node)
        else members.set(key, [node])
      }
    }
    return members.get(name) ?? []
  }

  const textOf = (node: Node) => tree.text.slice(node.range[0], node.range[1])
  const shortText = (node: Node) => textOf(node).slice(0, 300)

  function usesOf(start: Node): Flow {
    const flow: Flow = { uses: [], closed: true }
    const seen = new Set<string>()
    follow(start, [], 0, flow)
    flow.uses.push(...statementArms(start, shortText))
    return flow

    function open(note: string, out: Flow): void {
      out.uses.push({ is: 'unknown', note })
      out.closed = false
    }

    /** A nested flow with its own list, sharing what was visited. */
    function nested(node: Node, path: Path, depth: number, out: Flow): Use[] {
      const inner: Flow = { uses: [], closed: true }
      follow(node, path, depth, inner)
      if (!inner.closed) out.closed = false
      return inner.uses
    }

    function follow(node: Node, path: Path, depth: number, out: Flow): void {
      const id = `${node.range[0]}:${node.range[1]}:${path.join('.')}`
      if (seen.has(id)) return
      seen.add(id)
      if (depth > MAX_DEPTH) return open('followed too far', out)
      const parent = node.parent
      if (!parent) return
      if (isTransparent(parent)) return follow(parent, path, depth, out)
      switch (parent.type) {
        case 'TemplateLiteral':
          return followTemplate(node, parent, path, depth, out)
        case 'BinaryExpression':
          return followBinary(node, parent, path, depth, out)
        case 'LogicalExpression':
          if (parent.right === node && parent.operator !== '&&') {
            out.uses.push({ is: 'default', of: dottedName(parent.left) })
          }
          return follow(parent, path, depth, out)
        case 'ConditionalExpression':
          if (parent.test === node) return
          out.uses.push(armOf(node, parent))
          return follow(parent, path, depth, out)
        case 'CallExpression':
        case 'NewExpression':
          return followCall(node, parent, path, depth, out)
        case 'TaggedTemplateExpression':
          out.uses.push({ is: 'argument', callee: dottedName(parent.tag), index: 0 })
          return
        case 'MemberExpression':
          return followMember(node, parent, path, depth, out)
        case 'VariableDeclarator':
          return parent.init === node ? bind(parent.id, path, depth, out) : undefined
        case 'AssignmentExpression':
          return followAssignment(node, parent, path, depth, out)
        case 'AssignmentPattern':
          if (parent.right !== node) return
          out.uses.push({ is: 'default', of: dottedName(parent.left) })
          return bind(parent.left, path, depth, out)
        case 'Property':
          return followProperty(node, parent, path, depth, out)
        case 'PropertyDefinition':
        case 'AccessorProperty':
          return parent.value === node ? followNamedMember(parent, path, depth, out) : undefined
        case 'TSEnumMember':
          return followEnumMember(parent, depth, out)
        case 'ArrayExpression':
          return followElement(node, parent, path, depth, out)
        case 'SpreadElement':
        case 'JSXSpreadAttribute':
          return follow(parent, path, depth, out)
        case 'ObjectExpression':
          return follow(parent, path, depth, out)
        case 'SequenceExpression':
          return parent.expressions.at(-1) === node ? follow(parent, path, depth, out) : undefined
        case 'SwitchCase': {
          const test = parent.parent?.discriminant as Node | undefined
          out.uses.push({ is: 'case', ...(test && { of: shortText(test) }) })
          return
        }
        case 'SwitchStatement':
          out.uses.push({ is: 'compare', operator: 'switch' })
          return
        case 'ReturnStatement':
        case 'ArrowFunctionExpression':
          return followReturn(node, parent, path, depth, out)
        case 'YieldExpression':
          return open('yielded', out)
        case 'ExportDefaultDeclaration':
          out.uses.push({ is: 'binding', name: 'default', exported: true })
          out.closed = false
          return
        case 'JSXExpressionContainer':
          return followJsx(parent, out)
        case 'JSXAttribute':
          return followJsx(node, out)
        case 'ForOfStatement':
          if (parent.right === node && path[0] === '[]')
            return bindLoop(parent.left, path.slice(1), depth, out)
          return
        case 'ImportDeclaration':
        case 'ExportNamedDeclaration':
        case 'ExportAllDeclaration':
        case 'ImportExpression':
          out.uses.push({ is: 'argument', callee: 'import', index: 0 })
          return
        case 'TSLiteralType':
          out.uses.push({ is: 'unknown', note: 'literal type' })
          out.closed = false
          return
        case 'ExpressionStatement':
        case 'IfStatement':
        case 'UnaryExpression':
        case 'WhileStatement':
        case 'ThrowStatement':
        case 'ForInStatement':
          return
        default:
          return open(parent.type, out)
      }
    }

    function followTemplate(node: Node, template: Node, path: Path, depth: number, out: Flow): void {
      const at = template.expressions.indexOf(node)
      if (at >= 0) {
        const around = (i: number) => template.quasis[i]?.value.cooked ?? ''
        out.uses.push({ is: 'part', before: around(at), after: around(at + 1) })
      }
      follow(template, path, depth, out)
    }

    function followBinary(node: Node, binary: Node, path: Path, depth: number, out: Flow): void {
      const other = (binary.left === node ? binary.right : binary.left) as Node
      if (binary.operator === '+') {
        const text = staticText(other) ?? '*'
        out.uses.push(
          binary.left === node
            ? { is: 'part', before: '', after: text }
            : { is: 'part', before: text, after: '' },
        )
        return follow(binary, path, depth, out)
      }
      out.uses.push({ is: 'compare', operator: binary.operator, with: shortText(other) })
    }

    function followCall(node: Node, call: Node, path: Path, depth: number, out: Flow): void {
      if (call.callee === node) return
      const index = call.arguments.indexOf(node)
      if (index < 0) return
      const callee = unwrap(call.callee)
      const name = dottedName(callee)
      const method = callee.type === 'MemberExpression' ? keyName(callee) : undefined
      const key = path.filter((p) => p !== '[]').join('.')
      out.uses.push({
        is: 'argument',
        callee: name,
        index,
        ...(key && { name: key }),
        ...(callee.type === 'MemberExpression' && { receiver: shortText(callee.object) }),
        ...(call.type === 'NewExpression' && { construct: true }),
        args: call.arguments.map(shortText),
      })
      if (/^(RegExp)$/.test(name) && index === 0) {
        const flags = call.arguments[1] ? (staticText(call.arguments[1]) ?? '') : ''
        const pattern = patternUses(call, staticText(call.arguments[0]) ?? '', flags)
        out.uses.push(...pattern.uses)
        if (!pattern.closed) out.closed = false
        return
      }
      if (
        /^(String|encodeURI|encodeURIComponent|decodeURIComponent|Object\.freeze|Array\.of|Array\.from|Object\.assign|Set|Map|Object\.keys|Object\.values|Object\.entries)$/.test(
          name,
        )
      ) {
        return follow(call, path, depth + 1, out)
      }
      if (method === 'concat') {
        out.uses.push({ is: 'part', before: '*', after: '' })
        return follow(call, path, depth + 1, out)
      }
      if ((method === 'replace' || method === 'replaceAll') && index === 1) {
        return follow(call, path, depth + 1, out)
      }
      const target = localFunction(callee)
      if (target) return followParameter(target, index, path, depth, out)
    }

    /** A function of this file that a callee names, when it is bound once. */
    function localFunction(callee: Node): Node | undefined {
      if (isFunction(callee)) return callee
      if (callee.type !== 'Identifier') return undefined
      const definitions = tree.resolve(callee.name, callee)?.defs ?? []
      if (definitions.length !== 1) return undefined
      const node = definitions[0]?.node as Node | undefined
      if (node?.type === 'FunctionDeclaration') return node
      const init = node?.type === 'VariableDeclarator' && node.init ? unwrap(node.init) : undefined
      return init && isFunction(init) ? init : undefined
    }

    function followParameter(fn: Node, index: number, path: Path, depth: number, out: Flow): void {
      const parameter = fn.params[index] as Node | undefined
      if (!parameter) return
      bind(parameter.type === 'AssignmentPattern' ? parameter.left : parameter, path, depth + 1, out)
    }

    function followMember(node: Node, member: Node, path: Path, depth: number, out: Flow): void {
      if (member.object !== node) {
        // It is the key of a computed access: a table is looked up with it.
        out.uses.push({ is: 'compare', operator: '[]', with: shortText(member.object) })
        return
      }
      const name = keyName(member)
      const call = calledBy(member)
      if (path.length > 0 && path[0] !== '[]' && !call) {
        if (name === undefined || name === path[0]) return follow(member, path.slice(1), depth + 1, out)
        return
      }
      if (call) return followMethod(member, call, name ?? '*', path, depth, out)
      if (path[0] === '[]' && (name === undefined || /^\d+$/.test(name))) {
        return follow(member, path.slice(1), depth + 1, out)
      }
    }

    function calledBy(member: Node): Node | undefined {
      let at = member
      while (at.parent && isTransparent(at.parent)) at = at.parent
      return at.parent?.type === 'CallExpression' && at.parent.callee === at ? at.parent : undefined
    }

    function followMethod(
      member: Node,
      call: Node,
      method: string,
      path: Path,
      depth: number,
      out: Flow,
    ): void {
      if (path.length > 0 && path[0] !== '[]') {
        // A method of a container that holds the value: only the ones that hand the value on matter.
        if (method === 'get' || method === path[0]) return follow(call, path.slice(1), depth + 1, out)
        return
      }
      out.uses.push({ is: 'receiver', method })
      if (path[0] === '[]') {
        const callback = call.arguments[0] ? localFunction(unwrap(call.arguments[0])) : undefined
        if (callback) followParameter(callback, method === 'reduce' ? 1 : 0, path.slice(1), depth + 1, out)
        if (/^(concat|slice|filter|sort|reverse|values)$/.test(method)) follow(call, path, depth + 1, out)
        if (method === 'join') follow(call, path.slice(1), depth + 1, out)
        if (/^(find|at|pop|shift)$/.test(method)) follow(call, path.slice(1), depth + 1, out)
        return
      }
      if (
        /^(toLowerCase|toUpperCase|trim|toString|valueOf|concat|replace|replaceAll|slice|substring|normalize|padEnd|trimEnd)$/.test(
          method,
        )
      ) {
        follow(call, path, depth + 1, out)
      }
    }

    function followAssignment(node: Node, assignment: Node, path: Path, depth: number, out: Flow): void {
      if (assignment.right !== node) return
      const target = unwrap(assignment.left)
      if (assignment.operator === '+=') out.uses.push({ is: 'part', before: '*', after: '' })
      if (assignment.operator === '||=' || assignment.operator === '??=') {
        out.uses.push({ is: 'default', of: dottedName(target) })
      }
      if (target.type === 'MemberExpression') {
        const name = dottedName(target)
        out.uses.push({ is: 'binding', name, ...(/^(module\.)?exports\b/.test(name) && { exported: true }) })
        const key = keyName(target)
        if (/^(module\.)?exports\b/.test(name) || key === undefined) out.closed = false
        if (key !== undefined) followReads(key, target, path, depth, out)
      } else bind(target, path, depth, out)
      if (assignment.parent?.type !== 'ExpressionStatement') follow(assignment, path, depth, out)
    }

    function followProperty(node: Node, property: Node, path: Path, depth: number, out: Flow): void {
      const object = property.parent as Node
      if (object.type === 'ObjectPattern') return
      if (property.key === node && property.value !== node) {
        out.uses.push({ is: 'key', of: nested(object, [], depth + 1, out) })
        return
      }
      const key = keyName(property) ?? '*'
      out.uses.push({ is: 'entry', key, of: nested(object, [key, ...path], depth + 1, out) })
    }

    function followNamedMember(member: Node, path: Path, depth: number, out: Flow): void {
      const key = keyName(member) ?? '*'
      out.uses.push({ is: 'binding', name: key })
      followReads(key, member, path, depth, out)
    }

    /** Reads of a property by its name, wherever they stand in the file; other files may read it too. */
    function followReads(key: string, except: Node, path: Path, depth: number, out: Flow): void {
      let reads = 0
      for (const member of membersNamed(key)) {
        if (member === except || isWritten(member)) continue
        reads++
        follow(member, path, depth + 1, out)
      }
      if (reads === 0) out.closed = false
    }

    function followEnumMember(member: Node, depth: number, out: Flow): void {
      const name = member.id?.name ?? member.id?.value ?? '*'
      out.uses.push({ is: 'binding', name: String(name) })
      followReads(String(name), member, [], depth, out)
    }

    function followElement(node: Node, array: Node, path: Path, depth: number, out: Flow): void {
      const items = (array.elements as (Node | null)[]).filter((e): e is Node => e !== null)
      const inner = nested(array, ['[]', ...path], depth + 1, out)
      out.uses.push({
        is: 'element',
        of: {
          form: 'array',
          items: items.map((item) => {
            const text = staticText(item) ?? (item.regex ? (item.regex.pattern as string) : undefined)
            return {
              ...(text !== undefined && { text }),
              span: spanOf(source, base + item.range[0], base + item.range[1]),
            }
          }),
          uses: inner,
          ...(nameOf(array) !== undefined && { name: nameOf(array) as string }),
        },
      })
    }

    function followReturn(node: Node, parent: Node, path: Path, depth: number, out: Flow): void {
      if (parent.type === 'ArrowFunctionExpression' && parent.body !== node) return
      const fn = parent.type === 'ReturnStatement' ? enclosingFunction(parent) : parent
      if (!fn) return
      const name = nameOf(fn)
      out.uses.push({ is: 'return', from: name ?? '' })
      const owner = fn.parent
      if (fn.type === 'FunctionDeclaration' && fn.id) {
        const variable = tree.resolve(fn.id.name, fn.parent ?? fn)
        if (variable) followCalls(variable, path, depth, out)
        if (isExported(fn)) out.closed = false
      } else if (owner?.type === 'VariableDeclarator' && owner.id.type === 'Identifier') {
        const variable = tree.resolve(owner.id.name, owner)
        if (variable) followCalls(variable, path, depth, out)
        if (isExported(owner.parent as Node)) out.closed = false
      } else if (owner?.type === 'MethodDefinition' || owner?.type === 'Property') {
        const key = keyName(owner)
        out.closed = false
        if (key === undefined) return
        for (const member of membersNamed(key)) {
          const call = calledBy(member)
          if (call) follow(call, path, depth + 1, out)
          else if (owner.kind === 'get') follow(member, path, depth + 1, out)
        }
      } else out.closed = false
    }

    function followCalls(variable: Variable, path: Path, depth: number, out: Flow): void {
      for (const reference of variable.references) {
        const at = reference.identifier as unknown as Node
        const call = at.parent?.type === 'CallExpression' && at.parent.callee === at ? at.parent : undefined
        if (call) follow(call, path, depth + 1, out)
        else if (reference.isRead() && at.parent?.type !== 'ExportSpecifier') out.closed = false
      }
    }

    /** The value gets a name (or is taken apart by a pattern): every read of it is a use. */
    function bind(target: Node, path: Path, depth: number, out: Flow): void {
      if (target.type === 'ObjectPattern') {
        for (const property of target.properties as Node[]) {
          if (property.type === 'RestElement') bind(property.argument, path, depth, out)
          else if (path.length === 0 || keyName(property) === path[0]) {
            const value = property.value as Node
            bind(value.type === 'AssignmentPattern' ? value.left : value, path.slice(1), depth, out)
          }
        }
        return
      }
      if (target.type === 'ArrayPattern') {
        for (const element of target.elements as (Node | null)[]) {
          if (element) bind(element, path.slice(1), depth, out)
        }
        return
      }
      if (target.type === 'TSParameterProperty') return bind(target.parameter, path, depth, out)
      if (target.type === 'MemberExpression') {
        const key = keyName(target)
        out.uses.push({ is: 'binding', name: dottedName(target) })
        if (key !== undefined) followReads(key, target, path, depth, out)
        return
      }
      if (target.type !== 'Identifier') return open(target.type, out)
      const variable = tree.resolve(target.name, target)
      const exported =
        variable !== undefined && variable.defs.some((d) => isExported(d.node as unknown as Node))
      out.uses.push({ is: 'binding', name: target.name, ...(exported && { exported }) })
      if (exported) out.closed = false
      if (!variable) return open(`global ${target.name}`, out)
      for (const reference of variable.references) {
        if (!reference.isRead()) continue
        const at = reference.identifier as unknown as Node
        if (at.parent?.type === 'ExportSpecifier') {
          out.uses.push({ is: 'binding', name: target.name, exported: true })
          out.closed = false
        } else if (isModuleExports(at)) out.closed = false
        follow(at, path, depth + 1, out)
      }
    }

    function bindLoop(left: Node, path: Path, depth: number, out: Flow): void {
      const target = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : left
      if (target) bind(target, path, depth + 1, out)
    }

    function followJsx(container: Node, out: Flow): void {
      const attribute = container.type === 'JSXAttribute' ? container : container.parent
      const holder = attribute?.type === 'JSXAttribute' ? attribute : undefined
      const own = container.parent?.type === 'JSXAttribute' ? container.parent : holder
      if (own) {
        out.uses.push({ is: 'attribute', tag: dottedName(own.parent?.name), name: String(own.name.name) })
      } else out.uses.push({ is: 'prose' })
    }
  }

  function armOf(node: Node, conditional: Node): Use {
    const other = (conditional.consequent === node ? conditional.alternate : conditional.consequent) as Node
    return {
      is: 'arm',
      test: shortText(conditional.test),
      arm: conditional.consequent === node ? 'then' : 'else',
      other: [shortText(other)],
    }
  }

  /** What a regular expression at `node` (a literal, or `new RegExp(…)`) is used for. */
  function patternUses(node: Node, pattern: string, flags: string): Flow {
    const flow = usesOf(node)
    const uses: Use[] = []
    const push = (op: PatternSite['op'], replacement?: string) =>
      uses.push({
        is: 'pattern',
        of: { dialect: 'js', source: pattern, flags, op, ...(replacement !== undefined && { replacement }) },
      })
    for (const use of flattenUses(flow.uses)) {
      if (use.is === 'receiver' && use.method === 'test') push('test')
      else if (use.is === 'receiver' && use.method === 'exec') push('capture')
      else if (use.is === 'argument' && /\.(replace|replaceAll)$/.test(use.callee) && use.index === 0) {
        push('replace', use.args?.[1])
      } else if (use.is === 'argument' && /\.split$/.test(use.callee)) push('split')
      else if (use.is === 'argument' && /\.(match|matchAll|search)$/.test(use.callee)) push('capture')
      else uses.push(use)
    }
    if (!uses.some((use) => use.is === 'pattern')) push('unknown')
    return { uses, closed: flow.closed }
  }

  function enclosingFunction(node: Node): Node | undefined {
    let at = node.parent
    while (at && !isFunction(at)) at = at.parent
    return at
  }

  return {
    usesOf,
    patternUsesOf: (node) => patternUses(node, node.regex.pattern, node.regex.flags),
  }
}

function isWritten(member: Node): boolean {
  const parent = member.parent
  return parent?.type === 'AssignmentExpression' && parent.left === member && parent.operator === '='
}

function isExported(definition: Node): boolean {
  for (let at: Node | undefined = definition; at; at = at.parent) {
    if (at.type === 'ExportNamedDeclaration' || at.type === 'ExportDefaultDeclaration') return true
    if (at.type === 'Program' || at.type === 'BlockStatement') return false
  }
  return false
}

/** `module.exports = X` and `module.exports = { X }`. */
function isModuleExports(reference: Node): boolean {
  let at: Node | undefined = reference.parent
  while (at && (at.type === 'Property' || at.type === 'ObjectExpression')) at = at.parent
  return at?.type === 'AssignmentExpression' && /^(module\.)?exports\b/.test(dottedName(at.left))
}

/** Name under which a function or list is stored. */
export function nameOf(node: Node): string | undefined {
  if (node.id?.name) return node.id.name
  let at = node
  while (at.parent && isTransparent(at.parent)) at = at.parent
  const parent = at.parent
  if (!parent) return undefined
  if (parent.type === 'VariableDeclarator') return parent.id.name
  if (parent.type === 'AssignmentExpression') return dottedName(parent.left)
  if (
    parent.type === 'Property' ||
    parent.type === 'MethodDefinition' ||
    parent.type === 'PropertyDefinition'
  ) {
    return keyName(parent)
  }
  if (parent.type === 'NewExpression' || parent.type === 'CallExpression') return nameOf(parent)
  return undefined
}
