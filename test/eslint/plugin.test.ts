import { readFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ESLint, Linter } from 'eslint'
import { beforeAll, describe, expect, test } from 'vitest'
import type pluginType from '../../src/eslint.js'
import { audit, fix, rules } from '../../src/index.js'
import { loadCases } from '../contract/cases.js'
import { bundle } from '../engine/bundle.js'
import { repository, tree } from '../files/tree.js'

let plugin: typeof pluginType

beforeAll(async () => {
  const { file } = await bundle({ eslint: 'src/eslint.ts', 'eslint-worker': 'src/eslint/worker.ts' })
  plugin = (await import(pathToFileURL(join(dirname(file), 'eslint.js')).href)).default
})

const FILES = {
  'script.js': [
    "define(['jquery'], function ($) {",
    "  var face = '🎉', user = AMOCRM.constant('user'); // Привет",
    "  $.post('https://' + user.sub + '.amocrm.com/api/v4/leads');",
    '  if (/\\.amocrm\\.com$/.test(location.hostname)) go();',
    '});',
  ].join('\r\n'),
  'bom.js': "\ufefffetch('https://acme.amocrm.com/api/v4/leads')\n",
  'double.js': 'window.AMOCRM_OLD = 1; window.AMOCRM = {}\n',
  'exported.js': "export const HOST = 'acme.amocrm.com'\nsend(HOST)\n",
  'clean.js': 'APP.data()\n',
}

test('there is one rule for each of ours, described, and all are recommended', () => {
  expect(Object.keys(plugin.rules ?? {})).toEqual(rules.map(({ id }) => id))
  expect(Object.keys(plugin.configs.recommended.rules ?? {})).toEqual(
    rules.map(({ id }) => `kommo-migrate/${id}`),
  )
  expect(plugin.meta?.version).toMatch(/^\d+\.\d+\.\d+/)
})

describe('a project', () => {
  test('has the findings of the audit, at its places', async () => {
    const cwd = repository(FILES)
    const report = await audit({ cwd })
    const expected = report.findings
      .filter(({ severity }) => severity !== 'info')
      .map(({ path, rule, start, end }) =>
        [path, rule, start.line, start.column, end.line, end.column].join(' '),
      )
    const results = await lint(cwd)
    const found = results.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, line, column, endLine, endColumn }) =>
        [filePath.slice(cwd.length + 1), ruleId?.slice(14), line, column, endLine, endColumn].join(' '),
      ),
    )
    expect(found.sort()).toEqual(expected.sort())
    expect(found.length).toBeGreaterThan(5)
  })

  test('--fix gives the bytes of fix --write, except for fixes over several files', async () => {
    const cwd = repository(FILES)
    const { changes } = await fix({ cwd })
    const whole = new Map(changes.map(({ path, after }) => [path, Buffer.from(after).toString()]))
    // The double in double.js and its uses in script.js are one fix.
    const several = whole.get('script.js')?.replace('APP.constant', 'AMOCRM.constant')
    const results = await lint(cwd, true)
    const output = new Map(results.map(({ filePath, output }) => [filePath.slice(cwd.length + 1), output]))
    expect(whole.get('script.js')).toContain('APP.constant')
    expect(output.get('script.js')).toBe(several)
    expect(output.get('bom.js')).toBe(whole.get('bom.js'))
    expect(output.get('double.js')).toBeUndefined()
    const left = results.find(({ filePath }) => filePath.endsWith('script.js'))?.messages ?? []
    expect(left.map(({ ruleId, message }) => [ruleId, /several files/.test(message)])).toEqual([
      ['kommo-migrate/amocrm-global', true],
    ])
  })

  test('leaves out what the audit leaves out', async () => {
    const call = "fetch('https://acme.amocrm.com/api/v4/leads')\n"
    const cwd = repository({
      '.gitignore': 'build/\n',
      'build/a.js': call,
      'a.min.js': call,
      'said.js': `// kommo-migrate-ignore-next-line legacy-host -- read only\n${call}`,
    })
    expect((await lint(cwd)).flatMap(({ messages }) => messages)).toEqual([])
  })

  test('in another encoding is shown without fixes', async () => {
    const bytes = Buffer.concat([
      Buffer.from("fetch('https://acme.amocrm.com/api/v4/x') // "),
      Buffer.from([0xcf]),
    ])
    const cwd = repository({ 'cyr.js': bytes })
    const [result] = await lint(cwd, true)
    expect(result?.output).toBeUndefined()
    expect(result?.messages.map(({ ruleId }) => ruleId)).toEqual(['kommo-migrate/legacy-host'])
    expect(readFileSync(join(cwd, 'cyr.js')).equals(bytes)).toBe(true)
  })
})

