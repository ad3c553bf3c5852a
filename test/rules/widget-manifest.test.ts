import { describe, expect, it } from 'vitest'
import { check } from '../../src/engine/check.js'
import { widgetManifest } from '../../src/rules/widget-manifest/index.js'

const manifest = (widget: object, more: object = {}) =>
  JSON.stringify({ widget: { name: 'widget.name', interface_version: 2, ...widget }, ...more }, null, 2)

async function audit(text: string, listed: readonly string[] = ['manifest.json'], path = 'manifest.json') {
  const options = { rules: [widgetManifest], listed }
  return check([{ path, bytes: Buffer.from(text) }], options)
}

const messages = async (...args: Parameters<typeof audit>) =>
  (await audit(...args)).findings.map((f) => f.message)

describe('widget-manifest', () => {
  it('points at the value, as information for a person', async () => {
    const text = manifest({ locale: ['ru'] })
    const [finding] = (await audit(text)).findings
    expect(text.slice(finding?.span.start, finding?.span.end)).toMatch(/^\[\s*"ru"\s*\]$/)
    expect(finding).toMatchObject({ severity: 'info', fix: { kind: 'manual', edits: [], create: [] } })
    expect(finding?.message).toContain('names ru alone')
  })

  it.each([
    [['en'], 0],
    [['EN'], 0],
    [['es_MX'], 0],
    [['pt-BR'], 0],
    [['ru'], 1],
    [['english'], 1],
    [[], 1],
    [[7, null], 1],
  ])('counts the languages of %j', async (locale, findings) => {
    expect(await messages(manifest({ locale }))).toHaveLength(findings)
  })

  it('looks for language files beside the manifest, and only where neighbours are known', async () => {
    const text = manifest({ locale: ['en', 'es'] })
    const listed = ['w/manifest.json', 'w/i18n/en.json', 'w/images/logo.png']
    expect(await messages(text, listed, 'w/manifest.json')).toEqual([
      'widget.locale lists "es", but w/i18n/es.json is not there.',
    ])
    expect(await messages(text, ['w/manifest.json', 'other/script.js'], 'w/manifest.json')).toEqual([])
  })

  it('asks for pictures only of a whole archive', async () => {
    const text = manifest({ locale: ['en'] })
    const whole = ['manifest.json', 'script.js', 'i18n/en.json']
    expect(await messages(text, whole)).toHaveLength(1)
    expect(await messages(text, [...whole, 'images/logo.png'])).toEqual([])
    expect(await messages(text, ['manifest.json', 'i18n/en.json'])).toEqual([])
  })

  it.each([
    ['a web app', '{"name": "amoCRM", "start_url": "/", "interface_version": 1}'],
    ['an extension', '{"manifest_version": 3, "name": "x", "interface_version": 1}'],
    ['a bundler', '{"a.js": {"file": "b.js"}, "interface_version": {}}'],
    ['something else', '{"interface_version": 2, "locations": ["x"]}'],
    ['a list', '[{"widget": {"interface_version": 2}}]'],
    ['nothing', ''],
    ['a broken manifest of something else', '{"manifest_version": 3 "name": 1}'],
  ])('leaves %s alone', async (_, text) => {
    expect(await messages(text)).toEqual([])
  })

  it('tells a manifest that is no JSON, once', async () => {
    const broken = await audit('{ "widget": { "interface_version": 2 "locale": ["ru"] } }')
    expect(broken.findings).toHaveLength(1)
    expect(broken.findings[0]?.message).toContain('is no JSON')
    expect(broken.errors[0]?.code).toBe('parse-error')
    expect(await messages('{ "widget": { "interface_version": 2, "locale": ["en"], } }')).toEqual([
      "The widget's manifest is no plain JSON: it has comments or trailing commas.",
    ])
  })

  it('keeps the e-mail address of the developer', async () => {
    const text = manifest({ locale: ['en'], support: { email: 'ann@team.amocrm.com' } })
    const { kept } = await audit(text)
    expect(kept.map((item) => [item.token, item.reason])).toEqual([['amocrm.com', 'own-contact']])
  })
})
