import { describe, expect, test } from 'vitest'
import { createSource } from '../../src/files/source.js'
import { type CheckedFinding, excerptOf, renderFindings, renderKept } from '../../src/findings/render.js'

function findAll(text: string, token = 'AMOCRM', path = 'script.js') {
  const source = createSource(path, Buffer.from(text))
  const raw: CheckedFinding[] = []
  for (let at = source.text.indexOf(token); at >= 0; at = source.text.indexOf(token, at + 1)) {
    raw.push({
      rule: 'amocrm-global',
      severity: 'warning',
      span: { file: path, start: source.byteAt(at), end: source.byteAt(at + token.length) },
      message: 'The old constant',
      help: 'Use APP.',
      fix: { kind: 'manual', title: 'Use APP', edits: [], create: [] },
    })
  }
  return renderFindings(raw, new Map([[path, source]]))
}

describe('places', () => {
  test('lines and columns in UTF-16 units, offsets in bytes', () => {
    const [finding] = findAll('// да 😀\r\n  x(AMOCRM)')
    expect(finding).toMatchObject({
      path: 'script.js',
      start: { line: 2, column: 5, offset: 18 },
      end: { line: 2, column: 11, offset: 24 },
    })
  })
})

describe('excerpts', () => {
  test('hold the line without its secrets', () => {
    const source = createSource(
      'a.js',
      Buffer.from("a\n  get('https://u:pw123@acme.amocrm.com/?key=abc') \nb"),
    )
    const start = source.text.indexOf('acme')
    expect(excerptOf(source, { file: 'a.js', start, end: start + 15 })).toBe(
      "get('https://u:***@acme.amocrm.com/?key=***')",
    )
  })

  test('of a very long line are cut, and a cut never shows half a secret', () => {
    const text = `/a?t=${'s3cret'.repeat(200)}&${'x;'.repeat(50)}AMOCRM${';y'.repeat(400)}`
    const excerpt = findAll(text)[0]?.excerpt ?? ''
    expect(excerpt).toMatch(/^\*\*\*&x;.*AMOCRM.*…$/)
    expect(excerpt.length).toBeLessThan(260)
    expect(excerpt).not.toContain('s3cret')
  })
})

describe('fingerprints', () => {
  const line = 'function card() {\n  return AMOCRM.data\n}\n'

  test('stay when lines move or are indented', () => {
    const [first] = findAll(line)
    const [moved] = findAll(`// one\n\n// two\n${line}`)
    const [indented] = findAll(line.replaceAll('  ', '\t'))
    expect(moved?.fingerprint).toBe(first?.fingerprint)
    expect(indented?.fingerprint).toBe(first?.fingerprint)
  })

  test('change with the line, its neighbours, its scope', () => {
    const prints = [
      line,
      line.replace('data', 'constant'),
      line.replace('card', 'list'),
      line.replace('\n}', '\n  log()\n}'),
    ].map((text) => findAll(text)[0]?.fingerprint)
    expect(new Set(prints).size).toBe(4)
  })

  test('are unique within a path, the first ones unmoved by later ones', () => {
    const many = findAll(`${'AMOCRM\n'.repeat(5)}f(AMOCRM, AMOCRM)`)
    expect(new Set(many.map(({ fingerprint }) => fingerprint)).size).toBe(7)
    expect(many[0]?.fingerprint).toMatch(/^[0-9a-f]{16}$/)
  })

  test('on one huge line stay quick', () => {
    const many = findAll(`${'a();'.repeat(50)}AMOCRM.x;`.repeat(5_000))
    expect(many).toHaveLength(5_000)
  }, 20_000)
})

test('kept tokens that are e-mail addresses lose the person', () => {
  const source = createSource('a.txt', Buffer.from('jane@team.amocrm.com'))
  const kept = renderKept(
    [{ span: { file: 'a.txt', start: 0, end: 20 }, token: 'jane@team.amocrm.com', reason: 'email' }],
    new Map([['a.txt', source]]),
  )
  expect(kept[0]).toMatchObject({
    token: '***@team.amocrm.com',
    reason: 'email',
    start: { line: 1, column: 1 },
  })
})

describe('fixes', () => {
  const source = createSource('script.js', Buffer.from('AMOCRM; AMOCRM; AMOCRM'))
  const edits = [0, 8, 16].map((start) => ({
    path: 'script.js',
    start,
    end: start + 6,
    text: 'APP',
    expect: 'AMOCRM',
  }))
  const raw = edits.map(
    ({ start, end }): CheckedFinding => ({
      rule: 'amocrm-global',
      severity: 'warning',
      span: { file: 'script.js', start, end },
      message: 'The old constant',
      help: 'Use APP.',
      fix: { kind: 'safe', title: 'Use APP', edits, create: [] },
      group: 'one',
    }),
  )

  test('of several findings stand whole in the first, which the others name', () => {
    const [first, ...others] = renderFindings(raw, new Map([['script.js', source]]))
    expect(first?.fix).toEqual({ kind: 'safe', title: 'Use APP', edits, create: [] })
    expect(others).toHaveLength(2)
    for (const { fix } of others)
      expect(fix).toEqual({
        kind: 'safe',
        title: 'Use APP',
        edits: [],
        create: [],
        sharedWith: first?.fingerprint,
      })
  })

  test('of findings without a group are their own', () => {
    const alone = raw.map(({ group, ...finding }, i) => ({
      ...finding,
      fix: { ...finding.fix, edits: edits.slice(i, i + 1) },
    }))
    const rendered = renderFindings(alone, new Map([['script.js', source]]))
    expect(rendered.map(({ fix }) => [fix.edits.length, fix.sharedWith])).toEqual(
      Array(3).fill([1, undefined]),
    )
  })
})
