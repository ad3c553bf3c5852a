import { describe, expect, test } from 'vitest'
import type { Recorded } from '../../src/rehearsal/model.js'
import { judge } from '../../src/rehearsal/verdict.js'

const before: Recorded = {
  at: 10,
  method: 'POST',
  host: 'acme.amocrm.com',
  shown: '/api/v4/leads',
  target: 'leads',
  body: 'aa',
  proofs: { authorization: 'bb', cookie: 'cc' },
}
const after: Recorded = { ...before, at: 20, host: 'acme.kommo.com' }

const verdicts = (records: readonly Recorded[]): string[] =>
  judge(records).judged.map(({ verdict }) => verdict)

describe('what became of a request', () => {
  test.each<[string, Partial<Recorded>]>([
    ['survives', {}],
    ['token lost', { proofs: { cookie: 'cc' } }],
    ['token lost', { proofs: { authorization: 'another login', cookie: 'cc' } }],
    ['session lost', { proofs: { authorization: 'bb' } }],
    ['token lost, session lost', { proofs: {} }],
    ['verb or body lost, token kept', { body: '' }],
    ['verb or body lost, token kept', { method: 'GET', body: '' }],
    ['verb or body lost, token lost, session lost', { method: 'GET', body: '', proofs: {} }],
    ['not followed', { host: 'studio.kommo.com' }],
    ['not followed', { target: 'contacts' }],
    ['not followed', { at: 60_000 }],
  ])('%s: %o', (verdict, change) => {
    expect(verdicts([before, { ...after, ...change }])).toEqual([verdict])
  })

  test('the signature of the chat API is told by its name', () => {
    const signed = { ...before, proofs: { 'x-signature': 'ss' } }
    const { judged } = judge([signed, { ...after, proofs: {} }])
    expect(judged).toMatchObject([
      { verdict: 'signature lost', isBroken: true, followed: { proofs: { 'x-signature': 'lost' } } },
    ])
  })

  test('a request without proofs loses none', () => {
    const { judged } = judge([
      { ...before, proofs: {} },
      { ...after, proofs: {} },
    ])
    expect(judged).toMatchObject([
      { verdict: 'survives', isBroken: false, followed: { proofs: { authorization: 'none' } } },
    ])
  })
})

describe('which request followed which', () => {
  test('of requests at the same time, those that are most alike', () => {
    const other = { ...before, body: 'other' }
    const whole = { ...after, body: 'other' }
    const emptied = { ...after, method: 'GET', body: '' }
    expect(verdicts([before, other, emptied, whole])).toEqual(['verb or body lost, token kept', 'survives'])
  })

  test('of equal ones, each takes one', () => {
    expect(verdicts([before, before, after].map((each) => ({ ...each })))).toEqual([
      'survives',
      'not followed',
    ])
  })

  test('nothing is followed by what came before it', () => {
    const early = { ...after, at: 5 }
    const { judged, direct } = judge([early, before])
    expect(judged).toMatchObject([{ verdict: 'not followed' }])
    expect(direct).toEqual([early])
  })
})
