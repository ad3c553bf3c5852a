import { describe, expect, it } from 'vitest'
import { rules } from '../src/rules/index.js'
import type { Files } from './contract/cases.js'
import { diffFiles } from './contract/compare.js'
import { audit, fix, type Run, unexplained } from './contract/engine.js'

const run: Run = { rules, kinds: ['safe'] }

interface Hostile {
  name: string
  /** Default `script.js`. */
  path?: string
  input: string | Buffer
  /** After `fix --write`; absent: untouched. */
  output?: string | Buffer
  /** Rules in report order. */
  finds?: string[]
}

const HOST = 'legacy-host'
const cyrillic = Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2])
const around = (head: string, tail: string) => Buffer.concat([Buffer.from(head), cyrillic, Buffer.from(tail)])

/** One table for all rules: the places where a tool of this kind does harm or looks away. */
const table: Hostile[] = [
  { name: 'an empty file', input: '' },
  { name: 'a byte order mark and nothing else', input: '\uFEFF' },
  { name: 'a lone line end', input: '\r' },
  {
    name: 'a syntax error',
    input: "function ( { fetch('https://acme.amocrm.com/api/v4/leads')",
    finds: [HOST],
  },
  {
    name: 'a host in a comment',
    input: '// see https://acme.amocrm.com/leads\nlet a\n',
    finds: [HOST],
  },
  {
    name: 'a host in a template literal',
    input: 'fetch(`https://${account}.amocrm.com/api/v4/leads`)\n',
    output: 'fetch(`https://${account}.kommo.com/api/v4/leads`)\n',
    finds: [HOST],
  },
  {
    name: 'a host in a concatenation',
    input: "fetch('https://' + account + '.amocrm.com' + path)\n",
    output: "fetch('https://' + account + '.kommo.com' + path)\n",
    finds: [HOST],
  },
  {
    name: 'a host in a regular expression',
    input: 'if (/^https:\\/\\/[a-z]+\\.amocrm\\.com$/.test(origin)) allow()\n',
    output: 'if (/^https:\\/\\/[a-z]+\\.(?:amocrm|kommo)\\.com$/.test(origin)) allow()\n',
    finds: ['origin-allowlist'],
  },
  {
    name: 'a host in a URL object',
    input: "fetch(new URL('/api/v4/leads', 'https://acme.amocrm.com'))\n",
    output: "fetch(new URL('/api/v4/leads', 'https://acme.kommo.com'))\n",
    finds: [HOST],
  },
  {
    name: 'a JSON-escaped address',
    path: 'data.json',
    input: '{ "endpoint": "https:\\/\\/acme.amocrm.com\\/api\\/v4" }\n',
    output: '{ "endpoint": "https:\\/\\/acme.kommo.com\\/api\\/v4" }\n',
    finds: [HOST],
  },
  {
    name: 'a file in windows-1251',
    input: around('// ', "\r\nfetch('https://acme.amocrm.com/api/v4/leads')\r\n"),
    output: around('// ', "\r\nfetch('https://acme.kommo.com/api/v4/leads')\r\n"),
    finds: [HOST],
  },
  {
    name: 'both hosts in one list',
    input: "cors({ origin: ['https://acme.amocrm.com', 'https://acme.kommo.com'] })\n",
  },
  { name: 'another brand of the same letters', input: "fetch('https://myamocrm.com/api')\n" },
  { name: 'a digit behind the name', input: "fetch('https://amocrm2.com/api')\n" },
  { name: 'a domain that only begins like it', input: "fetch('https://amocrm.com.evil.tld/api')\n" },
  { name: 'the Ukrainian domain', input: "fetch('https://acme.amocrm.com.ua/api')\n" },
  { name: 'the Russian product', input: "fetch('https://acme.amocrm.ru/api/v4/leads')\n" },
  { name: 'the address of a robot', input: "const user = 'robot@team.amocrm.com'\n" },
  { name: 'an encoded address of a robot', input: "const user = 'robot%40team.amocrm.com'\n" },
  { name: 'a longer top-level domain', input: "const user = 'robot@amocrm.companies'\n" },
  {
    name: 'a member that is called like the constant',
    input: 'export const brands = { AMOCRM: 1 }\nuse(brands.AMOCRM)\n',
  },
  {
    name: 'a parameter that is called like the constant',
    input: 'export function f(AMOCRM) { return AMOCRM }\n',
  },
]

