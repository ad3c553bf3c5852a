import { describe, expect, it } from 'vitest'
import { flattenUses } from '../../src/languages/flatten.js'
import { lines, read, shown } from './read.js'

/** Sites of statements inside a function. */
async function inside(code: string) {
  const model = await read('a.go', `package a\n\nfunc f(host, zone string) {\n${code}\n}\n`)
  expect(model.syntax).toBe('tree')
  return model
}

describe('texts of Go', () => {
  it('decodes interpreted strings, and raw strings not at all', async () => {
    const { texts } = await inside('g("amocrm\\x2ecom", `amocrm\\x2ecom`)')
    expect(texts.map(shown)).toEqual(['amocrm.com', 'amocrm\\x2ecom'])
  })

  it('fills formats, in order and by place', async () => {
    const model = await inside(
      'fmt.Sprintf("https://%s.amocrm.com/%d%%", host, 1)\nfmt.Sprintf("%[2]s.amocrm.com", 1, host)\nfmt.Sprint(host, ".amocrm.com")',
    )
    expect(model.texts.map(shown)).toEqual([
      'https://<host>.amocrm.com/<>%%',
      '<host>.amocrm.com',
      '<host>.amocrm.com',
    ])
  })

  it('keeps a format whose values do not fit it', async () => {
    const { texts } = await inside('fmt.Sprintf("%s.%s.amocrm.com", host)')
    expect(texts.map(shown)).toEqual(['%s.%s.amocrm.com<host>'])
  })
})

describe('functions of the library', () => {
  it('reads them as methods, under the names of their packages in this file', async () => {
    const model = await read(
      'a.go',
      'package a\n\nimport str "strings"\n\nfunc f(h string) bool { return str.HasSuffix(h, ".amocrm.com") }\n',
    )
    expect(lines(model)).toEqual(['.amocrm.com -> argument h.endsWith 0'])
    expect(model.texts[0]?.uses[0]).toMatchObject({ as: 'strings.HasSuffix', test: { how: 'ends' } })
  })

  it('knows patterns and what is done with them', async () => {
    const model = await inside('re := regexp.MustCompile("^a\\\\.amocrm\\\\.com$")\nre.MatchString(host)')
    expect(lines(model)).toEqual(['^a\\.amocrm\\.com$ -> binding re, pattern ^a\\.amocrm\\.com$ test'])
  })

  it('tells a text that is cut to a length', async () => {
    const { texts } = await inside('if host[len(host)-11:] == ".amocrm.com" {}')
    expect(texts[0]?.uses[0]).toMatchObject({ is: 'compare', test: { cutBy: {} } })
  })
})

describe('flow of Go', () => {
  it('gives a list to the loop over it', async () => {
    const model = await inside(
      'for _, s := range []string{".amocrm.com"} {\n\tif strings.HasSuffix(host, s) { return }\n}',
    )
    const uses = flattenUses(model.texts[0]?.uses ?? [])
    expect(uses.map((use) => use.is)).toContain('element')
    expect(uses.some((use) => use.is === 'argument' && use.test !== undefined)).toBe(true)
  })

  it('lists the labels of a case, with those of the other cases', async () => {
    const model = await inside('switch host {\ncase "a.amocrm.com", "b":\n\treturn\ncase "a.kommo.com":\n}')
    expect(lines(model)[0]).toBe(
      'a.amocrm.com -> case, element of case [a.amocrm.com b a.kommo.com] for case',
    )
  })

  it('gives the first of several results a name, and leaves the others open', async () => {
    const model = await read(
      'a.go',
      'package a\n\nfunc g() (string, error) { return "amocrm.com", nil }\n\nfunc h() (int, string) { return 1, "amocrm.com" }\n',
    )
    expect(lines(model)).toEqual(['amocrm.com -> return', 'amocrm.com -> unknown'])
    expect(model.texts.every((site) => !site.closed)).toBe(true)
  })

  it('follows what a method writes to the value that it is a method of', async () => {
    const model = await read(
      'a.go',
      'package a\n\nfunc (c *C) f() {\n\tc.host = "a.amocrm.com"\n\tfunc() { http.Get("https://" + c.host) }()\n}\n',
    )
    expect(lines(model)).toEqual(['a.amocrm.com -> binding this.host, part, argument http.Get 0'])
  })

  it('reads loops without names, selects and switches on types', async () => {
    const model = await inside(
      'for range ch {}\nfor k := range m {}\nfor {}\nselect { case v := <-ch: g(v); default: }\nswitch v := x.(type) { case string: g(v) }\ng("amocrm.com")',
    )
    expect(lines(model)).toEqual(['amocrm.com -> argument g 0'])
  })
})
