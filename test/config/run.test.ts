import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { audit, auditContent, fix } from '../../src/index.js'
import { repository, tree } from '../files/tree.js'

const FETCH = "fetch('https://acme.amocrm.com/api/v4/leads')\n"
const NAME = 'kommo-migrate.config.json'

const config = (settings: unknown) => JSON.stringify(settings)

async function found(cwd: string, options: object = {}): Promise<string[]> {
  const { findings } = await audit({ cwd, ...options })
  return findings.map(({ path, rule, severity, state }) => `${path} ${rule} ${severity} ${state}`)
}

describe('files', () => {
  test('include and exclude choose, folders stand for what is in them, dots count', async () => {
    const root = repository({
      [NAME]: config({ include: ['src', '.github/**'], exclude: ['src/old', 'src/**/*.test.js'] }),
      'a.js': FETCH,
      'src/a.js': FETCH,
      'src/old/a.js': FETCH,
      'src/deep/b.test.js': FETCH,
      '.github/c.js': FETCH,
    })
    const report = await audit({ cwd: root })
    expect(report.findings.map(({ path }) => path)).toEqual(['.github/c.js', 'src/a.js'])
    expect(report.summary.files.skipped).toEqual({ excluded: 3, 'own-file': 1 })
    expect(report.notes).toEqual([])
  })

  test('a pattern that matches nothing is told, unless the run is about a part', async () => {
    const root = repository({
      [NAME]: config({
        exclude: ['lgacy/**'],
        overrides: [{ paths: ['*.rb'], rules: { 'legacy-host': 'off' } }],
      }),
      'src/a.js': FETCH,
    })
    expect((await audit({ cwd: root })).notes).toEqual([
      {
        path: NAME,
        code: 'pattern-unused',
        message: '"lgacy/**" in exclude matches no file: correct it or take it out',
      },
      {
        path: NAME,
        code: 'pattern-unused',
        message: '"*.rb" in overrides matches no file: correct it or take it out',
      },
    ])
    expect((await audit({ cwd: root, paths: ['src'] })).notes).toEqual([])
  })

  test('a file that is named and left out is not examined, and that is told', async () => {
    const root = repository({ [NAME]: config({ exclude: ['a.js'] }), 'a.js': FETCH })
    const report = await audit({ cwd: root, paths: ['a.js'] })
    expect(report.findings).toEqual([])
    expect(report.notes.map(({ path, code }) => [path, code])).toEqual([['a.js', 'excluded']])
  })

  test('what is left out is never written', async () => {
    const root = repository({ [NAME]: config({ exclude: ['old'] }), 'a.js': FETCH, 'old/a.js': FETCH })
    expect((await fix({ cwd: root, write: true })).written).toEqual(['a.js'])
  })
})

describe('severities', () => {
  test('of rules, of roles, and for some paths; later entries win', async () => {
    const root = repository({
      [NAME]: config({
        rules: { 'legacy-host': { severity: 'warning', roles: { text: 'off' } } },
        overrides: [
          { paths: ['server'], rules: { 'legacy-host': 'off' } },
          { paths: ['server/main.js'], rules: { 'legacy-host': 'error' } },
        ],
      }),
      'README.md': 'See https://www.amocrm.com/\n',
      'a.js': FETCH,
      'server/b.js': FETCH,
      'server/main.js': FETCH,
    })
    expect(await found(root)).toEqual([
      'a.js legacy-host warning new',
      'server/main.js legacy-host error new',
    ])
  })

  test('a rule that is off makes no fix', async () => {
    const root = repository({
      [NAME]: config({ rules: { 'amocrm-global': 'off' } }),
      'a.js': `AMOCRM.x\n${FETCH}`,
    })
    const { changes } = await fix({ cwd: root })
    expect(Buffer.from(changes[0]?.after ?? []).toString()).toBe(
      `AMOCRM.x\n${FETCH.replace('amocrm', 'kommo')}`,
    )
  })
})

describe('accepted findings', () => {
  test('by path or by fingerprint, with the reason; entries without use are told', async () => {
    const files = { 'a.js': FETCH, 'b.js': FETCH, 'c.js': FETCH }
    const { findings } = await audit({ cwd: repository(files) })
    const root = repository({
      ...files,
      [NAME]: config({
        suppressions: [
          { rule: 'legacy-host', paths: ['a.js'], reason: 'one' },
          { rule: 'legacy-host', paths: ['b.js'], fingerprint: findings[1]?.fingerprint, reason: 'two' },
          { rule: 'amocrm-global', paths: ['a.js'], reason: 'idle' },
          { rule: 'legacy-host', fingerprint: '0123456789abcdef', reason: 'gone' },
        ],
      }),
    })
    const report = await audit({ cwd: root })
    expect(report.findings.map(({ state, suppression, fix }) => [state, suppression, fix.kind])).toEqual([
      ['suppressed', { by: 'configuration', reason: 'one' }, 'manual'],
      ['suppressed', { by: 'configuration', reason: 'two' }, 'manual'],
      ['new', undefined, 'safe'],
    ])
    expect(report.notes.map(({ message }) => message)).toEqual([
      'nothing to suppress for amocrm-global in a.js any more: take the entry out',
      'nothing to suppress for legacy-host in 0123456789abcdef any more: take the entry out',
    ])
    expect((await audit({ cwd: root, rules: ['legacy-host'] })).notes).toHaveLength(1)
    expect((await fix({ cwd: root })).changes.map(({ path }) => path)).toEqual(['c.js'])
  })

  test('work that was done outside the code is named, and ends its findings', async () => {
    const schema =
      'CREATE TABLE accounts (id SERIAL PRIMARY KEY, base_domain TEXT, access_token TEXT, refresh_token TEXT);\n'
    const app = "fetch('https://www.amocrm.com/oauth')\n"
    const bare = repository({ 'schema.sql': schema, 'app.js': app })
    const before = (await audit({ cwd: bare })).findings.filter(({ rule }) => rule === 'stored-host')
    expect(before).toHaveLength(1)
    const done = { rule: 'stored-host', reason: 'moved by 2026_11_kommo.sql', date: '2026-11-20' }
    const root = repository({
      'schema.sql': schema,
      'app.js': app,
      [NAME]: config({
        verified: [
          { ...done, match: 'base_domain' },
          { ...done, match: 'accounts.gone' },
        ],
      }),
    })
    const report = await audit({ cwd: root })
    expect(
      report.findings.filter(({ rule }) => rule === 'stored-host').map(({ suppression }) => suppression),
    ).toEqual([{ by: 'verified', reason: 'moved by 2026_11_kommo.sql', date: '2026-11-20' }])
    expect(report.notes.map(({ code }) => code)).toEqual(['verified-unused'])
  })
})

