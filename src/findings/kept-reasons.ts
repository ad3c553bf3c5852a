import type { KeptReason } from './finding.js'
import type { Mention } from './mention.js'
import { isEnvName } from './reasons/configuration.js'
import { isPhpConstant } from './reasons/constant.js'
import { isEmail, isLongerWord, isLookAlike, isOtherBrand, isProblemType } from './reasons/hosts.js'
import { isPackageName } from './reasons/packages.js'
import { isOwnRoute } from './reasons/paths.js'
import { isOtherService, isUserAgent } from './reasons/services.js'
import { isBrandText, isIdentifier } from './reasons/words.js'

/**
 * One predicate per reason why an occurrence of the old name stays (`reasons/`). Each looks at the mention alone and
 * says yes only on evidence: what none of them claims is `unclassified`, which is a defect of a rule or of this table.
 * In order: the first predicate that holds is the reason.
 */
export const REASONS: readonly (readonly [KeptReason, (mention: Mention) => boolean])[] = [
  ['problem-type-uri', isProblemType],
  ['email', isEmail],
  ['other-brand', isOtherBrand],
  ['look-alike', isLookAlike],
  ['user-agent', isUserAgent],
  ['php-constant', isPhpConstant],
  ['package-name', isPackageName],
  ['other-service', isOtherService],
  ['env-name', isEnvName],
  ['own-route', isOwnRoute],
  ['identifier', isIdentifier],
  ['brand-text', isBrandText],
  ['look-alike', isLongerWord],
]
