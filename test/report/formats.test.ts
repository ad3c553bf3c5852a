import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/findings/finding.js'
import { compact } from '../../src/report/compact.js'
import { deploySteps, rulesToShipFirst } from '../../src/report/deploy.js'
import { ranges } from '../../src/report/file-section.js'
import { isFormat, renderReport } from '../../src/report/index.js'
import { json } from '../../src/report/json.js'
import { reportOf } from './report.js'

describe('compact', () => {
  test('is one line a finding, whatever the file is called', () => {
    const { report, context } = reportOf({ 'a b\n.js': 'AMOCRM\nAMOCRM' })
    expect(compact(report, context).split('\n')).toEqual([
      'a b\ufffd.js:1:1 warning amocrm-global AMOCRM is the old name [safe]',
      'a b\ufffd.js:2:1 warning amocrm-global AMOCRM is the old name [safe]',
      '',
    ])
  })

  test('is empty when there is nothing to say', () => {
    const { report, context } = reportOf({ 'a.js': '' })
    expect(compact(report, context)).toBe('')
  })

  test('errors and notes have the same shape', () => {
    const { report, context } = reportOf({ 'a.js': '' })
    report.errors = [{ path: 'a.js', code: 'parse-error', message: 'broken' }]
    report.notes = [{ path: 'w.zip', code: 'archive', message: 'not examined' }]
    expect(compact(report, context)).toBe('w.zip note archive not examined\na.js error parse-error broken\n')
  })
})

describe('json', () => {
  test('is the report and nothing else', () => {
    const { report } = reportOf({ 'a.js': 'AMOCRM' })
    expect(JSON.parse(json(report))).toEqual(report)
    expect(json(report).endsWith('}\n')).toBe(true)
  })
})

describe('formats', () => {
  test('are found by name', async () => {
    const { report, context } = reportOf({ 'a.js': 'AMOCRM' })
    expect(await renderReport('json', report, context)).toBe(json(report))
    expect(isFormat('pretty')).toBe(true)
    expect(isFormat('toString')).toBe(false)
  })
})

describe('order to deploy', () => {
  const finding = (rule: string, role?: Finding['role']) => ({ rule, ...(role ? { role } : {}) })
  const titles = (...args: Parameters<typeof deploySteps>) => deploySteps(...args).map(({ title }) => title)

  test('servers come first, then data, then hosts, then the archive', () => {
    const found = [
      finding('amocrm-global'),
      finding('stored-host'),
      finding('legacy-host', 'target'),
      finding('origin-allowlist', 'matcher'),
    ]
    expect(titles(found, 'widget')).toEqual([
      'Allow-lists and servers',
      'Stored data',
      'Hosts and the constant',
      'The widget archive',
    ])
  })

  test('shows only the steps that findings ask for', () => {
    expect(titles([finding('chat-host', 'target')], 'integration')).toEqual(['Hosts and the constant'])
    expect(titles([finding('legacy-host', 'text'), finding('legacy-host', 'recorded')], 'unknown')).toEqual(
      [],
    )
    expect(titles([finding('legacy-host', 'peer')], 'unknown')).toEqual(['Allow-lists and servers'])
    expect(titles([finding('widget-manifest')], 'widget')).toEqual([])
  })

  test('fixes of servers can be made alone where later steps have fixes too', () => {
    const safe = { kind: 'safe' as const, title: 't', edits: [], create: [] }
    const server = { ...finding('origin-allowlist', 'matcher'), fix: safe }
    const host = { ...finding('legacy-host', 'target'), fix: safe }
    expect(rulesToShipFirst([server, host])).toEqual(['origin-allowlist'])
    expect(rulesToShipFirst([server])).toEqual([])
    expect(rulesToShipFirst([{ ...server, fix: { ...safe, kind: 'manual' } }, host])).toEqual([])
  })

  test('a refused server is spoken of in the step that sends servers to Kommo', () => {
    const cautions = (...args: Parameters<typeof deploySteps>) =>
      deploySteps(...args).map(({ caution }) => caution?.includes('403') ?? false)
    expect(cautions([finding('legacy-host', 'target')], 'integration')).toEqual([true])
    expect(cautions([finding('legacy-host', 'target')], 'widget')).toEqual([false, false])
    expect(cautions([finding('chat-host')], 'widget')).toEqual([true, false])
    expect(cautions([finding('amocrm-global')], 'both')).toEqual([false, false])
    expect(cautions([finding('legacy-host', 'matcher'), finding('chat-host')], 'unknown')).toEqual([
      false,
      true,
    ])
  })
})

test('lines of folded findings', () => {
  expect(ranges([1, 2, 3, 5, 7, 7, 8, 9], '-')).toEqual(['1-3', '5', '7 (2 times)', '8, 9'])
})
