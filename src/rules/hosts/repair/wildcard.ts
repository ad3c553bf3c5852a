import { flattenUses } from '../../../languages/flatten.js'
import type { FileModel } from '../../../languages/language.js'
import type { FoundOccurrence } from '../../../roles/occurrences.js'

interface Dead {
  callee: RegExp
  /** The option that holds it, where the callee has others that do expand. */
  name?: RegExp
  file?: RegExp
  unless?: RegExp
  /** Texts that mean something else there. */
  lives?: RegExp
  said: string
}

/** Libraries that take a `*` inside a host for a letter, by a call that they are given the host in. */
const LITERAL: readonly Dead[] = [
  {
    callee: /(^|\.)(?:cors|enableCors)$/,
    said: '`cors` compares strings as they are and never expands `*`: this entry matches nothing, use a pattern',
  },
  {
    callee: /(^|\.)cors\.New$/,
    file: /"github\.com\/gin-contrib\/cors"/,
    unless: /\bAllowWildcard\s*[:=]\s*true\b/,
    said: 'gin-contrib/cors expands `*` only with `AllowWildcard: true`: without it this entry matches nothing',
  },
  {
    callee: /(^|\.)(?:CORS|cross_origin)$/,
    file: /\bflask_cors\b/,
    // A pattern: `*` stands behind what it repeats.
    lives: /[^/]\*/,
    said: 'Flask-CORS reads a text with `*` as a regular expression, and this one matches no origin: write one that does',
  },
  {
    callee: /^origins$/,
    file: /\bRack::Cors\b/,
    said: 'rack-cors compares origins as they are and never expands `*`: this entry matches nothing, use a pattern',
  },
  {
    callee: /(^|\.)(?:add_middleware|CORSMiddleware|Middleware)$/,
    name: /(?:^|\.)allow_origins$/,
    file: /\bCORSMiddleware\b/,
    said: 'Starlette compares origins as they are and never expands `*`: this entry matches nothing, use `allow_origin_regex`',
  },
  {
    callee: /(^|\.)(?:allowedOrigins|(?:set|add)AllowedOrigins?)$/,
    file: /\borg\.springframework\b|\bCors(?:Registry|Configuration)\b/,
    said: 'Spring expands `*` in patterns alone: this entry matches nothing, use `allowedOriginPatterns`',
  },
  {
    callee: /(^|\.)CrossOrigin$/,
    name: /^$|(?:^|\.)(?:origins|value)$/,
    said: 'Spring expands `*` in patterns alone: this entry matches nothing, use `originPatterns`',
  },
  {
    callee: /(^|\.)WithOrigins$/,
    unless: /\bSetIsOriginAllowedToAllowWildcardSubdomains\b/,
    said: '`WithOrigins` expands `*` only with `SetIsOriginAllowedToAllowWildcardSubdomains()`: without it this entry matches nothing',
  },
]

/** What a person must know of a `*` that no library expands; `''` for every other text. */
export function deadWildcard({ source }: FileModel, { site, literal }: FoundOccurrence): string {
  if (!/\*/.test(literal.text) || literal.layers.includes('regex')) return ''
  const uses = flattenUses(site.uses)
  const dead = LITERAL.find(
    ({ callee, name, file, unless, lives }) =>
      uses.some(
        (use) => use.is === 'argument' && callee.test(use.callee) && (name?.test(use.name ?? '') ?? true),
      ) &&
      !lives?.test(literal.text) &&
      (file?.test(source.text) ?? true) &&
      !unless?.test(source.text),
  )
  return dead?.said ?? ''
}
