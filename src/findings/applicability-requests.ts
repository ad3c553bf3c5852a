import type { FileModel } from '../languages/language.js'
import type { ApplicabilityFacts } from './applicability.js'
import { firstMatch, isCommented, type Match, placeOf } from './places.js'

/** What a call is made through, from its first character to the one in front of its parenthesis. */
const REQUEST =
  /^(?:(?:window\.)?(?:\$|jQuery)\.(?:ajax|post|get|getJSON)|(?:window\.)?fetch|axios(?:\.\w+)?|(?:[\w$]+\.)*\$authorizedAjax|ky(?:\.\w+)?|\w*(?:xhr|request|req)\.open)$/i
const CALL_REACH = 400
const URL_NAME =
  /(?<![\w$])([A-Za-z_$][\w$]*)['"]?\s*[:=]\s*(['"`])(https?:)?\/\/([\w.-]+\.[a-z]{2,}|localhost)(?::\d+)?[^'"`\s]*\2/iy
const ABSOLUTE = /['"`](?:https?:)?\/\/([\w.-]+\.[a-z]{2,})(?=[:/?'"`])/i

/** Calls that send a request: what stands in front of each parenthesis is looked at once. */
function requestsIn(text: string): Match[] {
  const calls: Match[] = []
  for (let at = text.indexOf('('); at >= 0; at = text.indexOf('(', at + 1)) {
    const end = spaceBefore(text, at)
    let start = end
    while (start > 0 && (isOfName(text.charCodeAt(start - 1)) || text[start - 1] === '.')) start--
    if (end - start > 1 && REQUEST.test(text.slice(start, end)))
      calls.push({ index: start, 0: text.slice(start, at + 1) })
  }
  return calls
}

/** Start of the white space that ends at `end`. */
function spaceBefore(text: string, end: number): number {
  let at = end
  while (at > 0 && isSpace(text.charCodeAt(at - 1))) at--
  return at
}

/** `\s` of a regular expression. */
function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || (code > 159 && /\s/.test(String.fromCharCode(code)))
}

/** `[\w$]` of a regular expression. */
function isOfName(code: number): boolean {
  if (code > 96) return code < 123
  return (code > 64 && code < 91) || (code > 47 && code < 58) || code === 95 || code === 36
}

function isQuote(character: string | undefined): boolean {
  return character === "'" || character === '"' || character === '`'
}

/** Requests by what the code says; a proxy of the platform (`crm_post`) is no direct request. */
export function addRequests(facts: ApplicabilityFacts, file: FileModel): void {
  const { source } = file
  const { text } = source
  const calls = requestsIn(text).filter((call) => !isCommented(text, call.index))
  const inWidget =
    file.globals.some((ref) => ref.name === 'AMOCRM' || ref.name === 'APP') || WIDGET_CODE.test(text)
  if (calls.length === 0 && !inWidget && !/(^|\/)script\.[jt]sx?$/.test(source.path)) return
  facts.requests = { inWidget, modules: OWN_MODULE.test(text) }
  const names = calls.length > 0 ? namedHosts(text) : NO_NAMES
  const other = firstMatch(text, OTHER_REQUEST, (_, match) => !isCommented(text, match.index))
  if (other) facts.requests.open = placeOf(source, other)
  for (const call of calls) {
    const written = text.slice(call.index, call.index + CALL_REACH)
    const host = hostOfCall(written, names)
    if (host) {
      facts.requests.direct = { host, place: placeOf(source, call) }
      return
    }
    if (!RELATIVE.test(written)) facts.requests.open ??= placeOf(source, call)
  }
}

const NO_NAMES: ReadonlyMap<string, string> = new Map()

/** Third-party hosts by the name that holds a URL of theirs. */
function namedHosts(text: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (let at = text.indexOf('//'), from = 0; at >= 0; at = text.indexOf('//', at + 1)) {
    const start = nameBefore(text, at)
    if (start === undefined || start < from) continue
    URL_NAME.lastIndex = start
    const match = URL_NAME.exec(text)
    if (!match) continue
    from = URL_NAME.lastIndex
    const host = match[4] as string
    if (isThirdParty(host)) names.set(match[1] as string, host)
  }
  return names
}

/** Start of the name in front of `= 'https://` or `": '//`, looked for backwards from the slashes. */
function nameBefore(text: string, slashes: number): number | undefined {
  const scheme = /https?:$/i.exec(text.slice(Math.max(0, slashes - 6), slashes))
  const quote = slashes - (scheme?.[0].length ?? 0) - 1
  if (!isQuote(text[quote])) return undefined
  let at = spaceBefore(text, quote) - 1
  if (text[at] !== '=' && text[at] !== ':') return undefined
  at = spaceBefore(text, at)
  if (text[at - 1] === "'" || text[at - 1] === '"') at--
  const end = at
  while (at > 0 && isOfName(text.charCodeAt(at - 1))) at--
  return at < end ? at : undefined
}

const WIDGET_CODE = /\$authorizedAjax|\bcrm_post\b|\b(bind_actions|dpSettings|onSalesbotDesignerSave)\b/
/** Other ways to send a request. `crm_post` is none of them: it goes over the platform's own proxy. */
const OTHER_REQUEST =
  /XMLHttpRequest\s*\(|sendBeacon|new (WebSocket|EventSource)|\bcreateElement\(\s*['"](iframe|script)/
const OWN_MODULE =
  /\b(?:from|import)\s*\(?\s*['"]\.|\brequire\s*\(\s*\[?\s*['"]|\bdefine\s*\(\s*\[[^\]]*['"](?:\.|https?:|[\w-]+\/)/
/** An address of the account itself: it begins with one slash. */
const RELATIVE = /^[^(]*\(\s*(?:\{[^}]*?\burl['"]?\s*:\s*)?['"`]\/(?!\/)/

/** The third-party host that a call names itself, or by a name that holds a URL elsewhere in the file. */
function hostOfCall(window: string, names: ReadonlyMap<string, string>): string | undefined {
  const call = window.slice(0, endOfCall(window))
  const host = ABSOLUTE.exec(call)?.[1]
  if (host && isThirdParty(host)) return host
  if (names.size === 0) return undefined
  for (const [name] of call.matchAll(/[A-Za-z_$][\w$]*/g)) {
    const found = names.get(name)
    if (found) return found
  }
  return undefined
}

/** End of the arguments of a call whose text begins the window; the whole window when they do not close in it. */
function endOfCall(window: string): number {
  let depth = 0
  for (let i = window.indexOf('('); i < window.length; i++) {
    if (window[i] === '(') depth++
    else if (window[i] === ')' && --depth === 0) return i
  }
  return window.length
}

function isThirdParty(host: string): boolean {
  return (
    !/(^|\.)(amocrm\.(ru|com)|kommo\.com|w3\.org|localhost)$/i.test(host) && !/^(127\.|0\.0\.)/.test(host)
  )
}
