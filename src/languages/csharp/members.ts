import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'

/** What is around the code that is being lowered. */
interface Place {
  /** Members of the classes around: a plain name means them where no local has it. */
  members: ReadonlySet<string>
  locals: ReadonlySet<string>
}

const places = new WeakMap<Lowering, Place>()
const NOWHERE: Place = { members: new Set(), locals: new Set() }

/** Whether a plain name means a member of the class around. */
export function isMember(to: Lowering, name: string): boolean {
  const { members, locals } = places.get(to) ?? NOWHERE
  return members.has(name) && !locals.has(name)
}

/** Lowers a class with its members known. */
export function inClass<T>(to: Lowering, declaration: Cst, lower: () => T): T {
  const outer = places.get(to) ?? NOWHERE
  const body = fieldOf(declaration, 'body')
  const list = declaration.children.find((child) => child.type === 'parameter_list')
  const names = (list ? namedOf(list) : []).flatMap((each) => fieldOf(each, 'name') ?? [])
  const members = new Set([
    ...outer.members,
    ...names.map((name) => to.slice(name)),
    ...(body ? membersOf(body, to) : []),
  ])
  return inPlace(to, { members, locals: outer.locals }, lower)
}

/** Lowers a member with the names known that it declares itself. */
export function inMember<T>(to: Lowering, member: Cst, lower: () => T): T {
  const outer = places.get(to) ?? NOWHERE
  return inPlace(to, { members: outer.members, locals: localsOf(member, to) }, lower)
}

function inPlace<T>(to: Lowering, place: Place, lower: () => T): T {
  const outer = places.get(to)
  places.set(to, place)
  const result = lower()
  if (outer) places.set(to, outer)
  else places.delete(to)
  return result
}

function membersOf(body: Cst, to: Lowering): string[] {
  return namedOf(body).flatMap((each) => {
    if (/^(?:field|event_field)_declaration$/.test(each.type)) {
      const declaration = each.children.find((child) => child.type === 'variable_declaration')
      return (declaration ? namedOf(declaration) : [])
        .filter((child) => child.type === 'variable_declarator')
        .map((child) => to.slice(fieldOf(child, 'name') ?? child))
    }
    const name = /^(?:property|method)_declaration$/.test(each.type) ? fieldOf(each, 'name') : undefined
    return name ? [to.slice(name)] : []
  })
}

const DECLARING =
  /^(?:parameter|variable_declarator|declaration_expression|declaration_pattern|foreach_statement|catch_declaration|recursive_pattern|var_pattern|from_clause|local_function_statement)$/

/** Every name that is declared anywhere in a member. */
function localsOf(member: Cst, to: Lowering): Set<string> {
  const names = new Set<string>()
  const stack = [...member.children]
  for (let at = stack.pop(); at; at = stack.pop()) {
    stack.push(...at.children)
    if (at.type === 'implicit_parameter') names.add(to.slice(at))
    if (at.type === 'tuple_pattern') for (const name of namedOf(at)) names.add(to.slice(name))
    if (!DECLARING.test(at.type)) continue
    const name = fieldOf(at, 'name') ?? (at.type === 'foreach_statement' ? fieldOf(at, 'left') : undefined)
    if (name?.type === 'identifier') names.add(to.slice(name))
  }
  return names
}
