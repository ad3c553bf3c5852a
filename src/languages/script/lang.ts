import type { ScriptLang } from './tree.js'

const LANGS: Record<string, ScriptLang> = { ts: 'ts', cts: 'ts', mts: 'ts', tsx: 'tsx', jsx: 'jsx' }

/** Dialect of a script file by its name. */
export function scriptLang(path: string): ScriptLang {
  if (/\.d\.[cm]?ts$/i.test(path)) return 'dts'
  return LANGS[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'js'
}