describe.each(table)('$name', ({ path = 'script.js', input, output, finds = [] }) => {
  const files: Files = new Map([[path, bytesOf(input)]])

  it('is judged and treated as it should be', async () => {
    const result = await audit(files, run)
    expect(result.findings.map((found) => found.rule)).toEqual(finds)
    expect(result.unclassified).toEqual([])
    expect(unexplained(files, result)).toEqual([])
    expect(diffFiles(new Map([[path, bytesOf(output ?? input)]]), await fix(files, run))).toBe('')
  })
})

describe('a syntax error', () => {
  it('never lets a safe fix through', async () => {
    const broken = new Map([
      ['script.js', Buffer.from("function ( { AMOCRM.x; fetch('https://a.amocrm.com/api/v4/leads')")],
    ])
    const result = await audit(broken, run)
    expect(result.syntax['script.js']).toBe('broken')
    expect(result.findings.length).toBeGreaterThan(0)
    expect(result.findings.filter((found) => found.kind === 'safe')).toEqual([])
  })
})

describe('NUL bytes', () => {
  it('survive a fix around them', async () => {
    const text = "const end = '\0'\nfetch('https://acme.amocrm.com/api/v4/leads')\n"
    const fixed = await fix(new Map([['script.js', Buffer.from(text)]]), run)
    expect([text, text.replace('amocrm', 'kommo')]).toContain(fixed.get('script.js')?.toString())
  })
})

describe('a minified line of a megabyte', () => {
  it('is fixed at its places alone', { timeout: 120_000 }, async () => {
    const filler = 'var a=function(b){return b&&b.c?b.c(1):"x"};'.repeat(11_000)
    const call = 'AMOCRM.constant("user");fetch("https://acme.amocrm.com/api/v4/leads");'
    const files = new Map([['script.js', Buffer.from(filler + call + filler)]])
    const { findings, verified } = await audit(files, run)
    expect(findings.map((found) => found.rule)).toEqual(['amocrm-global', HOST])
    const after = verified.changes[0]?.after.toString()
    expect(after === filler + call.replace('AMOCRM', 'APP').replace('amocrm', 'kommo') + filler).toBe(true)
  })
})

describe.each([
  'a.js',
  'a.ts',
  'a.tsx',
  'a.html',
  'a.vue',
  'a.php',
  'a.twig',
  'a.json',
  'a.md',
  'a.txt',
  'a.yml',
])('random bytes as %s', (path) => {
  it('never throw and are accounted for', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const files = new Map([[path, randomBytes(seed)]])
      const result = await audit(files, run)
      expect(unexplained(files, result)).toEqual([])
    }
  })
})

const PIECES = [
  '<script>',
  '</script>',
  'https://a.amocrm.com/x',
  'AMOCRM',
  '"',
  "'",
  '`',
  '{',
  '}',
  '${',
  '<?php ',
  '?>',
  '{{',
  '}}',
  '```js\n',
  '\n```\n',
  '\\u',
  '//',
  '/*',
  '\r',
  '\n',
  '\0',
  '\uFEFF',
  '\x80',
  '(',
  ')',
  '=',
  '.',
  'window.',
]

/** A deterministic mixture of the openers and closers of every format, and of bytes that are no UTF-8. */
function randomBytes(seed: number): Buffer {
  let state = seed * 7919
  const next = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return state >> 8
  }
  return Buffer.concat(
    Array.from({ length: 40 }, () =>
      next() % 11 === 0
        ? Buffer.from([0x80 + (next() % 128)])
        : Buffer.from(PIECES[next() % PIECES.length] ?? ''),
    ),
  )
}

function bytesOf(content: string | Buffer): Buffer {
  return typeof content === 'string' ? Buffer.from(content) : content
}
