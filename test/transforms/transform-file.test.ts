import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fix } from '../../src/index.js'
import { type Task, transformFile } from '../../src/transforms/transform-file.js'
import { loadCases } from '../contract/cases.js'
import { repository, tree } from '../files/tree.js'

/** In the order of deployment: what lets the new name in comes first. */
const TRANSFORMS = [['origin-allowlist', 'platform-branch'], ['amocrm-global'], ['legacy-host', 'chat-host']]
const [, GLOBAL, HOSTS] = TRANSFORMS as [string[], string[], string[]]

describe('the fixtures of one file, in every language', () => {
  const rules = new Set(TRANSFORMS.flat())
  const cases = loadCases().filter(
    ({ name, input }) => rules.has(name.split('/')[0] ?? '') && input.size === 1,
  )

  test('there are enough of them', () => expect(cases.length).toBeGreaterThan(500))

  test.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (_, fixture) => {
    const [[path, bytes]] = [...fixture.input] as [[string, Buffer]]
    const expected = (fixture.expected ?? fixture.input).get(path) as Buffer
    const text = bytes.toString('utf8')
    if (!Buffer.from(text).equals(bytes)) {
      expect(await run(tree({ [path]: bytes }), path, GLOBAL)).toMatchObject({ reports: [/UTF-8/] })
      return
    }
    const root = tree({ [path]: bytes })
    const unsafe = fixture.settings.kinds?.includes('review') ?? false
    for (const ids of TRANSFORMS) {
      const chosen = ids.filter((id) => fixture.settings.rules?.includes(id) ?? true)
      if (chosen.length === 0) continue
      const { source } = await run(root, path, chosen, { unsafe })
      if (source !== undefined) writeFileSync(join(root, path), source)
    }
    expect(readFileSync(join(root, path), 'utf8')).toBe(expected.toString('utf8'))
  })
})

