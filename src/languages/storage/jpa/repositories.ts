import type { KeyField, KeyUse } from '../../../storage.js'
import type { Outline } from '../../grammar/outline.js'
import { keyName, staticText } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import { fieldsOfCondition } from '../conditions.js'
import type { StorageContext } from '../context.js'
import { isAccountName } from '../names.js'
import { nameOf, said } from './notes.js'

const REPOSITORY = /^(?:\w+\.)*\w*(?:Repository|Dao)\s*<\s*(?:[\w.]+\.)?(?<entity>\w+)\s*[,>]/

/** Methods of repositories that find one record by what their name, or a query in front of them, says. */
export function repositoryMethods(context: StorageContext): KeyUse[] {
  return context.tree.nodes.flatMap((node) => {
    const outlines = node.outlines as (() => Outline[]) | undefined
    if (!outlines || !node.body) return []
    return outlines().flatMap((struct) => {
      const entity = entityOf(struct, context)
      return entity === undefined ? [] : methodsOf(node, struct, entity, context)
    })
  })
}

/** What a repository keeps: `JpaRepository<Account, Long>`. */
function entityOf({ name, bases, notes }: Outline, context: StorageContext): string | undefined {
  for (const base of bases) {
    const found = REPOSITORY.exec(context.slice(base))?.groups?.entity
    if (found) return found
  }
  const isMarked = notes.some((note) =>
    /^(?:Repository|RepositoryDefinition|RegisterAiService)$/.test(nameOf(note)),
  )
  return isMarked ? name.replace(/(?:Repository|Dao|Repo)$/, '') : undefined
}

function methodsOf(node: Node, { name }: Outline, entity: string, context: StorageContext): KeyUse[] {
  const members = node.body.body as Node[]
  return members.flatMap((member, i): KeyUse[] => {
    if (member.type !== 'MethodDefinition') return []
    const method = keyName(member) ?? ''
    const head = context.text.slice(member.start, member.value?.params?.[0]?.start ?? member.end)
    const query = queryIn(members[i - 1])
    const fields = query
      ? fieldsOfCondition(context, query, member.value.params, /\bwhere\b/i)
      : derived(method, member, context)
    const [first] = fields
    if (!first || !fields.some((field) => isAccountName(field.name))) return []
    if (isMany(head, method)) return []
    return [
      { kind: 'lookup', system: 'jpa', span: first.span, store: entity, call: `${name}.${method}`, fields },
    ]
  })
}

/** The text of `@Query` in front of a method. */
function queryIn(before: Node | undefined): Node | undefined {
  if (before?.type !== 'StaticBlock') return undefined
  for (const statement of before.body as Node[]) {
    const note = statement.expression
    if (note?.type !== 'CallExpression' || nameOf(note) !== 'Query') continue
    const text = said(note, 'value')
    // A query that begins with `select` is read with every other text of that kind.
    return text && /^\s*from\b/i.test(staticText(text) ?? '') ? text : undefined
  }
  return undefined
}

const LISTS = /\b(?:List|Set|Collection|Iterable|Page|Slice|Stream|Flux|Flow|Multi|Sequence|Window)\s*</

/** Whether a method gives many records. */
function isMany(head: string, method: string): boolean {
  return LISTS.test(head) && !/^(?:find|get|read|query|search)(?:First|Top1?(?!\d)|One)/.test(method)
}

const PREFIX =
  /^(?:find|get|read|query|search|exists|count|delete|remove|stream)(?:(?:First|Top)\d*|One|Distinct|All|[A-Z]\w*?)?By(?=[A-Z])/

const OPERATOR =
  /(?:(?:All)?IgnoreCase|IgnoringCase|Is|Equals|In|Like|ILike|True|False|IsNull|IsNotNull|NotNull|Null|After|Before|Not|NotIn|Containing|StartingWith|EndingWith|GreaterThan(?:Equal)?|LessThan(?:Equal)?|Between)$/

/** Properties in the name of a method: `findBySubdomainAndActiveTrue`. */
function derived(method: string, member: Node, context: StorageContext): KeyField[] {
  const prefix = PREFIX.exec(method)?.[0]
  if (prefix === undefined) return []
  const key = member.key as Node
  const conditions = method.slice(prefix.length).replace(/OrderBy\w+$/, '')
  let at = key.start + prefix.length
  let place = 0
  return conditions.split(/(?:And|Or)(?=[A-Z])/).flatMap((part): KeyField[] => {
    const found = context.text.indexOf(part, at)
    if (found < 0) return []
    at = found + part.length
    const operator = OPERATOR.exec(part)?.[0] ?? ''
    const property = stripped(part)
    const takes = !/^(?:True|False|IsNull|IsNotNull|NotNull|Null)$/.test(operator)
    const parameter = takes ? (member.value?.params as Node[] | undefined)?.[place] : undefined
    if (takes) place += 1
    if (property === '' || /^(?:Not|NotIn|After|Before|Between|NotNull|IsNotNull)$/.test(operator)) return []
    return [
      {
        name: property.charAt(0).toLowerCase() + property.slice(1),
        ...(parameter && { value: context.slice(parameter).replace(/^.*\s|:.*$/gs, '') }),
        span: context.span({ start: found, end: found + property.length }),
      },
    ]
  })
}

function stripped(part: string): string {
  let property = part
  while (OPERATOR.test(property) && property.replace(OPERATOR, '') !== '')
    property = property.replace(OPERATOR, '')
  return property
}
