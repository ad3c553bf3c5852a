import { describe, expect, it } from 'vitest'
import { check } from '../src/engine/check.js'
import { createSource } from '../src/files/source.js'
import { loadAdapter } from '../src/languages/index.js'
import { rules } from '../src/rules/index.js'
import { loadCases } from './contract/cases.js'
import { inputsOf } from './contract/engine.js'
import { FORMS, formOf, holds, ROLES } from './matrix/forms.js'
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
  shell: /\.(?:sh|bash|zsh|ksh)$/,
} as const

type Language = keyof typeof LANGUAGES

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

const filled = await cells()

describe.each(Object.keys(LANGUAGES) as Language[])('%s', (language) => {
  it.each(ROLES)('has %s in every form', (role) => {
    const empty = FORMS.filter(
      (form) => !filled.has(`${language} ${role} ${form}`) && !notApplicable(role, form),
    )
    expect(empty, `${language} ${role}: a fixture for each form, or a reason why there is none`).toEqual([])
  })
})
