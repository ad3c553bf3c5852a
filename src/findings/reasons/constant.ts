import { isHostToken, type Mention } from '../mention.js'

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
  const after = m.token.slice(6) + m.after
  if (m.php && m.zone === 'code') return false
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

function isScriptish(m: Mention): boolean {
  if (m.family === 'script') return !/(^|\s)(from|import)\s*\(?\s*$/.test(m.before)
  if (m.family === 'markup') return !m.php
  return m.family === 'markdown' && m.zone === 'code'
}
