import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scopeDifferences } from './scopes.js'

const FIXTURES = join(import.meta.dirname, '..', '..', 'fixtures')

/** Everything that makes scopes hard, each a whole script. */
const HOSTILE = [
  '',
  'var a = a; a; var a',
  'f(); function f() { f() } { function f() {} f() } f()',
  '"use strict"; { function f() {} } f()',
  'function f() { "use strict"; { function g() {} } g() }',
  'function f() { "other"; "use strict"; return () => { { x } } }',
  'function f() { x; "use strict"; { let x } }',
  'if (a) function f() {} f()',
  'switch (x) { case x: let x = 1; default: x; function f() {} } x; f()',
  'switch (function () { return x }()) { case 1: const x = 2; x } x',
  'switch (x) {}',
  'with (o) { o; p = q; var p; with (p) { let o; o } } p',
  'with (function o() { return o }) o',
  'try { a } catch { a } finally { a }',
  'try { let e } catch (e) { var e = e; e; { let e = e } } e',
  'try {} catch ({ a, b: [c = a, ...d], ...e }) { a + c + d + e + b }',
  'for (var i = 0, n = i; i < n; i++) { let i = n; i } i',
  'for (let i = 0; i < 3; i++) { let i = 1; setTimeout(function () { i }) } i',
  'for (const k in k) { k } k',
  'for (let k of k) k; k',
  'for (var k in o) k; k',
  'for (var k = 1 in o) k',
  'for (k in o) k; for (o.k in o) k; for ([k = o, ...l] of l) k',
  'for (let { a = b, c: [b] } of a) b',
  'for (;;) { break } for (const x = 1; ; ) x',
  'function f(a = x, b = a, c = () => x) { var x = 1; return a + b + c + x } x',
  'function f(a = arguments, b = this) { return arguments } arguments',
  'function f(x = x) {} function g(y = (() => z)()) { var z }',
  'function f({ a = 1, b: { c = a } = {} } = {}, [d, , e = d] = [], ...[g]) { a + b + c + d + e + g }',
  '(function f(f) { f }); (function f() { var f; f }); (function f() { f = 1 })',
  'var f = function g() { return g }; g',
  '(() => arguments)(); function f() { (() => arguments)() }',
  '((a, b = a) => a + b)(); (a => b => a + b); async x => await_(x)',
  'a = 1; b += 1; c++; --d; e ??= e; f ||= 1; g &&= g; h **= 2',
  '[a, b.c, b[d], ...e] = [d, a]; ({ a, b: c, [d]: e, f = g, ...h } = a)',
  '[a = a, [b = a] = b] = [a, b]; [[a]] = [[a]]',
  '[x[i], i] = [i, x]; ({ [i]: i } = i)',
  'var { a, b: c, [d]: e, f = g, ...h } = a; var [i, , j = i, ...[k]] = h',
  'let { length } = "x"; const [first = length] = [length]',
  'a: for (;;) { b: for (;;) { continue a; break b } } a; b',
  'foo: { break foo } var foo; foo',
  '({ a, b: b, "c": c, [d]: d, e() { return e }, get f() { return f }, set f(f) { f }, async *g() { g } })',
  'a.b.c; a[b].c; a?.b?.[c]?.(d); new a.b(c); delete a.b; typeof b; void c',
  '`${a}${`${b}`}`; a`${c}`; a.b`x`',
  'class A { a = a; [b] = b; static c = this; d() { return d } static { let e; var f; e + f } } A; e; f',
  'class A extends A { constructor() { super(A) } } var B = class A extends B { m() { A } }; A',
  'class A { static x = () => x; y = function y() { return y + arguments }; z = class { w = z } }',
  'class A { #p = p; q() { return #p in this && this.#p } static #r() { r } get [s]() { s } }',
  'class A { [x] = class { [x] = x }; static { { let x; x } x } } var x',
  'class A { static { var a; a; function b() {} b } static { a; b } } a; b',
  'function f() { new.target; class A extends f {} { class A {} A } A }',
  'eval("x"); function f() { eval("var y"); y } (0, eval)("z")',
  'x = function () { return y; function y() {} var y }',
  'var x; { var x; { var x; let y; { var y2 } } } y',
  'undefined; NaN; this; null; let undefined2 = undefined',
  'async function f() { for (const x of y) { z = x } } function* g() { const a = yield a; yield* b }',
  'if (a) { let a } else { const a = 1; a } do { let b } while (b); while (c) var c',
  'let async, of, get, set, static_; async = of; get = set',
  'var a, a, b = 1, b = 2; function b() {}',
  'const f = ({ a }, [b], { c: { d } }) => ({ a, b, c, d })',
  'label: function f() {} f()',
  'throw a; debugger; ;',
  'function arguments2() { var arguments; arguments } function g(arguments) { arguments }',
  '/* a */ // b\n(function () { return /a/.test(b) }).call(a)',
  'a\n= b\n/c/d',
]

/** The same of modules, which another parser reads. */
const MODULES = [
  'import a, { b, c as d, default as e } from "x"; import * as f from "y"; a(b, c, d, e, f)',
  'import "x"; export { a, b as c }; var a, b; export * from "y"; export * as d from "z"; export { e } from "w"',
  'export default a; export const { b, c: [d] } = a; export function f() { f } export class G { m() { G } }',
  'export default function f() { return f } f',
  'export default class { x = y }',
  'export default function () { "use strict"; { function g() {} } g }',
  'import j from "x" with { type: "json" }; import("y").then((m) => m[j]); import.meta.url',
  'import { "a b" as c } from "x"; export { c as "d e" }',
  'const { a } = await b; for await (const x of a) x',
  'import a from "x"; { function a2() {} } a2; var a3 = () => { var a3; a = a3 }',
]

