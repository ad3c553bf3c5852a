import { chmodSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { audit, type Content, fix, KnownError, rules } from '../../src/index.js'
import { loadCases } from '../contract/cases.js'
import { repository } from '../files/tree.js'

const USE = "define([], function () {\r\n  return AMOCRM.constant('user')\r\n})"
const CALL = "fetch('https://acme.amocrm.com/api/v4/leads')\n"
const NAME = 'Привет'

/** windows-1251: a Cyrillic comment in front of a host. */
const cyrillic = Buffer.concat([
  Buffer.from('// '),
  Buffer.from([0xcf, 0xf0, 0xe8]),
  Buffer.from(`\n${CALL}`),
])

describe('files in memory', () => {
  test('audit reports them as it reports the same folder on the disk', async () => {
    const files = { 'script.js': USE, 'api/call.js': cyrillic, 'note.md': NAME, 'logo.png': '\0' }
    const cwd = repository(files)
    const [memory, disk] = [
      await audit({ files: contents(files), kept: true }),
      await audit({ cwd, kept: true }),
    ]
    expect(memory).toEqual(disk)
    expect(memory.findings.map(({ path, rule }) => `${path} ${rule}`)).toEqual([
      'api/call.js legacy-host',
      'script.js amocrm-global',
    ])
  })

  test('a finding that no later audit will name is said when the fix is made, in memory and on the disk', async () => {
    const pieces = "show('https://acme.' + 'amo' + 'crm.com/leads')\n"
    const use = 'show(AMOCRM.isCard())\n'
    const files = { 'script.js': use + pieces, 'named.js': `// amocrm\n${use}${pieces}` }
    const { report, left } = await fix({ files: contents(files) })
    expect(report.findings.map(({ path, fix }) => `${path} ${fix.kind}`)).toEqual([
      'named.js safe',
      'named.js manual',
      'script.js safe',
      'script.js manual',
    ])
    const notes = [
      {
        path: 'script.js',
        code: 'unseen-finding',
        message:
          'the finding of legacy-host in line 2 stays, and no later audit names it: nothing else in the file says amocrm',
      },
    ]
    expect(left?.findings.map(({ path, start }) => `${path}:${start.line}`)).toEqual(['named.js:3'])
    expect(left?.notes).toEqual(notes)
    const onDisk = await fix({ cwd: repository(files), write: true })
    expect(onDisk.left?.notes).toEqual(notes)
  })

  test('fix gives the bytes that a write gives on the disk, encodings and line ends included', async () => {
    const files = { 'script.js': USE, 'call.js': cyrillic, 'other.js': 'stays()\n' }
    const cwd = repository(files)
    const { changes, written, fixed, left } = await fix({ files: contents(files) })
    const onDisk = await fix({ cwd, write: true })
    expect(written).toEqual([])
    expect(onDisk.written).toEqual(['call.js', 'script.js'])
    expect(changes.map(({ path }) => path)).toEqual(onDisk.written)
    for (const { path, after } of changes) expect(readFileSync(join(cwd, path)).equals(after)).toBe(true)
    expect(fixed.map(({ rule }) => rule)).toEqual(['legacy-host', 'amocrm-global'])
    expect(left?.findings).toEqual([])
    expect(onDisk.left?.findings).toEqual([])
    expect(Buffer.from(changes[1]?.after ?? []).toString()).toBe(USE.replace('AMOCRM', 'APP'))
  })

  test('fixes over several files are one, and other files count', async () => {
    const files = {
      'double.js': 'window.AMOCRM = { constant: function () { return {} } }\n',
      'use.js': 'AMOCRM.constant()\n',
    }
    const { changes } = await fix({ files: contents(files) })
    expect(changes.map(({ path, after }) => [path, Buffer.from(after).toString()])).toEqual([
      ['double.js', 'window.APP = { constant: function () { return {} } }\n'],
      ['use.js', 'APP.constant()\n'],
    ])
  })

  test('vendored, generated, lock and binary files are told by their names', async () => {
    const { findings, summary } = await audit({
      files: contents({
        'node_modules/acme/index.js': CALL,
        'vendor/autoload.php': '<?php\n',
        'vendor/acme/a.js': CALL,
        'vendors/acme/a.js': CALL,
        'app.min.js': CALL,
        'yarn.lock': 'https://acme.amocrm.com\n',
        'data.bin2': '\0acme.amocrm.com',
      }),
    })
    expect(findings.map(({ path }) => path)).toEqual(['vendors/acme/a.js'])
    expect(summary.files.skipped).toEqual({ vendored: 3, binary: 1 })
    expect(summary.kept).toEqual({ generated: 1, 'lock-file': 1 })
  })

  test('`unsafe` adds the fixes that want a look', async () => {
    const files = contents({ 'a.js': "export const HOST = 'acme.amocrm.com'\nsend(HOST)\n" })
    const { report } = await fix({ files })
    const review = report.findings.filter(({ fix }) => fix.kind === 'review').length
    expect((await fix({ files })).changes).toHaveLength(0)
    expect((await fix({ files, unsafe: true })).changes).toHaveLength(review > 0 ? 1 : 0)
    expect(review).toBe(1)
  })

  test.each(['/etc/script.js', '../script.js', 'a/../../b.js', '', 'C:\\script.js'])(
    'refuses the path %j',
    async (path) => {
      await expect(audit({ files: [{ path, contents: '' }] })).rejects.toThrow(KnownError)
    },
  )

  test('refuses what cannot be meant', async () => {
    const files = [{ path: 'a.js', contents: CALL }]
    await expect(audit({ files, paths: ['.'] })).rejects.toThrow('exclude each other')
    await expect(fix({ files, write: true })).rejects.toThrow('cannot be written')
    await expect(audit({ files: [...files, { path: './a.js', contents: '' }] })).rejects.toThrow(
      'given twice',
    )
    await expect(audit({ files, rules: ['legacy-hots'] })).rejects.toThrow('legacy-hots')
  })

  test('says what is wrong with options of callers without types', async () => {
    const asked = (options: object) => audit(options).catch((error: unknown) => error)
    expect(await asked({ paths: 'src' })).toMatchObject({
      code: 'usage',
      message: expect.stringContaining('paths'),
    })
    expect(await asked({ rules: 'legacy-host' })).toMatchObject({ code: 'usage' })
    expect(await asked({ files: [{ path: 'a.js', contents: 5 }] })).toMatchObject({
      code: 'usage',
      message: expect.stringContaining('files[0]'),
    })
    expect(await asked({ files: [{ path: 'a.js', content: CALL }] })).toMatchObject({ code: 'usage' })
    expect(await asked({ cwd: 'nowhere' })).toMatchObject({ code: 'no-such-path' })
    expect(await fix({ cwd: 'nowhere' }).catch((error: unknown) => error)).toBeInstanceOf(KnownError)
  })
})

describe('a folder', () => {
  test('is not touched without `write`', async () => {
    const cwd = repository({ 'script.js': USE })
    const { changes, written, left, report } = await fix({ cwd })
    expect(changes).toHaveLength(1)
    expect(written).toEqual([])
    expect(left).toBeUndefined()
    expect(report.findings.map(({ fix }) => fix.kind)).toEqual(['safe'])
    expect(readFileSync(join(cwd, 'script.js'), 'utf8')).toBe(USE)
    expect(readdirSync(cwd).sort()).toEqual(['.git', 'script.js'])
  })

  test('refuses files with uncommitted changes unless told otherwise', async () => {
    const cwd = repository({ 'script.js': 'x\n' })
    const { writeFileSync } = await import('node:fs')
    writeFileSync(join(cwd, 'script.js'), USE)
    await expect(fix({ cwd, write: true })).rejects.toThrow('script.js')
    expect((await fix({ cwd, write: true, allowDirty: true })).written).toEqual(['script.js'])
  })
})

describe('a caller', () => {
  const many = contents(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`script-${i}.js`, USE])))

  test('hears of progress', async () => {
    const phases: string[] = []
    await fix({
      files: many,
      onProgress(phase, done, total) {
        phases.push(phase)
        expect(done).toBeLessThanOrEqual(Math.max(total, done))
      },
    })
    expect(new Set(phases)).toEqual(new Set(['list', 'check', 'verify']))
  })

  test.each([['audit'], ['fix']] as const)('stops %s with a signal, before and on the way', async (name) => {
    const work = name === 'audit' ? audit : fix
    const reason = new Error('enough')
    await expect(work({ files: many, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const controller = new AbortController()
    const onProgress = () => controller.abort(reason)
    await expect(work({ files: many, signal: controller.signal, onProgress })).rejects.toBe(reason)
  })

  test('a signal stops a write before it begins', async () => {
    const cwd = repository({ 'script.js': USE })
    const controller = new AbortController()
    const onProgress = (phase: string) => phase === 'check' && controller.abort()
    await expect(fix({ cwd, write: true, signal: controller.signal, onProgress })).rejects.toThrow()
    expect(readFileSync(join(cwd, 'script.js'), 'utf8')).toBe(USE)
  })

  test('keeps its process as it is: no output, no exit code, no handler', async () => {
    const [out, error] = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')]
    const before = [
      process.exitCode,
      process.cwd(),
      ...process.eventNames().map((name) => process.listenerCount(name)),
    ]
    await fix({ files: many })
    const after = [
      process.exitCode,
      process.cwd(),
      ...process.eventNames().map((name) => process.listenerCount(name)),
    ]
    expect(after).toEqual(before)
    expect(out).not.toHaveBeenCalled()
    expect(error).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  })

  test('reads the rules as data', () => {
    expect(rules.map(({ id }) => id)).toContain('amocrm-global')
    for (const rule of rules) expect(rule.title.length).toBeLessThanOrEqual(60)
  })
})

describe('every fixture', () => {
  const fixtures = loadCases().filter(({ settings }) => !settings.rules)

  test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', async (_, fixture) => {
    const files = [...fixture.input].map(([path, contents]) => ({ path, contents }))
    const unsafe = fixture.settings.kinds?.includes('review') ?? false
    const { changes } = await fix({ files, unsafe })
    const after = new Map<string, Uint8Array>(fixture.input)
    for (const change of changes) after.set(change.path, change.after)
    for (const [path, bytes] of fixture.expected ?? fixture.input)
      expect([path, Buffer.from(after.get(path) ?? []).toString('latin1')]).toEqual([
        path,
        bytes.toString('latin1'),
      ])
  })
})