describe('which configuration counts', () => {
  test('the nearest one above a file, alone', async () => {
    const root = repository({
      [NAME]: config({ rules: { 'legacy-host': 'info' } }),
      'packages/a/kommo-migrate.config.json': config({ rules: { 'legacy-host': 'error' } }),
      'packages/a/src/a.js': FETCH,
      'packages/b/kommo-migrate.config.jsonc': '{ "exclude": ["old"] } // ours',
      'packages/b/old/b.js': FETCH,
      'packages/b/b.js': FETCH,
      'c.js': FETCH,
    })
    expect(await found(root)).toEqual([
      'c.js legacy-host info new',
      'packages/a/src/a.js legacy-host error new',
      'packages/b/b.js legacy-host error new',
    ])
    expect(await found(join(root, 'packages'))).toHaveLength(2)
    expect(await found(root, { config: false })).toHaveLength(4)
  })

  test('a package.json may hold it where the run starts, and above', async () => {
    const root = repository({
      'package.json': config({ name: 'a', 'kommo-migrate': { rules: { 'legacy-host': 'info' } } }),
      'sub/a.js': FETCH,
    })
    expect(await found(root)).toEqual(['sub/a.js legacy-host info new'])
    expect(await found(join(root, 'sub'))).toEqual(['a.js legacy-host info new'])
  })

  test('a dependency of the same name is no configuration', async () => {
    const root = repository({
      'package.json': config({ devDependencies: { 'kommo-migrate': '^1.0.0' } }),
      'a.js': FETCH,
    })
    expect(await found(root)).toHaveLength(1)
  })

  test('one above the working folder counts, as far as the root of the repository', async () => {
    const root = repository({
      [NAME]: config({ exclude: ['sub/x.js'] }),
      'sub/x.js': FETCH,
      'sub/y.js': FETCH,
    })
    expect(await found(join(root, 'sub'))).toEqual(['y.js legacy-host error new'])
    const outer = tree({ [NAME]: config({ rules: { 'legacy-host': 'off' } }) })
    mkdirSync(join(outer, 'inner/.git'), { recursive: true })
    expect(await found(outer)).toEqual([])
  })

  test('one that is named takes the place of all, its globs counted from the working folder', async () => {
    const root = repository({
      'ci/strict.json': config({ exclude: ['b.js'] }),
      [NAME]: config({ exclude: ['a.js'] }),
      'a.js': FETCH,
      'b.js': FETCH,
    })
    expect(await found(root, { config: 'ci/strict.json' })).toEqual(['a.js legacy-host error new'])
  })

  test('two in one folder are an error, and so is one that cannot be read', async () => {
    const root = repository({ [NAME]: '{}', 'kommo-migrate.config.jsonc': '{}' })
    await expect(audit({ cwd: root })).rejects.toMatchObject({ code: 'configuration', exitCode: 2 })
    await expect(audit({ cwd: root, config: 'gone.json' })).rejects.toThrow(
      'gone.json: there is no such file',
    )
  })

  test('what concerns the run as a whole is idle further down, and that is told', async () => {
    const root = repository({
      'sub/kommo-migrate.config.json': config({ failOn: 'error' }),
      'sub/a.js': FETCH,
    })
    expect((await audit({ cwd: root })).notes.map(({ path, code }) => [path, code])).toEqual([
      ['sub/kommo-migrate.config.json', 'configuration'],
    ])
  })

  test('content from elsewhere is judged by the configuration above its name', async () => {
    const root = repository({ [NAME]: config({ rules: { 'legacy-host': 'info' } }), 'a.js': '' })
    const report = await auditContent('a.js', FETCH, { cwd: root })
    expect(report.findings.map(({ severity }) => severity)).toEqual(['info'])
  })
})

test('a file that does not parse is a note where the configuration says so', async () => {
  const root = repository({ [NAME]: config({ parseErrors: 'warn' }), 'a.js': `function (\n${FETCH}` })
  const report = await audit({ cwd: root })
  expect(report.errors).toEqual([])
  expect(report.notes.map(({ path, code }) => [path, code])).toEqual([['a.js', 'parse-error']])
  expect(report.findings).toHaveLength(1)
})
