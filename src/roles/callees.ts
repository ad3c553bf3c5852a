import type { Use } from '../sites.js'
import { COMPARING, EXPECTING, HTTP_CLIENT, NEUTRAL, SENDING, STORING } from './callee-words.js'
import { isDenying, readNameSense, snake } from './names.js'
import { code, type Reading, readName } from './reading.js'

type Argument = Use & { is: 'argument' }

/** Methods that cut a text: the subdomain is taken out of a host. */
const CUTTING =
  /(^|[._:>])(split|explode|str_replace|preg_replace|TrimSuffix|removesuffix|strtr|rtrim|trimEnd|preg_split|delete_suffix)$/
const REPLACING = /(^|[._:>])(replace|replaceAll)$/
const COOKIE = /cookie/i
/** Calls that hand a value on to listeners, hashes and tokens: somebody compares it there. */
const VERIFYING = /(^|[._])(?:hmac|createHmac|createHash|digest|sign|verify|jwtVerify|validate\w*)$/i
/** HTTP verbs mean a request only on something that is one's HTTP client. */
const VERB =
  /(^|[._])(get|post|put|patch|head|delete|del|options|request|open|create|extend|assign|call|Get|Post|PostForm|Put|Patch|Head|Delete|Dial|DialContext|Execute)$/
/** Functions that are given options: an address among them is what they will call. */
const CONFIGURED =
  /(^|[._])(?:create\w*|init\w*|config\w*|connect\w*|set[Uu]p\w*|\w*[Cc]lient|define\w*|use\w*|extend|request\w*|fetch\w*|send\w*|open\w*|forRoot\w*)$/
/** Options that others read later. */
const KEPT = /(?:^|\.)(?:initial_?state|state|defaults?|props|columns|fields|schema)(?:\.|$)/i
/** Queries and forms under construction. */
const QUERY =
  /(^|[._])(?:URLSearchParams|FormData|(?:\w*[pP]arams|\w*[qQ]uery|formData|form)\.(?:append|set))$/
