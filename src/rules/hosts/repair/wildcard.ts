import { flattenUses } from '../../../languages/flatten.js'
import type { FileModel } from '../../../languages/language.js'
import type { FoundOccurrence } from '../../../roles/occurrences.js'
import type { Use } from '../../../sites.js'
import { newBrand } from '../wording.js'
import { importedName } from './imports.js'

interface Dead {
  /** By the names that the library gives, whatever a file imports it as. */
  callee: RegExp
  /** The option that holds it, where the callee has others that do expand. */
  name?: RegExp
  /** A property that is set to it instead. */
  binding?: RegExp
  file?: RegExp
  unless?: RegExp
  /** Texts that mean something else there. */
  lives?: RegExp
  /** What is wrong and what works, `{twin}` for the text with the new name. */
  said: string
}

const REGEX = String.raw`^https:\/\/[a-z0-9-]+\.(?:amocrm|kommo)\.com$`

/** Libraries that take a `*` inside a host for a letter, by a call that they are given the host in. */
const LITERAL: readonly Dead[] = [
  {
    callee: /(^|\.)(?:cors|enableCors)$/,
    said: `\`cors\` compares strings as they are and never expands \`*\`: this entry matches nothing, use a pattern, \`/${REGEX}/\``,
  },
  {
    callee: /(^|\.)cors\.New$/,
    binding: /\.AllowOrigins$/,
    file: /"github\.com\/gin-contrib\/cors"/,
    unless: /\bAllowWildcard\s*[:=]\s*true\b/,
    said: 'gin-contrib/cors expands `*` only with `AllowWildcard: true`: without it this entry matches nothing. Set it and list `{twin}` as well',
  },
  {
    callee: /(^|\.)(?:CORS|cross_origin)$/,
    file: /\bflask_cors\b/,
    // A pattern: `*` stands behind what it repeats.
    lives: /[^/]\*/,
    said: `Flask-CORS reads a text with \`*\` as a regular expression, and this one matches no origin: write one that does, \`r"${REGEX.replaceAll('\\/', '/')}"\``,
  },
  {
    callee: /^origins$/,
    file: /\bRack::Cors\b/,
    said: 'rack-cors compares origins as they are and never expands `*`: this entry matches nothing, use a pattern, `%r{\\Ahttps://[a-z0-9-]+\\.(?:amocrm|kommo)\\.com\\z}`',
  },
  {
    callee: /(^|\.)(?:add_middleware|CORSMiddleware|Middleware)$/,
    name: /(?:^|\.)allow_origins$/,
    file: /\bCORSMiddleware\b/,
    said: 'Starlette compares origins as they are and never expands `*`: this entry matches nothing, use `allow_origin_regex`',
  },
  {
    callee: /(^|\.)(?:allowedOrigins|(?:set|add)AllowedOrigins?)$/,
    binding: /(?:^|\.)allowedOrigins$/,
    file: /\borg\.springframework\b|\bCors(?:Registry|Configuration)\b/,
    said: 'Spring expands `*` in patterns alone: this entry matches nothing, only `allowedOriginPatterns` (Spring 5.3 and later) with both names lets them in',
  },
  {
    callee: /(^|\.)CrossOrigin$/,
    name: /^$|(?:^|\.)(?:origins|value)$/,
    said: 'Spring expands `*` in patterns alone: this entry matches nothing, only `originPatterns` (Spring 5.3 and later) with both names lets them in',
  },
  {
    callee: /(^|\.)WithOrigins$/,
    unless: /\bSetIsOriginAllowedToAllowWildcardSubdomains\b/,
    said: '`WithOrigins` expands `*` only with `SetIsOriginAllowedToAllowWildcardSubdomains()`: without it this entry matches nothing. Write `.SetIsOriginAllowedToAllowWildcardSubdomains().WithOrigins("{own}", "{twin}")`, further origins behind',
  },
]

/** What a person must know of a `*` that no library expands, and what to write; `''` for every other text. */
export function deadWildcard({ source }: FileModel, { site, literal }: FoundOccurrence): string {
  if (!/\*/.test(literal.text) || literal.layers.includes('regex')) return ''
  const uses = flattenUses(site.uses)
  const isGivenTo = (use: Use, { callee, name, binding }: Dead) =>
    use.is === 'argument'
      ? callee.test(importedName(use.callee, source.text)) && (name?.test(use.name ?? '') ?? true)
      : use.is === 'binding' && (binding?.test(use.name) ?? false)
  const dead = LITERAL.find(
    (each) =>
      (each.file?.test(source.text) ?? true) &&
      uses.some((use) => isGivenTo(use, each)) &&
      !each.lives?.test(literal.text) &&
      !each.unless?.test(source.text),
  )
  const twin = literal.text.replace(/amocrm/gi, newBrand)
  return dead?.said.replace('{own}', () => literal.text).replace('{twin}', () => twin) ?? ''
}
