import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { pretty } from '../../src/report/pretty.js'
import { reportOf } from './report.js'

function frameOf(text: string, width = 80): string[] {
  const { report, context } = reportOf({ 'script.js': text })
  return pretty(report, { ...context, width })
    .split('\n')
    .filter((line) => line.includes(' │'))
}

/** What the carets stand under. */
function underlined(frame: readonly string[]): string[] {
  return frame.flatMap((line, index) => {
    if (!/│ +\^/.test(line)) return []
    const code = frame[index - 1] ?? ''
    return [...line.matchAll(/\^+/g)].map((mark) => {
      let out = ''
      let width = 0
      for (const { segment } of new Intl.Segmenter().segment(code)) {
        if (width >= mark.index && width < mark.index + mark[0].length) out += segment
        width += stringWidth(segment)
      }
      return out
    })
  })
}

describe('code frames', () => {
  test.each([
    ['plain', 'a()\nx(AMOCRM)\nb()'],
    ['tabs', '\t\ta()\n\t\tx(\tAMOCRM)'],
    ['Cyrillic', "var подпись = 'Сделка' + AMOCRM.x"],
    ['emoji and wide characters', "x('📇 表格 👩‍💻', AMOCRM)"],
    ['byte order mark and CRLF', '\ufeffa()\r\nx(AMOCRM)\r\nb()'],
    ['end of file without a line end', 'AMOCRM'],
  ])('underline the token: %s', (_, text) => {
    expect(underlined(frameOf(text))).toEqual(['AMOCRM'])
  })

  test('several tokens of one line are underlined together', () => {
    expect(underlined(frameOf('if (AMOCRM && AMOCRM.data) x()'))).toEqual(['AMOCRM', 'AMOCRM'])
  })

  test('a long line is cut around its token and never wraps', () => {
    for (const text of [
      `${'a();'.repeat(90)}AMOCRM.x${';b()'.repeat(90)}`,
      `${'表'.repeat(300)}AMOCRM${'я'.repeat(3000)}`,
    ]) {
      const frame = frameOf(text)
      expect(underlined(frame)).toEqual(['AMOCRM'])
      for (const line of frame) expect(stringWidth(line)).toBeLessThanOrEqual(80)
    }
  })

  test('show no secret, in the line and around it', () => {
    const frame = frameOf(
      "key = 'hunter2hunter2'\nx('https://me:pw123@acme.amocrm.com/?t=s3cret')\nsee('jane@example.org')",
    )
    expect(frame.join('\n')).not.toMatch(/hunter2|pw123|s3cret|jane/)
    expect(underlined(frame)).toEqual(['acme.amocrm.com'])
  })

  test('control characters and changes of direction do not reach the terminal', () => {
    const frame = frameOf("x('\u001b[2J\u202e', AMOCRM)")
    for (const character of ['\u001b', '\u202e']) expect(frame.join('')).not.toContain(character)
    expect(underlined(frame)).toEqual(['AMOCRM'])
  })
})

describe('nothing is wider than the terminal', () => {
  const texts = {
    'a/very/long/path/that/goes/on/and/on/through/many/folders/until/it/is/too/long/for/one/line.js':
      'AMOCRM',
    'script.js': `AMOCRM.x\n${'x\n'.repeat(3)}`.repeat(40),
  }
  test.each([60, 80, 120])('%i columns', (width) => {
    const { report, context } = reportOf(texts)
    report.applicability = [
      { question: 'Is it '.repeat(20), answer: 'unknown', evidence: [], check: 'Look '.repeat(30) },
    ]
    report.notes = [{ path: 'widget.zip', code: 'archive', message: 'not examined '.repeat(10) }]
    const lines = pretty(report, { ...context, width }).split('\n')
    const wide = lines.filter((line) => stringWidth(line) > width && !line.includes('a/very/long/path'))
    expect(wide).toEqual([])
  })
})

describe('findings alike', () => {
  test('are folded beyond ten, and every line is still named', () => {
    const { report, context } = reportOf({ 'script.js': 'AMOCRM\n'.repeat(30) })
    const text = pretty(report, context)
    expect(text).toContain('+ 27 more on lines 4–30')
    expect(text.match(/Use APP\./g)).toHaveLength(1)
  })

  test('of ten or less are all shown', () => {
    const { report, context } = reportOf({ 'script.js': 'AMOCRM\n'.repeat(10) })
    expect(pretty(report, context).match(/\^{6}/g)).toHaveLength(10)
  })

  test('with other advice stay apart', () => {
    const { report, context } = reportOf({ 'script.js': 'AMOCRM\na.amocrm.com\n' })
    expect(pretty(report, context)).toMatch(/Use APP\.[\s\S]*Use a\.kommo\.com\./)
  })
})

