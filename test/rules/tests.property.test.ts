import { createContext, Script } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rules } from '../../src/rules/index.js'
import { audit } from '../contract/engine.js'

const HEAD = `const HOST = 'acme.amocrm.com'
const SUFFIX = '.amocrm.com'
const HOSTS = ['acme.amocrm.com', 'lumen.example']
const ALLOWED = new Set(['https://acme.amocrm.com', 'https://lumen.example'])
const PATTERN = /^https:\\/\\/[a-z]+\\.amocrm\\.com$/
`

const test = fc.constantFrom(
  "host === 'acme.amocrm.com'",
  "'acme.amocrm.com' === host",
  "host !== 'acme.amocrm.com'",
  "origin != 'https://acme.amocrm.com'",
  "host.toLowerCase() == 'studio.amocrm.com'",
  "host.endsWith('.amocrm.com')",
  "!host.endsWith('.amocrm.com')",
  "host?.endsWith('.amocrm.com')",
  "origin.startsWith('https://acme.amocrm.com')",
  "host.includes('amocrm.com')",
  "host.indexOf('.amocrm.com') !== -1",
  "host.indexOf('.amocrm.com') === -1",
  "host.indexOf('.amocrm.com') < 0",
  "-1 !== origin.indexOf('amocrm.com')",
  "host.indexOf('acme.amocrm.com') === 0",
  "host.indexOf('.amocrm.com') > 0",
  "!~host.indexOf('.amocrm.com')",
  "host.slice(-11) === '.amocrm.com'",
  "host.substring(host.length - 11) !== '.amocrm.com'",
  "host.split('.').slice(-2).join('.') === 'amocrm.com'",
  "new URL(origin).hostname === 'acme.amocrm.com'",
  'host === `${sub}.amocrm.com`',
  "host === sub + '.amocrm.com'",
  'host === HOST',
  'host.endsWith(SUFFIX)',
  'HOSTS.includes(host)',
  'HOSTS.indexOf(host) < 0',
  'HOSTS.some((one) => one === host)',
  'ALLOWED.has(origin)',
  'PATTERN.test(origin)',
  '/\\.amocrm\\.com$/.test(host)',
  "['acme.amocrm.com', 'studio.amocrm.com'].includes(host)",
)
const other = fc.constantFrom(
  'flag',
  '!flag',
  "host === 'lumen.example'",
  "host.endsWith('.amocrm.ru')",
  "host === 'acme.amocrm.ru'",
)

const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'condition' },
    { weight: 5, arbitrary: test },
    { weight: 1, arbitrary: other },
    tie('condition').map((a) => `!(${a})`),
    tie('condition').map((a) => `!!(${a})`),
    tie('condition').map((a) => `Boolean(${a})`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `${a} && ${b}`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} || ${b})`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `${a} || ${b}`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a}) === (${b})`),
    fc.tuple(tie('condition'), tie('condition'), tie('condition')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
  ),
}))

const frame = fc.constantFrom<(condition: string) => string>(
  (c) => `result = ${c}`,
  (c) => `result = [${c}, 1][0]`,
  (c) => `if (${c}) result = true\nelse result = false`,
  (c) => `function ask() {\n  if (!(${c})) return false\n  return true\n}\nresult = ask()`,
  (c) => `const ask = () => ${c}\nresult = ask()`,
  (c) => `const o = { ok: ${c} }\nresult = o.ok`,
  (c) => `result = ${c} ? 'in' : 'out'`,
  (c) => `switch (true) {\n  case ${c}:\n    result = 'in'\n    break\n  default:\n    result = 'out'\n}`,
)

const HOSTS = ['acme', 'studio', 'other', 'www'].map((label) => `${label}.amocrm.com`)
const STRANGERS = [
  'amocrm.ru',
  'acme.amocrm.ru',
  'lumen.example',
  'acme.amocrm.com.evil.net',
  'myamocrm.com',
  'x',
]
const RU = ['acme.kommo.ru', 'kommo.org']

const world = createContext({ URL })

/** A program, compiled once: what it says about a host. */
function compiled(code: string): (host: string, flag: boolean) => unknown {
  const script = new Script(`{\n${code}}`)
  return (host, flag) => {
    Object.assign(world, { host, origin: `https://${host}`, sub: 'acme', flag, result: undefined })
    script.runInContext(world)
    return typeof world.result === 'string' ? world.result : Boolean(world.result)
  }
}

const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 300), interruptAfterTimeLimit: 60_000 }

describe('a test with its twin', () => {
  it('means the same for every host, and for kommo.com what it means for amocrm.com', {
    timeout: 90_000,
  }, async () => {
    let proven = 0
    await fc.assert(
      fc.asyncProperty(condition, frame, async (expression, framed) => {
        const code = `${HEAD}${framed(expression)}\n`
        const kinds = ['safe', 'review'] as const
        const result = await audit(new Map([['server.js', Buffer.from(code)]]), { rules, kinds })
        expect(result.verified.withdrawn.map(({ reason }) => reason)).toEqual([])
        const after = result.verified.changes[0]?.after.toString() ?? code
        const isWhole = result.verified.findings.every(({ fix }) => fix.kind !== 'manual')
        const [old, now] = [compiled(code), compiled(after)]
        for (const flag of [true, false]) {
          for (const host of [...HOSTS, ...STRANGERS, ...RU])
            expect(now(host, flag), `${host} in\n${after}`).toBe(old(host, flag))
          if (!isWhole) continue
          for (const host of HOSTS) {
            const twin = host.replace('amocrm', 'kommo')
            expect(now(twin, flag), `${twin} in\n${after}`).toBe(old(host, flag))
          }
          proven++
        }
      }),
      runs,
    )
    expect(proven).toBeGreaterThan(200)
  })
})
