import type { Use } from '../sites.js'

/** What one use says about the value's purpose. */
export type Signal =
  /** Compared with, or listed as allowed. */
  | 'matcher'
  /** The single origin that a browser or frame is told. */
  | 'peer'
  /** Requests or people are sent there. */
  | 'target'
  /** Part of a key under which something is stored. */
  | 'storage'
  /** Sent along as information (`Origin`, `Referer` headers). */
  | 'header'
  /** Named like a list of hosts; a matcher unless something is sent to them. */
  | 'list'
  /** Expected by a test. */
  | 'expected'
  /** Flows where the adapter cannot look. */
  | 'open'

export interface Reading {
  signal: Signal
  /** The use in words, for messages: "compared with `host`". */
  why: string
}

/** Methods that compare their argument or receiver, in the spelling of any language. */
const COMPARING =
  /(^|[._:>])(includes|endsWith|startsWith|indexOf|lastIndexOf|localeCompare|match|matchAll|search|test|has|equals?|isEqual|contains|ends_?with|starts_?with|endswith|startswith|some|every|find|findIndex|filter|in_array|strpos|stripos|strstr|str_contains|str_ends_with|str_starts_with|preg_match|preg_match_all|HasSuffix|HasPrefix|Contains|EndsWith|StartsWith|Equals|fnmatch|fullmatch|array_search|isAllowed|minimatch|isMatch)$/
/** Methods that cut a text: the subdomain is taken out of a host. */
const CUTTING =
  /(^|[._:>])(split|explode|str_replace|preg_replace|TrimSuffix|removesuffix|strtr|rtrim|trimEnd|preg_split|delete_suffix)$/
const REPLACING = /(^|[._:>])(replace|replaceAll)$/
const EXPECTING =
  /^(expect|assert|should)\b|(^|[._])(assert\w*|to(?:Be|Equal|StrictEqual|Contain|Match|HaveBeenCalledWith|HaveBeenLastCalledWith)\w*)$/
const STORING =
  /(^|[._])((local|session)Storage|cache|redis|store|cookies?|memcached?)\b.*(get|set|remove|put|del|has|add)\w*$|(^|[._])((get|set|remove)Item|setCookie|setcookie)$/i
const SENDING =
  /^(fetch|\$fetch|ofetch|got|axios|request|superagent|ky|needle|open|urlopen|file_get_contents|curl_init|curl|wget)$|(^|[._])(fetch|ajax|getJSON|axios|request|post|put|patch|get|head|delete|del|open|assign|navigate|sendBeacon|crm_post|authorizedAjax|\$authorizedAjax|importScripts|getScript|loadScript|redirect|openExternal|pushState|href|curl_init|create|extend|goto|visit|click|listen|loadURL)$|^(URL|WebSocket|EventSource|XMLHttpRequest|Request)$/
/** Names of lists and settings that let somebody in. */
const LETTING_IN =
  /(allowed|allow(?!ance)|white_?-?list|allow_?-?list|trusted|permitted|accepted|cors|csp|origins|frame-?_?ancestors|(?:frame|child|connect|img|media|script|style|font|default|form|worker|manifest)-?_?(?:src|action)|host_permissions|externally_connectable|remote_?patterns|matches|known_?(?:hosts|domains)|valid_?(?:hosts|domains|origins)|permissions)/i
/** Names that say "several hosts" and no more: they count as a list of allowed ones unless something is sent to them. */
const SEVERAL = /(hosts|domains|suffixes|zones)$/i
/** Names of settings and properties that hold an address to call or to open. */
const ADDRESS =
  /(^|[._-])(url|uri|href|src|link|action|endpoint|base_?url|base_?uri|base_?path|base_?domain|api|api_?url|host|hostname|domain|server|proxy|target|location|address|site|homepage|redirect(_?ur[il])?|origin_?url)s?$|(url|uri|href|link|endpoint|host|domain|server|address)$/i
const ORIGIN_HEADERS = /(^|\.)(origin|referer|referrer|host)$/i
const ALLOW_ORIGIN = /access-control-allow-origin|x-frame-options/i
const SECURITY_POLICY = /content-security-policy/i

/** Reads one use. `undefined` when it says nothing about the purpose. */
export function readUse(use: Use): Reading | undefined {
  const reading = readPurpose(use)
  const place = use.is === 'compare' || use.is === 'argument' ? use.place : undefined
  return reading && place ? { ...reading, why: `${reading.why} in ${place}` } : reading
}

function readPurpose(use: Use): Reading | undefined {
  switch (use.is) {
    case 'compare':
      return { signal: 'matcher', why: use.operator === '[]' ? 'looked up in a table' : compareWords(use) }
    case 'case':
      return { signal: 'matcher', why: use.of ? `a case of ${code(use.of)}` : 'a case label' }
    case 'key':
      return { signal: 'matcher', why: 'the key of a table' }
    case 'pattern':
      return {
        signal: 'matcher',
        why: use.of.op === 'unknown' ? 'part of a pattern' : `a pattern used to ${PATTERN_WORDS[use.of.op]}`,
      }
    case 'directive':
      return { signal: 'matcher', why: `a source of ${use.name}` }
    case 'storageKey':
      return { signal: 'storage', why: 'part of a storage key' }
    case 'receiver':
      return COMPARING.test(use.method)
        ? { signal: 'matcher', why: `searched with ${code(use.method)}` }
        : undefined
    case 'element':
      return use.of.name === undefined ? undefined : readListName(use.of.name, 'listed in')
    case 'entry':
      return readName(use.key)
    case 'binding':
      return readName(use.name)
    case 'setting':
      return readSetting(use.path)
    case 'attribute':
      return readAttribute(use.tag, use.name)
    case 'argument':
      return readArgument(use)
    case 'unknown':
      return { signal: 'open', why: use.note }
    default:
      return undefined
  }
}

