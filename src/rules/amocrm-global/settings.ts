import type { FileModel } from '../../languages/language.js'
import type { Span, TextSite, Use } from '../../sites.js'
import type { Keep, Move } from './judge.js'

/** A mention of the constant in a JSON configuration: lint globals, test globals. */
export interface SettingMove {
  span: Span
  verdict: Move
}

/** Mentions in JSON configuration that name the global, those that already name `APP` beside it left out. */
export function settingMoves(file: FileModel): SettingMove[] {
  return settingVerdicts(file).flatMap(({ span, verdict }) =>
    verdict.keep === undefined ? [{ span, verdict }] : [],
  )
}

/** Judges every JSON key or list element `AMOCRM` that names the global for a tool. */
export function settingVerdicts(file: FileModel): { span: Span; verdict: Move | Keep }[] {
  if (file.family !== 'json') return []
  return file.texts.flatMap((site) => {
    const found = settingOf(site)
    if (!found || !isPlain(file, found.span)) return []
    const verdict: Move | Keep = hasSibling(file, found.span)
      ? { keep: 'already-migrated' }
      : { topic: found.mock ? 'write' : 'lint', kind: 'safe', text: 'APP' }
    return [{ span: found.span, verdict }]
  })
}

function settingOf(site: TextSite): { span: Span; mock: boolean } | undefined {
  const [part] = site.parts
  if (site.parts.length !== 1 || part?.kind !== 'literal' || part.text !== 'AMOCRM') return undefined
  for (const use of site.uses) {
    const path =
      use.is === 'key' ? settingPath(use.of) : use.is === 'element' ? settingPath(use.of.uses) : undefined
    if (!path) continue
    const holder = use.is === 'key' ? path.slice(0, -1) : path
    if (isGlobals(holder)) return { span: part.span, mock: holder.includes('jest') }
  }
  return undefined
}

/** Whether the name stands in the file letter by letter, without escapes. */
export function isPlain({ source }: FileModel, { start, end }: Span): boolean {
  return source.text.slice(source.indexAt(start), source.indexAt(end)) === 'AMOCRM'
}

function settingPath(uses: readonly Use[]): readonly string[] | undefined {
  return uses.find((use) => use.is === 'setting')?.path
}

/** `globals` of ESLint, JSHint, Biome, Standard, XO, oxlint, Jest; `predef` of JSHint. */
function isGlobals(holder: readonly string[]): boolean {
  const last = holder.at(-1)
  if (last === 'predef') return true
  return (last === 'globals' || last === 'global') && !holder.includes('output') && !holder.includes('rollup')
}

/** Whether the same object or list names `APP` as well. */
function hasSibling(file: FileModel, span: Span): boolean {
  const text = file.source.text
  const at = file.source.indexAt(span.start)
  let depth = 0
  let from = at
  while (from > 0 && depth < 1) {
    from--
    const char = text[from]
    if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') depth--
  }
  depth = 0
  let to = at
  while (to < text.length && depth < 1) {
    const char = text[to++]
    if (char === '}' || char === ']') depth++
    else if (char === '{' || char === '[') depth--
  }
  return /"APP"/.test(text.slice(from, to))
}