describe('a transform', () => {
  const DOUBLE = 'window.AMOCRM = { constant: function () {} }\n'

  test('leaves a fix over several files alone, and says so', async () => {
    const root = repository({ 'double.js': DOUBLE, 'use.js': 'AMOCRM.constant()\n' })
    for (const path of ['double.js', 'use.js']) {
      const { source, reports } = await run(root, path, GLOBAL)
      expect(source).toBeUndefined()
      expect(reports).toEqual([expect.stringContaining('one fix over several files')])
    }
  })

  test('makes the same fix when it stays within the file', async () => {
    const text = `${DOUBLE}AMOCRM.constant()\n`
    const { source, reports } = await run(repository({ 'double.js': text }), 'double.js', GLOBAL)
    expect(source).toBe(text.replaceAll('AMOCRM', 'APP'))
    expect(reports).toEqual([])
  })

  test('sees what other scripts of the page declare', async () => {
    const root = repository({ 'own.js': 'var APP = { go: 1 }\n', 'use.js': 'AMOCRM.data.x()\n' })
    expect((await run(root, 'use.js', GLOBAL)).source).toBeUndefined()
    const alone = repository({ 'own.js': 'var APPS = { go: 1 }\n', 'use.js': 'AMOCRM.data.x()\n' })
    expect((await run(alone, 'use.js', GLOBAL)).source).toBe('APP.data.x()\n')
  })

  test('gives the bytes of fix --write for every file that it changes', async () => {
    const files = {
      'script.js': "define([], function () {\r\n  send('https://acme.amocrm.com/api/v4/leads', '🎉')\r\n})",
      'bom.js': "\ufefffetch('https://acme.amocrm.com/api/v4/leads')\n",
      'api/host.ts': "export const HOST = 'acme.amocrm.com'\n",
      'api/use.ts': "import { HOST } from './host'\nfetch(`https://${HOST}/api/v4/leads`)\n",
    }
    const root = repository(files)
    const { changes } = await fix({ cwd: root, rules: HOSTS })
    const after = new Map(changes.map((change) => [change.path, Buffer.from(change.after).toString()]))
    expect([...after.keys()]).toEqual(['api/host.ts', 'bom.js', 'script.js'])
    for (const path of Object.keys(files)) expect((await run(root, path, HOSTS)).source).toBe(after.get(path))
  })

  test('judges text that is not saved, and files that are not there yet', async () => {
    const root = repository({ 'a.js': 'ok()\n', 'double.js': DOUBLE })
    const call = "fetch('https://acme.amocrm.com/api/v4/leads')\n"
    const fixed = call.replace('amocrm.com', 'kommo.com')
    for (const path of ['a.js', 'new.js', 'new/folder/b.js'])
      expect((await run(root, path, HOSTS, { source: call })).source).toBe(fixed)
    // Its double lies in another file.
    const use = await run(root, 'a.js', GLOBAL, { source: 'AMOCRM.constant()\n' })
    expect(use.source).toBeUndefined()
    expect(use.reports).toEqual([expect.stringContaining('one fix over several files')])
    const nowhere = await transformFile(task('/no/such/folder/a.js', call, HOSTS, root))
    expect(nowhere.source).toBe(fixed)
  })

  test('leaves out what an audit leaves out', async () => {
    const call = "fetch('https://acme.amocrm.com/api/v4/leads')\n"
    const root = repository({
      '.gitignore': 'build/\n',
      'build/a.js': call,
      'node_modules/acme/a.js': call,
      'a.min.js': call,
      'banner.js': `/* @generated by acme */\n${call}`,
      'said.js': `// kommo-migrate-ignore-next-line legacy-host -- read only\n${call}`,
    })
    for (const path of ['build/a.js', 'node_modules/acme/a.js', 'a.min.js', 'banner.js', 'said.js'])
      expect([path, await run(root, path, HOSTS)]).toEqual([path, { reports: [], stats: {} }])
  })

  test('leaves other encodings alone, whatever the runner made of them', async () => {
    const bytes = Buffer.concat([Buffer.from('f("https://acme.amocrm.com") // '), Buffer.from([0xcf, 0xf0])])
    const wide = Buffer.from("fetch('https://acme.amocrm.com')\n", 'utf16le')
    const root = repository({
      'cyr.js': bytes,
      'wide.js': wide,
      'sign.js': "a('https://x.amocrm.com', '\ufffd')\n",
    })
    const asRead = (path: string) => ({ source: readFileSync(join(root, path), 'utf8') })
    const cyrillic = await run(root, 'cyr.js', HOSTS, asRead('cyr.js'))
    expect(cyrillic).toMatchObject({ reports: [expect.stringContaining('not UTF-8')] })
    expect(cyrillic.source).toBeUndefined()
    expect((await run(root, 'wide.js', HOSTS, asRead('wide.js'))).source).toBeUndefined()
    const sign = await run(root, 'sign.js', HOSTS, { unsafe: true })
    expect(sign.source).toBe("a('https://x.kommo.com', '\ufffd')\n")
  })

  test('makes review fixes only when asked to, and counts the rest', async () => {
    const root = repository({
      'a.js': "export const HOST = 'acme.amocrm.com'\nsend(HOST) // see amocrm.com\n",
    })
    const careful = await run(root, 'a.js', HOSTS)
    expect(careful.source).toBeUndefined()
    expect(careful.reports).toEqual([expect.stringMatching(/^1:22 legacy-host \[review: --unsafe=true/)])
    const brave = await run(root, 'a.js', HOSTS, { unsafe: true })
    expect(brave.source).toContain("'acme.kommo.com'")
    expect(brave.stats).toMatchObject({ 'kommo-migrate: fixed': expect.any(Number) })
  })

  test('does not look at a file without the old names', async () => {
    const file = { path: '/no/such/place/a.js', source: 'APP.data()\n' }
    expect(await transformFile({ file, rules: GLOBAL, unsafe: false, cwd: '/' })).toEqual({
      reports: [],
      stats: {},
    })
  })
})

function run(root: string, path: string, rules: string[], more: { source?: string; unsafe?: boolean } = {}) {
  const source = more.source ?? readFileSync(join(root, path), 'utf8')
  return transformFile({ ...task(path, source, rules, root), unsafe: more.unsafe ?? false })
}

function task(path: string, source: string, rules: string[], cwd: string): Task {
  return { file: { path, source }, rules, unsafe: false, cwd }
}
