import { execFileSync, spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type * as Interface from '../../src/index.js'
import { repository, tree } from '../files/tree.js'
import { type Bundle, bundle } from './bundle.js'

let built: Bundle
let audit: typeof Interface.audit

beforeAll(async () => {
  built = await bundle()
  ;({ audit } = (await import(built.url)) as typeof Interface)
})

const FILLER = '// a line that says nothing at all about anybody\n'.repeat(400)

/** Code of about 20 KB whose findings depend on its number. */
function widget(i: number): string {
  return [
    `define(['jquery'], function ($) {`,
    `  var host = 'https://acme${i}.amocrm.com/api/v4/leads'`,
    `  if (i % 2) fetch('https://' + sub + '.amocrm.com/ajax/' + AMOCRM.data.current_card.id)`,
    `  return { url: host, mail: 'dev@team.amocrm.com', ru: 'acme.amocrm.ru' }`,
    `})`,
    i % 7 === 0 ? 'function (' : '',
    FILLER,
  ].join('\n')
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

describe('two threads', () => {
  test('report the same as one, over many hits', { timeout: 60_000 }, async () => {
    const files = Object.fromEntries(Array.from({ length: 90 }, (_, i) => [`w${i}/script.js`, widget(i)]))
    const root = repository({
      ...files,
      'composer.lock': '{"u":"https://amocrm.com"}',
      'a.html': `<script>${widget(3)}</script>`,
      'README.md': 'See https://www.amocrm.com/developers\n',
    })
    const one = await audit({ cwd: root, kept: true, threads: 1 })
    let checkedHere = 0
    let isVerifying = false
    const onProgress = (phase: string) => {
      if (phase === 'verify') isVerifying = true
      if (phase !== 'check' || isVerifying) return
      checkedHere++
      // Each thread takes what it comes to: the other one needs time to start.
      pause(30)
    }
    const two = await audit({ cwd: root, kept: true, onProgress })
    expect(checkedHere).toBeGreaterThan(0)
    expect(checkedHere).toBeLessThan(90)
    expect(one.findings.length).toBeGreaterThan(50)
    expect(one.errors.length).toBeGreaterThan(5)
    expect(one.kept?.length).toBeGreaterThan(50)
    expect(two).toEqual(one)
    expect(JSON.stringify(two)).toBe(JSON.stringify(one))
  })

  test('read the same as one, over many files', { timeout: 60_000 }, async () => {
    const files = Object.fromEntries(
      Array.from({ length: 5000 }, (_, i) => [
        `d${i % 50}/f${i}.js`,
        i % 500 === 0 ? "var h = 'https://acme.amocrm.com'\n" : i % 777 === 0 ? '\0amocrm' : 'var a\n',
      ]),
    )
    const root = tree({ ...files, 'd1/x.bin0': '\0amocrm' })
    const one = await audit({ cwd: root, kept: true, threads: 1 })
    const two = await audit({ cwd: root, kept: true, threads: 2 })
    expect(one.summary.files).toEqual({
      listed: 5001,
      read: 5000,
      parsed: expect.any(Number),
      skipped: { binary: 1 },
    })
    expect(one.findings).toHaveLength(10)
    expect(two).toEqual(one)
  })

  test('a worker that cannot start costs nothing but time', { timeout: 60_000 }, async () => {
    const root = repository(Object.fromEntries(Array.from({ length: 90 }, (_, i) => [`w${i}.js`, widget(i)])))
    const expected = await audit({ cwd: root, threads: 1 })
    const { file, url } = await bundle()
    writeFileSync(join(dirname(file), 'worker.js'), 'throw new Error("broken")')
    const broken = (await import(url)) as typeof Interface
    expect(await broken.audit({ cwd: root })).toEqual(expected)
    rmSync(join(dirname(file), 'worker.js'))
    expect(await broken.audit({ cwd: root })).toEqual(expected)
  })

  test('the process ends by itself after a run with a worker', { timeout: 60_000 }, async () => {
    const root = repository(Object.fromEntries(Array.from({ length: 90 }, (_, i) => [`w${i}.js`, widget(i)])))
    const script = `import { audit } from ${JSON.stringify(built.url)}
      const { findings } = await audit({ cwd: ${JSON.stringify(root)} })
      console.log(findings.length > 0)`
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 30_000,
    })
    expect(output).toBe('true\n')
  })
})

/** Files that Node loads for an audit of `root`, in a process of its own. */
function loadedFiles(root: string): string[] {
  const hook = `export async function resolve(specifier, context, next) {
    const found = await next(specifier, context)
    process._rawDebug('loads ' + found.url)
    return found
  }`
  const data = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`
  const register = `import { register } from 'node:module'; register(${JSON.stringify(data(hook))})`
  const script = `const { audit } = await import(${JSON.stringify(built.url)}); await audit({ cwd: ${JSON.stringify(root)} })`
  const child = spawnSync(
    process.execPath,
    ['--import', data(register), '--input-type=module', '-e', script],
    { encoding: 'utf8', timeout: 30_000 },
  )
  expect(child.status).toBe(0)
  return [...child.stderr.matchAll(/^loads (file:.*)$/gm)].map(([, url]) => fileURLToPath(url as string))
}

/** Packages whose code an audit of `root` loads, bundled or not. */
function loadedPackages(root: string): string[] {
  const sources = loadedFiles(root).flatMap((file) => {
    const inside = built.sourcesOf(file)
    return inside.length > 0 ? inside : [file]
  })
  const names = sources.flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [])
  return [...new Set(names)].filter((name) => name !== '.cache').sort()
}

describe('what a run loads', () => {
  test('no parser for a clean tree, whatever is in it', { timeout: 60_000 }, () => {
    const root = repository({
      'script.js': 'define([], () => APP)\n',
      'a.html': '<p>',
      'b.json': '{}',
      'c.md': '',
    })
    expect(loadedPackages(root)).toEqual(['ignore', 'leven'])
  })

  test('no parser for lock files and generated ones', { timeout: 60_000 }, () => {
    const root = repository({ 'composer.lock': '{"u":"https://amocrm.com"}', 'a.min.js': 'AMOCRM' })
    expect(loadedPackages(root)).toEqual(['ignore', 'leven'])
  })

  test('only the parser of the language that was found', { timeout: 60_000 }, () => {
    const script = loadedPackages(repository({ 'script.js': "fetch('https://acme.amocrm.com')\n" }))
    expect(script).toContain('oxc-parser')
    expect(script).not.toContain('htmlparser2')
    expect(script).not.toContain('ts-morph')
    const json = loadedPackages(repository({ 'a.json': '{"host":"acme.amocrm.com"}' }))
    expect(json).toContain('jsonc-parser')
    expect(json).not.toContain('oxc-parser')
  })
})
