import { languageName } from '../embedded.js'
import type { ScriptLang } from '../script/tree.js'

/** What the content of a `<script>` element is. */
export type ScriptKind =
  | { is: 'script'; lang: ScriptLang }
  | { is: 'json' }
  | { is: 'markup' }
  | { is: 'other'; language: string }

const LANGS: Readonly<Record<string, ScriptLang>> = {
  ts: 'ts',
  typescript: 'ts',
  tsx: 'tsx',
  jsx: 'jsx',
  js: 'js',
  javascript: 'js',
  babel: 'jsx',
  ecmascript: 'js',
  'x-javascript': 'js',
  livescript: 'js',
  module: 'js',
}

/** Reads the attributes `type`, `lang` and (old) `language` of a script element; all lower case. */
export function scriptKind(type: string, lang: string, language: string): ScriptKind {
  const name = (type.split(';')[0] ?? '').trim()
  if (/[/+]json$|^importmap$|^speculationrules$/.test(name)) return { is: 'json' }
  if (/template|x-handlebars|mustache|tmpl|text\/html|text\/vue|ejs|underscore/.test(name))
    return { is: 'markup' }
  const word = (name === '' || name === 'module' ? lang || language || 'js' : name).replace(
    /^(?:text|application)\//,
    '',
  )
  const known = LANGS[word.replace(/1\.\d$/, '')]
  if (known) return { is: 'script', lang: lang === 'ts' || lang === 'tsx' ? lang : known }
  return { is: 'other', language: languageName(word) }
}
