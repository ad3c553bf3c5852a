/** What stands in a report where a secret stood in the source; its length says nothing about the secret's. */
export const MASK = '***'

/** UTF-16 indexes, half open. */
export interface Range {
  start: number
  end: number
}

/**
 * Replaces everything in a piece of source that could be a secret or personal data by `***`: values of query
 * strings, tokens, keys, passwords, `Authorization` values, long random strings, local parts of e-mail addresses.
 */
export function mask(text: string): string {
  return maskAround(text, 0, 0).text
}

/**
 * Masks a piece of source but leaves `[start, end)` (the token of a finding, UTF-16 indexes) readable, and says
 * where it stands afterwards.
 */
export function maskAround(
  text: string,
  start: number,
  end: number,
): { text: string; start: number; end: number } {
  const masked = maskKeeping(text, [{ start, end }])
  return { text: masked.text, start: masked.at(start), end: masked.at(end) }
}

/** Masks all but the ranges of `keep`; `at` tells where an index outside the masked parts stands afterwards. */
export function maskKeeping(
  text: string,
  keep: readonly Range[],
): { text: string; at(index: number): number } {
  const secrets = keep.reduce(
    (left, range) => left.flatMap((secret) => without(secret, range)),
    merge(findSecrets(text)),
  )
  if (secrets.length === 0) return { text, at: (index) => index }
  let out = ''
  let from = 0
  for (const secret of secrets) {
    out += text.slice(from, secret.start) + MASK
    from = secret.end
  }
  const shift = (sum: number, { start, end }: Range) => sum + MASK.length - (end - start)
  return {
    text: out + text.slice(from),
    at: (index) => index + secrets.filter(({ end }) => end <= index).reduce(shift, 0),
  }
}

/** What is left of a secret beside a range that stays readable. */
function without(secret: Range, keep: Range): Range[] {
  if (keep.start >= keep.end || secret.end <= keep.start || secret.start >= keep.end) return [secret]
  const before = { start: secret.start, end: keep.start }
  const after = { start: keep.end, end: secret.end }
  return [before, after].filter((part) => part.start < part.end)
}

function merge(ranges: Range[]): Range[] {
  const merged: Range[] = []
  for (const range of ranges.sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1)
    if (last && range.start < last.end) last.end = Math.max(last.end, range.end)
    else merged.push({ ...range })
  }
  return merged
}

const SECRET_WORDS =
  'api_?-?key|app_?key|secret|passw(?:or)?d|passwd|pwd|token|hash|private_?key|auth_?code|authorization|signature|session_?id|cookie|credential'

/** Patterns whose group `secret` is what must not be shown. Each is anchored tightly enough to run in linear time. */
const PATTERNS: readonly RegExp[] = [
  // Authorization: Bearer …, also inside a header object.
  /\b(?:bearer|basic|digest|oauth)\s+(?<secret>[\w.~+/=-]{6,})/dgi,
  /\bx-(?:auth-token|api-key|signature|access-token)['"]?\s*[:=,]\s*['"`]?(?<secret>[\w.~+/=-]{4,})/dgi,
  // JSON Web Tokens.
  /(?<secret>\beyJ[\w-]{6,}(?:\.[\w-]+){0,2})/dg,
  // Telegram bots.
  /\bbot(?<secret>\d+(?::|%3A)[\w-]+)/dgi,
  /(?<secret>\b\d{6,12}:[\w-]{20,})/dg,
  // user:password@host
  /\/\/[^\s/:@'"`<>]+:(?<secret>[^\s/@'"`<>]+)@/dg,
  // ?key=value&key=value; what a template fills in is no secret.
  /(?:(?<=[\w/.}%*)-])\?|&(?:amp;)?)[\w.[\]%-]+=(?<secret>[^&\s'"`<>{}$#\\,;()|]+)/dg,
  // secret: '…', SECRET = "…", 'secret' => '…'; an address (`tokenUrl: 'https://…'`) is masked by its parts.
  new RegExp(
    String.raw`[\w-]*(?:${SECRET_WORDS})[\w-]*['"\`]?\]?\s*(?:=>|:=|[:=,])\s*(['"\`])(?!(?:https?:)?\/|\s*[.+,)])(?<secret>(?:(?!\1)[^\\\r\n$]|\\.){3,})(?:\1|$)`,
    'dgi',
  ),
  // Other keys hide nothing unless they look like it: `apiKey2: 'a1b2c3d4e5f6'`, but not `key: 'subdomain'`.
  /key['"`]?\]?\s*(?:=>|:=|[:=])\s*(?<quote>['"`])(?<secret>(?=[\w-]*\d)[\w-]{12,})\k<quote>/dgi,
  // SECRET=… in environment files.
  new RegExp(
    String.raw`^\s*(?:export\s+|-\s+)?\w*(?:${SECRET_WORDS}|_key)\w*\s*[=:]\s*(?<secret>[^\s'"\`$({[][^\s'"\`()]{3,})\s*$`,
    'dgim',
  ),
  // The value of a cookie in a jar of Netscape's format (curl, wget): domain, flag, path, flag, end, name, value.
  /\t(?:TRUE|FALSE)\t\d+\t[^\t\r\n]+\t(?<secret>[^\t\r\n]{3,})/dg,
  // E-mail addresses are personal data.
  /(?<![\w.+-])(?<secret>[\w.+-]+)(?:@|%40)[\w-]+(?:\.[\w-]+)+/dgi,
  // UUIDs and long hexadecimal strings.
  /(?<secret>\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)/dgi,
  /(?<secret>(?<![\w])[0-9a-f]{24,}(?![\w]))/dgi,
]

/** What a text holds in which one of the patterns finds anything: most lines hold none of it. */
const HINT = new RegExp(
  String.raw`bearer|basic|digest|oauth|x-|eyJ|bot\d|\d{6}|@|%40|[?&][\w.[\]%;-]+=|key|${SECRET_WORDS}|[0-9a-f]{8}|\tTRUE\t|\tFALSE\t`,
  'i',
)

/** A run without a break: names have one, or fewer digits. */
const LOWER_RUN = /^[a-z0-9]{24,}$/

/** A run of base64 or base64url characters; `looksRandom` decides. */
const RUN = /[A-Za-z0-9+/_-]{20,}={0,2}/g

function findSecrets(text: string): Range[] {
  const found: Range[] = []
  for (const pattern of HINT.test(text) ? PATTERNS : []) {
    for (const match of text.matchAll(pattern)) {
      const range = match.indices?.groups?.secret
      if (range) found.push({ start: range[0], end: range[1] })
    }
  }
  for (const match of text.matchAll(RUN)) {
    if (looksRandom(match[0])) found.push({ start: match.index, end: match.index + match[0].length })
  }
  return found
}

/**
 * Random text mixes digits and both cases all over, or, as session ids do, digits into a long run of lower case; paths and
 * identifiers are made of words.
 */
function looksRandom(run: string): boolean {
  if (LOWER_RUN.test(run)) return count(run, /[a-z]\d/g) >= 5
  const digits = count(run, /\d/g)
  const uppers = count(run, /[A-Z]/g)
  const lowers = count(run, /[a-z]/g)
  if (digits < 3 || uppers < 3 || lowers < 3) return false
  return count(run, /[a-z][A-Z]|[A-Z][a-z](?![a-z])|\d[A-Za-z]|[A-Za-z]\d/g) >= run.length / 4
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
