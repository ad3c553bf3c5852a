import type { Input } from '../engine/types.js'
import { createSource, type Source } from '../files/source.js'
import type { Edit } from '../findings/finding.js'
import type { Unit } from './plan.js'
import { refusalsOf, type Splice, splice } from './splice.js'

/** Files as they stand between two passes, decoded on demand and at most once. */
export interface State {
  paths(): Iterable<string>
  has(path: string): boolean
  source(path: string): Source
  inputs(paths?: Iterable<string>): Input[]
  /** The state after an application; this one stays as it is. */
  with(applied: Applied): State
}

/** New contents of the files that fixes touch. */
export interface Applied {
  changed: Map<string, Splice>
  created: Map<string, Buffer>
}

/** Starts from bytes; `known` are sources that the engine has decoded already. */
export function stateOf(inputs: readonly Input[], known?: ReadonlyMap<string, Source>): State {
  const bytes = new Map(inputs.map((input) => [input.path, input.bytes]))
  const sources = new Map<string, Source>()
  for (const [path, source] of known ?? []) if (bytes.get(path) === source.bytes) sources.set(path, source)
  return build(bytes, sources)
}

function build(bytes: ReadonlyMap<string, Buffer>, sources: Map<string, Source>): State {
  return {
    paths: () => bytes.keys(),
    has: (path) => bytes.has(path),
    source(path) {
      let source = sources.get(path)
      if (!source) {
        source = createSource(path, bytes.get(path) as Buffer)
        sources.set(path, source)
      }
      return source
    },
    inputs: (paths = bytes.keys()) => [...paths].map((path) => ({ path, bytes: bytes.get(path) as Buffer })),
    with(applied) {
      const next = new Map(bytes)
      for (const [path, { bytes }] of applied.changed) next.set(path, bytes)
      for (const [path, content] of applied.created) next.set(path, content)
      const kept = [...sources].filter(([path]) => next.get(path) === bytes.get(path))
      return build(next, new Map(kept))
    },
  }
}

export interface Bounds {
  /** Report paths of all files that are there, read or not. */
  listed: readonly string[]
  isEditable?: ((path: string) => boolean) | undefined
  /** Why a file cannot be written (`is read-only`), or `undefined`. */
  whyLocked?: ((path: string) => string | undefined) | undefined
}

/** Why a fix cannot be made in this state, as a clause, or `undefined`. */
export function obstacle(state: State, unit: Unit, bounds: Bounds): string | undefined {
  for (const path of unit.paths) {
    const why = bounds.whyLocked?.(path)
    if (why) return `the fix needs to write ${path}, which ${why}`
  }
  for (const [path, edits] of editsByPath([unit])) {
    if (!state.has(path)) return `the fix needs an edit in ${path}, which is outside the given paths`
    if (!(bounds.isEditable?.(path) ?? true))
      return `the fix needs an edit in ${path}, which is not to be written`
    const [refusal] = refusalsOf(state.source(path), edits)
    if (refusal) return `${refusal.message} (${path})`
  }
  for (const { path, text } of unit.create) {
    if (state.has(path) || bounds.listed.includes(path))
      return `the fix would create ${path}, which exists already`
    if (!text.isWellFormed()) return `the text of ${path} is not valid Unicode`
  }
  return undefined
}

/**
 * Makes fixes in memory. They must be free of conflicts and obstacles; an edit that is refused all the same is a
 * defect of the caller and throws. `only` limits the work to some files.
 */
export function apply(state: State, units: readonly Unit[], only?: ReadonlySet<string>): Applied {
  const changed = new Map<string, Splice>()
  const created = new Map<string, Buffer>()
  for (const [path, edits] of editsByPath(units)) {
    if (only && !only.has(path)) continue
    const result = splice(state.source(path), edits)
    if (!result.ok) throw new Error(`${path}: ${result.refusals[0]?.message}`)
    changed.set(path, result)
  }
  for (const unit of units) {
    for (const { path, text } of unit.create) {
      if (!only || only.has(path)) created.set(path, Buffer.from(text, 'utf8'))
    }
  }
  return { changed, created }
}

function editsByPath(units: readonly Unit[]): Map<string, Edit[]> {
  const byPath = new Map<string, Edit[]>()
  for (const { edits } of units) {
    for (const edit of edits) {
      const list = byPath.get(edit.path)
      if (list) list.push(edit)
      else byPath.set(edit.path, [edit])
    }
  }
  return byPath
}
