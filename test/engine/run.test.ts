import { symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { audit, auditContent, selectRules } from '../../src/index.js'
import { loadRules } from '../../src/rules/select.js'
import { examine, run, toReport, type Verify } from '../../src/run.js'
import { repository, tree } from '../files/tree.js'

const FETCH = "fetch('https://acme.amocrm.com/api/v4/leads')\n"

/** Leaves everything as it is: what the pipeline itself does shows. */
const trusting: Verify = async (_, result) => ({ findings: result.findings })

describe('a run', () => {
  test('reports findings, kept occurrences, notes and counts of a mixed tree', async () => {
    const root = repository({
      'script.js': FETCH,
      'clean.js': 'APP\n',
      'package-lock.json': '{ "resolved": "https://cdn.amocrm.com/x.tgz" }',
      'app.min.js': 'AMOCRM.data;"acme.amocrm.com";"amoCRM"',
      'mail.txt': 'dev@team.amocrm.com\n',
      'widget.zip': 'PK',
      'logo.png': '\0',
      'node_modules/acme/index.js': FETCH,
    })
    const report = await run({ cwd: root, kept: true }, trusting)
    expect(
      report.findings.map(({ rule, path, start, state }) => [rule, path, start.line, start.offset, state]),
    ).toEqual([['legacy-host', 'script.js', 1, 15, 'new']])
    expect(report.kept?.map(({ path, token, reason }) => [path, token, reason])).toEqual([
      ['app.min.js', 'AMOCRM', 'generated'],
      ['app.min.js', 'amocrm.com', 'generated'],
      ['app.min.js', 'amoCRM', 'generated'],
      ['mail.txt', 'amocrm.com', 'email'],
      ['package-lock.json', 'amocrm.com', 'lock-file'],
    ])
    expect(report.notes.map(({ path, code }) => [path, code])).toEqual([
      ['app.min.js', 'generated'],
      ['widget.zip', 'archive'],
    ])
    expect(report.notes[0]?.message).toContain('2 old names')
    expect(report.errors).toEqual([])
    expect(report.summary).toEqual({
      files: { listed: 8, read: 5, parsed: 1, skipped: { archive: 1, binary: 1, vendored: 1 } },
      findings: { error: 1, warning: 0, info: 0, baseline: 0, suppressed: 0 },
      fixes: { safe: 1, review: 0, manual: 0 },
      kept: { generated: 3, email: 1, 'lock-file': 1 },
    })
    expect(report.tool.version).toMatch(/^\d+\.\d+\.\d+/)
    expect(report.applicability).toHaveLength(4)
  })

  test('lists kept occurrences only when asked, and counts them always', async () => {
    const report = await audit({ cwd: repository({ 'yarn.lock': 'https://amocrm.com\n' }) })
    expect(report).not.toHaveProperty('kept')
    expect(report.summary.kept).toEqual({ 'lock-file': 1 })
  })

  test('a file that was deleted and one that does not parse stop nothing, and the latter is named', async () => {
    const root = repository({ 'a.js': FETCH, 'broken.js': `function (\n${FETCH}`, 'deleted.js': FETCH })
    unlinkSync(join(root, 'deleted.js'))
    const report = await run({ cwd: root }, trusting)
    expect(report.errors.map(({ path, code }) => [path, code])).toEqual([['broken.js', 'parse-error']])
    expect(report.findings.map(({ path, fix }) => [path, fix.kind])).toContainEqual(['a.js', 'safe'])
    expect(report.findings.find(({ path }) => path === 'broken.js')?.fix.kind).not.toBe('safe')
    expect(report.summary.files).toMatchObject({ listed: 2, read: 2 })
  })

  // Other systems keep no such names.
  test.runIf(process.platform === 'linux')(
    'a name that is no text is an error of its file alone',
    async () => {
      const root = repository({ 'a.js': FETCH })
      const name = Buffer.concat([Buffer.from(join(root, 'x')), Buffer.from([0xff]), Buffer.from('.js')])
      writeFileSync(name, FETCH)
      const report = await run({ cwd: root }, trusting)
      expect(report.errors.map(({ path, code }) => [path, code])).toEqual([['x\ufffd.js', 'unreadable']])
      expect(report.errors[0]?.message).toContain('UTF-8')
      expect(report.findings.map(({ path }) => path)).toEqual(['a.js'])
      expect(report.summary.files).toMatchObject({ listed: 2, read: 1 })
    },
  )

  test('what the verification says is what the report says', async () => {
    const root = repository({ 'a.js': FETCH })
    const refusing: Verify = async (inputs, result, _check, options) => {
      expect(inputs.map(({ path }) => path)).toEqual(['a.js'])
      expect(options.kinds).toEqual(['safe'])
      expect(options.listed).toEqual(['a.js'])
      expect(options.isEditable('a.js')).toBe(true)
      expect(options.isEditable('elsewhere.js')).toBe(false)
      return {
        findings: result.findings.map((finding) => ({
          ...finding,
          fix: { ...finding.fix, kind: 'manual' as const },
        })),
      }
    }
    const { summary } = await run({ cwd: root }, refusing)
    expect(summary.fixes).toEqual({ safe: 0, review: 0, manual: 1 })
  })

  test('a suppressed finding is counted as such and has no edits', async () => {
    const root = repository({
      'a.js': `// kommo-migrate-ignore-next-line legacy-host -- still on the old one\n${FETCH}`,
      'b.js': '// kommo-migrate-ignore-next-line legacy-host -- nothing here\nAPP\n// amocrm\n',
    })
    const report = await audit({ cwd: root })
    expect(report.findings.map(({ state, fix }) => [state, fix.edits])).toEqual([['suppressed', []]])
    expect(report.summary.findings).toMatchObject({ error: 0, suppressed: 1 })
    expect(report.notes).toMatchObject([{ path: 'b.js', code: 'suppression-unused' }])
  })

  test('a named file that is ignored, vendored or generated is examined and never fixed', async () => {
    const root = repository({ '.gitignore': 'out.js\n', 'a.min.js': FETCH, 'node_modules/p/i.js': FETCH })
    const ignored = join(root, 'out.js')
    writeFileSync(ignored, FETCH)
    expect((await audit({ cwd: root })).findings).toEqual([])
    const report = await audit({ cwd: root, paths: ['out.js', 'a.min.js', 'node_modules/p/i.js'] })
    expect(report.findings.map(({ path, fix }) => [path, fix.kind, fix.edits])).toEqual([
      ['a.min.js', 'manual', []],
      ['node_modules/p/i.js', 'manual', []],
      ['out.js', 'manual', []],
    ])
    expect(report.findings[0]?.help).toContain('ignored, vendored or generated')
  })

  test('reads nothing through a link', async () => {
    const secret = tree({ 'secret.js': FETCH })
    const root = repository({ 'a.js': 'APP\n' })
    symlinkSync(join(secret, 'secret.js'), join(root, 'link.js'))
    symlinkSync(secret, join(root, 'folder'))
    for (const paths of [[], ['link.js'], ['folder'], ['*.js']]) {
      const report = await audit({ cwd: root, paths })
      expect(report.findings).toEqual([])
      expect(report.summary.files.skipped.symlink).toBeGreaterThan(0)
    }
  })

  test('is the same twice, and in any order of paths', async () => {
    const root = repository({ 'b/x.js': FETCH, 'a/y.js': FETCH, 'c.txt': 'amocrm.com\n' })
    const first = await audit({ cwd: root, kept: true })
    expect(await audit({ cwd: root, kept: true })).toEqual(first)
    const { findings, kept } = await audit({ cwd: root, kept: true, paths: ['c.txt', 'b', 'a/y.js', 'a'] })
    expect({ findings, kept }).toEqual({ findings: first.findings, kept: first.kept })
  })

  test('an empty folder and an empty repository are clean', async () => {
    for (const root of [tree({}), repository({})]) {
      const report = await audit({ cwd: root })
      expect(report).toMatchObject({ findings: [], errors: [], summary: { files: { listed: 0, read: 0 } } })
    }
  })

  test('stops when it is aborted, at any phase', async () => {
    const root = repository(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`w${i}.js`, FETCH])))
    for (const stop of ['list', 'check', 'verify']) {
      const controller = new AbortController()
      const onProgress = (phase: string) => {
        if (phase === stop) controller.abort()
      }
      const aborted = audit({ cwd: root, signal: controller.signal, onProgress })
      await expect(aborted).rejects.toMatchObject({ name: 'AbortError' })
    }
  })

  test('tells what it is doing', async () => {
    const phases = new Set<string>()
    await audit({ cwd: repository({ 'a.js': FETCH }), onProgress: (phase) => phases.add(phase) })
    expect([...phases]).toEqual(['list', 'read', 'check', 'verify'])
  })

  test('a rule that throws on one file stops neither the run nor the other files', async () => {
    const root = repository({ 'a.js': FETCH, 'b.js': FETCH })
    const [rule] = await loadRules(selectRules(['legacy-host']))
    if (!rule) throw new Error('no such rule')
    const failing = {
      ...rule,
      check: (...[file, project]: Parameters<typeof rule.check>) => {
        if (file.source.path === 'a.js') throw new Error('a defect')
        return rule.check(file, project)
      },
    }
    const report = await run({ cwd: root, rules: [failing] }, trusting)
    expect(report.errors).toMatchObject([{ path: 'a.js', code: 'internal-error' }])
    expect(report.findings.map(({ path }) => path)).toEqual(['b.js'])
  })

  test('an examination can be reported without verification', async () => {
    const root = repository({ 'a.js': FETCH })
    const examination = await examine({ cwd: root })
    expect(examination.absolute('a.js')).toBe(join(root, 'a.js'))
    unlinkSync(join(root, 'a.js'))
    expect(toReport(examination, examination.result.findings).findings).toHaveLength(1)
    await examination.close()
  })
})

