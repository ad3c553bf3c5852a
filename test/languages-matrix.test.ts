import { describe, expect, it } from 'vitest'
import { check } from '../src/engine/check.js'
import { createSource, type Source } from '../src/files/source.js'
import type { Role } from '../src/findings/finding.js'
import { flattenUses } from '../src/languages/flatten.js'
import { loadAdapter } from '../src/languages/index.js'
import { rules } from '../src/rules/index.js'
import type { Span, TextSite } from '../src/sites.js'
import { loadCases } from './contract/cases.js'
import { inputsOf } from './contract/engine.js'
import { notApplicable } from './matrix/languages.js'

/** Languages with a grammar, by the endings of their files in the fixtures. */
const LANGUAGES = {
  php: /\.php$/,
  python: /\.py$/,
  ruby: /\.rb$/,
  go: /\.go$/,
  csharp: /\.cs$/,
  java: /\.java$/,
  kotlin: /\.kts?$/,
  rust: /\.rs$/,
} as const

type Language = keyof typeof LANGUAGES
const FORMS = ['literal', 'template', 'concatenation', 'constant', 'list', 'regex'] as const
type Form = (typeof FORMS)[number]
const ROLES = ['target', 'matcher', 'peer', 'branch', 'recorded', 'text'] as const satisfies Role[]

/** Every case of the fixtures as cells: what stands there, in which form, in which language. */
async function cells(): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  for (const fixture of loadCases()) {
    const paths = [...fixture.input.keys()]
    if (!paths.some((path) => languageOf(path))) continue
    const { findings } = await check(inputsOf(fixture.input), { rules, listed: paths })
    for (const path of paths) {
      const language = languageOf(path)
      if (!language) continue
      const source = createSource(path, fixture.input.get(path) as Buffer)
      const { texts } = (await loadAdapter(path)).model(source)
      for (const { span, role } of findings) {
        if (span.file !== path || !role) continue
        for (const site of texts.filter((text) => holds(text, span))) {
          const key = `${language} ${role} ${formOf(site, source)}`
          found.set(key, [...(found.get(key) ?? []), fixture.name])
        }
      }
    }
  }
  return found
}

function languageOf(path: string): Language | undefined {
  return (Object.keys(LANGUAGES) as Language[]).find((name) => LANGUAGES[name].test(path))
}

function holds({ parts }: TextSite, span: Span): boolean {
  return parts.some((part) => part.span.start <= span.start && span.start < part.span.end)
}

function formOf({ parts, uses }: TextSite, source: Source): Form {
  const all = flattenUses(uses)
  if (parts.some((part) => part.kind === 'literal' && part.layers.includes('regex'))) return 'regex'
  if (all.some((use) => use.is === 'pattern')) return 'regex'
  if (all.some((use) => use.is === 'element')) return 'list'
  if (parts.length > 1) return isJoined(parts, source) ? 'concatenation' : 'template'
  return all.some((use) => use.is === 'binding' && /^\W?\w+$/.test(use.name)) ? 'constant' : 'literal'
}

/** A quote and an operator stand between two of the parts. */
function isJoined(parts: TextSite['parts'], source: Source): boolean {
  return parts.some((part, i) => {
    const before = parts[i - 1]
    if (!before || before.span.end > part.span.start) return false
    const between = source.text.slice(source.indexAt(before.span.end), source.indexAt(part.span.start))
    return /["'`]\s*[.+]|[.+]\s*["'`]/.test(between)
  })
}

const filled = await cells()

describe.each(Object.keys(LANGUAGES) as Language[])('%s', (language) => {
  it.each(ROLES)('has %s in every form', (role) => {
    const empty = FORMS.filter(
      (form) => !filled.has(`${language} ${role} ${form}`) && !notApplicable(role, form),
    )
    expect(empty, `${language} ${role}: a fixture for each form, or a reason why there is none`).toEqual([])
  })
})
