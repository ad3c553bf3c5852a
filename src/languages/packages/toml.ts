import { type Found, matched } from './found.js'

/** Tables whose keys are packages: Poetry, Pipfile, PDM. */
const TABLES = /^(?:tool\.poetry\.(?:group\.[\w-]+\.)?(?:dev-)?dependencies|packages|dev-packages)$/
/** A table that is one package: `[tool.poetry.dependencies.amocrm-sdk]`. */
const OF_ONE =
  /^(?:tool\.poetry\.(?:group\.[\w-]+\.)?(?:dev-)?dependencies|packages|dev-packages)\.["']?(?<name>[\w.-]+)["']?$/d
/** Tables with lists of requirements, and the keys of those in `[project]`. */
const LISTS = /^(?:project\.optional-dependencies|dependency-groups|tool\.pdm\.dev-dependencies|tool\.uv)$/

const KEYED =
  /^[ \t]*["']?(?<name>[A-Za-z0-9][\w.-]*)["']?[ \t]*=[ \t]*(?:["'](?<version>[^"'\r\n]*)["']|\{[^}\r\n]*?\bversion[ \t]*=[ \t]*["'](?<inner>[^"'\r\n]*)["'])?/dgm
const QUOTED =
  /["'](?<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]"']*\])?[ \t]*(?<version>(?:[=<>!~]=?=?|@)[^;"']*)?(?:;[^"']*)?["']/dg

/** Packages of a pyproject.toml or Pipfile, table by table. */
export function* tomlPackages(text: string): Generator<Found> {
  for (const { name, start, body } of tables(text)) {
    const own = OF_ONE.exec(name)
    if (own?.groups?.name !== undefined) {
      const at = text.lastIndexOf(own.groups.name, start)
      const version = /^[ \t]*version[ \t]*=[ \t]*["']([^"'\r\n]*)/m.exec(body)?.[1]
      yield {
        ecosystem: 'pypi',
        name: own.groups.name,
        start: at,
        end: at + own.groups.name.length,
        ...(version !== undefined && { version }),
      }
    } else if (TABLES.test(name)) yield* keyed(body, start)
    else if (LISTS.test(name)) yield* matched('pypi', body, QUOTED, start)
    else if (name === 'project') yield* projectList(body, start)
  }
}

/** Tables of a Cargo.toml whose keys are packages, those of a target and of a workspace as well. */
const CARGO = /^(?:workspace\.|target\..*\.)?(?:dev-|build-)?dependencies(?:\.(?<name>[\w-]+))?$/

/** Packages of a Cargo.toml. */
export function* cargoPackages(text: string): Generator<Found> {
  for (const { name, start, body } of tables(text)) {
    const table = CARGO.exec(name)
    const own = table?.groups?.name
    const at = own === undefined ? -1 : text.lastIndexOf(own, start)
    const version = /^[ \t]*version[ \t]*=[ \t]*["']([^"'\r\n]*)/m.exec(body)?.[1]
    if (own !== undefined)
      yield {
        ecosystem: 'cargo',
        name: own,
        start: at,
        end: at + own.length,
        ...(version !== undefined && { version }),
      }
    else if (table) for (const found of keyed(body, start)) yield { ...found, ecosystem: 'cargo' }
  }
}

function* keyed(body: string, start: number): Generator<Found> {
  for (const match of body.matchAll(KEYED)) {
    const { name, version, inner } = match.groups ?? {}
    const [from, to] = match.indices?.groups?.name ?? [0, 0]
    const range = version ?? inner
    if (name === undefined) continue
    yield {
      ecosystem: 'pypi',
      name,
      start: start + from,
      end: start + to,
      ...(range !== undefined && { version: range }),
    }
  }
}

/** `dependencies = […]` of `[project]`. */
function* projectList(body: string, start: number): Generator<Found> {
  const list = /^[ \t]*dependencies[ \t]*=[ \t]*\[/m.exec(body)
  if (!list) return
  const from = list.index + list[0].length
  const end = /^[ \t]*\]|\][ \t]*$/m.exec(body.slice(from))
  yield* matched('pypi', body.slice(from, end ? from + end.index + 1 : body.length), QUOTED, start + from)
}

interface Table {
  name: string
  /** UTF-16 index of the body. */
  start: number
  body: string
}

function tables(text: string): Table[] {
  const headers = [...text.matchAll(/^[ \t]*\[\[?([^[\]\r\n]+)\]\]?[ \t]*(?:#.*)?$/gm)]
  return headers.map((header, index) => {
    const start = header.index + header[0].length
    return {
      name: (header[1] as string).trim(),
      start,
      body: text.slice(start, headers[index + 1]?.index ?? text.length),
    }
  })
}
