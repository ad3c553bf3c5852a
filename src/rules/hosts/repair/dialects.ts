import type { PatternSite } from '../../../sites.js'

type Dialect = PatternSite['dialect']

/** Flags that mean the same in JavaScript; what is left out changes nothing for a host. */
const FLAGS: Readonly<Record<Exclude<Dialect, 'js'>, Readonly<Record<string, string>>>> = {
  pcre: { i: 'i', m: 'm', s: 's', u: '', D: '' },
  python: { i: 'i', m: 'm', s: 's' },
  onigmo: { i: 'i' },
  re2: { i: 'i', m: 'm', s: 's' },
  java: { i: 'i', m: 'm', s: 's' },
  dotnet: { i: 'i', m: 'm', s: 's' },
  ere: { i: 'i' },
}

/**
 * Syntax that JavaScript does not have or reads in another way: inline flags in the middle, possessive and atomic parts, classes
 * by name, recursion, conditions, comments, quoted runs, other anchors and escapes.
 */
const FOREIGN =
  /\(\?(?![:=!<])|\(\?<(?![=!a-zA-Z_])|[*+?}]\+|\[\[:|\[\^?\]|&&\[|\\[AZzGQEKRXhHNCgklLuUpPaex0-9]|\(\*/

/**
 * A pattern of another engine as JavaScript's own, so that it can be run on sample hosts; `undefined` where the two read it
 * differently. Named groups and a leading `(?i)` are translated, `\\A` and `\\z` are anchors.
 */
export function asJavaScript(
  source: string,
  flags: string,
  dialect: Dialect,
): { source: string; flags: string } | undefined {
  if (dialect === 'js') return { source, flags }
  const known = FLAGS[dialect]
  if ([...flags].some((flag) => known[flag] === undefined)) return undefined
  const head = /^\(\?([a-z]+)\)/.exec(source)
  const inline = head?.[1] ?? ''
  if ([...inline].some((flag) => known[flag] === undefined)) return undefined
  const plain = source
    .slice(head?.[0].length ?? 0)
    .replace(/\(\?P</g, '(?<')
    .replace(/^\\A/, '^')
    .replace(/\\[zZ]$/, '$')
  if (FOREIGN.test(plain)) return undefined
  const all = new Set([...flags, ...inline].flatMap((flag) => known[flag] || []))
  // In Ruby `^` and `$` always stand at lines.
  if (dialect === 'onigmo') all.add('m')
  return { source: plain, flags: [...all].join('') }
}
