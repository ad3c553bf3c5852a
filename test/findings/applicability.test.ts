import { describe, expect, it } from 'vitest'
import { createSource } from '../../src/files/source.js'
import { collectApplicability } from '../../src/findings/applicability.js'
import { answerApplicability } from '../../src/findings/applicability-answers.js'
import { loadAdapter } from '../../src/languages/index.js'

type Tree = Record<string, string>

/** Answers as for a run: `read` are the files that a needle led to, the others are only listed. */
async function ask(read: Tree, listedOnly: readonly string[] = []) {
  const facts: Record<string, unknown> = {}
  for (const [path, text] of Object.entries(read)) {
    const adapter = await loadAdapter(path)
    const fact = collectApplicability(adapter.model(createSource(path, Buffer.from(text))))
    if (fact) facts[path] = JSON.parse(JSON.stringify(fact))
  }
  const { repository, applicability } = answerApplicability([...Object.keys(read), ...listedOnly], facts)
  const [languages, accounts, marketplace, requests] = applicability
  return { repository, languages, accounts, marketplace, requests, applicability }
}

const manifest = (locale: string[]) =>
  JSON.stringify(
    { widget: { name: 'widget.name', interface_version: 2, locale }, locations: ['lcard-1'] },
    null,
    2,
  )

describe('kind of repository', () => {
  it('tells a widget from its manifest', async () => {
    expect((await ask({ 'widget/manifest.json': manifest(['en']) })).repository).toBe('widget')
  })

  it('tells a widget from paths alone, nothing read', async () => {
    expect((await ask({}, ['w/manifest.json', 'w/i18n/en.json', 'w/script.js'])).repository).toBe('widget')
    expect((await ask({}, ['manifest.json', 'script.js', 'images/logo_main.png'])).repository).toBe('widget')
  })

  it('leaves web apps and extensions alone', async () => {
    expect((await ask({}, ['public/manifest.json', 'src/index.js'])).repository).toBe('unknown')
    const pwa = '{"name": "amocrm board", "start_url": "/", "icons": []}'
    expect((await ask({ 'manifest.json': pwa }, ['script.js', 'i18n/en.json'])).repository).toBe('unknown')
    const extension = '{"manifest_version": 3, "name": "x", "host_permissions": ["https://*.amocrm.com/*"]}'
    expect((await ask({ 'manifest.json': extension }, ['script.js'])).repository).toBe('unknown')
  })

  it('tells an integration, and both', async () => {
    const py = `url = "https://acme.amocrm.com/api/v4/leads"\n`
    expect((await ask({ 'app/client.py': py })).repository).toBe('integration')
    expect((await ask({}, ['src/AmoClient.php'])).repository).toBe('integration')
    expect((await ask({ 'w/manifest.json': manifest(['en']), 'api/client.py': py })).repository).toBe('both')
    expect((await ask({ 'w/manifest.json': manifest(['en']) }, ['w/amo.php'])).repository).toBe('widget')
    const server = `import express from 'express'\nconst h = 'amocrm.com'\n`
    expect((await ask({ 'src/server.ts': server })).repository).toBe('integration')
    expect((await ask({ 'package.json': '{"dependencies": {"amocrm-js": "^3"}}' })).repository).toBe(
      'integration',
    )
    expect(
      (await ask({ 'package.json': '{"devDependencies": {"express": "^4"}, "name": "amocrm"}' })).repository,
    ).toBe('unknown')
  })
})

describe('languages', () => {
  it('reads the locales of the manifest, with their place', async () => {
    const { languages } = await ask({ 'manifest.json': manifest(['ru', 'es']) })
    expect(languages?.answer).toBe('yes')
    expect(languages?.evidence[0]).toMatchObject({ path: 'manifest.json', start: { line: 5 } })
    expect((await ask({ 'manifest.json': manifest(['pt-BR']) })).languages?.answer).toBe('yes')
    expect((await ask({ 'manifest.json': manifest(['ru']) })).languages?.answer).toBe('no')
    expect((await ask({ 'manifest.json': manifest(['enx']) })).languages?.answer).toBe('no')
  })

  it('takes the i18n files where no manifest was read', async () => {
    const yes = await ask({}, ['w/manifest.json', 'w/i18n/pt.json', 'w/i18n/ru.json'])
    expect(yes.languages).toMatchObject({ answer: 'yes', evidence: [{ path: 'w/i18n/pt.json' }] })
    expect((await ask({}, ['w/manifest.json', 'w/i18n/ru.json'])).languages?.answer).toBe('no')
  })

  it('does not take the i18n of something else', async () => {
    const { languages } = await ask({}, ['app/i18n/en.json', 'src/index.js'])
    expect(languages?.answer).toBe('unknown')
    expect(languages?.check).toMatch(/check/)
  })
})

