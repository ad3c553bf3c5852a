import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const SRC = join(import.meta.dirname, '..', 'src')

/** Imports run down this list only. A folder may import itself. */
const LAYERS = [
  'cli.ts',
  'commands',
  'probe',
  'rehearsal',
  'eslint.ts',
  'eslint',
  'transforms',
  'project.ts',
  'index.ts',
  'fix.ts',
  'interface.ts',
  'changes',
  'edits',
  'run.ts',
  'archives',
  'settings.ts',
  'companions.ts',
  'engine',
  'report',
  'baseline',
  'config',
  'rules',
  'migrations',
  'roles',
  'languages',
  'findings',
  'storage.ts',
  'requests.ts',
  'sites.ts',
  'files',
  'brand',
  'errors.ts',
  'version.ts',
]

/** Parsers stay behind `src/languages/`. */
const PARSERS = /^(oxc-parser|@babel\/parser|@typescript-eslint\/|ts-morph|htmlparser2|jscodeshift)/

interface Import {
  from: string
  to: string
  isType: boolean
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? files(path) : path.endsWith('.ts') ? [path] : []
  })
}

const IMPORT =
  /(?:^|\n)(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g

const imports: Import[] = files(SRC).flatMap((path) => {
  const text = readFileSync(path, 'utf8')
  return [...text.matchAll(IMPORT)].map((match) => {
    const name = (match[2] ?? match[3]) as string
    const to = name.startsWith('.')
      ? relative(SRC, normalize(join(dirname(path), name))).replace(/\.js$/, '.ts')
      : name
    return { from: relative(SRC, path), to, isType: match[1] !== undefined }
  })
})

function layerOf(path: string): number {
  return LAYERS.findIndex((layer) => path === layer || path.startsWith(`${layer}/`))
}

describe('architecture', () => {
  test('every file belongs to a layer', () => {
    const strays = files(SRC)
      .map((path) => relative(SRC, path))
      .filter((path) => layerOf(path) < 0)
    expect(strays).toEqual([])
  })

  test('imports run down only (types aside)', () => {
    const upwards = imports.filter(
      ({ from, to, isType }) => !isType && layerOf(to) >= 0 && layerOf(to) < layerOf(from),
    )
    expect(upwards).toEqual([])
  })

  test('parsers stay behind src/languages', () => {
    const outside = imports.filter(({ from, to, isType }) => {
      return !isType && PARSERS.test(to) && !from.startsWith('languages/') && !from.startsWith('transforms')
    })
    expect(outside).toEqual([])
  })

  test('nothing imports in a circle (types aside)', () => {
    const graph = new Map<string, string[]>()
    for (const { from, to, isType } of imports) {
      if (!isType && layerOf(to) >= 0) graph.set(from, [...(graph.get(from) ?? []), to])
    }
    expect(circle(graph)).toEqual([])
  })

  test('a rule does no I/O', () => {
    const doing = imports.filter(({ from, to }) => /^(rules|roles)\//.test(from) && to.startsWith('node:'))
    expect(doing).toEqual([])
  })
})

/** The first circle of a graph, as a path; empty when there is none. */
function circle(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>()
  const visit = (node: string, path: string[]): string[] => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node]
    if (done.has(node)) return []
    for (const next of graph.get(node) ?? []) {
      const found = visit(next, [...path, node])
      if (found.length > 0) return found
    }
    done.add(node)
    return []
  }
  for (const node of graph.keys()) {
    const found = visit(node, [])
    if (found.length > 0) return found
  }
  return []
}
