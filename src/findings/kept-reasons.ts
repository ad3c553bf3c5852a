import type { KeptReason } from './finding.js'
import type { Mention } from './mention.js'

/**
 * One predicate per reason why an occurrence of the old name stays. Each looks at the mention alone and says yes
 * only on evidence: what none of them claims is `unclassified`, which is a defect of a rule or of this table.
 */

/** A letter that belongs to an escape, not to the name behind it: `\n`, `%2F`, `\u002f`, `\x2f`, `\057`. */
const ESCAPE = /(\\+[nrtvfbdDwWsSBAzZ0]|%[0-9a-f]{2}|\\+u[0-9a-f]{4}|\\+x[0-9a-f]{2}|\\+[0-7]{3})$/i

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

/** Host-like token: `amocrm.com` or `amocrm.ru` with its dot. */
export function isHostToken(m: Mention): boolean {
  return m.token.length > 6
}

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

/** The Russian product and the resellers' domains: amocrm.ru, amocrm.com.ua, amocrm.com.kz and hosts below them. */
export function isOtherBrand(m: Mention): boolean {
  if (!isHostToken(m)) return /:\/\/([\w-]+\.)*amocrm\.ru\/\S*$/i.test(m.before)
  if (labelBefore(m.before) !== '') return false
  if (/ru$/i.test(m.token)) return endsHost(m.after)
  return /^(\\*\.|%2e)(ua|kz)(?![\w-])/i.test(m.after) && !/^(\\*\.|%2e)(ua|kz)\.[a-z]/i.test(m.after)
}

/** Other people's domains that contain the letters: myamocrm.com, amocrm.com.evil.net, amocrm.company. */
export function isLookAlike(m: Mention): boolean {
  if (!isHostToken(m)) return false
  if (labelBefore(m.before) !== '') return true
  if (/^(\\*\.|%2e)[a-z0-9_-]/i.test(m.after)) return true
  return /^[\w-]/.test(m.after) && isUrlLike(m)
}

