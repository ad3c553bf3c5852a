import { legacyHost as about } from './about/legacy-host.js'
import { defineRule } from './define-rule.js'
import { exportedHosts } from './hosts/exported.js'
import { hostFindings } from './hosts/findings.js'

/**
 * Matches every host of amocrm.com that requests or people are sent to, and mentions of it in text and recorded
 * data. Does not match the chat API (`chat-host`), comparisons (`origin-allowlist`), open decisions between top-level
 * domains (`platform-branch`), e-mail addresses, amocrm.ru and look-alikes.
 */
export const legacyHost = defineRule(about, {
  collect: exportedHosts,
  isSpent: (names) => names === undefined,
  check: (file, project) => hostFindings(file, project, 'legacy-host'),
})
