import { createContext, runInContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { verify } from '../../src/edits/verify.js'
import { check } from '../../src/engine/check.js'
import { rules } from '../../src/rules/index.js'

/** Code that makes one name of the other, and the one name that a page may have for uses of `AMOCRM` to work. */
const SHIMS: readonly (readonly [code: string, ...pages: ('APP' | 'AMOCRM')[]])[] = [
  ["if (typeof AMOCRM === 'undefined') { window.AMOCRM = window.APP }", 'APP'],
  ['window.AMOCRM = window.AMOCRM || window.APP', 'APP'],
  ['window.AMOCRM ??= window.APP', 'APP'],
  ["if (!('AMOCRM' in window)) window.AMOCRM = window.APP", 'APP'],
  ["if (!window.hasOwnProperty('AMOCRM')) window.AMOCRM = window.APP", 'APP'],
  ['window.AMOCRM || (window.AMOCRM = window.APP)', 'APP'],
  ['try { AMOCRM } catch (e) { window.AMOCRM = APP }', 'APP'],
  ['(function (w) { if (!w.AMOCRM) w.AMOCRM = w.APP })(window)', 'APP'],
  ["var had = typeof AMOCRM !== 'undefined'; if (!had) window.AMOCRM = window.APP", 'APP'],
  ["switch (typeof window.AMOCRM) { case 'undefined': window.AMOCRM = window.APP }", 'APP'],
  ['Object.assign(window, { AMOCRM: window.AMOCRM || window.APP })', 'APP'],
  ["Object.defineProperty(window, 'AMOCRM', { configurable: true, get: () => window.APP })", 'APP'],
  ['if (!window.APP) window.APP = window.AMOCRM', 'AMOCRM'],
  ['window.APP = window.APP || AMOCRM', 'AMOCRM'],
  ['window.APP ||= window.AMOCRM', 'AMOCRM'],
  ['var APP = window.APP || window.AMOCRM', 'AMOCRM'],
  ['if (window.AMOCRM && !window.APP) { window.APP = window.AMOCRM }', 'AMOCRM'],
  ['try { APP } catch (e) { window.APP = AMOCRM }', 'AMOCRM'],
  ['if (window.AMOCRM) { window.APP = window.AMOCRM } else { window.AMOCRM = window.APP }', 'APP', 'AMOCRM'],
]

const USES: readonly string[] = [
  'out.push(AMOCRM.v, window.AMOCRM.v)',
  '(function (APP) { out.push(AMOCRM.v, APP) })(1)',
  '(function (AMOCRM) { out.push(AMOCRM.v) })({ v: 2 })',
  'var { AMOCRM: crm } = window; out.push(crm.v)',
  "out.push(typeof AMOCRM, 'AMOCRM' in window)",
  'out.push([AMOCRM, 1][0].v, { AMOCRM }.AMOCRM.v)',
  'if (window.AMOCRM && AMOCRM.v) out.push(1); else out.push(0)',
]

async function fixed(code: string): Promise<string> {
  const inputs = [{ path: 'script.js', bytes: Buffer.from(code) }]
  const options = { rules, listed: ['script.js'] }
  const { changes } = await verify(inputs, await check(inputs, options), check, {
    ...options,
    kinds: ['safe'],
  })
  return changes[0]?.after.toString() ?? code
}

/** What a program does in a page that knows the constant by the given names. */
function outcome(code: string, names: readonly string[]): unknown[] {
  const out: unknown[] = []
  const page = createContext({ out })
  const crm = { v: 42 }
  runInContext('var window = globalThis', page)
  for (const name of names) page[name] = crm
  try {
    runInContext(code, page)
  } catch (error) {
    out.push(String(error))
  }
  return [...out, page.APP === crm, page.AMOCRM === crm]
}

describe('a shim', () => {
  it.each(SHIMS)('%s', async (shim, ...pages) => {
    expect(await fixed(shim)).toBe(shim)
    for (const use of USES) {
      const code = `${shim};\n${use};\n`
      const after = await fixed(code)
      for (const names of [['APP', 'AMOCRM'], ...pages.map((page) => [page])]) {
        expect([names, after, outcome(after, names)]).toEqual([names, after, outcome(code, names)])
      }
    }
  })
})
