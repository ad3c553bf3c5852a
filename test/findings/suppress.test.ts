import { describe, expect, test } from 'vitest'
import { createSource } from '../../src/files/source.js'
import { type CheckedFinding, renderFindings } from '../../src/findings/render.js'
import { findSuppressions, suppress } from '../../src/findings/suppress.js'

const KNOWN = ['amocrm-global', 'legacy-host', 'chat-host']

function run(text: string, active = KNOWN) {
  const source = createSource('script.js', Buffer.from(text))
  const findings: CheckedFinding[] = [...text.matchAll(/\bAMOCRM\b/g)].map(({ index }) => ({
    rule: 'amocrm-global',
    severity: 'warning',
    span: { file: 'script.js', start: source.byteAt(index), end: source.byteAt(index + 6) },
    message: 'm',
    help: 'h.',
    fix: {
      kind: 'safe',
      title: 't',
      edits: [{ path: 'script.js', start: index, end: index + 6, text: 'APP', expect: 'AMOCRM' }],
      create: [],
    },
  }))
  const sources = new Map([['script.js', source]])
  const result = suppress(findings, sources, { known: KNOWN, active })
  const states = renderFindings(result.findings, sources, result.suppressionOf).map(({ state }) => state)
  return { ...result, states, notes: result.notes.map(({ code, message }) => `${code}: ${message}`) }
}

describe('scopes', () => {
  test('next-line accepts the next line only', () => {
    const { states, notes } = run(
      '// kommo-migrate-ignore-next-line amocrm-global -- shown to people\nAMOCRM.a\nAMOCRM.b',
    )
    expect(states).toEqual(['suppressed', 'new'])
    expect(notes).toEqual([])
  })

  test('blank lines and a second suppression may stand between', () => {
    const { states } = run(
      '// kommo-migrate-ignore-next-line amocrm-global -- a\n\n// kommo-migrate-ignore-next-line legacy-host -- b\nAMOCRM.a',
      ['amocrm-global'],
    )
    expect(states).toEqual(['suppressed'])
  })

  test('line accepts its own line', () => {
    expect(run('AMOCRM.a // kommo-migrate-ignore-line amocrm-global -- why\nAMOCRM.b').states).toEqual([
      'suppressed',
      'new',
    ])
  })

  test('file accepts all lines, before and after', () => {
    expect(run('AMOCRM.a\n/* kommo-migrate-ignore-file amocrm-global -- why */\nAMOCRM.b').states).toEqual([
      'suppressed',
      'suppressed',
    ])
  })

  test('holds with CRLF and a byte order mark', () => {
    expect(
      run('\ufeff// kommo-migrate-ignore-next-line amocrm-global -- why\r\nAMOCRM.a\r\nAMOCRM.b').states,
    ).toEqual(['suppressed', 'new'])
  })
})

describe('comment styles', () => {
  test.each([
    ['// @', '@'],
    ['/* @ */', '@'],
    [' * @', '@'],
    ['# @', '@'],
    ['<!-- @ -->', '@'],
    ['-- @', '@'],
    ['; @', '@'],
    ['% @', '@'],
    ['{# @ #}', '@'],
    ['{{!-- @ --}}', '@'],
    ['{{! @ }}', '@'],
    ['<%# @ %>', '@'],
    ['<%-- @ --%>', '@'],
    ['{/* @ */}', '@'],
    ['@* @ *@', '@'],
    ['REM @', '@'],
    ['"//": "@",', '@'],
  ])('%s', (style) => {
    const comment = style.replace(
      /@(?=[^*]*$|\s)(?<!@\* ?@)/,
      'kommo-migrate-ignore-file legacy-host, chat-host -- the reason',
    )
    const text = style.startsWith('@*')
      ? '@* kommo-migrate-ignore-file legacy-host, chat-host -- the reason *@'
      : comment
    expect(findSuppressions(createSource('a.txt', Buffer.from(text)))).toMatchObject([
      { rules: ['legacy-host', 'chat-host'], reason: 'the reason', scope: 'file' },
    ])
  })

  test('prose that mentions a directive is none', () => {
    expect(
      findSuppressions(
        createSource('a.md', Buffer.from('Use `kommo-migrate-ignore-line RULE -- reason` here')),
      ),
    ).toEqual([])
  })
})

describe('complaints', () => {
  test('without a reason it does nothing and says so', () => {
    const { states, notes } = run('AMOCRM.a // kommo-migrate-ignore-line amocrm-global')
    expect(states).toEqual(['new'])
    expect(notes).toEqual([
      'suppression-without-reason: line 1: this suppression has no effect without a reason: RULE -- the reason',
    ])
  })

  test('unknown rules get a suggestion', () => {
    expect(run('x // kommo-migrate-ignore-line amocrm-globl -- why').notes).toEqual([
      'suppression-unknown-rule: line 1: there is no rule "amocrm-globl"; did you mean "amocrm-global"?',
    ])
  })

  test('an unused one is told, unless its rule did not run', () => {
    const text = 'x // kommo-migrate-ignore-line chat-host -- why'
    expect(run(text).notes).toEqual([
      'suppression-unused: line 1: nothing to suppress for chat-host any more: remove the comment',
    ])
    expect(run(text, ['legacy-host']).notes).toEqual([])
  })

  test('no rule at all', () => {
    expect(run('AMOCRM // kommo-migrate-ignore-line -- why').notes).toEqual([
      'suppression-without-rule: line 1: this suppression names no rule',
    ])
  })
})

describe('fixes', () => {
  test('a suppressed finding keeps no edits', () => {
    const { findings } = run('AMOCRM.a // kommo-migrate-ignore-line amocrm-global -- why')
    expect(findings[0]?.fix).toEqual({ kind: 'manual', title: 'Suppressed: why', edits: [], create: [] })
  })

  test('a group with a suppressed member is not applied in part', () => {
    const text = 'AMOCRM.a\nAMOCRM.b // kommo-migrate-ignore-line amocrm-global -- why'
    const source = createSource('script.js', Buffer.from(text))
    const edits = [0, 9].map((start) => ({
      path: 'script.js',
      start,
      end: start + 6,
      text: 'APP',
      expect: 'AMOCRM',
    }))
    const findings = edits.map(({ start, end }) => ({
      rule: 'amocrm-global',
      severity: 'warning' as const,
      span: { file: 'script.js', start, end },
      message: 'm',
      help: 'h.',
      fix: { kind: 'safe' as const, title: 't', edits, create: [] },
    }))
    const result = suppress(findings, new Map([['script.js', source]]), { known: KNOWN, active: KNOWN })
    expect(result.findings.map(({ fix }) => [fix.kind, fix.edits.length])).toEqual([
      ['manual', 0],
      ['manual', 0],
    ])
    expect(result.findings[0]?.help).toContain('script.js:2, which is suppressed')
  })
})
