import { describe, expect, it } from 'vitest'
import { type Verified, type VerifyOptions, verify } from '../../src/edits/verify.js'
import { asRules, type FakeRule, fakeCheck, inputsOf } from './fake.js'

interface Tried extends Verified {
  /** Text of every file after the fixes. */
  text: Record<string, string>
  calls: string[][]
}

async function tried(
  files: Record<string, string>,
  rules: readonly FakeRule[],
  more: Partial<VerifyOptions> = {},
): Promise<Tried> {
  const { check, calls } = fakeCheck(rules)
  const inputs = inputsOf(files)
  const options = { rules: asRules(rules), listed: Object.keys(files) }
  const result = await check(inputs, options)
  calls.length = 0
  const verified = await verify(inputs, result, check, { ...options, kinds: ['safe'], ...more })
  const text = { ...files }
  for (const { path, after } of verified.changes) text[path] = after.toString()
  await expectSettled(verified, text, rules, more)
  return { ...verified, text, calls }
}

/** Whatever happened: a second run over the result changes nothing. */
async function expectSettled(
  { changes }: Verified,
  text: Record<string, string>,
  rules: readonly FakeRule[],
  more: Partial<VerifyOptions>,
): Promise<void> {
  if (changes.length === 0 || more.isChosen) return
  const { check } = fakeCheck(rules)
  const inputs = inputsOf(text)
  const options = { rules: asRules(rules), listed: Object.keys(text) }
  const again = await verify(inputs, await check(inputs, options), check, {
    ...options,
    kinds: ['safe'],
    ...more,
  })
  expect(again.changes).toEqual([])
}

function kinds({ findings }: Verified): string[] {
  return findings.map(({ rule, span, fix }) => `${span.file}:${span.start} ${rule} ${fix.kind}`)
}

const RENAME: FakeRule = { id: 'rename', find: /old/g, replace: () => 'brand-new' }

