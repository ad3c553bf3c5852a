import { describe, expect, test } from 'vitest'
import type { Recorded, Rehearsal } from '../../src/rehearsal/model.js'
import { rehearsalJson, rehearsalTable } from '../../src/rehearsal/report.js'
import { judge } from '../../src/rehearsal/verdict.js'
import { widthOf } from '../../src/report/width.js'

const old: Recorded = {
  at: 1,
  method: 'POST',
  host: 'acme.amocrm.com',
  shown: '/api/v4/leads?with=***',
  target: 'leads',
  body: 'aa',
  proofs: { authorization: 'bb' },
}
const arrived: Recorded = { ...old, at: 2, host: 'acme.kommo.com' }
const chat = { ...old, host: 'amojo.amocrm.com', shown: '/v2/origin/custom/***', target: 'chat' }

const rehearsal: Rehearsal = {
  isApart: true,
  records: [
    old,
    { ...arrived, proofs: {} },
    { ...chat, proofs: { 'x-signature': 'ss' } },
    { ...chat, at: 2, host: 'amojo.kommo.com', proofs: { 'x-signature': 'ss' } },
    { ...old, target: 'account', shown: '/api/v4/account' },
    { ...arrived, target: 'pipelines', shown: '/api/v4/leads/pipelines' },
  ],
  unreachable: ['api.example.com'],
  unread: ['studio.amocrm.com'],
  upstreamErrors: [],
  ended: { code: null, signal: 'SIGTERM' },
}
const rehearsed = judge(rehearsal.records)

describe('the table', () => {
  test('of 100 columns', () => {
    const table = rehearsalTable(rehearsal, rehearsed, { color: false, unicode: true, width: 100 })
    expect(table).toMatchInlineSnapshot(`
      "
      ✖ token lost
                                                    came back as  body  Authorization
        POST acme.amocrm.com/api/v4/leads?with=***  POST          kept  lost

      ✖ not followed
        POST acme.amocrm.com/api/v4/account

      ✔ survives
                                                    came back as  body  signature
        POST amojo.amocrm.com/v2/origin/custom/***  POST          kept  kept

      Summary
        ✖ 2 of 3 requests to amocrm.com would break: change the host to kommo.com
        · 1 request went to kommo.com by itself
        ▲ a client did not trust the stand-in of studio.amocrm.com, or speaks no HTTP: what it would have
          sent was not seen
        · out of reach in here, and asked for: api.example.com
        · the program was ended by SIGTERM
        · code that did not run was not seen
      "
    `)
  })

  test('of 40 columns, without Unicode', () => {
    const table = rehearsalTable(rehearsal, rehearsed, { color: false, unicode: false, width: 40 })
    expect(table).toMatchInlineSnapshot(`
      "
      x token lost
        POST
        acme.amocrm.com/api/v4/leads?with=***
          came back as POST, body kept,
          Authorization lost

      x not followed
        POST acme.amocrm.com/api/v4/account

      ok survives
        POST
        amojo.amocrm.com/v2/origin/custom/***
          came back as POST, body kept,
          signature kept

      Summary
        x 2 of 3 requests to amocrm.com would
          break: change the host to kommo.com
        - 1 request went to kommo.com by
          itself
        ! a client did not trust the stand-in
          of studio.amocrm.com, or speaks no
          HTTP: what it would have sent was
          not seen
        - out of reach in here, and asked for:
          api.example.com
        - the program was ended by SIGTERM
        - code that did not run was not seen
      "
    `)
  })

  test.each([40, 60, 80, 100, 200])('is no wider than %i columns, words excepted', (width) => {
    const table = rehearsalTable(rehearsal, rehearsed, { color: true, unicode: true, width })
    const isWide = (line: string): boolean => widthOf(line) > width && line.trim().includes(' ')
    expect(table.split('\n').filter(isWide)).toEqual([])
  })

  test('says that what ran without namespaces was not all seen', () => {
    const table = rehearsalTable({ ...rehearsal, isApart: false }, rehearsed, {
      color: false,
      unicode: true,
      width: 100,
    })
    expect(table).toContain('run without namespaces')
  })

  test('of a program that asked nothing is no pass', () => {
    const nothing = { ...rehearsal, records: [], unread: [] }
    const table = rehearsalTable(nothing, judge([]), { color: false, unicode: true, width: 100 })
    expect(table).toContain('no request to amocrm.com was seen: that is no pass')
  })
})

test('the report for tools', () => {
  expect(JSON.parse(rehearsalJson(rehearsal, rehearsed))).toMatchInlineSnapshot(`
    {
      "apart": true,
      "direct": [
        {
          "host": "acme.kommo.com",
          "method": "POST",
          "target": "/api/v4/leads/pipelines",
        },
      ],
      "program": {
        "code": null,
        "signal": "SIGTERM",
      },
      "requests": [
        {
          "breaks": true,
          "cameBack": {
            "authorization": "lost",
            "body": "kept",
            "cookie": "none",
            "method": "POST",
            "signature": "none",
          },
          "host": "acme.amocrm.com",
          "method": "POST",
          "target": "/api/v4/leads?with=***",
          "verdict": "token lost",
        },
        {
          "breaks": false,
          "cameBack": {
            "authorization": "none",
            "body": "kept",
            "cookie": "none",
            "method": "POST",
            "signature": "kept",
          },
          "host": "amojo.amocrm.com",
          "method": "POST",
          "target": "/v2/origin/custom/***",
          "verdict": "survives",
        },
        {
          "breaks": true,
          "cameBack": null,
          "host": "acme.amocrm.com",
          "method": "POST",
          "target": "/api/v4/account",
          "verdict": "not followed",
        },
      ],
      "unreachable": [
        "api.example.com",
      ],
      "unread": [
        "studio.amocrm.com",
      ],
      "upstreamErrors": [],
      "version": 1,
    }
  `)
})
