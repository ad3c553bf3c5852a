import type { ColumnSite } from '../../../storage.js'
import { dottedName, staticText, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import { type Chain, chainOf, isInnerLink, type Link } from '../chains.js'
import type { StorageContext } from '../context.js'
import { type Draft, newDraft } from './draft.js'
import { type Member, membersIn, typeArgument } from './members.js'

/** Applies what `OnModelCreating` and `Configure` say to the drafts of their classes. */
export function readFluent(drafts: Map<string, Draft>, context: StorageContext): void {
  for (const node of context.tree.nodes) {
    if (node.type !== 'CallExpression' || isInnerLink(node)) continue
    const chain = chainOf(node)
    const entity = entityOf(chain, context)
    if (entity === undefined) continue
    const links = chain.links.filter(({ name }) => name !== 'Entity')
    if (links.length === 0) continue
    const draft = drafts.get(entity) ?? newDraft(entity, 'alter', node, node)
    drafts.set(entity, draft)
    applied(draft, links, context)
  }
}

/** The class that a chain configures. */
function entityOf({ root, links }: Chain, context: StorageContext): string | undefined {
  const [first] = links
  if (first?.name === 'Entity') return typeArgument(context.slice(first.call), 'Entity')
  if (root.type !== 'Identifier') return undefined
  return configuredBy(root, context)
}

/** What the parameter of a function around stands for: `Entity<Account>(e => …)`, `Configure(EntityTypeBuilder<Account> e)`. */
function configuredBy(name: Node, context: StorageContext): string | undefined {
  for (let at = name.parent; at; at = at.parent) {
    if (!Array.isArray(at.params) || !(at.params as Node[]).some((each) => each.name === name.name)) continue
    const call = at.parent
    if (call?.type === 'CallExpression' && dottedName(call.callee).endsWith('.Entity'))
      return typeArgument(context.text.slice(call.start, at.start), 'Entity')
    const head = context.text.slice(at.start, at.body?.start ?? at.end)
    return typeArgument(head, 'EntityTypeBuilder')
  }
  return undefined
}

function applied(draft: Draft, links: readonly Link[], context: StorageContext): void {
  const [first, ...rest] = links as [Link, ...Link[]]
  const [argument] = first.args
  const members = first.args.flatMap((each) => membersOrTexts(each))
  switch (first.name) {
    case 'ToTable': {
      const name = argument && staticText(argument)
      if (name !== undefined) draft.name = name
      break
    }
    case 'HasKey':
      draft.keys = draft.keys.filter(({ kind }) => kind !== 'primary')
      keyed(draft, 'primary', first, members, rest, context)
      break
    case 'HasAlternateKey':
      keyed(draft, 'unique', first, members, rest, context)
      break
    case 'HasIndex':
      indexed(draft, first, rest, context)
      break
    case 'Property':
      described(draft, members[0], rest, context)
      break
    case 'HasOne':
    case 'HasMany':
      related(draft, first, rest, context)
      break
  }
}

const membersOrTexts = (node: Node): Member[] =>
  unwrap(node).type === 'ObjectExpression' ? [] : membersIn(node)

/** Place of a call from its name on: `HasKey(x => x.Id)` of a long chain. */
function placeOf({ call }: Link, context: StorageContext): ReturnType<StorageContext['span']> {
  const { property } = unwrap(call.callee)
  return context.span({ start: property?.start ?? call.start, end: call.end })
}

function keyed(
  draft: Draft,
  kind: 'primary' | 'unique' | 'index',
  link: Link,
  members: readonly Member[],
  rest: readonly Link[],
  context: StorageContext,
  own?: string,
): void {
  if (members.length === 0) return
  const named = rest.find(({ name }) => /^Has(?:Database|ConstraintName|Name)/.test(name))?.args[0]
  const name = (named && staticText(named)) ?? own
  draft.keys.push({
    kind,
    properties: members.map((each) => each.name),
    span: placeOf(link, context),
    ...(name && { name }),
  })
}

function indexed(draft: Draft, link: Link, rest: readonly Link[], context: StorageContext): void {
  const [first, second] = link.args
  const isListed = first && staticText(first) !== undefined
  const members = isListed ? link.args.flatMap(membersOrTexts) : membersIn(first)
  const own = !isListed && second ? staticText(second) : undefined
  const unique = rest.find(({ name }) => name === 'IsUnique')
  const kind = unique && unique.args[0]?.value !== false ? 'unique' : 'index'
  keyed(draft, kind, link, members, rest, context, own)
}

/** `Property(x => x.Subdomain).HasColumnName("sub_domain").ValueGeneratedNever()`. */
function described(
  draft: Draft,
  member: Member | undefined,
  rest: readonly Link[],
  context: StorageContext,
): void {
  if (!member) return
  const before = draft.columns.get(member.name)
  const column: ColumnSite = before ?? {
    name: member.name,
    property: member.name,
    span: context.span(member.at),
    whole: context.span(member.at),
  }
  const has = (name: RegExp) => rest.find((link) => name.test(link.name))
  const named = has(/^HasColumnName$/)?.args[0]
  const typed = has(/^HasColumnType$/)?.args[0]
  const name = named && staticText(named)
  const type = typed && staticText(typed)
  const isFilled = has(
    /^ValueGeneratedOnAdd|^Use(?:Identity|SerialColumn|HiLo)|^UseMySqlIdentityColumn$|^UseSequence$/,
  )
  const { generated, ...plain } = column
  draft.columns.set(member.name, {
    ...plain,
    ...(generated && !has(/^ValueGeneratedNever$/) && { generated }),
    ...(isFilled && { generated: true }),
    ...(name && { name }),
    ...(type && { type }),
    ...(has(/^IsRequired$/) && { nullable: false }),
  })
}

/** `HasOne(x => x.Account).WithMany(…).HasForeignKey(x => x.AccountId)`: the key stands on the side of the many. */
function related(draft: Draft, first: Link, rest: readonly Link[], context: StorageContext): void {
  const foreign = rest.find(({ name }) => name === 'HasForeignKey')
  const inverse = rest.find(({ name }) => /^With(?:One|Many)$/.test(name))
  if (!foreign || !inverse || first.name === 'HasMany') return
  const written = context.slice(foreign.call)
  const dependent = typeArgument(written.slice(written.lastIndexOf('HasForeignKey')), 'HasForeignKey')
  if (dependent && dependent !== draft.model) return
  const [target] = membersIn(first.args[0])
  const table = typeArgument(context.slice(first.call), first.name) ?? target?.name
  if (table === undefined) return
  const principal = rest.find(({ name }) => name === 'HasPrincipalKey')
  const deleted = rest.find(({ name }) => name === 'OnDelete')?.args[0]
  draft.references.push({
    properties: foreign.args.flatMap(membersOrTexts).map(({ name }) => name),
    table,
    targets: (principal?.args ?? []).flatMap(membersOrTexts).map(({ name }) => name),
    span: placeOf(foreign, context),
    ...(deleted && { onDelete: dottedName(deleted).replace(/^.*\./, '') }),
  })
}