const PATTERN_WORDS = {
  test: 'test a text',
  replace: 'replace in a text',
  split: 'split a text',
  capture: 'take a text apart',
} as const

function compareWords(use: Use & { is: 'compare' }): string {
  return use.with ? `compared with ${code(use.with)}` : 'compared'
}

function readListName(name: string, verb: string): Reading | undefined {
  const last = name.slice(name.lastIndexOf('.') + 1)
  if (LETTING_IN.test(last)) return { signal: 'matcher', why: `${verb} ${code(name)}` }
  return SEVERAL.test(last) ? { signal: 'list', why: `${verb} ${code(name)}` } : undefined
}

function readName(name: string): Reading | undefined {
  const last = name.slice(name.lastIndexOf('.') + 1)
  const list = readListName(name, 'held in')
  if (list) return list
  if (/^origin$/i.test(last)) return { signal: 'header', why: `held in ${code(name)}` }
  if (ADDRESS.test(last)) return { signal: 'target', why: `held in ${code(name)}` }
  return undefined
}

function readSetting(path: readonly string[]): Reading | undefined {
  const names = path.filter((key) => !/^\d+$/.test(key))
  if (names.some((key) => LETTING_IN.test(key)))
    return { signal: 'matcher', why: `listed in ${code(names.join('.'))}` }
  if (names.some((key) => SEVERAL.test(key)))
    return { signal: 'list', why: `listed in ${code(names.join('.'))}` }
  const last = names.at(-1) ?? ''
  return ADDRESS.test(last) ? { signal: 'target', why: `set in ${code(names.join('.'))}` } : undefined
}

const LINKS = /^(href|src|action|formaction|data|poster|srcset|cite|ping|to|background|manifest|xlink:href)$/i

function readAttribute(tag: string, name: string): Reading | undefined {
  const plain = name.replace(/^(?::|v-bind:|\[|bind:|data-)/, '').replace(/\]$/, '')
  if (/^content$/i.test(plain) && /^meta$/i.test(tag)) return undefined
  return LINKS.test(plain) || ADDRESS.test(plain)
    ? { signal: 'target', why: `the ${code(name)} of <${tag}>` }
    : undefined
}

function readArgument(use: Use & { is: 'argument' }): Reading | undefined {
  const callee = use.callee
  if (EXPECTING.test(callee)) return { signal: 'expected', why: `expected with ${code(callee)}` }
  const said = use.args?.join(' ') ?? ''
  if (/postMessage$/.test(callee) && use.index >= 1)
    return { signal: 'peer', why: 'the target origin of postMessage' }
  if (use.index >= 1 && ALLOW_ORIGIN.test(said))
    return { signal: 'peer', why: `sent as ${allowOriginName(said)}` }
  if (use.name && ALLOW_ORIGIN.test(use.name)) return { signal: 'peer', why: `sent as ${use.name}` }
  if ((use.index >= 1 && SECURITY_POLICY.test(said)) || (use.name && SECURITY_POLICY.test(use.name))) {
    return { signal: 'matcher', why: 'a source of the Content-Security-Policy' }
  }
  if (use.name && LETTING_IN.test(use.name))
    return { signal: 'matcher', why: `passed to ${code(callee)} as ${code(use.name)}` }
  if (/(^|[._])(cors|enableCors|helmet|contentSecurityPolicy)$/i.test(callee)) {
    return { signal: use.name === 'origin' ? 'peer' : 'matcher', why: `passed to ${code(callee)}` }
  }
  if (use.name && ORIGIN_HEADERS.test(use.name) && /header/i.test(use.name)) {
    return { signal: 'header', why: `sent as ${code(use.name)}` }
  }
  if (STORING.test(callee) && use.index === 0 && !use.name)
    return { signal: 'storage', why: `the key of ${code(callee)}` }
  if (COMPARING.test(callee) && !/^(axios|\$|jQuery)\b/.test(callee)) {
    return { signal: 'matcher', why: `tested with ${code(callee)}` }
  }
  if (CUTTING.test(callee) || (REPLACING.test(callee) && use.index === 0 && !/location/.test(callee))) {
    return { signal: 'matcher', why: `cut out with ${code(callee)}` }
  }
  if (SENDING.test(callee) || /location\.replace$/.test(callee))
    return { signal: 'target', why: `called through ${code(callee)}` }
  if (use.name) return readName(use.name)
  return undefined
}

function allowOriginName(said: string): string {
  return /x-frame-options/i.test(said) ? 'X-Frame-Options' : 'Access-Control-Allow-Origin'
}

/** Source text for a message: short, one line, in backticks. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return `\`${line.length > 40 ? `${line.slice(0, 39)}…` : line}\``
}