describe('a text', () => {
  test('that nobody saved is judged as it stands', () => {
    const [message, ...more] = verify("fetch('https://acme.amocrm.com/api/v4/leads')\n")
    expect(more).toEqual([])
    expect(message).toMatchObject({ ruleId: 'kommo-migrate/legacy-host', severity: 2, line: 1, column: 16 })
    expect(message?.fix).toEqual({ range: [20, 26], text: 'kommo' })
  })

  test('has review fixes as suggestions', () => {
    const [message] = verify("export const HOST = 'acme.amocrm.com'\nsend(HOST)\n")
    expect(message?.fix).toBeUndefined()
    expect(message?.suggestions).toMatchObject([{ fix: { range: [26, 32], text: 'kommo' } }])
  })

  test('shows remarks on prose only when asked to', () => {
    const text = '// the account lives at acme.amocrm.com\n'
    expect(verify(text)).toEqual([])
    expect(verify(text, from('legacy-host', 'info'))).toHaveLength(1)
    expect(verify('AMOCRM.data()\n')).toHaveLength(1)
    expect(verify('AMOCRM.data()\n', from('amocrm-global', 'error'))).toEqual([])
  })

  test('without a name is a script of the working folder', () => {
    const linter = new Linter({ cwd: tree({}) })
    const messages = linter.verify('AMOCRM.data()\n', [plugin.configs.recommended])
    expect(messages.map(({ ruleId }) => ruleId)).toEqual(['kommo-migrate/amocrm-global'])
  })

  test('is not accepted with unknown options', () => {
    expect(() => verify('x\n', from('legacy-host', 'all'))).toThrow('allowed values')
  })
})

describe('every fixture of one script that ESLint can parse', () => {
  const cases = loadCases().filter(
    ({ input, settings }) =>
      input.size === 1 &&
      !settings.rules &&
      !settings.kinds?.includes('review') &&
      /^\.[cm]?jsx?$/.test(extname([...input.keys()][0] ?? '')),
  )
  const compared: string[] = []

  test.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', (name, fixture) => {
    const [[path, bytes]] = [...fixture.input] as [[string, Buffer]]
    const expected = (fixture.expected ?? fixture.input).get(path) as Buffer
    const cwd = tree({ [path]: bytes })
    const linter = new Linter({ cwd })
    const text = bytes.toString('utf8')
    for (const sourceType of ['module', 'commonjs', 'script'] as const) {
      const languageOptions = { sourceType, parserOptions: { ecmaFeatures: { jsx: true } } }
      const config: Linter.Config[] = [
        { ...plugin.configs.recommended, files: ['**/*.{js,jsx,mjs,cjs}'], languageOptions },
      ]
      const filename = join(cwd, path)
      if (linter.verify(text, config, filename).some(({ fatal }) => fatal)) continue
      const { output } = linter.verifyAndFix(text, config, { filename })
      if (Buffer.from(text).equals(bytes))
        expect(withoutBom(output)).toBe(withoutBom(expected.toString('utf8')))
      else expect(output).toBe(text)
      compared.push(name)
      return
    }
  })

  test('are most of them', () => expect(compared.length).toBeGreaterThan(cases.length * 0.8))
})

/** ESLint keeps the byte order mark apart. */
function withoutBom(text: string): string {
  return text.replace(/^\ufeff/, '')
}

function lint(cwd: string, fixing = false): Promise<ESLint.LintResult[]> {
  const eslint = new ESLint({
    cwd,
    fix: fixing,
    ignore: false,
    overrideConfigFile: true,
    overrideConfig: [plugin.configs.recommended],
  })
  return eslint.lintFiles(['.'])
}

function verify(text: string, config: Linter.Config = plugin.configs.recommended): Linter.LintMessage[] {
  const cwd = tree({})
  return new Linter({ cwd }).verify(text, [config], join(cwd, 'script.js'))
}

/** The recommended configuration with one rule, its option set. */
function from(rule: string, severity: string): Linter.Config {
  return { ...plugin.configs.recommended, rules: { [`kommo-migrate/${rule}`]: ['warn', { from: severity }] } }
}
