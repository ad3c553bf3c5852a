import { PUBLIC_SITES } from '../../brand/keep.js'
import { isHostToken, type Mention } from '../mention.js'
import { isConfiguration } from './configuration.js'
import { isOpenHost } from './hosts.js'

/** `amoCRM/oAuth Client 1.0`, `amoCRM-Webhooks/3.0`, or the value of a User-Agent. */
export function isUserAgent(m: Mention): boolean {
  if (isHostToken(m) || /^(::|\\|->)/.test(m.after)) return false
  if (/^(-[\w-]+)?\/v?\d+\.\d/.test(m.after)) return !/(github|shields|unpkg|jsdelivr)/.test(m.before)
  if (/^amoCRM$/i.test(m.token) && /^\/[A-Za-z]+ ?[A-Za-z]* \d+\.\d/.test(m.after)) return true
  return /user[-_ ]?agent['"]?\s*(\]|\)|:|=>|=|,)+\s*\[?\s*['"`][^'"`]*$/i.test(m.before)
}

/** A host of somebody else that carries the name: amocrm.zendesk.com, t.me/amocrm, amocrm.example.com. */
export function isOtherService(m: Mention): boolean {
  if (isHostToken(m) || isOpenHost(m)) return false
  if (PUBLIC.test(m.before)) return true
  const left = /(?:[\w-]+\.)*[\w-]*$/.exec(m.before)?.[0] ?? ''
  const right = /^[\w-]*(?:\.[\w-]+)*/.exec(m.after)?.[0] ?? ''
  const host = left + m.token + right
  const inUrl = /(:\\?\/\\?\/|%3a%2f%2f)$/i.test(m.before.slice(0, m.before.length - left.length))
  if (inUrl) return /\.[a-z]{2,}$/i.test(host)
  if (m.zone === 'code' && !isConfiguration(m)) return false
  return HOST.test(host) && !/^(\(|::|->)/.test(m.after.slice(right.length))
}

const HOST =
  /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|net|org|io|dev|site|online|pro|tech|cloud|store|shop|biz|kz|ua|uz|by|su|us|eu|xyz|local|localhost|example|test|ru)$/i
const PUBLIC = new RegExp(
  String.raw`(?<![\w-])(${PUBLIC_SITES.map((site) => site.replaceAll('.', '\\.')).join('|')})\\?/[^\s"'<>]*$`,
  'i',
)
