import picomatch from 'picomatch'

/** A pattern of a configuration, and whether a file of the run has matched it. */
export interface Pattern {
  readonly text: string
  matches(path: string): boolean
  isUsed: boolean
}

/**
 * A glob of a configuration: from its folder on, names that begin with a dot count, and a name without wildcards stands
 * for a file or for all that is in a folder.
 */
export function patternOf(text: string): Pattern {
  const glob = text.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '')
  const isMatch = picomatch(glob === '' || glob === '.' ? '**' : [glob, `${glob}/**`], { dot: true })
  const pattern: Pattern = {
    text,
    isUsed: false,
    matches(path) {
      const found = isMatch(path)
      if (found) pattern.isUsed = true
      return found
    },
  }
  return pattern
}

/** Whether any of some patterns matches; asks all, so that each knows whether it is of use. */
export function matchesAny(patterns: readonly Pattern[], path: string): boolean {
  return patterns.filter((pattern) => pattern.matches(path)).length > 0
}