describe('scopes of plain JavaScript are those of the analysis for typed trees', () => {
  it.each([...HOSTILE, ...MODULES])('%s', (text) => {
    expect(scopeDifferences(text)).toEqual([])
  })

  it('in every script of the fixtures', () => {
    const scripts = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.[cm]?jsx?$/.test(path),
    )
    const differences = scripts.flatMap((path) =>
      (scopeDifferences(readFileSync(join(FIXTURES, path), 'utf8')) ?? []).map((text) => `${path}: ${text}`),
    )
    expect(scripts.length).toBeGreaterThan(400)
    expect(differences).toEqual([])
  })

  it('in generated programs', () => {
    let compared = 0
    fc.assert(
      fc.property(program, (text) => {
        const differences = scopeDifferences(text)
        if (differences) compared++
        expect(differences ?? [], text).toEqual([])
      }),
      { numRuns: RUNS },
    )
    expect(compared).toBeGreaterThan(RUNS / 2)
  })

  it('is not asked of elements and of what no table knows', () => {
    expect(scopeDifferences('const a = <B c={d} />')).toBeUndefined()
    expect(scopeDifferences('let a: number = b', 'ts')).toBeUndefined()
  })
})

/** Generated programs a run. What the language forbids but the grammar allows is compared all the same. */
const RUNS = 600

const name = fc.constantFrom('a', 'b', 'c', 'arguments')

/** Programs of few names, so that each is declared and hidden again and again; some do not parse and say nothing. */
const { program } = fc.letrec<{
  program: string
  body: string
  statement: string
  value: string
  target: string
}>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'code' },
    { weight: 4, arbitrary: name },
    fc.tuple(name, tie('value')).map(([n, v]) => `${n}.b[${v}]`),
    fc.tuple(tie('target'), tie('value')).map(([t, v]) => `(${t} = ${v})`),
    fc.tuple(name, fc.constantFrom('++', ' += 1', ' ??= b')).map(([n, o]) => `(${n}${o})`),
    fc.tuple(tie('target'), tie('body')).map(([t, b]) => `((${t}) => {\n${b}\n})`),
    fc.tuple(tie('target'), tie('value'), tie('value')).map(([t, d, v]) => `((${t} = ${d}) => ${v})`),
    fc.tuple(name, tie('target'), tie('body')).map(([n, t, b]) => `(function ${n}(${t}) {\n${b}\n})`),
    fc
      .tuple(name, tie('value'), tie('value'))
      .map(([n, k, v]) => `(class ${n} extends c { [${k}] = ${v}; static { ${n} } })`),
    fc
      .tuple(name, tie('value'), tie('body'))
      .map(([n, v, b]) => `({ ${n}, [${v}]: ${v}, ${n}() {\n${b}\n} })`),
    tie('value').map((v) => `\`\${${v}}\``),
  ),
  target: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'pattern' },
    { weight: 5, arbitrary: name },
    fc.tuple(name, tie('target')).map(([n, t]) => `{ ${n}, b: ${t} }`),
    fc.tuple(name, tie('value')).map(([n, v]) => `{ ${n} = ${v} }`),
    fc.tuple(tie('value'), tie('target')).map(([k, t]) => `{ [${k}]: ${t} }`),
    fc.tuple(tie('target'), tie('value')).map(([t, v]) => `[${t} = ${v}, ...c]`),
  ),
  statement: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'code' },
    { weight: 3, arbitrary: tie('value').map((v) => `${v}`) },
    fc
      .tuple(fc.constantFrom('var', 'let', 'const'), tie('target'), tie('value'))
      .map(([k, t, v]) => `${k} ${t} = ${v}`),
    fc.tuple(fc.constantFrom('var', 'let'), name).map(([k, n]) => `${k} ${n}`),
    tie('body').map((b) => `{\n${b}\n}`),
    fc.tuple(name, tie('target'), tie('body')).map(([n, t, b]) => `function ${n}(${t}) {\n${b}\n}`),
    fc.tuple(name, tie('body')).map(([n, b]) => `function ${n}() {\n'use strict'\n${b}\n}`),
    fc.tuple(name, tie('body')).map(([n, b]) => `class ${n} { m(a) {\n${b}\n} }`),
    fc.tuple(tie('target'), tie('body')).map(([t, b]) => `try { a } catch (${t}) {\n${b}\n}`),
    fc
      .tuple(
        fc.constantFrom('var ', 'let ', ''),
        tie('target'),
        fc.constantFrom('of', 'in'),
        tie('value'),
        tie('body'),
      )
      .map(([k, t, w, v, b]) => `for (${k}${t} ${w} ${v}) {\n${b}\n}`),
    fc
      .tuple(fc.constantFrom('var', 'let'), name, tie('body'))
      .map(([k, n, b]) => `for (${k} ${n} = b; ${n} < a; ${n}++) {\n${b}\n}`),
    fc
      .tuple(tie('value'), tie('value'), tie('body'))
      .map(([v, l, b]) => `switch (${v}) { case ${l}:\n${b}\n}`),
    fc.tuple(tie('value'), tie('body')).map(([v, b]) => `with (${v}) {\n${b}\n}`),
    fc.tuple(name, tie('body')).map(([n, b]) => `${n}: for (;;) {\n${b}\nbreak ${n}\n}`),
  ),
  body: fc.array(tie('statement'), { minLength: 0, maxLength: 3 }).map((list) => list.join('\n;')),
  program: fc.array(tie('statement'), { minLength: 1, maxLength: 5 }).map((list) => list.join('\n;')),
}))