describe('verify', () => {
  it('checks again once, over the changed files only, when nothing fails', async () => {
    const run = await tried({ 'a.js': 'old old', 'b.js': 'other', 'c.js': 'old' }, [RENAME])
    expect(run.text).toEqual({ 'a.js': 'brand-new brand-new', 'b.js': 'other', 'c.js': 'brand-new' })
    expect(run.calls).toEqual([['a.js', 'c.js']])
    expect(run).toMatchObject({ passes: 1, checks: 1, circular: false, withdrawn: [] })
    expect(run.fixed).toEqual(run.findings)
    expect(run.bundles).toEqual([['a.js'], ['c.js']])
  })

  it('does not check at all when there is nothing to fix', async () => {
    const run = await tried({ 'a.js': 'old' }, [{ ...RENAME, kind: 'review' }])
    expect(run.calls).toEqual([])
    expect(run.changes).toEqual([])
    expect(kinds(run)).toEqual(['a.js:0 rename review'])
  })

  it('takes review fixes when asked', async () => {
    const run = await tried({ 'a.js': 'old' }, [{ ...RENAME, kind: 'review' }], { kinds: ['safe', 'review'] })
    expect(run.text['a.js']).toBe('brand-new')
  })

  it('withdraws a fix that breaks the syntax, and only that one', async () => {
    const bad: FakeRule = { id: 'bad', find: /bad/g, replace: () => '<<<' }
    const run = await tried({ 'a.js': 'old bad old old', 'b.js': 'bad', 'c.js': 'old' }, [RENAME, bad])
    expect(run.text).toEqual({
      'a.js': 'brand-new bad brand-new brand-new',
      'b.js': 'bad',
      'c.js': 'brand-new',
    })
    const [finding] = run.findings.filter(({ rule }) => rule === 'bad')
    expect(finding?.fix).toMatchObject({ kind: 'manual', edits: [], create: [] })
    expect(finding?.help).toBe(
      'Do it. Not fixed automatically: the fix would leave a.js with a syntax error.',
    )
  })

  it('withdraws a fix after which the check fails on the file', async () => {
    const inputs = inputsOf({ 'a.js': 'old', 'b.js': 'old' })
    const options = { rules: asRules([RENAME]), listed: ['a.js', 'b.js'] }
    const { check } = fakeCheck([RENAME])
    const result = await check(inputs, options)
    const failing: typeof check = async (again, more) => {
      const { states, ...rest } = await check(again, more)
      const { 'a.js': _, ...left } = states
      return { ...rest, states: left }
    }
    const { changes, withdrawn } = await verify(inputs, result, failing, { ...options, kinds: ['safe'] })
    expect(changes.map(({ path }) => path)).toEqual(['b.js'])
    expect(withdrawn.map(({ reason }) => reason)).toEqual([
      'the fix would leave a.js so that it cannot be checked',
    ])
  })

  it('finds one bad fix among many in one file without trying each', async () => {
    const bad: FakeRule = { id: 'bad', find: /bad/g, replace: () => '<<<' }
    const text = `${'old '.repeat(60)}bad ${'old '.repeat(40)}`
    const run = await tried({ 'a.js': text }, [RENAME, bad])
    expect(run.text['a.js']).toBe(text.replaceAll('old', 'brand-new'))
    expect(run.checks).toBeLessThan(20)
  })

  it('withdraws fixes that are only bad together, but not both', async () => {
    const left: FakeRule = { id: 'left', find: /L(?=.*[Rr])/g, replace: () => '<' }
    const right: FakeRule = { id: 'right', find: /R/g, replace: () => '<<' }
    const run = await tried({ 'a.js': 'LR old' }, [left, right, RENAME])
    expect(run.text['a.js']).toBe('<R brand-new')
    expect(kinds(run)).toContain('a.js:1 right manual')
  })

  it('withdraws a fix that does not end its finding', async () => {
    const idle: FakeRule = { id: 'idle', find: /stay\w*/g, replace: (match) => `${match}s` }
    const run = await tried({ 'a.js': 'stay old' }, [idle, RENAME])
    expect(run.text['a.js']).toBe('stay brand-new')
    expect(run.withdrawn.map(({ reason }) => reason)).toEqual([
      'the fix would not end its own finding in a.js',
    ])
  })

  it('withdraws a fix that brings a new finding', async () => {
    const source: FakeRule = { id: 'source', find: /before/g, replace: () => 'after' }
    const hit: FakeRule = { id: 'hit', find: /after/g }
    const run = await tried({ 'a.js': 'old before after old' }, [source, hit, RENAME])
    expect(run.text['a.js']).toBe('brand-new before after brand-new')
    expect(run.withdrawn.map(({ reason }) => reason)).toEqual([
      'the fix would bring a new finding of hit into a.js',
    ])
  })

  it('knows a finding that only moved', async () => {
    const fixed: FakeRule = { id: 'fixed', find: /fixed/g }
    const run = await tried({ 'a.js': 'old fixed old fixed' }, [RENAME, fixed])
    expect(run.text['a.js']).toBe('brand-new fixed brand-new fixed')
    expect(run.withdrawn).toEqual([])
  })

  it('withdraws a fix that changes what a name means', async () => {
    const capture: FakeRule = { id: 'capture', find: /free:AMOCRM/g, replace: () => 'APP' }
    const rename: FakeRule = { id: 'fine', find: /free:AMOCRM;/g, replace: () => 'free:APP;' }
    const run = await tried({ 'a.js': 'free:AMOCRM', 'b.js': 'x' }, [capture])
    expect(run.text['a.js']).toBe('free:AMOCRM')
    expect(run.withdrawn[0]?.reason).toBe('the fix would change what the name AMOCRM means in a.js')
    expect((await tried({ 'a.js': 'free:AMOCRM;' }, [rename])).text['a.js']).toBe('free:APP;')
  })

  it('withdraws a group everywhere when it fails in one of its files', async () => {
    const group: FakeRule = {
      id: 'group',
      find: /decl|use/g,
      replace: (match, path) => (path === 'c.js' ? '<<<' : `${match.toUpperCase()}D`),
      group: () => 'one',
    }
    const files = { 'a.js': 'decl old', 'b.js': 'use', 'c.js': 'use old' }
    const run = await tried(files, [group, RENAME])
    expect(run.text).toEqual({ 'a.js': 'decl brand-new', 'b.js': 'use', 'c.js': 'use brand-new' })
    expect(run.findings.filter(({ rule }) => rule === 'group').map(({ fix }) => fix.kind)).toEqual([
      'manual',
      'manual',
      'manual',
    ])
  })

  it('fixes a group in all its files, as one bundle', async () => {
    const group: FakeRule = { id: 'group', find: /decl|use/g, replace: () => 'X', group: () => 'one' }
    const run = await tried({ 'a.js': 'decl', 'b.js': 'use', 'c.js': 'old' }, [group, RENAME])
    expect(run.text).toEqual({ 'a.js': 'X', 'b.js': 'X', 'c.js': 'brand-new' })
    expect(run.bundles).toEqual([['a.js', 'b.js'], ['c.js']])
  })

  it('is worth what the weakest member of a group is worth', async () => {
    const group: FakeRule = {
      id: 'group',
      find: /decl|use/g,
      replace: () => 'X',
      group: () => 'one',
      kind: (match) => (match === 'decl' ? 'safe' : 'review'),
    }
    expect((await tried({ 'a.js': 'decl', 'b.js': 'use' }, [group])).changes).toEqual([])
  })

  it('lets neither of two rules that undo each other write', async () => {
    const forth: FakeRule = { id: 'forth', find: /ping/g, replace: () => 'pong' }
    const back: FakeRule = { id: 'back', find: /pong/g, replace: () => 'ping' }
    const run = await tried({ 'a.js': 'ping old', 'b.js': 'pong' }, [forth, back, RENAME])
    expect(run.text).toEqual({ 'a.js': 'ping brand-new', 'b.js': 'pong' })
    expect(run.withdrawn).toHaveLength(2)
  })

  it('makes fixes that touch the same bytes in passes', async () => {
    const inner: FakeRule = { id: 'inner', find: /old/g, replace: () => 'new' }
    const outer: FakeRule = {
      id: 'outer',
      find: /\((old|new)\)/g,
      replace: (match) => `[${match.slice(1, -1)}]`,
      message: 'outer',
    }
    const run = await tried({ 'a.js': '(old)', 'b.js': '(new)' }, [inner, outer])
    expect(run.text).toEqual({ 'a.js': '[new]', 'b.js': '[new]' })
    expect(run.passes).toBe(2)
    expect(run.findings.every(({ fix }) => fix.kind === 'safe')).toBe(true)
    expect(run.fixed).toEqual(run.findings)
  })

  it('calls a finding fixed that goes together with another one', async () => {
    const wide: FakeRule = { id: 'wide', find: /old stuff/g, replace: () => 'gone' }
    const run = await tried({ 'a.js': 'old stuff' }, [wide, RENAME])
    expect(run.text['a.js']).not.toContain('old')
    expect(run.fixed).toEqual(run.findings)
  })

  /** Each letter wants the whole file rewritten: one fix a pass. */
  const letters = (count: number): FakeRule[] =>
    [...'abcdefghijklmn'.slice(0, count)].map((letter) => ({
      id: `letter-${letter}`,
      find: new RegExp(letter, 'g'),
      also: ({ path, text, bytes }) => {
        const after = text.replace(letter, letter.toUpperCase())
        return [{ path, start: 0, end: bytes.length, text: after, expect: text }]
      },
    }))

  it('goes on to the end when fixes have to queue', async () => {
    const run = await tried({ 'a.js': 'abcdefghij' }, letters(10))
    expect(run.text['a.js']).toBe('ABCDEFGHIJ')
    expect(run).toMatchObject({ passes: 10, circular: false })
  })

  it('stops after ten passes, says so, and writes nothing of the chain', async () => {
    const zed: FakeRule = { id: 'zed', find: /z/g, replace: () => 'y' }
    const run = await tried({ 'a.js': 'abcdefghijklmn', 'b.js': 'zz' }, [...letters(14), zed])
    expect(run.text).toEqual({ 'a.js': 'abcdefghijklmn', 'b.js': 'yy' })
    expect(run.circular).toBe(true)
    expect(run.findings.map(({ fix }) => fix.kind)).toEqual([...Array(14).fill('manual'), 'safe', 'safe'])
  })

  it('withdraws what needs a file outside the given paths', async () => {
    const far: FakeRule = {
      id: 'far',
      find: /far/g,
      replace: () => 'near',
      also: () => [{ path: 'elsewhere.js', start: 0, end: 1, text: 'x', expect: 'y' }],
    }
    const run = await tried({ 'a.js': 'far old' }, [far, RENAME])
    expect(run.text['a.js']).toBe('far brand-new')
    expect(run.withdrawn[0]?.reason).toBe(
      'the fix needs an edit in elsewhere.js, which is outside the given paths',
    )
  })

  it.each<[string, Partial<FakeRule>, Partial<VerifyOptions>, string]>([
    [
      'stale text',
      { also: () => [{ path: 'a.js', start: 4, end: 5, text: 'x', expect: '?' }] },
      {},
      'the file does not hold the text that the edit expects (a.js)',
    ],
    [
      'edits of one fix that overlap',
      { also: () => [{ path: 'a.js', start: 1, end: 4, text: 'x', expect: 'ar ' }] },
      {},
      'two edits overlap (a.js)',
    ],
    ['text that is not Unicode', { replace: () => '\ud800' }, {}, 'utf-8 cannot hold the new text (a.js)'],
    [
      'a file that is not written',
      {},
      { isEditable: (path) => path !== 'a.js' },
      'the fix needs an edit in a.js, which is not to be written',
    ],
    [
      'a file that cannot be written',
      {},
      { whyLocked: () => 'is read-only' },
      'the fix needs to write a.js, which is read-only',
    ],
    [
      'a file that is there already',
      { create: [{ path: 'b.js', text: 'x' }] },
      {},
      'the fix would create b.js, which exists already',
    ],
  ])('withdraws: %s', async (_, rule, options, reason) => {
    const far: FakeRule = { id: 'far', find: /far/g, replace: () => 'near', ...rule }
    const run = await tried({ 'a.js': 'far old', 'b.js': 'old' }, [far, RENAME], options)
    expect(run.text['a.js']).toContain('far ')
    expect(run.text['b.js']).toBe(options.whyLocked ? 'old' : 'brand-new')
    expect(run.withdrawn.map((one) => one.reason)).toContain(reason)
  })

  it('creates files, checks them too, and removes none', async () => {
    const make: FakeRule = {
      id: 'make',
      find: /far/g,
      replace: () => 'near',
      create: [{ path: 'new.js', text: 'fine\n' }],
    }
    const run = await tried({ 'a.js': 'far' }, [make])
    expect(run.changes.find(({ path }) => path === 'new.js')).toMatchObject({ before: undefined })
    expect(run.calls).toEqual([['a.js', 'new.js']])
    const broken = await tried({ 'a.js': 'far' }, [{ ...make, create: [{ path: 'new.js', text: '<<<' }] }])
    expect(broken.changes).toEqual([])
  })

  it('leaves alone what is not chosen, and its group', async () => {
    const group: FakeRule = { id: 'group', find: /decl|use/g, replace: () => 'X', group: () => 'one' }
    const run = await tried({ 'a.js': 'decl', 'b.js': 'use old' }, [group, RENAME], {
      isChosen: ({ span }) => span.file !== 'a.js',
    })
    expect(run.text).toEqual({ 'a.js': 'decl', 'b.js': 'use brand-new' })
    expect(run.findings.map(({ fix }) => fix.kind)).toEqual(['safe', 'safe', 'safe'])
  })

  it('never fixes in a later pass what came in without edits, such as a suppressed finding', async () => {
    const rules = [
      RENAME,
      { id: 'wide', find: /old \w+/g, replace: () => 'gone', message: 'wide' },
    ] as FakeRule[]
    const { check } = fakeCheck([...rules, { id: 'quiet', find: /hush/g, replace: () => 'loud' }])
    const inputs = inputsOf({ 'a.js': 'old stuff; hush; old' })
    const options = { rules: asRules(rules), listed: ['a.js'] }
    const result = await check(inputs, options)
    result.findings = result.findings.map((finding) =>
      finding.rule === 'quiet'
        ? { ...finding, fix: { kind: 'manual', title: '', edits: [], create: [] } }
        : finding,
    )
    const { changes } = await verify(inputs, result, check, { ...options, kinds: ['safe'] })
    expect(changes[0]?.after.toString()).toContain('; hush;')
  })

  it('looks at unchanged files when a fix changes what they are judged by', async () => {
    const exporter: FakeRule = { id: 'exporter', find: /export-1/g, replace: () => 'export-2' }
    const importer: FakeRule = {
      id: 'importer',
      find: /import/g,
      collect: ({ text }) => text.includes('export-2'),
      when: (facts) => Object.values(facts).includes(true),
    }
    const run = await tried({ 'a.js': 'export-1', 'b.js': 'import', 'c.js': 'old' }, [
      exporter,
      importer,
      RENAME,
    ])
    expect(run.text).toEqual({ 'a.js': 'export-1', 'b.js': 'import', 'c.js': 'brand-new' })
    expect(run.withdrawn.map(({ finding }) => finding.rule)).toEqual(['exporter'])
  })

  it('checks each file once more at most when new facts change nothing', async () => {
    const exporter: FakeRule = { ...RENAME, collect: ({ text }) => text.indexOf('end'), when: () => true }
    const run = await tried({ 'a.js': 'old end', 'b.js': 'end', 'c.js': 'end' }, [exporter])
    expect(run.calls).toEqual([['a.js'], ['b.js', 'c.js']])
  })

  it('goes on with what a fix elsewhere made safe', async () => {
    const rule: FakeRule = {
      id: 'rule',
      find: /first|second/g,
      replace: (match) => match.toUpperCase(),
      message: 'rule',
      collect: ({ text }) => text,
    }
    const facts = new Map<string, boolean>()
    const kind = (match: string): 'safe' | 'review' =>
      match === 'first' || facts.get('done') ? 'safe' : 'review'
    const when = (all: Record<string, unknown>) => {
      facts.set('done', Object.values(all).includes('FIRST'))
      return true
    }
    const run = await tried({ 'a.js': 'first', 'b.js': 'second' }, [{ ...rule, kind, when }])
    expect(run.text).toEqual({ 'a.js': 'FIRST', 'b.js': 'SECOND' })
    expect(run.findings.map(({ fix }) => fix.kind)).toEqual(['safe', 'safe'])
    expect(run.fixed).toEqual(run.findings)
  })

  it('does not mix up offsets behind multi-byte text', async () => {
    const fixed: FakeRule = { id: 'fixed', find: /fixed/g }
    const run = await tried({ 'a.js': 'привет old 😀 fixed old' }, [RENAME, fixed])
    expect(run.text['a.js']).toBe('привет brand-new 😀 fixed brand-new')
    expect(run.checks).toBe(1)
  })
})
