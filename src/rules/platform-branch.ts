import { platformBranch as about } from './about/platform-branch.js'
import { defineRule } from './define-rule.js'
import { hostFindings } from './hosts/findings.js'

/**
 * Matches decisions between amocrm.ru and amocrm.com that a kommo host does not pass correctly: open top-level
 * domains, tests for `amocrm.`, and `.com` arms that a kommo host never reaches. Reported for a person.
 */
export const platformBranch = defineRule(about, {
  check: (file, project) => hostFindings(file, project, 'platform-branch'),
})