function contents(files: Record<string, string | Buffer>): Content[] {
  return Object.entries(files).map(([path, contents]) => ({ path, contents }))
}

describe.skipIf(process.platform === 'win32')('what cannot be written', () => {
  const files = { 'shut/call.js': CALL, 'locked.js': CALL, 'open.js': CALL }
  const folder = () => {
    const cwd = repository(files)
    chmodSync(join(cwd, 'locked.js'), 0o444)
    chmodSync(join(cwd, 'shut'), 0o555)
    return cwd
  }
  const kindsOf = ({ findings }: Awaited<ReturnType<typeof audit>>) =>
    findings.map(({ path, fix: { kind } }) => `${path} ${kind}`)
  const honest = ['locked.js manual', 'open.js safe', 'shut/call.js manual']

  test('is no safe fix in an audit, which says why, and fix writes exactly the safe ones', async () => {
    const cwd = folder()
    const report = await audit({ cwd })
    expect(kindsOf(report)).toEqual(honest)
    const reason = 'Not fixed automatically: the fix needs to write'
    expect(report.findings[0]?.help).toContain(`${reason} locked.js, which is read-only.`)
    expect(report.findings[2]?.help).toContain(`${reason} shut/call.js, which lies in a read-only folder.`)
    expect(kindsOf((await fix({ cwd })).report)).toEqual(honest)
    const written = await fix({ cwd, write: true })
    expect(written.written).toEqual(['open.js'])
    expect(written.left?.findings.map(({ path }) => path)).toEqual(['locked.js', 'shut/call.js'])
    expect(written.left && kindsOf(written.left)).toEqual([honest[0], honest[2]])
    chmodSync(join(cwd, 'shut'), 0o755)
  })

  test('does not concern files in memory', async () => {
    expect(kindsOf(await audit({ files: contents(files) }))).toEqual(
      honest.map((at) => at.replace('manual', 'safe')),
    )
  })
})

test('a run that is ended while git lists the files rejects with the reason of its signal', async () => {
  const ending = new AbortController()
  const ended = audit({
    cwd: repository({ 'a.js': CALL }),
    signal: ending.signal,
    onProgress: () => ending.abort(new Error('enough')),
  })
  await expect(ended).rejects.toThrow('enough')
})
