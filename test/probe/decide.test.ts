import { describe, expect, test } from 'vitest'
import { decide } from '../../src/probe/decide.js'
import type { Answer, Asked, Verdict } from '../../src/probe/model.js'
import { needsPreflight } from '../../src/probe/preflight.js'

const ORIGIN = 'https://example.kommo.com'

function asked(more: Partial<Asked> = {}): Asked {
  return {
    url: 'https://api.acme.test/leads',
    origin: ORIGIN,
    method: 'GET',
    headers: [],
    credentials: false,
    ...more,
  }
}

function answer(status: number, headers: Record<string, string | string[]> = {}): Answer {
  return {
    status,
    headers: Object.entries(headers).flatMap(([name, value]) =>
      [value].flat().map((each): [string, string] => [name, each]),
    ),
  }
}

function got(from: Answer, more: Partial<Asked> = {}): Verdict {
  const request = asked(more)
  return decide(request, { request: { method: request.method, url: request.url, answer: from } })
}

function preflighted(from: Answer, more: Partial<Asked>): Verdict {
  const request = asked(more)
  return decide(request, { preflight: { method: 'OPTIONS', url: request.url, answer: from } })
}

const saying = ({ remarks }: Verdict, level: string) =>
  remarks.filter((each) => each.level === level).map(({ text }) => text)

const ECHO = { 'Access-Control-Allow-Origin': ORIGIN, Vary: 'Origin' }

