import { accountKey } from './account-key/index.js'
import { amocrmGlobal } from './amocrm-global/index.js'
import { chatHost } from './chat-host.js'
import type { Rule } from './define-rule.js'
import { legacyHost } from './legacy-host.js'
import { originAllowlist } from './origin-allowlist.js'
import { platformBranch } from './platform-branch.js'
import { redirect308 } from './redirect-308/index.js'
import { sdkHost } from './sdk-host/index.js'
import { storedHost } from './stored-host/index.js'
import { widgetManifest } from './widget-manifest/index.js'

/** Every rule, in the order of the documentation. */
export const rules: readonly Rule[] = [
  legacyHost,
  chatHost,
  amocrmGlobal,
  originAllowlist,
  platformBranch,
  sdkHost,
  accountKey,
  storedHost,
  redirect308,
  widgetManifest,
]
