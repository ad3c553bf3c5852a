import type { Project } from '../rules/define-rule.js'
import type { CheckOptions, Facts } from './types.js'

/** Key of the facts about applicability, beside those of the rules. */
export const APPLICABILITY = 'applicability'

/**
 * The project as the check of a file sees it, by the file's path. A file that no rule has a fact about sees no facts of
 * others: it is judged alone, so that nothing that changes elsewhere can change what is said of it.
 */
export function projectsOf(
  own: Facts,
  options: Pick<CheckOptions, 'listed' | 'facts'>,
): (path: string) => Project {
  const merged = new Map<string, ReadonlyMap<string, unknown>>()
  const whole: Project = {
    files: options.listed,
    facts<T>(rule: string) {
      let facts = merged.get(rule)
      if (!facts) {
        facts = new Map(Object.entries({ ...options.facts?.[rule], ...own[rule] }))
        merged.set(rule, facts)
      }
      return facts as ReadonlyMap<string, T>
    },
  }
  const alone: Project = { files: options.listed, facts: () => new Map() }
  const known = new Set([...knownPaths(own), ...knownPaths(options.facts ?? {})])
  return (path) => (known.has(path) ? whole : alone)
}

/** Files that a rule knows something about. */
export function knownPaths(facts: Facts): Set<string> {
  const rules = Object.entries(facts).filter(([id]) => id !== APPLICABILITY)
  return new Set(rules.flatMap(([, byPath]) => Object.keys(byPath)))
}
