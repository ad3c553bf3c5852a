import type { RuleInfo } from '../define-rule.js'
import { accountKey } from './account-key.js'
import { amocrmGlobal } from './amocrm-global.js'
import { chatHost } from './chat-host.js'
import { legacyHost } from './legacy-host.js'
import { originAllowlist } from './origin-allowlist.js'
import { platformBranch } from './platform-branch.js'
import { redirect308 } from './redirect-308.js'
import { sdkHost } from './sdk-host.js'
import { storedHost } from './stored-host.js'
import { widgetManifest } from './widget-manifest.js'

/** What every rule says of itself, in the order of the documentation. Their code is loaded when a file holds a needle. */
export const catalog: readonly RuleInfo[] = [
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
