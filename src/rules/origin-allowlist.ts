import { originAllowlist as about } from './about/origin-allowlist.js'
import { defineRule } from './define-rule.js'
import { hostFindings } from './hosts/findings.js'
import { redirectFacts, redirectHosts } from './inputs/redirect-host.js'
import { webhookAccounts } from './inputs/webhook-account.js'

const ID = 'origin-allowlist'

/**
 * Matches amocrm.com where it is compared with or listed as allowed, and single-valued origins. The fix adds kommo.com
 * beside it: the old name must stay, because Kommo's own webhooks still carry it. Also says where the host of the OAuth
 * redirect is used unchecked, and where a check of webhooks lost amocrm.com.
 */
export const originAllowlist = defineRule(about, {
  collect: redirectFacts,
  isSpent: (facts) => facts === undefined,
  *check(file, project) {
    yield* hostFindings(file, project, ID)
    yield* redirectHosts(file, project, ID)
    yield* webhookAccounts(file)
  },
})