describe('summary', () => {
  test('counts fixes, not findings: a group is one', () => {
    const edits = [
      { path: 'a.js', start: 0, end: 6, text: 'APP', expect: 'AMOCRM' },
      { path: 'b.js', start: 0, end: 6, text: 'APP', expect: 'AMOCRM' },
    ]
    const { report, context } = reportOf({ 'a.js': 'AMOCRM', 'b.js': 'AMOCRM' }, ({ fix }) => ({
      fix: { ...fix, edits },
    }))
    expect(pretty(report, context)).toMatch(/safe +2 +`kommo-migrate fix --write` makes 1 fix in 2 files/)
  })

  test('suppressed findings do not show and do not count', () => {
    const { report, context } = reportOf({ 'a.js': 'AMOCRM' }, () => ({ state: 'suppressed' }))
    report.summary.findings.suppressed = 1
    const text = pretty(report, context)
    expect(text).toContain('Nothing to migrate in 1 file')
    expect(text).toMatch(/ignored +1 /)
    expect(text).not.toContain('Deploy')
  })

  test('unclassified mentions are shown as a defect', () => {
    const { report, context } = reportOf({ 'a.js': '' })
    report.summary.kept = { unclassified: 2, email: 1 }
    expect(pretty(report, context)).toMatch(/kept +1 +email[\s\S]*unclear +2 /)
  })

  test('after a write it says what was done', () => {
    const { report, context } = reportOf({ 'a.js': '' })
    const text = pretty(report, {
      ...context,
      written: { fixed: [{ rule: 'chat-host', role: 'target', fix: { kind: 'safe' } }], paths: ['a.js'] },
    })
    expect(text).toContain('1 finding fixed in 1 file; `kommo-migrate undo` takes it back')
    expect(text).toContain('Hosts and the constant')
    expect(text).toContain('403')
  })
})

describe('kept occurrences', () => {
  test('are listed by reason on demand', () => {
    const { report, context } = reportOf({ 'a.js': '' })
    const at = { line: 3, column: 7, offset: 20 }
    report.kept = [{ path: 'a.js', start: at, end: at, token: '***@team.amocrm.com', reason: 'email' }]
    expect(pretty(report, context)).not.toContain('a.js:3:7')
    expect(pretty(report, { ...context, kept: true })).toMatch(
      /email \(1\)\n {4}An e-mail address.*\n {4}a\.js:3:7 {2}\*\*\*@team/,
    )
  })
})

describe('recorded data', () => {
  const recorded = { role: 'recorded', severity: 'info', help: 'Record it again.' } as const
  const made = (count: number) => {
    const texts: Record<string, string> = { 'app.js': "fetch('https://acme.amocrm.com')" }
    for (let i = 1; i <= count; i++) texts[`tests/${i}.json`] = '"acme.amocrm.com"\n"lumen.amocrm.com"\n'
    return reportOf(texts, ({ path, fix }) =>
      path === 'app.js' ? {} : { ...recorded, fix: { ...fix, kind: 'manual', edits: [] } },
    )
  }

  test('in a few files is shown like everything else', () => {
    const { report, context } = made(3)
    const text = pretty(report, context)
    expect(text).toContain('tests/3.json:1:2')
    expect(text).not.toContain('Recorded data')
  })

  test('in many files is one list, a line a file, what to do once', () => {
    const { report, context } = made(4)
    const text = pretty(report, context)
    expect(text).toContain('app.js:1:16')
    expect(text).toContain('Recorded data\n  ● 8 old hosts in 4 files of recorded data')
    expect(text).toContain('    tests/4.json: lines 1, 2\n    → Record it again.\n')
    expect(text.split('Record it again.')).toHaveLength(2)
    expect(text).not.toContain('tests/4.json:1:2')
  })
})

test('a run of some rules, and one that skipped every file, promises no more than it saw', () => {
  const { report, context } = reportOf({ 'a.js': 'nothing' })
  expect(pretty(report, { ...context, isPartial: true })).toContain(
    'Nothing to migrate for the rules of this run in 1 file',
  )
  report.summary.files.skipped = { archive: 1 }
  expect(pretty(report, context)).toContain('▲ Nothing was examined: every file was skipped')
})

test('notes that say the same are one, with all paths', () => {
  const { report, context } = reportOf({ 'a.js': '' })
  report.notes = ['a.zip', 'b/c.zip'].map((path) => ({ path, code: 'archive', message: 'not examined' }))
  expect(pretty(report, context)).toContain('  ● not examined\n    a.zip\n    b/c.zip\n')
})

test('ASCII alone where the terminal has no more', () => {
  const { report, context } = reportOf({ 'script.js': 'AMOCRM\n'.repeat(30) })
  expect(pretty(report, { ...context, unicode: false })).toMatch(/^[\n\x20-\x7e]*$/)
})

test('colours only where they are wanted', () => {
  const { report, context } = reportOf({ 'script.js': 'AMOCRM' })
  const plain = pretty(report, context)
  const colored = pretty(report, { ...context, color: true })
  expect(plain).not.toContain('\u001b')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes are what is looked for
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(plain.replaceAll('`', ''))
})

test('without a source the excerpt is shown', () => {
  const { report, context } = reportOf({ 'script.js': 'AMOCRM' })
  expect(pretty(report, { ...context, source: () => undefined })).toContain('1 │ AMOCRM')
})