function isUrlLike(m: Mention): boolean {
  return /(\/\/|[\w.+-]@|www\.|%2f|%40)[\w.-]*$/i.test(m.before) || /^[a-z]+[/:?#]/i.test(m.after)
}

/** RFC 7807 type strings of the API: developers.amocrm.ru/v3/errors/… */
export function isProblemType(m: Mention): boolean {
  return /developers\.$/i.test(m.before) && /^\\?\/v3\\?\/errors\\?\//.test(m.after)
}

/** `amoCRM/oAuth Client 1.0`, `amoCRM-Webhooks/3.0`, or the value of a User-Agent. */
export function isUserAgent(m: Mention): boolean {
  if (isHostToken(m) || /^(::|\\|->)/.test(m.after)) return false
  if (/^(-[\w-]+)?\/v?\d+\.\d/.test(m.after)) return !/(github|shields|unpkg|jsdelivr)/.test(m.before)
  if (/^amoCRM$/i.test(m.token) && /^\/[A-Za-z]+ ?[A-Za-z]* \d+\.\d/.test(m.after)) return true
  return /user[-_ ]?agent['"]?\s*(\]|\)|:|=>|=|,)+\s*\[?\s*['"`][^'"`]*$/i.test(m.before)
}

const REGISTRIES =
  /(github|gitlab|bitbucket|githubusercontent|packagist|npmjs|rubygems|rubydoc|pypi|nuget|pkg\.go|goreportcard|jsr|deno|unpkg|jsdelivr|shields|fury|codecov|codeclimate|travis-ci|scrutinizer-ci|styleci|snyk|ghcr|docker|libraries|badgen|gitee|codeberg|sonarcloud|readthedocs|packagecontrol|badge|gemdocs|pugx|stainless)\.(com|org|io|net|dev|land|python\.org|ci)\b[^\s"'<>]*$/i
const INSTALL =
  /\b(npm (i|install|add|un|uninstall|rm|update|exec|view)|npx|yarn (add|remove)|pnpm (add|i|install)|bun add|composer (require|remove|update|install|show)|pip3? install|poetry add|uv add|gem install|gem|bundle add|go (get|install)|dotnet add package|Install-Package|deno add|cargo add|jsr|npm:)\b[^\n;|&]*$/
const MANIFESTS =
  /^(package\.json|composer\.json|package-lock\.json|composer\.lock|yarn\.lock|pnpm-lock\.yaml|gemfile(\.lock)?|go\.(mod|sum)|pyproject\.toml|poetry\.lock|uv\.lock|setup\.(py|cfg)|requirements.*\.txt|pipfile|deno\.jsonc?|jsr\.json|cargo\.toml|.*\.gemspec|.*\.csproj|.*\.sln|.*\.nuspec|steep|symfony\.lock|bower\.json)$/

/** Package, gem, module and repository names. */
export function isPackageName(m: Mention): boolean {
  if (isHostToken(m) && !/^\w/.test(m.after)) return false
  if (REGISTRIES.test(m.before) || /git@[\w.-]+:[^\s]*$/.test(m.before)) return true
  if (INSTALL.test(m.before) && !/["'`]\s*\w/.test(m.before.slice(-20).replace(/["'`][\w@/.-]*$/, '')))
    return true
  if (
    /^@?[\w.-]*$/.test(m.chunk.slice(0, m.chunkAt)) &&
    /^@[\w-]*$/.test(m.chunk.slice(0, m.chunkAt)) &&
    m.after.startsWith('/')
  ) {
    return true
  }
  if (isModuleSpecifier(m) || isOwnerAndName(m)) return true
  return MANIFESTS.test(m.name) && !isFilePath(m) && isNameInManifest(m)
}

/** `from 'amocrm-js'`, `require('amocrm')`, `import amocrm.v2`, `gem "amocrm"`: not a path of the own code. */
function isModuleSpecifier(m: Mention): boolean {
  if (m.literal !== undefined) {
    const front = m.before.slice(0, m.before.length - m.literalAt)
    if (/^[./~]|^@\//.test(m.literal) || /\s/.test(m.literal)) return false
    return /(\bfrom|\bimport|\brequire|\bgem|\bjest\.mock|\bvi\.mock)\s*\(?\s*["'`]$/.test(front)
  }
  return (m.ending === 'py' || m.ending === 'pyi') && /^\s*(from|import)\s+[\w.]*$/.test(m.before)
}

/** `amocrm/amocrm-api-php`, `repos/amocrm/amocrm-api-php/issues` in words: owner and name, lower case, with a hyphen. */
function isOwnerAndName(m: Mention): boolean {
  if (m.zone === 'string' && m.chunk !== m.literal) return false
  const name = /^\W*(?:repos\/)?([a-z0-9]+(?:-[a-z0-9]+)*\/[a-z0-9-]+)(?:[@:/][\w./@-]*)?\W*$/.exec(m.chunk)
  if (!name || /^\W*\//.test(m.chunk) || isFilePath(m)) return false
  const begins = m.chunk.indexOf(name[1] as string)
  return (
    /\w-\w/.test(name[1] as string) && m.chunkAt >= begins && m.chunkAt < begins + (name[1] as string).length
  )
}

function isNameInManifest(m: Mention): boolean {
  if (
    /^[a-z]+$/.test(m.token) &&
    /["']?(name|module|PackageId|AssemblyName|RootNamespace)["']?\s*[:=>]*\s*["']?[\w@/.-]*$/.test(m.before)
  ) {
    return true
  }
  if (/\.(name|files|require_paths)\s*=\s*["'][\w./-]*$/.test(m.before)) return true
  return /^[\w@./-]+$/.test(m.chunk) && /[/-]/.test(m.chunk) && /[a-z]/.test(m.token)
}

/** A host of somebody else that carries the name: amocrm.zendesk.com, t.me/amocrm, amocrm.example.com. */
export function isOtherService(m: Mention): boolean {
  if (isHostToken(m) || isOpenHost(m)) return false
  if (PUBLIC_SITES.test(m.before)) return true
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
const PUBLIC_SITES =
  /\b(t\.me|telegram\.me|facebook\.com|fb\.com|vk\.com|youtube\.com|instagram\.com|linkedin\.com|twitter\.com|habr\.com|medium\.com|wikipedia\.org|stackoverflow\.com|qna\.habr\.com|toster\.ru|apps\.apple\.com|play\.google\.com|chrome\.google\.com|postman\.com|apiary\.io|swagger\.io|make\.com|zapier\.com|n8n\.io|albato\.\w+|crunchbase\.com|slack\.com|trello\.com|notion\.\w+|docs\.google\.com|yandex\.\w+)\\?\/[^\s"'<>]*$/i

const CONFIGURATION =
  /^(ya?ml|env|ini|toml|conf|cfg|properties|example|dist|tf|tfvars|service|sample|local|production|development|neon|hcl)$/

function isConfiguration(m: Mention): boolean {
  return (
    CONFIGURATION.test(m.ending) ||
    /^(\.env.*|dockerfile.*|.*\.dockerfile|makefile|caddyfile|docker-compose.*)$/.test(m.name)
  )
}

/** Keys of configuration and of the environment: `amocrm:` in YAML, config('services.amocrm.id'), $AMOCRM. */
export function isEnvName(m: Mention): boolean {
  if (isHostToken(m) && !/^\w/.test(m.after)) return false
  if (
    /(\$\{?|\bENV\[["']?|process\.env\.|process\.env\[["']|getenv\(["']|environ\[["']|environ\.get\(["'])$/.test(
      m.before,
    )
  ) {
    return m.token === m.token.toUpperCase()
  }
  if (m.zone === 'string' && CONFIG_CALL.test(m.before)) return true
  if (!isConfiguration(m) || m.zone === 'comment') return false
  return (
    /^\s*(-\s+)?(export\s+)?["']?[\w.-]*$/.test(m.before) &&
    /^[\w.-]*["']?\s*[:=](\s|$|["'\w/${[])/.test(m.after)
  )
}

const CONFIG_CALL =
  /(\bconfig|\bConfig::(get|set|has)|\benv|GetSection|GetString|GetInt|GetBool|GetDuration|GetValue<\w+>|Configuration|configuration|ConfigurationProperties|@Value|config\.get|configService\.get|settings\.get|params|parameters)(\(|\[)\s*["'`][^"'`\s]*$/

/** Paths that the project itself serves or has registered: /api/amocrm/callback. */
export function isOwnRoute(m: Mention): boolean {
  if (isHostToken(m) || isOpenHost(m)) return false
  if (m.zone === 'code' && !isConfiguration(m) && m.family !== 'markdown' && m.family !== 'text') return false
  const chunk = m.chunk.replace(/^\/\/(?=amocrm)/i, '')
  if (!chunk.includes('/') || isFilePath(m) || isSlashOfWords(m)) return false
  const url = /([a-z+]+):\\?\/\\?\/([^/]+)\\?\//i.exec(m.chunk.slice(0, m.chunkAt))
  if (url) return /^(https?|wss?)$/i.test(url[1] as string) && !/(amocrm|kommo)\.\w+$/i.test(url[2] as string)
  if (m.chunkAt > 0 && /^[^\w]*\\?\//.test(chunk)) return true
  return ROUTE_WORD.test(m.before) && /^[\w{}:$.*?/-]+$/.test(chunk)
}

/** `amoCRM/Kommo`, `Bitrix24/amoCRM`: a slash between two names in a sentence. */
function isSlashOfWords(m: Mention): boolean {
  if (m.zone === 'code' || !/^(amoCRM|AmoCRM|AMOCRM)$/.test(m.token)) return false
  return /^\/\p{Lu}/u.test(m.after) || /\p{L}\/$/u.test(m.before) || /^\/(\s|$)/.test(m.after)
}

const ROUTE_WORD =
  /\b(route|router|routes|prefix|path|uri|url|redirect\w*|callback|endpoint|webhook\w*|action|get|post|put|patch|delete|any|match|group|href|src|location|HandleFunc|Handle|Map(Get|Post|Put|Patch|Delete)|Controller)\b\W{1,6}[\w/{}:-]*$/i
const SOURCE_FOLDERS =
  /^\.{0,2}\/?(src|app|lib|tests?|spec|vendor|node_modules|public|resources|internal|pkg|cmd|docs?|config|configs|widgets?|dist|build|examples?|storage|database|packages|rbi|sig|scripts?|client|server|backend|frontend|application|modules?|components?|assets|images?|img|css|js|migrations|deploy|deployments|templates|views|out|bin|usr|etc|var|opt|home|srv|root|tmp|data|mnt|Users)\\?\//

/** A path of files: it has a file name at its end, begins with a dot, or in a folder of code or of a system. */
function isFilePath(m: Mention): boolean {
  const { chunk } = m
  if (/^[a-z]+:\\?\/\\?\//i.test(chunk)) return false
  if (/^(\.{1,2}|~|@|#)\\?\//.test(chunk)) return true
  if (
    /\.(js|ts|tsx|jsx|vue|php|py|rb|go|cs|java|json|md|ya?ml|html?|css|scss|svg|png|jpe?g|gif|ico|zip|sql|sh|txt|xml|iml|twig|log|lock|toml|conf|rbi|rbs|csproj|sln|gem|phar|exe|mod|sum|env|map|db|sqlite|pem|crt|key)\b[.,:;]?(L?\d+)?(#\S*)?$/i.test(
      chunk,
    )
  ) {
    return true
  }
  return SOURCE_FOLDERS.test(chunk)
}

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

const TRANSLATE =
  /(\$?\bt|\btrans|\b__|\bi18n|\blang|\bLang::get|\btranslate|\broute|\bview)\s*\(\s*["'`][^"'`]*$/

/**
 * The first half of a host whose top-level domain is added elsewhere: `'amocrm.' . $zone`, `amocrm.%s`,
 * `/\.amocrm\.(ru|com)/`. A host rule has to claim it: it is never kept by the table. In prose ("SUB.amocrm.(ru/com)")
 * nothing is added and nothing is sent: it names the product.
 */
export function isOpenHost(m: Mention): boolean {
  if (!hasOpenEnd(m) || m.zone === 'prose') return false
  return m.zone !== 'comment' || /[./]$/.test(m.before)
}

function hasOpenEnd(m: Mention): boolean {
  if (isHostToken(m) || labelBefore(m.before) !== '') return false
  const rest = /^(?:\\*\.|%2e)(.*)$/i.exec(m.after)?.[1]
  if (rest === undefined || TRANSLATE.test(m.before) || CONFIG_CALL.test(m.before)) return false
  if (/^["'`]/.test(rest))
    return m.zone === 'string' && /(^|\S)$/.test(m.literal?.slice(0, m.literalAt) ?? m.before)
  return /^(\$\{?\w|\{|%\w|#\{|<[?%]|\.[*+]|\(|\[|\\w|\*)/.test(rest)
}

/** Names of code: namespaces, classes, variables, keys, file names, CSS classes, selectors. */
export function isIdentifier(m: Mention): boolean {
  if (isHostToken(m) && !/^\w/.test(m.after)) return false
  if (isConstantUse(m) || hasOpenEnd(m)) return false
  if (isJoined(m)) return true
  if (m.literal !== undefined) return isLiteralName(m)
  if (m.zone === 'code') return !isWordOfSentence(m)
  return DOC_TAG.test(m.before) || /^ constructor\b/.test(m.after)
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
  if (/^(\\[A-Za-z\\]|::|->|\(|_)/.test(after)) return true
  if (/^\.[a-zA-Z_$][\w$]*/.test(after)) return true
  if (/:[-=]$/.test(before) || (/["'`]$/.test(before) && /^["'`]/.test(after) && /^[a-z]+$/.test(m.token)))
    return true
  if (/^[a-z]+$/.test(m.token) && /^-[a-z]/i.test(after)) return true
  return m.chunk.includes('/') && isFilePath(m)
}

/** A whole string that is a name: 'amocrm', "amocrm.companies", 'amocrm:tokens:1'; brand spelling is a label. */
function isLiteralName(m: Mention): boolean {
  const literal = m.literal as string
  if (/\s/.test(literal.trim()))
    return /(class|className|id|for)\s*=\s*["']?[^"']*$/.test(m.before) && /^[a-z]+$/.test(m.token)
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

/** In order: the first predicate that holds is the reason. */
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
]
