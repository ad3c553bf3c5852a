import { sdkHost as about } from '../about/sdk-host.js'
import { defineRule } from '../define-rule.js'
import { callFindings } from './calls.js'
import { collectSdkFacts } from './facts.js'
import { packageFindings } from './packages.js'

/**
 * Matches libraries for the API that a manifest asks for and that cannot reach kommo.com, or not in the version in use, or
 * not without an option; and calls of them that go to another host. Hosts that code hands to a library are `legacy-host`.
 */
export const sdkHost = defineRule(about, {
  collect: collectSdkFacts,
  isSpent: (facts) => facts === undefined,
  *check(file, project) {
    if (file.packages && file.packages.length > 0) yield* packageFindings(file, project, 'sdk-host')
    yield* callFindings(file, project, 'sdk-host')
  },
})
