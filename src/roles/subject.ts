import { snake } from './names.js'

const HOST = /(?:^|_)(?:host|hostname|origin|referr?er|url|href|uri|domain)$/
/** Names that hold an address, but of a picture or a page of one's own. */
const OTHER =
  /(?:^|_)(?:image|img|avatar|logo|icon|photo|picture|path|pathname|search|hash|query|route|router|email|mail)(?:_|$)/
/** The part of its own address that a server is asked for. */
const OWN_PATH = /\b(?:req|request|ctx|context)\.(?:originalUrl|url)\b/

/**
 * Whether a tested value is the text of a host, an origin or a URL, by its names.
 * @param subject the value as written, a line each for what its names stand for
 */
export function isHostText(subject: string): boolean {
  const names = [...subject.matchAll(/[A-Za-z_$][\w$]*/g)].map(([name]) => snake(name))
  return (
    names.some((name) => HOST.test(name)) &&
    !names.some((name) => OTHER.test(name)) &&
    !OWN_PATH.test(subject)
  )
}

/** `host.split('.')`, `explode('.', host)`, `strings.Split(host, ".")`, `host.Split('.')`, `host.split("\\.")`. */
const CUT_AT_DOTS =
  /\.[sS]plit\(\s*(['"`])(?:\\\\|\[)?\.\]?\1|\.split\(\s*\/\\\.|\bexplode\(\s*(['"])\.\2|\bstrings\.Split(?:N)?\([^()]*(?:\([^()]*\)[^()]*)*,\s*(["`])\.\3/

/** Whether a tested value is one label of a host: `host.split('.')[1]`. */
export function isHostLabel(subject: string): boolean {
  return CUT_AT_DOTS.test(subject) && isHostText(subject)
}
