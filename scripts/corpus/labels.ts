/**
 * Hand-made judgements of public repositories: what the tool should say about each mention of the old names.
 * They hold no code, only a place (repository, commit, path, line, hash of the line) and a verdict.
 */
export interface Label {
  /** `owner/name`. */
  repo: string
  commit: string
  /** POSIX, from the repository's root. */
  path: string
  /** 1-based; a hint, the hash decides. */
  line: number
  /** First 16 hex digits of the SHA-256 of the line's bytes without white space around them. */
  hash: string
  /**
   * Which mention on the line (0-based), `all` mentions of the file, `file`: a finding about the file, or `line`: what `rule` says
   * about the line, whatever is mentioned there.
   */
  nth: number | 'all' | 'file' | 'line'
  /** What `nth` counts: whole names (`amocrm.com`, `AMOCRM`), or the bare letters where a host is in parts. */
  of?: 'names' | 'letters'
  /** Id of the rule that should report it, `none` when it stays. */
  rule: string
  /** `safe`, `review`, `manual`, `kept:<reason>` or `none`. */
  class: string
  /** Other answers that are right: `<class>` of the same rule, or `<rule>:<class>`. */
  alt?: string[]
  /** The reason in own words. */
  why: string
}

/** Reads JSON Lines. Throws with the line number when one is not a label. */
export function readLabels(text: string): Label[] {
  const labels: Label[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const label = JSON.parse(line) as Label
    const missing = ['repo', 'commit', 'path', 'line', 'hash', 'nth', 'rule', 'class', 'why'].filter(
      (key) => !(key in label),
    )
    if (missing.length > 0) throw new Error(`labels, line ${index + 1}: ${missing.join(', ')} missing`)
    labels.push(label)
  }
  return labels
}

/** Every right answer of a label as `<rule>:<class>`, `kept:<reason>` or `none`; the preferred one first. */
export function answers(label: Label): string[] {
  return [label.class, ...(label.alt ?? [])].map((answer) =>
    isFixKind(answer) ? `${label.rule}:${answer}` : answer,
  )
}

/** Whether an answer names a finding (`<rule>:<kind>`), not a kept occurrence. */
export function isFindingAnswer(answer: string): boolean {
  return answer !== 'none' && !answer.startsWith('kept:')
}

function isFixKind(answer: string): boolean {
  return answer === 'safe' || answer === 'review' || answer === 'manual'
}