/** Names of request options whose content the other side receives. */
const PAYLOAD = /^(body|data|json|form|formData|params|qs|query|payload|variables|searchParams)(\.|$)/i
export const ORIGIN_HEADERS = /^['"`]?(?:(?:\w+::)+)?(origin|referer|referrer|host|x-forwarded-host)['"`]?$/i
const SETTING_HEADER = /(^|[._])(?:\w*[hH]eaders?|append|set|add|Append|Set|Add)$/
/** The header as written, or the constant that libraries name it by; lists of origins are something else. */
export const ALLOW_ORIGIN =
  /access[-_]?control[-_]?allow[-_]?origin(?![-_]?(?:list|regex|pattern|s\b))|x[-_]?frame[-_]?options/i
export const SECURITY_POLICY = /content-security-policy/i
/** Methods of CORS builders that are given the origins to let in. */
const LETTING_IN = /(^|[._])(?:WithOrigins|FrameAncestors|AddOrigins|CustomSources)$/
/** Settings of frameworks that are called with the origins or hosts to let in. */
const ADMITTING =
  /^(?:(?:set|add|with|append)_)?(?:(?:allow|allowed|permitted|trusted)_(?:origin|origin_pattern|host)s?|origins|cross_origin)$/
const GUARDING_CALLEE =
  /^(?:is|has|check|validate|assert|verify|ensure|match|matches|allow|trust|same|compare)_/
const ADDRESSING_CALLEE = /^(?:set|use|with|to|go|open|load|visit|connect|build|make|get|create|call)_/

/** What a value is for when it is passed to a call. */
export function readArgument(use: Argument): Reading | undefined {
  if (EXPECTING.test(use.callee)) return { signal: 'expected', why: `expected with ${code(use.callee)}` }
  return (
    readOrigin(use) ??
    readExtension(use) ??
    readStored(use) ??
    readTested(use) ??
    readSent(use) ??
    readOther(use)
  )
}

/** Origins that a browser is told, and headers that name one. */
function readOrigin(use: Argument): Reading | undefined {
  const { callee, index, name } = use
  const said = index >= 1 ? (use.args?.slice(0, index).join(' ') ?? '') : ''
  if (/postMessage$/.test(callee) && (index >= 1 || name === 'targetOrigin'))
    return { signal: 'peer', why: 'the target origin of postMessage' }
  if (ALLOW_ORIGIN.test(said)) return { signal: 'peer', why: `sent as ${allowOriginName(said)}` }
  if (name && ALLOW_ORIGIN.test(name)) return { signal: 'peer', why: `sent as ${code(name)}` }
  if (SECURITY_POLICY.test(said) || (name && SECURITY_POLICY.test(name)))
    return { signal: 'matcher', why: 'a source of the Content-Security-Policy' }
  const directive =
    index >= 1 && /^(?:addDirective|add)$/.test(callee.slice(callee.lastIndexOf('.') + 1))
      ? directiveIn(use.args?.[0] ?? '')
      : undefined
  if (directive !== undefined) return { signal: 'matcher', why: `a source of ${code(directive)}` }
  if (/(^|[._])(frameguard|xFrameOptions)$/i.test(callee))
    return { signal: 'peer', why: 'sent as X-Frame-Options' }
  if (name === 'CURLOPT_REFERER') return { signal: 'header', why: `sent as ${code(name)}` }
  const last = name?.slice(name.lastIndexOf('.') + 1)
  if (
    /(^|[._])(cors|enableCors|helmet|contentSecurityPolicy|policyDirectives)$/i.test(callee) ||
    (last === 'origin' && /\bcors\b/i.test(said))
  ) {
    return { signal: last === 'origin' && !use.listed ? 'peer' : 'matcher', why: `passed to ${code(callee)}` }
  }
  if (LETTING_IN.test(callee)) return { signal: 'matcher', why: `passed to ${code(callee)}` }
  if (name && /(^|\.)cors\.origin$/.test(name))
    return { signal: use.listed ? 'matcher' : 'peer', why: `passed to ${code(callee)} as ${code(name)}` }
  if (name && last && /headers?\./i.test(name) && ORIGIN_HEADERS.test(last))
    return { signal: 'header', why: `sent as ${code(name)}` }
  if (index >= 1 && SETTING_HEADER.test(callee) && ORIGIN_HEADERS.test(use.args?.[index - 1] ?? ''))
    return { signal: 'header', why: `sent as ${code(use.args?.[index - 1] ?? '')}` }
  if (name && !PAYLOAD.test(name) && readNameSense(name, use.listed ?? false) === 'guard') {
    const why = `passed to ${code(callee)} as ${code(name)}`
    return { signal: 'matcher', why, ...(isDenying(name) && { denies: true }) }
  }
  if (!name && ADMITTING.test(snake(callee.slice(callee.lastIndexOf('.') + 1))))
    return { signal: 'matcher', why: `passed to ${code(callee)}` }
  return undefined
}

/** The interfaces of browser extensions: pages are matched by address, tabs are opened at one. */
function readExtension(use: Argument): Reading | undefined {
  if (!/^(chrome|browser)\./.test(use.callee)) return undefined
  if (/\.(tabs|windows)\.(create|update)$/.test(use.callee) && use.name === 'url')
    return { signal: 'target', why: `called through ${code(use.callee)}` }
  if (/\.cookies\./.test(use.callee)) return { signal: 'storage', why: `the scope of ${code(use.callee)}` }
  if (/\.storage\./.test(use.callee)) return { signal: 'storage', why: `kept by ${code(use.callee)}` }
  return { signal: 'matcher', why: `matched by ${code(use.callee)}` }
}

function readStored(use: Argument): Reading | undefined {
  const { callee, name, index } = use
  if (/^(?:INSERT|UPDATE|DEFAULT)$/.test(callee)) {
    const held = name === undefined ? 'in rows' : `in the column ${code(name)}`
    const doubt = `it is kept ${held}: rows that exist already need a migration of their own`
    return { signal: 'storage', why: `kept ${held}`, doubt }
  }
  if (COOKIE.test(callee) || (name && COOKIE.test(name)))
    return { signal: 'storage', why: 'the scope of a cookie' }
  const isKeyed = /(^|[._])set$/.test(callee) && index === 0 && !name && (use.args?.length ?? 0) > 1
  if (isKeyed || (STORING.test(callee) && !HTTP_CLIENT.test(receiverOf(callee))))
    return {
      signal: 'storage',
      why: index === 0 && !name ? `the key of ${code(callee)}` : `kept by ${code(callee)}`,
    }
  // A record is created on a model, a client by `create` of a library.
  if (
    /(^|[._])(create|update|delete|count|aggregate)$/.test(callee) &&
    /(^prisma\.|[Mm]odel$|[Rr]epo(sitory)?$|^[A-Z][a-z]\w*$)/.test(receiverOf(callee)) &&
    name
  )
    return { signal: 'storage', why: `kept by ${code(callee)}` }
  return undefined
}

function readTested(use: Argument): Reading | undefined {
  const { callee, index } = use
  if (COMPARING.test(callee) && !/^(axios|\$|jQuery)(?!\.inArray)\b/.test(callee))
    return { signal: 'matcher', why: `tested with ${code(callee)}` }
  if (CUTTING.test(callee) || (REPLACING.test(callee) && index === 0 && !/location/.test(callee)))
    return { signal: 'matcher', why: `cut out with ${code(callee)}` }
  const words = snake(callee.slice(callee.lastIndexOf('.') + 1))
  if (GUARDING_CALLEE.test(words) && /_(?:origin|host|hostname|domain|referer|referrer|url)s?$/.test(words))
    return { signal: 'matcher', why: `tested with ${code(callee)}` }
  return VERIFYING.test(callee) ? { signal: 'open', why: `handed to ${code(callee)}` } : undefined
}

function readSent(use: Argument): Reading | undefined {
  const { callee, index, name } = use
  if (QUERY.test(callee)) return { signal: 'payload', why: `sent along by ${code(callee)}` }
  // `Http::withToken()->{$method}($url)`: whatever verb it is.
  const isVerb = (VERB.test(callee) || /\(\)\.\*$/.test(callee)) && HTTP_CLIENT.test(receiverOf(callee))
  const isSetter = /(^|[._])(?:setAttribute|attr|prop)$/.test(callee) && index === 1
  if (!isVerb && !isSetter && !SENDING.test(callee)) return undefined
  const isBody =
    /(^|[._])(post|put|patch|crm_post|sendBeacon|fetch|Post|PostForm|Put|Patch|(?:Post|Put|Patch)\w*Async|(?:post|patch)For\w+)$/.test(
      callee,
    ) && index >= 1
  if (isSetter && readNameSense((use.args?.[0] ?? '').replace(/\W/g, ''), false) !== 'address')
    return undefined
  if ((name && PAYLOAD.test(name)) || isBody)
    return { signal: 'payload', why: `sent along by ${code(callee)}` }
  if (name && readNameSense(name, false) === undefined) return undefined
  return { signal: 'target', why: `called through ${code(callee)}` }
}

function readOther(use: Argument): Reading | undefined {
  if (use.inUrl) return { signal: 'target', why: `a URL passed to ${code(use.callee)}`, weak: true }
  if (use.name) {
    const named = readName(use.name, use.listed ?? false)
    if (
      named &&
      !(named.weak && KEPT.test(use.name)) &&
      (use.construct || use.followed || !named.weak || CONFIGURED.test(use.callee))
    )
      return named
  }
  const words = snake(use.callee.slice(use.callee.lastIndexOf('.') + 1))
  if (!use.name && ADDRESSING_CALLEE.test(words) && readNameSense(words, false) === 'address')
    return { signal: 'target', why: `passed to ${code(use.callee)}`, weak: true }
  if (use.followed || NEUTRAL.test(use.callee)) return undefined
  return { signal: 'open', why: `passed to ${code(use.callee)}`, ...(use.construct && { weak: true }) }
}

function receiverOf(callee: string): string {
  return callee.slice(0, Math.max(0, callee.lastIndexOf('.')))
}

/** `'frame-ancestors'`, `Directive::FRAME_ANCESTORS`: the directive of a policy that a library is told. */
function directiveIn(argument: string): string | undefined {
  return /^(?:\\?(?:\w+\\)*Directive::(?!REPORT)(\w+)|['"]((?:[a-z]+-src|frame-ancestors|form-action))['"])$/
    .exec(argument)
    ?.slice(1)
    .find(Boolean)
}

function allowOriginName(said: string): string {
  return /x[-_]?frame[-_]?options/i.test(said) ? 'X-Frame-Options' : 'Access-Control-Allow-Origin'
}
