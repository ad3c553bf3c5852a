import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Verified, verify } from '../../src/edits/verify.js'
import { check } from '../../src/engine/check.js'
import type { Check, CheckOptions } from '../../src/engine/types.js'
import type { FixKind } from '../../src/findings/finding.js'
import { rules } from '../../src/rules/index.js'
import { loadCases } from '../contract/cases.js'
import { asRules, type FakeRule, fakeCheck, inputsOf } from './fake.js'

interface Tried {
  verified: Verified
  /** Files that were read again. */
  read: string[]
}

interface How {
  kinds?: readonly FixKind[]
  /** `false`: every touched file is read again. */
  proof?: boolean
}

async function tried(
  files: Record<string, string | Buffer>,
  ask: Check,
  options: CheckOptions,
  { kinds = ['safe'], proof = true }: How,
): Promise<Tried> {
  const inputs = inputsOf(files)
  const result = await ask(inputs, options)
  const read: string[] = []
  const counted: Check = (again, more) => {
    read.push(...again.map(({ path }) => path))
    return ask(again, more)
  }
  return { verified: await verify(inputs, result, counted, { ...options, kinds, proof }), read }
}

function real(files: Record<string, string | Buffer>, how: How = {}): Promise<Tried> {
  return tried(files, check, { rules, listed: Object.keys(files) }, how)
}

function fake(files: Record<string, string | Buffer>, own: readonly FakeRule[], how: How = {}) {
  return tried(files, fakeCheck(own).check, { rules: asRules(own), listed: Object.keys(files) }, how)
}

/** Everything but the number of checks. */
function outcome({ verified: { checks: _, changes, ...rest } }: Tried) {
  return { ...rest, changes: changes.map(({ path, after }) => [path, after.toString('latin1')]) }
}

describe('a file is not read again', () => {
  it.each([
    ['a bare use', "var id = AMOCRM.constant('account').id\n"],
    ['a call and a test', "if (typeof AMOCRM !== 'undefined' && AMOCRM.isCard()) open()\n"],
    ['a property of the window', 'window.AMOCRM.getWidgetsArea()\n'],
    ['a key of the window', "self['AMOCRM'].data\n"],
    ['a host', "fetch('https://acme.amocrm.com/api/v4/leads')\n"],
    ['a host in a template', 'fetch(`https://' + '$' + '{sub}.amocrm.com/api/v4/leads`)\n'],
    ['a host behind escapes', "fetch('https:\\/\\/acme.amocrm.com\\/api\\/v4\\/leads')\n"],
    ['several of them', "AMOCRM.a(); fetch('https://acme.amocrm.com/api/v4/leads'); AMOCRM.b()\n"],
    ['names that only hold the new one', 'var MYAPP = 1, APPS = 2, app = AMOCRM.data\n'],
  ])('%s', async (_, text) => {
    const { verified, read } = await real({ 'script.js': text })
    expect(verified.changes).toHaveLength(1)
    expect(read).toEqual([])
    expect(verified.checks).toBe(1)
  })

  it.each([
    ['in typed code', 'user.ts', 'const user = (window as any).AMOCRM.data as User\n'],
    ['in JSON', 'config.json', '{ "api": "https://acme.amocrm.com/api/v4" }\n'],
  ])('%s', async (_, path, text) => {
    const { verified, read } = await real({ [path]: text })
    expect(verified.changes).toHaveLength(1)
    expect(read).toEqual([])
  })
})

describe('a file is read again', () => {
  it.each([
    ['a mention stays', 'AMOCRM.a() // as on amocrm.ru\n'],
    ['a finding stays', "AMOCRM.a(); var rest = 'amo' + 'crm.' + zone\n"],
    ['the new name stands in it', 'if (APP) AMOCRM.a()\n'],
    ['the new name is spelled with an escape', 'var A\\u0050P2 = AMOCRM.a()\n'],
    ['a local variable takes the new name', 'function f(APP) { return AMOCRM.data }\n'],
    ['a key is added', 'const { AMOCRM } = window\n'],
    ['a host stands in a pattern', "url.replace(/amocrm\\.com/, 'x'); AMOCRM.a()\n"],
    ['a host is exported', "export const api = 'https://acme.amocrm.com'\n"],
    ['the constant is set', 'window.AMOCRM = window.AMOCRM2 || {}\n'],
    ['it has to do with a declaration', 'declare const AMOCRM: any\nAMOCRM.a()\n', 'a.ts'],
    ['it is a page', '<script>AMOCRM.a()</script>\n', 'a.html'],
  ])('%s', async (_, text, path = 'script.js') => {
    const files = { [path]: text }
    const how: How = { kinds: ['safe', 'review'] }
    const again = await real(files, how)
    if (again.verified.changes.length > 0) expect(again.read).toContain(path)
    expect(outcome(again)).toEqual(outcome(await real(files, { ...how, proof: false })))
  })

  it('UTF-16 hides its letters between NUL bytes', async () => {
    const text = Buffer.from('\ufeffAMOCRM.a() // amocrm.ru\n', 'utf16le')
    const { verified, read } = await real({ 'script.js': text })
    expect(verified.changes).toHaveLength(1)
    expect(read).toEqual(['script.js'])
  })
})

