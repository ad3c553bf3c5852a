import { isKnownMember } from '../../brand/members.js'
import { isHostToken, type Mention } from '../mention.js'
import { isDocument } from '../zone.js'

/** The name as a PHP constant: AMOCRM['subdomain'], define('AMOCRM', …). */
export function isPhpConstant(m: Mention): boolean {
  if (!m.php || isHostToken(m)) return false
  if (/\b(define|defined|constant)\s*\(\s*["']\\{0,2}$/.test(m.before)) return true
  if (m.zone !== 'code' || m.token !== 'AMOCRM') return false
  if (/(\$|->|::|\\|@)$/.test(m.before) && !/(^|[^\w])\\$/.test(m.before)) return false
  return (
    !/^\s*(::|\\|\$)/.test(m.after) &&
    !/\b(new|class|interface|trait|namespace|use|extends|implements|instanceof)\s+\\?$/.test(m.before)
  )
}

/** The widget constant in use: `AMOCRM.constant`, `window.AMOCRM`, `typeof AMOCRM`, `'AMOCRM' in window`. */
export function isConstantUse(m: Mention): boolean {
  if (!m.token.startsWith('AMOCRM') || (m.token.length > 6 && !/^\w/.test(m.after))) return false
  if (m.php && m.zone === 'code') return false
  // Only what scopes are known of is code for certain; elsewhere it has to look like code.
  if (m.family !== 'script' && !(m.script && m.zone === 'code')) return isCodeInText(m)
  const after = m.token.slice(6) + m.after
  if (/^\s*(\?\.|\.)[a-z_$]/.test(after) && (isScriptish(m) || m.zone !== 'code')) return true
  if (/^\s*\??\.?\[\s*["'`\w]/.test(after) && isScriptish(m)) return true
  if (
    /\b(window|self|top|parent|globalThis|global|frames|w|win|root)\b\)?\s*(\?\.|\.|\[\s*["'`])\s*$/.test(
      m.before,
    )
  )
    return true
  if (/\bwindow as \w+\)(\?\.|\.|\[["'`])$/.test(m.before)) return true
  if (/\btypeof\s+$/.test(m.before)) return true
  if (/^["'`]\s+in\s+\w/.test(after) || /hasOwn(Property)?\([^)]*["'`]$/.test(m.before)) return true
  if (/\/\*\s*(global|globals|exported)\s[^*]*$/.test(m.before)) return true
  // ESLint globals and webpack externals: a key, or the value beside it.
  if (/^["']\s*:\s*["']?(readonly|writable|writeable|true|false|off|AMOCRM|window|root)\b/.test(after))
    return true
  if (/\bAMOCRM["']?\s*:\s*["'](window\.|root\.)?$/.test(m.before)) return true
  return m.script && m.zone === 'code' && isScriptish(m)
}

const PAGE = /(?:window|self|globalThis|top|parent|global|unsafeWindow)\??\.$/

/**
 * Whether a mention in words, a comment, a string or a block of a document is JavaScript: the constant of a window, with
 * a member that documentation names, with a call, an index or `?.`. `AMOCRM.something` alone is a name or a sentence.
 */
export function isCodeInText(m: Mention): boolean {
  if (m.zone === 'code' && !isDocument(m.ending, m.name)) return false
  const front = m.before.replace(PAGE, '')
  const isBare = !/[\w$./@\\-]$/.test(front) || /(?:^|\s)(?:\/\/|--)$/.test(front)
  if (!isBare) return false
  if (front !== m.before) return true
  const after = m.token.slice(6) + m.after
  if (/^(?:\?\.[\w$[(]|\[\s*\\?['"]\w)/.test(after)) return true
  const path = /^\.([A-Za-z_$][\w$]*)(?:\??\.[A-Za-z_$][\w$]*)*(\()?/.exec(after)
  if (!path || /^(?:com|ru|kz|ua)$/i.test(path[1] as string)) return false
  return path[2] !== undefined || isKnownMember(path[1] as string)
}

function isScriptish(m: Mention): boolean {
  if (m.family === 'script') return !/(^|\s)(from|import)\s*\(?\s*$/.test(m.before)
  if (m.family === 'markup') return !m.php
  return m.family === 'markdown' && m.zone === 'code'
}
