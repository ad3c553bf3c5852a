import { KnownError } from '../errors.js'
import { nearest } from '../findings/nearest.js'
import { catalog } from './about/index.js'
import { isRule, type Rule, type RuleInfo } from './define-rule.js'

/**
 * The rules with these ids, in the order of the documentation; all of them without a choice.
 * @throws KnownError `unknown-rule`
 */
export function selectRules(only: readonly string[] = [], skip: readonly string[] = []): RuleInfo[] {
  const ids = catalog.map((rule) => rule.id)
  for (const id of [...only, ...skip]) {
    if (ids.includes(id)) continue
    const near = nearest(id, ids)
    throw new KnownError('unknown-rule', id, near ? `Did you mean ${near}?` : undefined)
  }
  return catalog.filter(({ id }) => (only.length === 0 || only.includes(id)) && !skip.includes(id))
}

/** The rules with their code, which is loaded now; a caller's own bring it along. */
export async function loadRules(infos: readonly RuleInfo[]): Promise<Rule[]> {
  const { rules } = await import('./index.js')
  return infos.flatMap((info) => (isRule(info) ? info : (rules.find(({ id }) => id === info.id) ?? [])))
}