describe('who may read the answer', () => {
  test.each([
    ['the origin', ECHO, 'accepted'],
    ['every origin', { 'access-control-allow-origin': '*' }, 'accepted'],
    ['blanks around it', { 'Access-Control-Allow-Origin': `  ${ORIGIN} ` }, 'accepted'],
    ['nothing', {}, 'refused'],
    ['another origin', { 'Access-Control-Allow-Origin': 'https://example.amocrm.com' }, 'refused'],
    ['capitals', { 'Access-Control-Allow-Origin': 'https://Example.kommo.com' }, 'refused'],
    ['a slash at the end', { 'Access-Control-Allow-Origin': `${ORIGIN}/` }, 'refused'],
    ['a pattern', { 'Access-Control-Allow-Origin': 'https://*.kommo.com' }, 'refused'],
    ['null', { 'Access-Control-Allow-Origin': 'null' }, 'refused'],
    ['a list', { 'Access-Control-Allow-Origin': `${ORIGIN}, https://example.amocrm.com` }, 'refused'],
    ['two headers', { 'Access-Control-Allow-Origin': [ORIGIN, ORIGIN] }, 'refused'],
  ])('%s', (_, headers, decision) => {
    expect(got(answer(200, headers)).decision).toBe(decision)
  })

  test.each([
    ['named, with credentials', { ...ECHO, 'Access-Control-Allow-Credentials': 'true' }, 'accepted'],
    ['named, without credentials', ECHO, 'refused'],
    ['in capitals', { ...ECHO, 'Access-Control-Allow-Credentials': 'True' }, 'refused'],
    [
      'every origin',
      { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Credentials': 'true' },
      'refused',
    ],
  ])('with cookies: %s', (_, headers, decision) => {
    expect(got(answer(200, headers), { credentials: true }).decision).toBe(decision)
  })

  test('an answer that names one origin says that it varies', () => {
    expect(saying(got(answer(200, ECHO)), 'warning')).toEqual([])
    expect(saying(got(answer(200, { ...ECHO, Vary: 'accept, ORIGIN' })), 'warning')).toEqual([])
    expect(saying(got(answer(200, { 'Access-Control-Allow-Origin': ORIGIN })), 'warning')).toEqual([
      expect.stringMatching(/Vary does not name Origin/),
    ])
    expect(saying(got(answer(200, { 'Access-Control-Allow-Origin': '*' })), 'warning')).toEqual([])
  })

  test('an error that names the origin is an answer all the same', () => {
    expect(got(answer(401, ECHO)).decision).toBe('accepted')
  })

  test('a redirect to another host is not decided', () => {
    const verdict = got(answer(302, { ...ECHO, Location: 'https://other.test/' }))
    expect(verdict.decision).toBe('undecided')
    expect(saying(verdict, 'warning')).toEqual([expect.stringMatching(/https:\/\/other\.test/)])
    expect(got(answer(302, { Location: 'https://other.test/' })).decision).toBe('refused')
  })

  test('a page on https asks http of the own machine alone', () => {
    expect(got(answer(200, ECHO), { url: 'http://api.acme.test/' }).decision).toBe('refused')
    expect(got(answer(200, ECHO), { url: 'http://127.0.0.1:3000/' }).decision).toBe('accepted')
    expect(got(answer(200, ECHO), { url: 'http://localhost:3000/' }).decision).toBe('accepted')
  })
})

describe('what is asked before', () => {
  test.each([
    [{ method: 'GET' }, false],
    [{ method: 'POST' }, false],
    [{ method: 'POST', headers: ['content-type'], contentType: 'text/plain;charset=utf-8' }, false],
    [{ method: 'GET', headers: ['accept', 'accept-language'] }, false],
    [{ method: 'POST', headers: ['content-type'], contentType: 'application/json' }, true],
    [{ method: 'POST', headers: ['content-type'] }, true],
    [{ method: 'GET', headers: ['authorization'] }, true],
    [{ method: 'DELETE' }, true],
  ])('%j: %s', (request, isAsked) => {
    expect(needsPreflight(asked(request))).toBe(isAsked)
  })

  const POST = { method: 'POST', headers: ['content-type', 'x-api-key'] }
  const HEADERS = { ...ECHO, 'Access-Control-Allow-Headers': 'Content-Type, X-API-Key' }

  test.each([
    ['names in any case', answer(204, HEADERS), POST, 'accepted'],
    [
      'names in two headers',
      answer(204, { ...ECHO, 'Access-Control-Allow-Headers': ['content-type', 'x-api-key'] }),
      POST,
      'accepted',
    ],
    ['every name', answer(200, { ...ECHO, 'Access-Control-Allow-Headers': '*' }), POST, 'accepted'],
    [
      'every name, with cookies',
      answer(200, {
        ...ECHO,
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Allow-Headers': '*',
      }),
      { ...POST, credentials: true },
      'refused',
    ],
    [
      'every name, and Authorization',
      answer(200, { ...ECHO, 'Access-Control-Allow-Headers': '*' }),
      { headers: ['authorization'] },
      'refused',
    ],
    [
      'Authorization by name',
      answer(200, { ...ECHO, 'Access-Control-Allow-Headers': '*, Authorization' }),
      { headers: ['authorization'] },
      'accepted',
    ],
    [
      'a name is missing',
      answer(204, { ...ECHO, 'Access-Control-Allow-Headers': 'Content-Type' }),
      POST,
      'refused',
    ],
    ['no list of names', answer(204, ECHO), POST, 'refused'],
    [
      'names parted by blanks',
      answer(204, { ...ECHO, 'Access-Control-Allow-Headers': 'Content-Type X-API-Key' }),
      POST,
      'refused',
    ],
    ['no origin', answer(204, { 'Access-Control-Allow-Headers': '*' }), POST, 'refused'],
    ['404', answer(404, HEADERS), POST, 'refused'],
    ['405', answer(405, HEADERS), POST, 'refused'],
    ['a redirect', answer(308, { ...HEADERS, Location: '/leads/' }), POST, 'refused'],
    [
      'the method',
      answer(204, { ...ECHO, 'Access-Control-Allow-Methods': 'GET, PATCH' }),
      { method: 'PATCH' },
      'accepted',
    ],
    [
      'the method in small letters',
      answer(204, { ...ECHO, 'Access-Control-Allow-Methods': 'patch' }),
      { method: 'PATCH' },
      'refused',
    ],
    [
      'every method',
      answer(204, { ...ECHO, 'Access-Control-Allow-Methods': '*' }),
      { method: 'PATCH' },
      'accepted',
    ],
    [
      'every method, with cookies',
      answer(204, {
        ...ECHO,
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Allow-Methods': '*',
      }),
      { method: 'PATCH', credentials: true },
      'refused',
    ],
    ['no method', answer(204, ECHO), { method: 'PATCH' }, 'refused'],
    [
      'POST needs no name',
      answer(204, { ...HEADERS, 'Access-Control-Allow-Methods': 'GET' }),
      POST,
      'accepted',
    ],
  ])('%s', (_, from, request, decision) => {
    expect(preflighted(from, request).decision).toBe(decision)
  })

  test('a POST that no browser asks for is judged by OPTIONS, or not at all', () => {
    expect(preflighted(answer(204, ECHO), { method: 'POST' }).decision).toBe('accepted')
    expect(preflighted(answer(405), { method: 'POST' }).decision).toBe('undecided')
  })
})