describe('one content', () => {
  test('is audited as if it stood at its path, which need not exist', async () => {
    const report = await auditContent('acme/script.js', FETCH, { cwd: tree({}) })
    expect(report.findings.map(({ path, rule }) => [path, rule])).toEqual([['acme/script.js', 'legacy-host']])
    expect(report.summary.files).toMatchObject({ listed: 1, read: 1 })
  })

  test('bytes keep their encoding, lock files stay lock files', async () => {
    const bytes = Buffer.concat([Buffer.from([0x2f, 0x2f, 0xcf, 0xf0, 0xe8, 0xe2, 0x0a]), Buffer.from(FETCH)])
    const { findings } = await auditContent('script.js', bytes, { cwd: tree({}) })
    expect(findings[0]?.start).toMatchObject({ line: 2, offset: 22 })
    const lock = await auditContent('yarn.lock', 'https://amocrm.com', { cwd: tree({}), kept: true })
    expect(lock.kept).toMatchObject([{ reason: 'lock-file' }])
  })
})

describe('rules', () => {
  test('are chosen by id', () => {
    expect(selectRules().length).toBeGreaterThan(3)
    expect(selectRules(['chat-host']).map(({ id }) => id)).toEqual(['chat-host'])
    expect(selectRules([], ['chat-host']).map(({ id }) => id)).not.toContain('chat-host')
  })

  test('that do not exist are an error with a suggestion', () => {
    expect(() => selectRules(['legacy-hots'])).toThrow(
      expect.objectContaining({ code: 'unknown-rule', advice: expect.stringContaining('legacy-host') }),
    )
  })
})
