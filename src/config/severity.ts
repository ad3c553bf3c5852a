import type { Severity } from '../findings/finding.js'
import type { CheckedFinding } from '../findings/render.js'
import type { Level, RuleSetting } from './settings.js'

const RANK: Record<Level, number> = { off: 0, info: 1, warning: 2, error: 3 }

/**
 * The severity of a finding under a setting. A level for the rule takes the place of the rule's own; what a rule says
 * more quietly than that (comments, recorded data) is lowered by it, and never raised. A level for the role is meant for
 * exactly these.
 * @param own the rule's default severity
 * @returns `off` when the finding is left out
 */
export function levelOf(
  finding: Pick<CheckedFinding, 'severity' | 'role'>,
  setting: RuleSetting,
  own: Severity,
): Level {
  const { severity, roles } = typeof setting === 'string' ? { severity: setting, roles: undefined } : setting
  const ofRole = finding.role && roles?.[finding.role]
  if (ofRole) return ofRole
  if (!severity) return finding.severity
  if (RANK[finding.severity] >= RANK[own]) return severity
  return RANK[severity] < RANK[finding.severity] ? severity : finding.severity
}