describe('a rule that says too much is not believed', () => {
  const LETTERS: FakeRule = {
    id: 'fake',
    find: /old/g,
    replace: () => 'fresh',
    plain: 'letters',
    needles: ['old'],
  }
  const NAME: FakeRule = {
    ...LETTERS,
    find: /AMOCRM/g,
    replace: () => 'APP',
    plain: 'name',
    needles: ['AMOCRM'],
  }

  it('but one that says what holds is', async () => {
    expect((await fake({ 'a.js': "'old'" }, [LETTERS])).read).toEqual([])
    expect((await fake({ 'a.js': 'AMOCRM.a' }, [NAME])).read).toEqual([])
  })

  it.each<[string, string, FakeRule]>([
    ['says nothing', "'old'", { ...LETTERS, plain: undefined } as unknown as FakeRule],
    ['writes more than letters', "'old'", { ...LETTERS, replace: () => "fresh'" }],
    ['writes nothing', "'old'", { ...LETTERS, replace: () => '' }],
    ['replaces more than letters', "'old!'", { ...LETTERS, find: /old!/g }],
    ['writes an escape', "'\\old'", LETTERS],
    ['inserts beside', "'old'", { ...LETTERS, also: ({ path }) => [edit(path, 0, 0, 'x', '')] }],
    ['leaves a needle', "'old'", { ...LETTERS, needles: ['old', 'FRES'] }],
    [
      'leaves a finding',
      "'old' else",
      { ...LETTERS, find: /old|else/g, replace: (t) => (t === 'old' ? 'fresh' : undefined) },
    ],
    ['collects facts', "'old'", { ...LETTERS, collect: () => ({}), isSpent: (fact) => fact === undefined }],
    ['collects and does not say when facts are gone', "'old'", { ...LETTERS, collect: () => undefined }],
    ['takes letters for a name', "'old'", { ...LETTERS, plain: 'name' }],
    ['takes a name for letters', 'AMOCRM.a', { ...NAME, plain: 'letters' }],
    ['renames a part of a name', '$AMOCRM.a', NAME],
    ['renames a part of another name', 'éAMOCRM.a', NAME],
    ['renames a private name', 'this.#AMOCRM', NAME],
    ['renames where the name is taken', 'APP; AMOCRM.a', NAME],
  ])('%s', async (_, text, rule) => {
    const files = { 'a.js': text }
    const { read } = await fake(files, [rule])
    expect(read).toContain('a.js')
  })

  it('creates a file', async () => {
    const rule: FakeRule = { ...LETTERS, create: [{ path: 'b.js', text: 'new' }] }
    expect((await fake({ 'a.js': "'old'" }, [rule])).read).toContain('b.js')
  })

  it('writes into a file that no finding is in', async () => {
    const also = () => [edit('b.js', 0, 3, 'fresh', 'old')]
    const rule: FakeRule = { ...LETTERS, find: /old/g, also, when: (_, path) => path === 'a.js' }
    const files = { 'a.js': "'old'", 'b.html': 'old', 'b.js': 'old' }
    const spared = await fake(files, [rule])
    expect(outcome(spared)).toEqual(outcome(await fake(files, [rule], { proof: false })))
  })

  it('reads the rest of a fix over two files', async () => {
    const also = () => [edit('b.js', 0, 3, 'fresh', 'old')]
    const other: FakeRule = { id: 'other', find: /keep/g, needles: ['keep'] }
    const { read } = await fake({ 'a.js': "'old'", 'b.js': 'old keep' }, [
      { ...LETTERS, also, when: (_, path) => path === 'a.js' },
      other,
    ])
    expect(read).toEqual(['b.js'])
  })

  it('does not hide a fix that fails elsewhere', async () => {
    const rule: FakeRule = {
      ...LETTERS,
      find: /old/g,
      replace: (_, path) => (path === 'b.js' ? '<<<' : 'fresh'),
    }
    const { verified } = await fake({ 'a.js': "'old'", 'b.js': "'old'" }, [rule])
    expect(verified.changes.map(({ path }) => path)).toEqual(['a.js'])
  })
})

