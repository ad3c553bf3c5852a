import { keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'

type Read = (node: Node) => string[]
interface Joints {
  /** One text after the other. */
  joined(left: readonly string[], right: readonly string[]): string[]
  /** A path below a base. */
  based(bases: readonly string[], paths: readonly string[]): string[]
}

/** Steps of a builder that leave the host and the path what they are. */
const PASSING =
  /^(?:build|newBuilder|String|toString|toUriString|toUri|toURI|toURL|toURI|encode|queryParam|queryParams|addQueryParameter|addEncodedQueryParameter|buildAndExpand|expand|toASCIIString|toHttpUrl|toHttpUrlOrNull|toUrl|orEmpty|normalize)$/
const APPENDING = /^(?:append|plus)$/
const BELOW =
  /^(?:path|pathSegment|addPathSegments?|addEncodedPathSegments?|appendPath\w*|resolve|ResolveReference|JoinPath)$/
const FROM = /^(?:fromHttpUrl|fromUriString|fromUri|parse|get|of|create)$/
const FACTORY = /^(?:HttpUrl|UriComponentsBuilder|UriBuilder|ServletUriComponentsBuilder|Uri|URI|url)$/
const TEXT_BUILDER = /^(?:StringBuilder|StringBuffer)$/

/** What builders of addresses in Go, Java and Kotlin make; `undefined` for other calls. */
export function builtTexts(at: Node, read: Read, { joined, based }: Joints): string[] | undefined {
  const callee = unwrap(at.callee)
  const args = at.arguments as Node[]
  if (callee.type === 'Identifier')
    return TEXT_BUILDER.test(callee.name) ? (args[0] ? read(args[0]) : ['']) : undefined
  const name = callee.type === 'MemberExpression' ? keyName(callee) : undefined
  if (name === undefined) return undefined
  const object = unwrap(callee.object)
  const isFactory = object.type === 'Identifier' && FACTORY.test(object.name)
  const [first, ...rest] = args
  if (isFactory && first && FROM.test(name)) return read(first)
  if (isFactory && first && BELOW.test(name))
    return rest.reduce((texts, each) => based(texts, read(each)), read(first))
  if (PASSING.test(name)) return read(object)
  if (APPENDING.test(name) && first) return joined(read(object), read(first))
  if (BELOW.test(name) && first) return args.reduce((texts, each) => based(texts, read(each)), read(object))
  return undefined
}

/** Whether a value is a `StringBuilder`: what is appended to it later belongs to it. */
export function isTextBuilder(value: Node): boolean {
  const at = unwrap(value)
  if (at.type === 'NewExpression' || at.type === 'CallExpression') {
    const callee = unwrap(at.callee)
    if (callee.type === 'Identifier') return TEXT_BUILDER.test(callee.name)
    return (
      callee.type === 'MemberExpression' &&
      APPENDING.test(keyName(callee) ?? '') &&
      isTextBuilder(callee.object)
    )
  }
  return false
}

/** Whether statements append to the value of a name: chains on a `StringBuilder` are read as the text that they make. */
export const isAppendedTo = (reference: Node): boolean => appendedTo(reference).length > 0

/** What statements append to a builder by its name, in order. */
export function appendedTo(reference: Node): Node[] {
  const found: Node[] = []
  for (let at = reference; ; ) {
    const member = at.parent
    const call = member?.type === 'MemberExpression' && member.object === at ? member.parent : undefined
    if (
      call?.type !== 'CallExpression' ||
      call.callee !== member ||
      !APPENDING.test(keyName(member as Node) ?? '')
    )
      return found
    if (call.arguments[0]) found.push(call.arguments[0])
    at = call
  }
}

/** An address that is made of its parts: `url.URL{Scheme: "https", Host: host, Path: "/api/v4/leads"}`. */
export function addressParts(table: Node, read: Read, { joined, based }: Joints): string[] | undefined {
  const part = (name: string): Node | undefined =>
    (table.properties as Node[]).find((each) => each.type === 'Property' && keyName(each) === name)?.value
  const [host, path] = [part('Host'), part('Path') ?? part('RawPath')]
  if (!host) return path && read(path)
  const start = joined(['https://'], read(host))
  return path ? based(start, read(path)) : start
}
