import type { Edit, Kept, RuleFinding } from '../../findings/finding.js'
import type { FileModel } from '../../languages/language.js'
import type { Decision, HostRule } from '../../roles/decide.js'
import type { FoundOccurrence } from '../../roles/occurrences.js'
import type { Project } from '../define-rule.js'
import { decidedHosts, textOf } from './decided.js'
import { helpOf, messageOf, newBrand, twinOf } from './wording.js'

/** Findings of one host rule, and (for `legacy-host`) the occurrences that stay. */
export function* hostFindings(
  file: FileModel,
  project: Project,
  rule: HostRule,
): Generator<RuleFinding | Kept> {
  for (const { occurrence, decision } of decidedHosts(file, project)) {
    if ('kept' in decision) {
      if (rule === 'legacy-host')
        yield { span: occurrence.at, token: occurrence.token, reason: decision.kept }
    } else if (decision.rule === rule) yield findingOf(file, occurrence, decision)
  }
}

function findingOf(file: FileModel, occurrence: FoundOccurrence, decision: Decision): RuleFinding {
  const edits = decision.kind === 'manual' ? [] : [editOf(file, occurrence)]
  return {
    span: occurrence.at,
    severity: decision.severity,
    role: decision.role,
    message: messageOf(occurrence, decision),
    help: helpOf(occurrence, decision),
    fix: { kind: decision.kind, title: titleOf(occurrence, decision), edits, create: [] },
  }
}

function titleOf(occurrence: FoundOccurrence, decision: Decision): string {
  switch (decision.role) {
    case 'matcher':
      return 'Let kommo.com in beside amocrm.com'
    case 'peer':
      return 'Choose the origin by the page that asks'
    case 'branch':
      return 'Give kommo.com its own branch'
    case 'recorded':
      return decision.kind === 'manual'
        ? 'Record it again'
        : `Replace by ${twinOf(occurrence)} together with the code`
    default:
      return decision.kind === 'manual' ? 'Decide by hand' : `Replace by ${twinOf(occurrence)}`
  }
}

/** Only the brand's letters change: dots, escapes and the rest of the host stay as they are written. */
function editOf(file: FileModel, occurrence: FoundOccurrence): Edit {
  const expect = textOf(file, occurrence.brand)
  return {
    path: occurrence.brand.file,
    start: occurrence.brand.start,
    end: occurrence.brand.end,
    text: newBrand(expect),
    expect,
  }
}
