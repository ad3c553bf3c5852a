import { NAMING_CALLS } from '../../brand/keep.js'
import { isHostToken, type Mention } from '../mention.js'
import { isConfiguration } from './configuration.js'
import { isConstantUse } from './constant.js'
import { ESCAPE, hasOpenEnd, isOpenHost } from './hosts.js'
import { isFilePath } from './paths.js'

/** Names of code: namespaces, classes, variables, keys, file names, CSS classes, selectors. */
export function isIdentifier(m: Mention): boolean {
  if (isHostToken(m) && !/^\w/.test(m.after)) return false
  if (isOwnPrefix(m)) return true
  if (isConstantUse(m) || hasOpenEnd(m)) return false
  if (isJoined(m)) return true
  if (m.literal !== undefined) return isLiteralName(m)
  if (m.zone === 'code') return !isWordOfSentence(m)
  return DOC_TAG.test(m.before) || /^ constructor\b/.test(m.after)
}

/** `->name('amocrm.')`: names of the program's own begin so. */
function isOwnPrefix({ before, after, literalAt }: Mention): boolean {
  const [, call] = /([\w$.:>\\-]+)\(\s*["'`]$/.exec(before) ?? []
  return literalAt === 0 && after.startsWith('.') && call !== undefined && NAMING_CALLS.test(call)
}

const DOC_TAG =
  /@(package|see|param|return|returns|throws|var|type|uses|namespace|class|module|memberof|subpackage|covers|mixin|property|extends|implements|link|name|example)\s+(\{[^}]*)?[\w\\[\]|<>:,.]*$/

/** Tied to other names by the signs of code: `AmoCRM\Models`, `Amocrm::Client`, `@amocrm`, `amocrm_id`, `amocrm-js`. */
function isJoined(m: Mention): boolean {
  const { before, after } = m
  if (/(\\|::|->|\$|@|#|_|~)$/.test(before) && !ESCAPE.test(before)) return true
  if (/[\w)\]]\.$/.test(before)) return true
  if (/\w-$/.test(before))
    return m.zone !== 'string' || !/\s/.test(m.literal ?? '') || /^[a-z]+$/.test(m.token)
  if (/^(\\[A-Za-z\\]|::|->|\(|_)/.test(after) && !endsInEscape(m)) return true
  if (/^\.[a-zA-Z_$][\w$]*/.test(after)) return true
  if (/:[-=]$/.test(before) || (/["'`]$/.test(before) && /^["'`]/.test(after) && /^[a-z]+$/.test(m.token)))
    return true
  if (/^[a-z]+$/.test(m.token) && /^-[a-z]/i.test(after)) return true
  return m.chunk.includes('/') && isFilePath(m)
}

/** `"Sent to AMOCRM\n"`: between double quotes a backslash and a letter are a line end, not a namespace. */
function endsInEscape(m: Mention): boolean {
  const isDouble = m.literal !== undefined && m.before[m.before.length - m.literalAt - 1] === '"'
  return isDouble && /^\\[nrtvf0"]/.test(m.after)
}

/** A whole string that is a name: 'amocrm', "amocrm.companies", 'amocrm:tokens:1'; brand spelling is a label. */
function isLiteralName(m: Mention): boolean {
  const literal = m.literal as string
  if (/\s/.test(literal.trim()))
    return /(class|className|id|for)\s*=\s*["']?[^"']*$/.test(m.before) && /^[a-z]+$/.test(m.token)
  if (endsInEscape(m) && /[A-Z]/.test(m.token)) return false
  if (literal === m.token && /^amoCRM$|^AmoCRM$/.test(m.token)) return isKeyPosition(m)
  return /^[\w.:/@#$%{}\\+*?&=~!^|[\]()<>-]+$/.test(literal)
}

function isKeyPosition(m: Mention): boolean {
  return /^["'`](\s*=>|:|\])/.test(m.after) || /(\bcase|[\w\])]\[|===?|!==?)\s*["'`]$/.test(m.before)
}

/** The name in words that people read: prose, comments, labels, messages. */
export function isBrandText(m: Mention): boolean {
  if (isHostToken(m) || isConstantUse(m) || isOpenHost(m)) return false
  if (m.zone === 'comment' || m.zone === 'prose') return true
  if (m.zone === 'string') return m.literal === undefined || /[^!-~]/.test(m.literal) || /[A-Z]/.test(m.token)
  return isWordOfSentence(m)
}

const KEYWORDS =
  /\b(new|class|extends|implements|include|module|namespace|use|using|import|from|package|as|is|in|of|instanceof|typeof|return|yield|await|raise|throw|throws|rescue|catch|case|def|func|fn|function|var|let|const|val|type|interface|struct|enum|trait|static|public|private|protected|final|abstract|void|async|export|default|declare|and|or|not|if|else|unless|while|until|then|do|be_a|eq|describe|participant|alias)\s$/

/** A word among words where no quote and no comment sign tells: JSX text, YAML values, lines of a long string. */
function isWordOfSentence(m: Mention): boolean {
  if (!/^(amoCRM|AmoCRM|AMOCRM|AmoCrm)$/.test(m.token)) return false
  if (/[а-яё][,;:.)»]?\s+$/i.test(m.before) || /^[)»]?,?\s+[—–-]?\s*\(?[а-яё]/i.test(m.after)) return true
  if (isConfiguration(m) && /:\s+(\S+\s+)*$/.test(m.before))
    return /:\s+\S+\s/.test(m.before) || /^\s+\w/.test(m.after)
  if (/^\s*$/.test(m.before)) return /^ [a-z]{2,} [a-z`'"]/.test(m.after)
  const word = /(^|\s)[a-z]{2,}\s$/.test(m.before) && !KEYWORDS.test(m.before)
  return word && /^(\.?\}|[.,]?$|[.,]?\s[a-z]{2,}\b)/.test(m.after)
}
