import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { beforeAll, expect, test } from 'vitest'
import { fix } from '../../src/index.js'
import type transformType from '../../src/transforms/hosts.cjs'
import { bundle } from '../engine/bundle.js'
import { repository } from '../files/tree.js'

const root = join(import.meta.dirname, '../..')
const require = createRequire(import.meta.url)
let folder = ''

beforeAll(async () => {
  const built = await bundle({ 'transform-worker': 'src/transforms/worker.ts' })
  folder = join(dirname(built.file), 'transforms')
  await build({
    absWorkingDir: root,
    entryPoints: ['shared', 'amocrm-to-app', 'hosts', 'origins'].map((name) => `src/transforms/${name}.cts`),
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    platform: 'node',
  })
})

const FILES = {
  'script.js': [
    "define(['jquery'], function ($) {",
    "  var user = AMOCRM.constant('user'); // 🎉",
    "  $.post('https://' + user.sub + '.amocrm.com/api/v4/leads');",
    '  if (/\\.amocrm\\.com$/.test(location.hostname)) go();',
    '});',
  ].join('\r\n'),
  'server.ts':
    "export const allowed: string[] = ['https://acme.amocrm.com']\ncheck(allowed.includes(origin))\n",
  'clean.js': 'APP.data()\n',
}

test.each([
  ['amocrm-to-app', ['amocrm-global'], []],
  ['hosts', ['legacy-host', 'chat-host'], ['--no-babel']],
  ['origins', ['origin-allowlist', 'platform-branch'], ['--run-in-band']],
])('jscodeshift runs %s and writes what fix --write writes', async (name, rules, flags) => {
  const cwd = repository(FILES)
  const { changes } = await fix({ cwd, rules })
  const after = new Map(changes.map((change) => [change.path, Buffer.from(change.after).toString()]))
  const output = jscodeshift(cwd, name, flags)
  expect(output).toContain('0 errors')
  expect(output).toContain(`${after.size} ok`)
  expect(after.has('script.js')).toBe(true)
  for (const [path, before] of Object.entries(FILES))
    expect([path, readFileSync(join(cwd, path), 'utf8')]).toEqual([path, after.get(path) ?? before])
})

const OTHERS = {
  'send.php': "<?php\n// Клиент\ncurl_init('https://' . $sub . '.amocrm.com/api/v4/leads');\n",
  'page.php': '<h1><?= $title ?></h1>\n<script>var user = AMOCRM.constant("user")</script>\n',
  'cors.py':
    '# 🎉\r\nALLOWED_HOSTS = [".amocrm.com"]\r\nrequests.get(f"https://{sub}.amocrm.com/api/v4/leads")\r\n',
  'hosts.rb': "Net::HTTP.get(URI('https://acme.amocrm.com/api/v4/leads'))\n",
  'main.go': 'package main\n\nvar _, _ = http.Get("https://acme.amocrm.com/api/v4/leads")\n',
  'index.html': '\uFEFF<a href="https://acme.amocrm.com/leads/">Leads</a>\n<script>AMOCRM.data()</script>\n',
  'card.vue': '<script>\nexport default { created() { AMOCRM.data() } }\n</script>\n',
  'settings.json':
    '{ "base_url": "https://acme.amocrm.com", "allowed_origins": ["https://acme.amocrm.com"] }\n',
  'values.yaml': 'base_url: https://acme.amocrm.com # the API\n',
  'notes.md': 'See https://www.amocrm.com/developers/ for more.\n',
}

test.each([
  ['amocrm-to-app', ['amocrm-global'], []],
  ['hosts', ['legacy-host', 'chat-host'], ['--no-babel']],
  ['origins', ['origin-allowlist', 'platform-branch'], ['--unsafe=true']],
])('%s writes what fix --write writes in other languages too', async (name, rules, flags) => {
  const cwd = repository(OTHERS)
  const { changes } = await fix({ cwd, rules, unsafe: flags.length > 0 && name === 'origins' })
  const after = new Map(changes.map((change) => [change.path, Buffer.from(change.after).toString()]))
  const output = jscodeshift(cwd, name, flags, 'php,py,rb,go,html,vue,json,yaml,md')
  expect(output).toContain('0 errors')
  expect(output).toContain(`${after.size} ok`)
  expect(after.size).toBeGreaterThan(1)
  for (const [path, before] of Object.entries(OTHERS))
    expect([path, readFileSync(join(cwd, path), 'utf8')]).toEqual([path, after.get(path) ?? before])
})

test('a file in another encoding is left alone, and named', () => {
  const bytes = Buffer.from(
    "<?php // \xCA\xEB\xE8\xE5\xED\xF2\ncurl_init('https://acme.amocrm.com/api/v4/leads');\n",
    'latin1',
  )
  const cwd = repository({ 'client.php': bytes })
  const output = jscodeshift(cwd, 'hosts', [], 'php')
  expect(output).toMatch(/REP .*client\.php is not UTF-8 and was left alone/)
  expect(readFileSync(join(cwd, 'client.php'))).toEqual(bytes)
})

test('what is left is reported, and a dry run counts it', () => {
  const cwd = repository({ 'a.js': "export const HOST = 'acme.amocrm.com'\nsend(HOST)\n" })
  const output = jscodeshift(cwd, 'hosts', ['--dry'])
  expect(output).toMatch(/REP .*a\.js 1:22 legacy-host \[review: --unsafe=true makes it\]/)
  expect(output).toContain('kommo-migrate: review: --unsafe=true makes it: 1')
  expect(jscodeshift(cwd, 'hosts', ['--dry', '--print', '--unsafe=true'])).toContain("'acme.kommo.com'")
})

test('any runner can call it, with or without an api', async () => {
  const transform = require(join(folder, 'hosts.cjs')) as typeof transformType
  const file = {
    path: join(repository({}), 'a.js'),
    source: "fetch('https://acme.amocrm.com/api/v4/leads')\n",
  }
  const expected = file.source.replace('amocrm.com', 'kommo.com')
  expect(transform.default).toBe(transform)
  expect(await transform(file)).toBe(expected)
  expect(await Promise.all([transform(file, {}, {}), transform({ ...file, source: 'x()\n' })])).toEqual([
    expected,
    undefined,
  ])
})

function jscodeshift(cwd: string, name: string, flags: readonly string[], endings = 'js,ts'): string {
  const bin = join(dirname(require.resolve('jscodeshift/package.json')), 'bin/jscodeshift.js')
  const args = [`--extensions=${endings}`, '--cpus=1', '-t', join(folder, `${name}.cjs`), ...flags, '.']
  return execFileSync(process.execPath, [bin, ...args], { cwd, encoding: 'utf8' })
}
