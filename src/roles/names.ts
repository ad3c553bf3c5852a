import { remembered } from './memo.js'

/** What the name of a variable, property, key or setting says about the value that it holds. */
export type NameSense =
  /** Something is let in, or kept out, by it: `allowedOrigins`, `frame-ancestors`, `denyUrls`. */
  | 'guard'
  /** Several hosts, and no word on what for: `hosts`, `domains`. */
  | 'several'
  /** A key under which something is stored, or the scope of a cookie: `cookieDomain`, `cacheKey`. */
  | 'storage'
  /** An origin, and no word on whose: sent along or compared as often as called. */
  | 'origin'
  /** Words for people: `description`, `placeholder`, `documentationUrl`. */
  | 'prose'
  /** An address to call or to open: `baseUrl`, `API_HOST`. */
  | 'address'

/** Words that let in or keep out. */
const GUARDING =
  /(?:^|_)(?:allow(?:s|ed|able|list|listed)?|white_?list(?:ed)?|trust(?:s|ed)?|permit(?:s|ted)?|accept(?:s|ed)?|approved|valid|known|cors|csp|block(?:s|ed|list)?|black_?list(?:ed)?|den(?:y|ied)(?:_?list)?|exclu(?:de|des|ded|sions?)|ignored?|forbidden|supported)(?:_|$)/
/** Names that are a guard whatever stands in front of them. */
const GUARD =
  /(?:^|_)(?:origins|origin_patterns|frame_?ancestors|host_?permissions|externally_?connectable|remote_?patterns|cors|csp|content_?security_?policy|access_?control_?allow_?origin_?list(?:_?regex)?|white_?list|black_?list|allow_?list|block_?list|deny_?list|trace_?propagation_?targets|auto_?link|(?:document_?|target_?)?url_?patterns)$/
/** A guarding word in front of one of these is a guard even when it holds a single value. */
const HELD =
  /_?(?:origins?|hosts?|hostnames?|domains?|suffix(?:es)?|zones?|referr?ers?|urls|uris|sites|list|patterns?|regexp?|re)$/
/** Names of manifests and policies that are guards only where they hold a list. */
const LISTED =
  /^(?:matches|exclude_matches|patterns|permissions|optional_host_permissions|(?:i?frame|child|connect|img|media|script|style|font|default|form|worker|manifest|object)_(?:src|action))$/
const PROSE =
  /(?:^|_)(?:descriptions?|comment|hint|tooltip|placeholder|caption|help|help_text|notice|documentation(?:_url)?|docs_url)$/
const SEVERAL = /(?:^|_)(?:hosts|hostnames|domains|suffixes|zones)$/
const ADDRESS =
  /(?:^|_)(?:\w*(?:url|uri|href|endpoint|domain|server|host)|src|link|action|api|base|base_path|root|hostname|proxy|target|location|address|site|homepage|redirect)s?$/

/** Words of a guard that keeps out what it lists. */
const DENYING =
  /(?:^|_)(?:block(?:s|ed|ing|list)?|black_?list(?:ed)?|ban(?:s|ned|list)?|den(?:y|ied)(?:_?list)?|disallow(?:s|ed)?|reject(?:s|ed)?|exclu(?:de|des|ded|sions?)|ignored?|forbidden|skip(?:s|ped)?)(?:_|$)/

/** Whether what is listed under a dotted or plain name is kept out, not let in. */
export function isDenying(name: string): boolean {
  return DENYING.test(snake(name.slice(name.lastIndexOf('.') + 1)))
}

/**
 * Reads a name by its words.
 * @param name dotted or plain; only what stands behind the last dot counts
 * @param isListed whether the value is one of several in a list under this name
 */
export function readNameSense(name: string, isListed: boolean): NameSense | undefined {
  const last = name.slice(name.lastIndexOf('.') + 1)
  return isListed ? senseOfList(last) : senseOfValue(last)
}

const senseOfList = remembered((name) => readWords(snake(name), true))
const senseOfValue = remembered((name) => readWords(snake(name), false))

function readWords(words: string, isListed: boolean): NameSense | undefined {
  if (GUARD.test(words) || (GUARDING.test(words) && (isListed || HELD.test(words)))) return 'guard'
  if (LISTED.test(words)) return isListed ? 'guard' : undefined
  if (PROSE.test(words)) return 'prose'
  if (SEVERAL.test(words)) return 'several'
  if (/(?:^|_)(?:cookies?|cache|storage)(?:_|$)/.test(words) || /_key$/.test(words)) return 'storage'
  if (/(?:^|_)origin$/.test(words)) return 'origin'
  return ADDRESS.test(words) ? 'address' : undefined
}

/** `allowedOrigins`, `ALLOWED_ORIGINS` and `allowed-origins` are `allowed_origins`. */
export const snake = remembered((name) =>
  name
    .replace(/([A-Z]{2,})s(?![a-z])/g, '$1S')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/[^A-Za-z\d]+/g, '_')
    .replace(/^_|_$/g, '')
    .toLowerCase(),
)
