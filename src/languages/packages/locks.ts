import { findNodeAtLocation, type Node } from 'jsonc-parser'
import { CLIENTS_IN_COMPOSER_LOCK, CLIENTS_IN_NPM_LOCK } from '../../brand/clients/packages.js'
import type { Ecosystem } from '../../brand/sdks/index.js'
import { type LockKind, lockKindOf } from '../../files/packages.js'
import { type Found, matched } from './found.js'
import { entriesOf, insideOf, readJson } from './json.js'

const YARN_HEAD = /^["']?(?<name>@?[^@\s"']+)@.*:\s*$/d
const YARN_VERSION = /^[ \t]+version:?[ \t]+["']?([^"'\s]+)/
const PNPM =
  /^[ \t]+['"]?\/?(?<name>@?[^@\s'"(:/]+(?:\/[^@\s'"(:/]+)?)[@/](?<version>\d[^('":\s]*)[^\r\n]*:[ \t]*(?:\{|$|[\r\n])/dgm
const PYTHON =
  /^\[\[package\]\][^[]*?^name[ \t]*=[ \t]*"(?<name>[^"]+)"[ \t]*[\r\n]+version[ \t]*=[ \t]*"(?<version>[^"]+)"/dgm
const GEMS = /^ {4}(?<name>[\w-]+) \((?<version>\d[^)]*)\)/dgm
const GO = /^(?<name>[^\s/]+\.[a-z]+\/[^\s]+)[ \t]+(?<version>v[^\s/]+)[ \t]/dgm
const GRADLE = /^[\w.-]+:(?<name>[\w.-]+):(?<version>[^=\s]+)=/dgm
const DENO = /^[ \t]+"(?:npm:|jsr:)?(?<name>@?[^@"]+)@(?<version>\d[^"_]*)[^"]*"[ \t]*:[ \t]*\{/dgm

const lines =
  (ecosystem: Ecosystem, pattern: RegExp) =>
  (text: string): Iterable<Found> =>
    matched(ecosystem, text, pattern)

const READERS: Record<LockKind, (text: string) => Iterable<Found>> = {
  composer: (text) => listed('composer', text, ['packages', 'packages-dev']),
  npm,
  yarn,
  pnpm: lines('npm', PNPM),
  bun,
  deno: lines('npm', DENO),
  python: lines('pypi', PYTHON),
  pipfile: (text) => groups('pypi', text, ['default', 'develop']),
  gems: lines('gem', GEMS),
  go: lines('go', GO),
  nuget,
  gradle: lines('maven', GRADLE),
  cargo: lines('cargo', PYTHON),
}

/** What a lock file pins; nothing for files that are none of those that are read. */
export function readLock(path: string, text: string): Found[] {
  const kind = lockKindOf(path)
  return kind ? [...READERS[kind](text)] : []
}

/** HTTP clients that a lock file pins: large trees are not built for them. */
export function readClients(path: string, text: string): Found[] {
  const kind = lockKindOf(path)
  if (kind === 'npm') return [...matched('npm', text, CLIENTS_IN_NPM_LOCK)]
  if (kind === 'composer') return [...matched('composer', text, CLIENTS_IN_COMPOSER_LOCK)]
  return readLock(path, text)
}

/** `"axios@^1.0.0", axios@^1.2.0:` and, in the lines below it, `version "1.6.8"`. Read line by line: such files have 20,000. */
function* yarn(text: string): Generator<Found> {
  let at = 0
  let open: Found | undefined
  for (const line of text.split(/(?<=[\r\n])/)) {
    const head = YARN_HEAD.exec(line)
    const [start, end] = head?.indices?.groups?.name ?? [0, 0]
    const version = open && YARN_VERSION.exec(line)?.[1]
    if (open && version !== undefined) {
      yield { ...open, version }
      open = undefined
    } else if (head?.groups?.name !== undefined)
      open = { ecosystem: 'npm', name: head.groups.name, start: at + start, end: at + end }
    at += line.length
  }
}

/** Lists of `{ "name": …, "version": … }`. */
function* listed(ecosystem: Ecosystem, text: string, keys: readonly string[]): Generator<Found> {
  const root = readJson(text)
  for (const key of keys) {
    const list = root && findNodeAtLocation(root, [key])
    for (const item of list?.type === 'array' ? (list.children ?? []) : []) {
      const name = item.type === 'object' ? findNodeAtLocation(item, ['name']) : undefined
      if (typeof name?.value !== 'string') continue
      const version = textAt(item, 'version')
      yield { ecosystem, name: name.value, ...insideOf(name), ...(version !== undefined && { version }) }
    }
  }
}

function textAt(node: Node, key: string): string | undefined {
  const value: unknown = findNodeAtLocation(node, [key])?.value
  return typeof value === 'string' ? value : undefined
}

/** Groups of `"name": { "version": "==1.2" }`. */
function* groups(ecosystem: Ecosystem, text: string, keys: readonly string[]): Generator<Found> {
  const root = readJson(text)
  for (const key of keys) if (root) yield* entriesOf(ecosystem, findNodeAtLocation(root, [key]))
}

/** Both forms: paths below `packages`, nested `dependencies` in older ones. */
function* npm(text: string): Generator<Found> {
  const root = readJson(text)
  if (!root) return
  const packages = findNodeAtLocation(root, ['packages'])
  for (const entry of entriesOf('npm', packages ?? findNodeAtLocation(root, ['dependencies']))) {
    const at = entry.name.lastIndexOf('node_modules/')
    if (packages && at < 0) continue
    const name = packages ? entry.name.slice(at + 'node_modules/'.length) : entry.name
    yield { ...entry, name, start: entry.end - name.length }
  }
}

/** `"amocrm-js": ["amocrm-js@3.6.0", …]`. */
function* bun(text: string): Generator<Found> {
  const packages = readJson(text)
  const object = packages && findNodeAtLocation(packages, ['packages'])
  for (const property of object?.type === 'object' ? (object.children ?? []) : []) {
    const [key, value] = property.children ?? []
    const pinned: unknown = value?.children?.[0]?.value
    const parts = typeof pinned === 'string' ? /^(@?[^@]+)@(.+)$/.exec(pinned) : null
    if (!key || !parts) continue
    yield { ecosystem: 'npm', name: parts[1] as string, ...insideOf(key), version: parts[2] as string }
  }
}

/** Dependencies by target framework. */
function* nuget(text: string): Generator<Found> {
  const root = readJson(text)
  const targets = root && findNodeAtLocation(root, ['dependencies'])
  for (const target of targets?.type === 'object' ? (targets.children ?? []) : [])
    for (const entry of entriesOf('nuget', target.children?.[1])) yield entry
}
