import { describe, expect, it } from 'vitest'
import { flattenUses } from '../../src/languages/flatten.js'
import { lines, read, shown } from './read.js'

/** Sites of statements inside a function. */
async function inside(code: string) {
  const model = await read('a.kt', `fun f(host: String, zone: String) {\n${code}\n}\n`)
  expect(model.syntax).toBe('tree')
  return model
}

describe('texts of Kotlin', () => {
  it('fills in names and expressions, in both kinds of strings', async () => {
    const { texts } = await inside(
      'g("https://$host.amocrm.com/${zone.x}")\ng("""https://$host.amocrm.com/${zone}""")\ng("\\$host.amocrm.com")',
    )
    expect(texts.map(shown)).toEqual([
      'https://<host>.amocrm.com/<zone.x>',
      'https://<host>.amocrm.com/<zone>',
      '$host.amocrm.com',
    ])
  })

  it('puts together what a builder is given', async () => {
    const { texts } = await inside(
      'g(buildString { append("https://"); append(host); append(".amocrm.com") })',
    )
    expect(texts.map(shown)).toEqual(['https://<host>.amocrm.com'])
  })
})

describe('tests of Kotlin', () => {
  it('binds a sign in front to the whole call', async () => {
    const { texts } = await inside(
      'if (!host.trim().endsWith(".amocrm.com")) throw E()\nif (!host.equals("amocrm.com", true)) return',
    )
    expect(texts.map(({ uses }) => uses[0])).toEqual([
      expect.objectContaining({ receiver: 'host.trim()', test: expect.objectContaining({ join: '&&' }) }),
      expect.objectContaining({ with: 'host', test: expect.objectContaining({ join: '&&' }) }),
    ])
  })

  it('takes an answer that may be missing with what settles it', async () => {
    const { texts } = await inside(
      'if (host?.endsWith(".amocrm.com") == true) g()\nif (host?.endsWith(".amocrm.com") != true) g()\nval a = host?.endsWith(".amocrm.com")',
    )
    expect(texts.map(({ uses }) => uses[0])).toEqual([
      expect.objectContaining({ test: expect.objectContaining({ join: '||' }) }),
      expect.objectContaining({ test: expect.objectContaining({ join: '&&' }) }),
      expect.not.objectContaining({ test: expect.anything() }),
    ])
  })

  it('asks every item of a list by the name it', async () => {
    const { texts } = await inside('listOf(".amocrm.com").any { host.endsWith(it) }')
    expect(flattenUses(texts[0]?.uses ?? [])).toContainEqual(
      expect.objectContaining({ is: 'argument', callee: 'host.endsWith' }),
    )
  })

  it('knows patterns from either side', async () => {
    const model = await inside(
      'Regex("""a\\.amocrm\\.com""").matches(host)\nhost matches "b\\\\.amocrm\\\\.com".toRegex()',
    )
    expect(lines(model)).toEqual([
      'a\\.amocrm\\.com -> pattern a\\.amocrm\\.com test',
      'b\\.amocrm\\.com -> pattern b\\.amocrm\\.com test',
    ])
  })

  it('tells a text that is cut to a length', async () => {
    const { texts } = await inside('g(host.takeLast(11) == ".amocrm.com")')
    expect(texts[0]?.uses[0]).toMatchObject({ is: 'compare', test: { cutBy: {} } })
  })

  it('reads a list in a case as a list that is asked', async () => {
    const { texts } = await inside('when (host) { in listOf("a.amocrm.com") -> g() }')
    expect(flattenUses(texts[0]?.uses ?? [])).toContainEqual(
      expect.objectContaining({ is: 'receiver', method: 'includes', as: 'in' }),
    )
  })
})

describe('names of Kotlin', () => {
  it('follows members of the companion by their bare names', async () => {
    const model = await read(
      'A.kt',
      'class A {\n  fun f() = get("$BASE/x")\n  companion object { private const val BASE = "https://acme.amocrm.com" }\n}\n',
    )
    expect(lines(model)).toEqual(['https://acme.amocrm.com -> binding BASE, part, argument get 0'])
  })

  it('gives arguments their names', async () => {
    const { texts } = await inside('connect(1, baseUrl = "https://acme.amocrm.com")')
    expect(flattenUses(texts[0]?.uses ?? [])).toContainEqual(
      expect.objectContaining({ is: 'argument', callee: 'connect', index: 1, name: 'baseUrl' }),
    )
  })
})
