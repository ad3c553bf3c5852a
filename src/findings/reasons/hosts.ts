import { OTHER_BRAND_SUFFIXES, OWN_NAMES } from '../../brand/keep.js'
import { isHostToken, type Mention } from '../mention.js'
import { CONFIG_CALL } from './configuration.js'

/** A letter that belongs to an escape, not to the name behind it: `\n`, `%2F`, `\u002f`, `\x2f`, `\057`. */
export const ESCAPE = /(\\+[nrtvfbdDwWsSBAzZ0]|%[0-9a-f]{2}|\\+u[0-9a-f]{4}|\\+x[0-9a-f]{2}|\\+[0-7]{3})$/i

/** What stands in front of the token's own label: `''` when the token begins a label. */
function labelBefore(before: string): string {
  if (ESCAPE.test(before)) return ''
  return /[\w-]*$/.exec(before)?.[0] ?? ''
}

/** Labels in front of the token, with their dots: `team.` of `x@team.amocrm.com`. */
function labelsBefore(before: string): string {
  if (ESCAPE.test(before)) return ''
  const run = /(?:[\w-]|\\*\.|%2e)*$/i.exec(before)?.[0] ?? ''
  const sign = before[before.length - run.length - 1]
  if (sign === '%') return run.replace(/^[0-9a-f]{2}/i, '')
  if (sign === '\\') return run.replace(/^(u[0-9a-f]{4}|x[0-9a-f]{2}|[nrtvfbdDwWsSBAzZ0])/i, '')
  return run
}

const AT = /(@|%40|\\u0040|\\x40|&#64;|&#x40;|\(at\)|\[at\])$/i
const USERINFO = /:\\?\/\\?\/[^\s/?#"'\\]*(@|%40)$/i

/** The token is a whole host: no letter, digit or further label follows. */
function endsHost(after: string): boolean {
  return !/^(\w|-\w|\\*\.[a-z0-9_-]|%2e\w)/i.test(after) || /^\\[nrtvfbdDwWsSBzZ]/.test(after)
}

/** `x@team.amocrm.com`, `%40team.amocrm.com`, `'@' + …`; never the user part of a URL or `git@host:`. */
export function isEmail(m: Mention): boolean {
  if (!isHostToken(m) || !endsHost(m.after)) return false
  const front = m.before.slice(0, m.before.length - labelsBefore(m.before).length)
  if (!AT.test(front) || USERINFO.test(front)) return false
  return !(/\bgit@$/.test(front) && m.after.startsWith(':'))
}

const RESELLER = new RegExp(String.raw`^(\\*\.|%2e)(${OTHER_BRAND_SUFFIXES.join('|')})(?![\w-]|\.[a-z])`, 'i')

/** The Russian product and the resellers' domains: amocrm.ru, amocrm.com.ua, amocrm.com.kz and hosts below them. */
export function isOtherBrand(m: Mention): boolean {
  if (!isHostToken(m)) return /:\/\/([\w-]+\.)*amocrm\.ru\/\S*$/i.test(m.before)
  if (labelBefore(m.before) !== '') return false
  if (/ru$/i.test(m.token)) return endsHost(m.after)
  return RESELLER.test(m.after)
}

/** Other people's domains that contain the letters: myamocrm.com, amocrm.com.evil.net, amocrm.company. */
export function isLookAlike(m: Mention): boolean {
  if (!isHostToken(m)) return false
  if (labelBefore(m.before) !== '') return true
  if (/^(\\*\.|%2e)[a-z0-9_-]/i.test(m.after)) return true
  return /^[\w-]/.test(m.after) && isUrlLike(m)
}

/** `amocrm.company` where no URL shows that it is a host. */
export function isLongerWord(m: Mention): boolean {
  return m.zone !== 'code' && isHostToken(m) && /^[\w-]/.test(m.after)
}

function isUrlLike(m: Mention): boolean {
  return /(\/\/|[\w.+-]@|www\.|%2f|%40)[\w.-]*$/i.test(m.before) || /^[a-z]+[/:?#]/i.test(m.after)
}

/** RFC 7807 type strings of the API: developers.amocrm.ru/v3/errors/… */
export function isProblemType(m: Mention): boolean {
  return /developers\.$/i.test(m.before) && /^\\?\/v3\\?\/errors\\?\//.test(m.after)
}

const TRANSLATE =
  /(\$?\bt|\btrans|\b__|\bi18n|\blang|\bLang::get|\btranslate|\broute|\bview)\s*\(\s*["'`][^"'`]*$/

/**
 * The first half of a host whose top-level domain is added elsewhere: `'amocrm.' . $zone`, `amocrm.%s`,
 * `/\.amocrm\.(ru|com)/`. A host rule has to claim it: it is never kept by the table. In prose ("SUB.amocrm.(ru/com)")
 * nothing is added and nothing is sent: it names the product.
 */
export function isOpenHost(m: Mention): boolean {
  // Hosts are written small: `"AMOCRM." . $key` names the constant or the product.
  if (/[A-Z]/.test(m.token) || !hasOpenEnd(m) || m.zone === 'prose') return false
  return m.zone !== 'comment' || /[./]$/.test(m.before)
}

/** `webhooks.amocrm.{entity}`: a name of the program's own. */
const OWN_NAME = new RegExp(String.raw`(?<![\w.@/-])(?:${OWN_NAMES.join('|')})\.(?:[\w-]+\.)*$`, 'i')

export function hasOpenEnd(m: Mention): boolean {
  if (isHostToken(m) || labelBefore(m.before) !== '' || OWN_NAME.test(m.before)) return false
  const rest = /^(?:\\*\.|%2e)(.*)$/i.exec(m.after)?.[1]
  if (rest === undefined || TRANSLATE.test(m.before) || CONFIG_CALL.test(m.before)) return false
  if (/^["'`]/.test(rest))
    return m.zone === 'string' && /(^|\S)$/.test(m.literal?.slice(0, m.literalAt) ?? m.before)
  return /^(\$\{?\w|\{|%\w|#\{|<[?%]|\.[*+]|\(|\[|\\w|\*)/.test(rest)
}
