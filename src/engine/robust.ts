import type { RunError } from '../findings/finding.js'
import { checkLoaded, collect, type Loaded } from './check.js'
import type { CheckOptions, CheckResult, Facts, Input } from './types.js'

/** What was loaded, and the files on which the tool itself failed. */
export interface SafelyLoaded extends Loaded {
  errors: RunError[]
}

/**
 * Loads inputs one by one: a file on which an adapter or a rule throws becomes an error and stops nothing.
 * @param afterEach called after each file; may wait, may throw to end the run
 */
export async function collectSafely(
  inputs: Iterable<Input>,
  options: Pick<CheckOptions, 'rules' | 'again'>,
  afterEach: (done: number) => Promise<void> | undefined = () => undefined,
): Promise<SafelyLoaded> {
  const loaded: SafelyLoaded = { models: [], facts: {}, errors: [] }
  const facts: Facts[] = []
  let done = 0
  for (const input of inputs) {
    try {
      const part = await collect([input], options)
      loaded.models.push(...part.models)
      facts.push(part.facts)
    } catch (error) {
      loaded.errors.push(failure(input.path, error))
    }
    await afterEach(++done)
  }
  return { ...loaded, facts: joinFacts(facts) }
}

/** Checks what was loaded; where a rule throws, the other files are checked all the same. */
export function checkSafely(loaded: SafelyLoaded, options: CheckOptions): CheckResult {
  try {
    return withErrors(checkLoaded(loaded, options), loaded.errors)
  } catch {
    const errors = [...loaded.errors]
    const models = loaded.models.filter((model) => {
      try {
        checkLoaded({ models: [model], facts: loaded.facts }, options)
        return true
      } catch (error) {
        errors.push(failure(model.source.path, error))
        return false
      }
    })
    return withErrors(checkLoaded({ models, facts: loaded.facts }, options), errors)
  }
}

/**
 * Facts of several parts by rule, then by path, in order of path: the same whichever thread they come from.
 * Earlier parts win.
 */
export function joinFacts(parts: readonly Facts[]): Facts {
  const joined: Facts = {}
  for (const rule of [...new Set(parts.flatMap((part) => Object.keys(part)))].sort()) {
    joined[rule] = inOrder(parts.flatMap((part) => (part[rule] ? [part[rule]] : [])))
  }
  return joined
}

function inOrder(parts: readonly Record<string, unknown>[]): Record<string, unknown> {
  const all =
    parts.length === 1 ? (parts[0] as Record<string, unknown>) : Object.assign({}, ...[...parts].reverse())
  const paths = Object.keys(all)
  if (paths.every((path, i) => i === 0 || (paths[i - 1] as string) < path)) return all
  return Object.fromEntries(paths.sort().map((path) => [path, all[path]]))
}

function withErrors(result: CheckResult, errors: readonly RunError[]): CheckResult {
  return { ...result, errors: [...result.errors, ...errors] }
}

function failure(path: string, error: unknown): RunError {
  const message = error instanceof Error ? error.message : String(error)
  return {
    path,
    code: 'internal-error',
    message: `a defect of kommo-migrate stopped on this file: ${message}`,
  }
}
