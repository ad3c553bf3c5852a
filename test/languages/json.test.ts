import { describe, expect, test } from 'vitest'
import { jsonDataOf } from '../../src/languages/json/data.js'
import { lines, read } from './read.js'

describe('values and keys', () => {
  test('a value knows its key path', async () => {
    const model = await read(
      'manifest.json',
      '{ "widget": { "support": { "link": "https://www.amocrm.com" } } }',
    )
    expect(lines(model)).toEqual(['https://www.amocrm.com -> setting widget.support.link'])
    expect(model.syntax).toBe('tree')
  })

  test('a key names its own path', async () => {
    const model = await read('package.json', '{"eslintConfig":{"globals":{"AMOCRM":"readonly"}}}')
    expect(lines(model)).toEqual(['AMOCRM -> key of setting eslintConfig.globals.AMOCRM'])
  })

  test('an item of an array brings the whole list', async () => {
    const model = await read('cors.json', '{"allow": ["https://a.amocrm.com", 1, "https://b.kommo.com"]}')
    const list = 'element of array [https://a.amocrm.com ? https://b.kommo.com] for setting allow'
    expect(lines(model)).toEqual([`https://a.amocrm.com -> ${list}`, `https://b.kommo.com -> ${list}`])
    const use = model.texts[0]?.uses[0]
    const item = use?.is === 'element' ? use.of.items[0]?.span : undefined
    expect(model.source.bytes.subarray(item?.start, item?.end).toString()).toBe('"https://a.amocrm.com"')
  })

  test('escapes are decoded', async () => {
    const model = await read('a.json', String.raw`{"u": "https:\/\/acme\u002eamocrm.com\/api"}`)
    expect(lines(model)).toEqual(['https://acme.amocrm.com/api -> setting u'])
    expect(model.texts[0]?.parts[0]).toMatchObject({ layers: ['string', 'json'] })
  })

  test('what a tool fills in is a hole', async () => {
    const model = await read('flow.json', '{"url": "=https://{{ $json.sub }}.amocrm.com/api/v4"}')
    expect(lines(model)).toEqual(['=https://<$json.sub>.amocrm.com/api/v4 -> setting url'])
  })

  test('the default inside a hole is a site of its own', async () => {
    const model = await read('app.json', '{"host": "${HOST:-acme.amocrm.com}"}')
    expect(lines(model)).toEqual(['acme.amocrm.com -> default of HOST, setting host'])
  })

  test('a string that holds a script is embedded code', async () => {
    const text = JSON.stringify({ code: "const a = $input.first();\nreturn a.replace('.amocrm.com', '')" })
    expect(lines(await read('flow.json', text))[0]).toMatch(/-> embedded javascript, setting code$/)
  })

  test('a policy is cut into its directives', async () => {
    const csp = "script-src 'self' https://*.amocrm.com; object-src 'none'; img-src https://*.amocrm.ru"
    expect(lines(await read('manifest.json', JSON.stringify({ csp })))).toEqual([
      "script-src 'self' https://*.amocrm.com -> directive script-src, setting csp, element of words ['self' https://*.amocrm.com] for directive script-src for setting csp",
      'img-src https://*.amocrm.ru -> directive img-src, setting csp, element of words [https://*.amocrm.ru] for directive img-src for setting csp',
    ])
  })
})

describe('forms of the file', () => {
  test('comments, trailing commas, a byte order mark and duplicate keys are no errors', async () => {
    const text = '\ufeff{\r\n // AMOCRM here\r\n "a": "amocrm.com", "a": "amocrm.ru",\r\n}'
    const model = await read('.eslintrc', text)
    expect(model.syntax).toBe('tree')
    expect(lines(model)).toEqual([
      '// AMOCRM here -> comment',
      'amocrm.com -> setting a',
      'amocrm.ru -> setting a',
    ])
  })

  test('a broken file is searched as text and says where it breaks', async () => {
    const model = await read('a.json', '{\n "a": "https://amocrm.com",\n "b": }')
    expect(model.syntax).toBe('broken')
    expect(model.source.point(model.problems[0]?.span.start ?? 0)).toMatchObject({ line: 3 })
    expect(model.texts.map((site) => site.parts[0])).toMatchObject([{ text: 'https://amocrm.com' }])
  })

  test('ten thousand nested brackets neither throw nor hang', async () => {
    const model = await read('a.json', `${'['.repeat(100_000)}"amocrm.com"`)
    expect(model.syntax).toBe('broken')
  })

  test('YAML in .eslintrc is no broken JSON', async () => {
    const model = await read('.eslintrc', 'globals:\n  AMOCRM: readonly\n')
    expect(model.syntax).toBe('text')
    expect(lines(model)).toEqual(['AMOCRM -> key of setting globals.AMOCRM'])
  })
})

describe('data', () => {
  test('gives the value and where its parts stand', async () => {
    const model = await read('manifest.json', '{"widget": {"locale": ["ru", "en"]}, "__proto__": 1}')
    const data = jsonDataOf(model)
    expect(data?.value).toMatchObject({ widget: { locale: ['ru', 'en'] } })
    const span = data?.valueSpan(['widget', 'locale', 1])
    expect(model.source.bytes.subarray(span?.start, span?.end).toString()).toBe('"en"')
    const key = data?.keySpan(['widget', 'locale'])
    expect(model.source.bytes.subarray(key?.start, key?.end).toString()).toBe('locale')
    expect(data?.valueSpan(['nothing'])).toBeUndefined()
  })

  test('a model of another kind has none', async () => {
    expect(jsonDataOf(await read('a.txt', 'amocrm.com'))).toBeUndefined()
  })
})