describe('accounts in amocrm.com', () => {
  const answer = async (tree: Tree) => (await ask(tree)).accounts

  it('is yes where code names such a host, and shows where', async () => {
    const found = await answer({ 'src/a.ts': `const x = 1\nfetch('https://acme.amocrm.com/api/v4/leads')\n` })
    expect(found).toMatchObject({
      answer: 'yes',
      evidence: [{ path: 'src/a.ts', start: { line: 2, column: 21 } }],
    })
  })

  it.each([
    ['an e-mail address', `const m = 'ann@team.amocrm.com'\n`],
    ['a comment', `// https://acme.amocrm.com/api/v4\n`],
    ['the site', `open('https://www.amocrm.com')\n`],
    ['a look-alike', `fetch('https://myamocrm.com/api/v4')\n`],
    ['the Russian brand', `fetch('https://acme.amocrm.ru/api/v4')\n`],
  ])('is not yes for %s', async (_, text) => {
    const found = await answer({ 'src/a.ts': text })
    expect(found?.answer).toBe('unknown')
    expect(found?.check).toContain('stored account addresses')
  })

  it('is not yes for tests, recordings and documents', async () => {
    const text = `fetch('https://acme.amocrm.com/api/v4')\n`
    expect((await answer({ 'test/a.test.ts': text, 'README.md': text }))?.answer).toBe('unknown')
  })

  it('says what the code does name', async () => {
    expect((await answer({ 'a.ts': `const h = sub + '.amocrm.ru'\n` }))?.check).toContain('amocrm.ru alone')
    const kommo = await answer({ 'a.ts': `const h = sub + '.kommo.com' // amocrm\n` })
    expect(kommo).toMatchObject({ answer: 'unknown', evidence: [{ path: 'a.ts' }] })
  })
})

describe('marketplace', () => {
  it('cannot be read from code, and says so', async () => {
    const { marketplace } = await ask({ 'manifest.json': manifest(['en']) })
    expect(marketplace).toMatchObject({ answer: 'unknown', evidence: [] })
    expect(marketplace?.check).toContain('marketplace')
  })
})

describe('requests of the archive', () => {
  const answer = async (script: string, more: Tree = {}) =>
    (await ask({ 'manifest.json': manifest(['en']), 'script.js': script, ...more })).requests

  it.each([
    ['$.ajax with its URL', `$.ajax({ type: 'POST', url: 'https://api.studio.test/hook' })`],
    ['$.post', `$.post("https://api.studio.test/hook", {})`],
    ['fetch', `fetch('https://api.studio.test/hook')`],
    ['window.fetch with a template', 'window.fetch(`https://api.studio.test/hook/${id}`)'],
    ['$authorizedAjax', `self.$authorizedAjax({ url: 'https://api.studio.test/hook' })`],
    ['axios', `axios.post('https://api.studio.test/hook')`],
    ['a constant', `var SERVER = 'https://api.studio.test'\n$.ajax({ url: SERVER + '/hook' })`],
    ['a property', `var c = { server: 'https://api.studio.test/' }\n$.get(this.c.server + 'hook')`],
    ['XMLHttpRequest', `var xhr = new XMLHttpRequest()\nxhr.open('GET', 'https://api.studio.test/hook')`],
  ])('is yes for %s', async (_, script) => {
    const found = await answer(`define(['jquery'], function ($) { AMOCRM.x()\n${script}\n})`)
    expect(found).toMatchObject({ answer: 'yes', evidence: [{ path: 'script.js' }] })
  })

  it.each([
    ['the account itself', `$.ajax({ url: '/api/v4/leads' })`],
    ["the platform's proxy", `self.crm_post('https://api.studio.test/hook', {})`],
    ['no request at all', `render()`],
    ['a request in a comment', `// $.ajax({ url: 'https://api.studio.test/hook' })`],
  ])('is no for %s', async (_, script) => {
    const found = await answer(`define(['jquery'], function ($) { AMOCRM.x()\n${script}\n})`)
    expect(found?.answer).toBe('no')
  })

  it.each([
    ['an address that is not written here', `$.ajax({ url: settings.url })`],
    ['modules of the project', `require(['./api'])`],
    ['an account host', `fetch('https://acme.amocrm.com/api/v4/leads')`],
  ])('is unknown for %s', async (_, script) => {
    const found = await answer(`define(['jquery'], function ($) { AMOCRM.x()\n${script}\n})`)
    expect(found?.answer).toBe('unknown')
    expect(found?.check).toContain('*.kommo.com')
  })

  it('does not take the requests of a server for those of the widget', async () => {
    const server = `import express from 'express'\nfetch('https://api.studio.test/hook') // amocrm\n`
    expect((await answer(`AMOCRM.x()`, { 'server/index.ts': server }))?.answer).toBe('no')
  })

  it('says what to do without a widget, and with an archive', async () => {
    expect((await ask({}, ['src/a.py'])).requests).toMatchObject({ answer: 'unknown', evidence: [] })
    const zip = (await ask({}, ['widget.zip'])).requests
    expect(zip).toMatchObject({ answer: 'unknown', evidence: [{ path: 'widget.zip' }] })
  })
})

it('answers an empty folder', async () => {
  const { repository, applicability } = await ask({})
  expect(repository).toBe('unknown')
  expect(applicability.map((item) => item.answer)).toEqual(['unknown', 'unknown', 'unknown', 'unknown'])
  for (const item of applicability) expect(item.check).toBeTruthy()
})
