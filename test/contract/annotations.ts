import type { FixKind } from '../../src/findings/finding.js'

/** A finding that a case promises: some finding of `rule` starts on `line` (1-based) of `path`. */
export interface Expectation {
  rule: string
  line: number
  /** Default: the only file of the case. */
  path?: string
  /** 1-based, compared when given. */
  column?: number
  /** Compared when given. */
  kind?: FixKind
  /** How many findings; compared when given, else at least one. */
  count?: number
  /** Lines besides its own that the fix changes. */
  edits?: number[]
}

export interface Annotations {
  findings: Expectation[]
  /** Places where a rule must be silent. */
  ok: { rule: string; line: number }[]
  /** Lines that a fix changes although no finding starts there. */
  edits: number[]
}

/** An annotation stands alone in its line, behind the opener of any comment style. */
const MARK =
  /^\s*(?:\/\/|\/\*+|\*|#|<!--|\{#|\{\{!(?:--)?|<%(?:#|--|\s*\/\*|\s*\/\/)|\{\/\*|--|;|'|%)\s*(finds|ok|edits):\s*(.*?)\s*(?:\*\/\}?|-->|#\}|(?:--)?\}\}|(?:--|\*\/)?\s*%>)?\s*$/

/** `rule-id`, `rule-id review`, `rule-id (review)`, `rule-id x2`. */
const ITEM = /^([a-z][a-z0-9-]*)(?:\s+\(?(safe|review|manual)\)?)?(?:\s+x(\d+))?$/

/**
 * Reads the comments above the lines they speak of; several comments in a row speak of the first line after
 * them. Throws on a rule that does not exist, so that a typing error never passes as silence.
 */
export function readAnnotations(text: string, rules: ReadonlySet<string>): Annotations {
  const result: Annotations = { findings: [], ok: [], edits: [] }
  const lines = text.split(/\r\n|\r|\n/)
  for (const [index, line] of lines.entries()) {
    const mark = MARK.exec(line)
    if (!mark) continue
    let target = index + 1
    while (MARK.test(lines[target] ?? '')) target++
    for (const item of (mark[2] ?? '').split(/\s*,\s*/)) {
      const parts = ITEM.exec(item)
      const rule = parts?.[1]
      if (!parts || !rule || !rules.has(rule)) throw new Error(`line ${index + 1}: no such rule: ${item}`)
      const at = { rule, line: target + 1 }
      if (mark[1] === 'ok') result.ok.push(at)
      else if (mark[1] === 'edits') result.edits.push(at.line)
      else
        result.findings.push({
          ...at,
          ...(parts[2] ? { kind: parts[2] as FixKind } : {}),
          ...(parts[3] ? { count: Number(parts[3]) } : {}),
        })
    }
  }
  return result
}

/** Whether a line is an annotation. */
export function isAnnotation(line: string): boolean {
  return MARK.test(line)
}
