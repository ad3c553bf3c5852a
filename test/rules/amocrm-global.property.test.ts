import { createContext, Script } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verify } from '../../src/edits/verify.js'
import { check } from '../../src/engine/check.js'
import { amocrmGlobal } from '../../src/rules/amocrm-global/index.js'

/** Names that programs bind and use in every role. */
const name = fc.constantFrom('AMOCRM', 'APP', 'x')
const crm = fc.constantFrom('AMOCRM', 'AMOCRM', 'APP')

const expression: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: crm },
  fc
    .constantFrom(
      'x',
      '7',
      'typeof AMOCRM',
      'typeof APP',
      'AMOCRM.n',
      'AMOCRM?.n',
      'APP.n',
      'window.AMOCRM',
      'window.AMOCRM.n',
      "window['AMOCRM']",
      'window[`AMOCRM`].n',
      'window?.AMOCRM?.n',
      'self.AMOCRM',
      'globalThis.window.AMOCRM',
      'own.AMOCRM',
      "'AMOCRM'",
      "'AMOCRM' in window",
      "'AMOCRM' in own",
      "window.hasOwnProperty('AMOCRM')",
      "Reflect.get(window, 'AMOCRM')",
      'window.APP || window.AMOCRM',
      "typeof APP !== 'undefined' ? APP : AMOCRM",
      'AMOCRM === APP',
      '{ AMOCRM }.AMOCRM',
      '({ AMOCRM, APP })',
      '({ AMOCRM: APP }).AMOCRM',
      '[AMOCRM, APP, window.AMOCRM]',
      '((AMOCRM) => AMOCRM)(own)',
      '((x = AMOCRM) => x)()',
      '(({ AMOCRM }) => AMOCRM)(own)',
      '(({ AMOCRM }) => AMOCRM)(window)',
      '(function (w) { return w.AMOCRM })(window)',
      '(() => { const { AMOCRM } = window; return AMOCRM })()',
      '(() => { const { AMOCRM: x } = window; return x })()',
      '(() => { const { AMOCRM = 1, own: { APP } } = window; return [AMOCRM, APP] })()',
      '(() => { const { window: { AMOCRM } } = globalThis; return AMOCRM })()',
      '(() => { const { n } = AMOCRM; return n })()',
      '(function AMOCRM() { return typeof AMOCRM })()',
      '(class APP { static v = AMOCRM }).v',
      'new (class { AMOCRM = AMOCRM; APP = 1 })().AMOCRM',
    )
    .map((text) => (text.startsWith('{') ? `(${text.replace('}.', '}).')}` : text)),
)

const { program } = fc.letrec<{ program: string; body: string; statement: string }>((tie) => ({
  statement: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'code' },
    { weight: 5, arbitrary: expression.map((e) => `log(${e})`) },
    fc.tuple(fc.constantFrom('var', 'let', 'const'), name, expression).map(([k, n, e]) => `${k} ${n} = ${e}`),
    fc
      .constantFrom('var', 'let')
      .chain((kind) => name.map((n) => `{ ${kind} ${n}; ${n} = own; log(${n}, AMOCRM) }`)),
    fc.constantFrom('AMOCRM.n = 3', 'window.AMOCRM.n = 4', 'AMOCRM.n++', 'delete AMOCRM.gone'),
    fc.constantFrom(
      'const { AMOCRM } = window',
      'const { AMOCRM: APP } = window',
      'const { AMOCRM, own: x } = window',
      'var { AMOCRM } = own',
      'let { n: AMOCRM } = own',
      'AMOCRM: for (;;) { break AMOCRM }',
      '/* global AMOCRM */',
      '// AMOCRM.n',
    ),
    tie('body').map((b) => `{\n${b}\n}`),
    fc.tuple(name, tie('body')).map(([n, b]) => `try { throw own } catch (${n}) {\n${b}\n}`),
    fc.tuple(name, tie('body')).map(([n, b]) => `for (const ${n} of [own]) {\n${b}\n}`),
    fc.tuple(expression, tie('body'), tie('body')).map(([e, a, b]) => `if (${e}) {\n${a}\n} else {\n${b}\n}`),
    fc.tuple(tie('body'), tie('body')).map(([a, b]) => `if (window.APP) {\n${a}\n} else {\n${b}\n}`),
    fc
      .tuple(name, name, tie('body'))
      .map(([f, p, b]) => `function ${f}(${p}) {\n${b}\n}\ncall(() => ${f}(own))`),
    fc.tuple(name, expression, tie('body')).map(([p, e, b]) => `call(function (${p} = ${e}) {\n${b}\n})`),
    fc.tuple(name, tie('body')).map(([p, b]) => `call((${p}) => {\n${b}\n})`),
    fc
      .tuple(name, expression, tie('body'))
      .map(([c, e, b]) => `class ${c} { static k = ${e}; m() {\n${b}\n} }\ncall(() => new ${c}().m())`),
    fc.tuple(name, tie('body')).map(([n, b]) => `switch (1) { case 1: let ${n} = 5;\n${b}\n}`),
  ),
  body: fc
    .array(tie('statement'), { minLength: 1, maxLength: 4, depthIdentifier: 'code' })
    .map((s) => s.join('\n')),
  program: fc
    .tuple(fc.constantFrom('', '', "'use strict'\n"), fc.boolean(), tie('body'))
    .map(([strict, wrapped, b]) => `${strict}${wrapped ? `call(function () {\n${b}\n})` : b}\n`),
}))