function edit(path: string, start: number, end: number, text: string, expect: string) {
  return { path, start, end, text, expect }
}

describe('with and without the proof everything is the same', () => {
  it.each(['safe', 'review'] as const)(
    'over all fixtures, with %s fixes',
    async (weakest) => {
      const kinds: FixKind[] = weakest === 'safe' ? ['safe'] : ['safe', 'review']
      let spared = 0
      for (const { name, input } of loadCases()) {
        const files = Object.fromEntries(input)
        const [once, twice] = [await real(files, { kinds }), await real(files, { kinds, proof: false })]
        expect([name, outcome(once)]).toEqual([name, outcome(twice)])
        spared += twice.read.length - once.read.length
      }
      expect(spared).toBeGreaterThan(20)
    },
    60_000,
  )

  const line = fc.constantFrom(
    ...['AMOCRM.a()', 'window.AMOCRM.b()', "top['AMOCRM'].c", 'var x = AMOCRM', 'new AMOCRM.Modal()'],
    ...[
      'AMOCRM.a()',
      "fetch('https://acme.amocrm.com/api/v4/leads')",
      'if (AMOCRM) open()',
      'call(AMOCRM, 1)',
    ],
    ...['const { AMOCRM } = window', 'const { AMOCRM: own } = window', 'x = { AMOCRM }', 'x = { AMOCRM: 1 }'],
    ...[
      'APP.d()',
      'var APP = {}',
      'let APP = 1',
      'function APP() {}',
      'window.APP = {}',
      'APP: for (;;) break APP',
    ],
    ...[
      '// amocrm.ru',
      '// AMOCRM.constant',
      "var s = 'AMOCRM'",
      '/* global AMOCRM */',
      "eval('AMOCRM.a()')",
    ],
    ...[
      "go('https://' + sub + '.amocrm.com/x')",
      "var h = 'amo' + 'crm.com'",
      'ok = /amocrm\\.com$/.test(host)',
    ],
    ...["if (host === 'acme.amocrm.com') go()", "var mail = 'a@amocrm.com'", "u = '\\x61mocrm.com'"],
    ...['delete window.AMOCRM', 'window.AMOCRM = {}', 'AMOCRM.n = 3', 'typeof AMOCRM', "'AMOCRM' in window"],
    ...[
      '(function (APP) { AMOCRM.a() })()',
      '(function (AMOCRM) { AMOCRM.a() })()',
      'with (x) { AMOCRM.a() }',
    ],
    ...["export const api = 'https://acme.amocrm.com'", "import { api } from './a.js'", 'A\\u0050P.a()'],
    ...['<a>{AMOCRM.a}</a>', '<AMOCRM.Panel></AMOCRM.Panel>', 'AMOCRM`x`', 'class X extends AMOCRM.Y {}'],
  )
  const program = fc.array(line, { minLength: 1, maxLength: 5 }).map((lines) => `${lines.join('\n')}\n`)
  const project = fc.record(
    {
      'a.js': program,
      'b.js': program,
      'src/c.ts': program,
      'src/globals.d.ts': fc.constantFrom('declare const AMOCRM: any\n', 'declare const APP: any\n'),
      'test/setup.js': fc.constantFrom('window.AMOCRM = {}\n', 'global.AMOCRM = global.APP = {}\n'),
      'package.json': fc.constantFrom(
        '{ "homepage": "https://acme.amocrm.com/x" }\n',
        '{ "name": "amocrm" }\n',
      ),
      'README.md': fc.constantFrom('See https://www.amocrm.com/oauth\n', '`AMOCRM.a()`\n'),
    },
    { requiredKeys: ['a.js'] },
  )

  it('over generated projects', async () => {
    await fc.assert(
      fc.asyncProperty(project, fc.boolean(), async (files, unsafe) => {
        const kinds: FixKind[] = unsafe ? ['safe', 'review'] : ['safe']
        const [once, twice] = [await real(files, { kinds }), await real(files, { kinds, proof: false })]
        expect(outcome(once)).toEqual(outcome(twice))
      }),
      { numRuns: 300 },
    )
  }, 60_000)
})
