import { describe, expect, it } from 'vitest'
import { MEASURED, type MeasuredRow, VERBS } from '../../../src/brand/clients/measured.js'
import { clientOf } from '../../../src/brand/clients/table.js'
import type { Known } from '../../../src/rules/redirect-308/facts.js'
import { outcomeOf, type Verdict, verdictOf } from '../../../src/rules/redirect-308/verdict.js'
import { numbersOf } from '../../../src/rules/redirect-308/versions.js'
import { read } from '../../languages/read.js'
import { callFor, UNWRITTEN } from './calls.js'

/** What the versions in a row's name say: its own, and that of what is inside. */
function versionsOf({ version }: MeasuredRow, own: string | undefined): (name: string) => Known {
  const inside = /follow-redirects (?:locked to )?([\d.]+)/.exec(version)?.[1]
  return (name) => {
    const locked =
      name === 'follow-redirects' && own !== name
        ? inside
        : name === own
          ? numbersOf(version)?.join('.')
          : undefined
    return locked === undefined ? {} : { locked }
  }
}

/** What a verdict says of one release, whether or not it knows which one is used. */
function saysOf({ outcome, standing }: Verdict, release: string): string {
  if (standing?.is === 'varies') return standing.all.find(({ version }) => version === release)?.says ?? '?'
  return outcome
}

const ROWS = MEASURED.filter((row) => callFor(row, 'POST') !== undefined)

describe('verdicts are those of the measurements', () => {
  it('has a program for every client that is read', () => {
    const written = new Set(ROWS.map(({ client }) => client))
    expect([...written].sort()).toEqual([...WRITTEN].sort())
    expect(ROWS.length).toBeGreaterThan(250)
  })

  it('leaves out no row of Ruby, Rust and of commands without a reason', () => {
    const left = MEASURED.filter(
      (row) => /^(?:ruby|cli|rust)$/.test(row.lang) && !VERBS.some((verb) => callFor(row, verb)),
    )
    expect(left.map(({ options }) => options).sort()).toEqual(Object.keys(LEFT_OUT).sort())
  })

  it('has a program for every row of Go and Java, or says why there is none', () => {
    const open = MEASURED.filter(({ lang }) => lang === 'go' || lang === 'java').filter(
      (row) => !VERBS.some((verb) => callFor(row, verb)),
    )
    expect(open.map(({ options }) => options).sort()).toEqual(Object.keys(UNWRITTEN).sort())
  })

  it.each(ROWS.map((row) => [`${row.client} ${row.version}: ${row.options}`, row] as const))(
    '%s',
    async (_, row) => {
      for (const verb of VERBS) {
        const cell = row.methods['*'] ?? row.methods[verb]
        const call = callFor(row, verb)
        if (cell === undefined || !call) continue
        const model = await read(call.path, call.code)
        const [request, ...more] = model.requests?.requests ?? []
        expect(more).toEqual([])
        expect(request, call.code).toBeDefined()
        if (!request) continue
        expect(request.verb).toBe(verb)
        expect(request.carries).toBe('bearer')
        const own = clientOf(request.client).package?.name
        const verdict = verdictOf(request, versionsOf(row, own))
        const release = numbersOf(row.version)?.join('.') ?? ''
        const same = MEASURED.filter(
          (other) =>
            other.client === row.client &&
            other.options === row.options &&
            numbersOf(other.version)?.join('.') === release,
        ).map(({ methods }) => outcomeOf(methods['*'] ?? methods[verb] ?? '', 'bearer'))
        expect(same, `${call.code}\n${JSON.stringify(verdict)}`).toContain(saysOf(verdict, release))
      }
    },
  )
})

const WRITTEN = [
  'node global fetch',
  'node-fetch',
  'cross-fetch',
  'isomorphic-fetch',
  'make-fetch-happen',
  'undici.fetch',
  'ky',
  'ofetch',
  'undici.request',
  'node:http/https request',
  'follow-redirects',
  'axios',
  'got',
  'request',
  'needle',
  'superagent',
  'curl (PHP)',
  'file_get_contents (http stream)',
  'Guzzle',
  'Symfony CurlHttpClient',
  'WordPress HTTP API (wp_remote_request)',
  'requests',
  'httpx',
  'aiohttp',
  'urllib3',
  'urllib.request',
  'Net::HTTP',
  'open-uri',
  'Faraday',
  'RestClient',
  'HTTParty',
  'http.rb',
  'Excon',
  'Typhoeus',
  'curl CLI',
  'wget',
  'net/http',
  'HttpURLConnection',
  'java.net.http.HttpClient',
  'OkHttp',
  'Apache HttpClient',
  'Commons HttpClient',
  'reqwest',
]

/** Rows of these languages that no call site can express, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'own re-send to Location': 'code of one’s own behind the call',
  'Policy::none() + own re-send to Location': 'code of one’s own behind the call',
  '2 MB body, old host answers before reading it; --location-trusted':
    'the size of a file is not in the command',
}