/** Runs a program with one object behind both names and returns everything that it logged. */
function trace(code: string): string[] | undefined {
  let script: Script
  try {
    script = new Script(code)
  } catch {
    return undefined
  }
  const lines: string[] = []
  const shared = { n: 1, label: 'crm' }
  const own = { n: 2, AMOCRM: 'own', label: 'own' }
  const show = (value: unknown): string => {
    if (value === shared) return `crm:${shared.n}`
    if (value === own) return 'own'
    if (typeof value === 'function') return 'function'
    if (Array.isArray(value)) return `[${value.map(show)}]`
    return value && typeof value === 'object'
      ? `{${Object.entries(value).map(([k, v]) => `${k}:${show(v)}`)}}`
      : String(value)
  }
  const world: Record<string, unknown> = { AMOCRM: shared, APP: shared, own, x: 'outer' }
  const context = createContext(world)
  world.log = (...values: unknown[]) => lines.push(values.map(show).join(' '))
  world.call = (run: (value?: unknown) => unknown) => {
    try {
      lines.push(`= ${show(run())}`)
    } catch (error) {
      lines.push(`! ${(error as Error).name}`)
    }
  }
  new Script('var window = globalThis, self = globalThis').runInContext(context)
  try {
    script.runInContext(context, { timeout: 500 })
  } catch (error) {
    lines.push(`!! ${error === own ? 'own' : (error as Error).name}`)
  }
  return lines
}

async function fixed(code: string) {
  const inputs = [{ path: 'script.js', bytes: Buffer.from(code) }]
  const options = { rules: [amocrmGlobal], listed: ['script.js'] }
  const result = await check(inputs, options)
  const verified = await verify(inputs, result, check, { ...options, kinds: ['safe'] })
  return { result, verified, after: verified.changes[0]?.after.toString() ?? code }
}

const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 250), interruptAfterTimeLimit: 60_000 }

describe('the safe rename', () => {
  it('means the same, touches nothing else, and is done after one run', { timeout: 90_000 }, async () => {
    let changed = 0
    await fc.assert(
      fc.asyncProperty(program, async (code) => {
        const before = trace(code)
        fc.pre(before !== undefined)
        const { verified, after } = await fixed(code)
        expect(verified.withdrawn.map(({ reason }) => reason)).toEqual([])
        expect(trace(after)).toEqual(before)
        const edits = new Map(
          verified.fixed.flatMap(({ fix }) => fix.edits).map((edit) => [edit.start, edit]),
        )
        expect(splice(code, [...edits.values()])).toBe(after)
        if (after !== code) changed++
        expect((await fixed(after)).after).toBe(after)
      }),
      runs,
    )
    expect(changed).toBeGreaterThan(50)
  })
})

/** Replaces the edits' bytes and nothing else; the programs are ASCII, so bytes are characters. */
function splice(code: string, edits: readonly { start: number; end: number; text: string }[]): string {
  let result = code
  for (const { start, end, text } of [...edits].sort((a, b) => b.start - a.start)) {
    expect(code.slice(start, end)).toBe('AMOCRM')
    result = result.slice(0, start) + text + result.slice(end)
  }
  return result
}
