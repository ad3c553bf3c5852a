import { describe, expect, it } from 'vitest'
import { check } from '../../src/engine/check.js'
import { createSource } from '../../src/files/source.js'
import { amocrmGlobal } from '../../src/rules/amocrm-global/index.js'

/** What the rule says of every `AMOCRM` of a file, in order: the text put in its place, or why it stays. */
async function verdicts(path: string, code: string, more: Record<string, string> = {}): Promise<string> {
  const files = { [path]: code, ...more }
  const inputs = Object.entries(files).map(([file, text]) => ({ path: file, bytes: Buffer.from(text) }))
  const result = await check(inputs, { rules: [amocrmGlobal], listed: Object.keys(files) })
  const said = [
    ...result.findings.map(({ span, fix }) => {
      const own = fix.edits.find((edit) => edit.path === span.file && edit.start === span.start)
      return { span, text: [fix.kind === 'safe' ? '' : fix.kind, own?.text].filter(Boolean).join(' ') }
    }),
    ...result.kept.map(({ span, reason }) => ({ span, text: reason })),
  ]
  return said
    .filter(({ span }) => span.file === path)
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ text }) => text)
    .join(', ')
}

const JS: [code: string, expected: string][] = [
  ['AMOCRM', 'APP'],
  ['(0, AMOCRM.isCard)()', 'APP'],
  ['x = { AMOCRM: AMOCRM }', 'identifier, APP'],
  ['x = { [AMOCRM.lang_id]: 1, "AMOCRM": 2 }', 'APP, identifier'],
  ['x = { AMOCRM() {}, get AMOCRM() {} }', 'identifier, identifier'],
  ['x = `${AMOCRM.lang_id} of AMOCRM`', 'APP, brand-text'],
  ['x = AMOCRM`text`', 'APP'],
  ['x = [...AMOCRM.list, { ...AMOCRM }]', 'APP, APP'],
  ['x = y ? AMOCRM : Mock', 'APP'],
  ['x = (y, AMOCRM)', 'APP'],
  ['AMOCRM.x ??= 1', 'APP'],
  ['AMOCRM.x++', 'APP'],
  ['delete AMOCRM.x', 'APP'],
  ['[AMOCRM.a, window.AMOCRM.b] = [1, 2]', 'APP, APP'],
  ['for (AMOCRM.i of list) go()', 'APP'],
  ['class A { #AMOCRM = AMOCRM; read() { return this.#AMOCRM } }', 'identifier, APP, identifier'],
  ['class A { static AMOCRM = AMOCRM; ["AMOCRM"]() {} }', 'identifier, APP, identifier'],
  ['class A extends AMOCRM.Base { x = super.AMOCRM }', 'APP, identifier'],
  ['(function (AMOCRM = window.AMOCRM) { AMOCRM() })()', 'local-binding, APP, local-binding'],
  ['function f({ AMOCRM = window.AMOCRM } = {}) {}', 'local-binding, APP'],
  ['function f(...AMOCRM) { return AMOCRM }', 'local-binding, local-binding'],
  ['(function (global) { global.AMOCRM.x() })(this)', 'APP'],
  ['(function () { this.AMOCRM.x() })()', 'review APP'],
  ['(function () { this.AMOCRM.x() }).call(this)', 'review APP'],
  ['function F() { this.AMOCRM = AMOCRM }', 'identifier, APP'],
  ['var self = this; function f() { return self.AMOCRM }', 'APP'],
  ['define(function () { var self = this; return self.AMOCRM })', 'identifier'],
  ['function f(window) { return window.AMOCRM }', 'review APP'],
  ['function f(config) { return config.AMOCRM.x }', 'identifier'],
  ['x = a.b.AMOCRM.c', 'identifier'],
  ['x = frame.contentWindow.AMOCRM', 'review APP'],
  ['x = document.defaultView.AMOCRM', 'APP'],
  ['x = that.window.AMOCRM.first_load', 'review APP'],
  ['x = (typeof window !== "undefined" ? window : {}).AMOCRM', 'APP'],
  ['x = (window || global).AMOCRM', 'APP'],
  ['x = (window || own).AMOCRM', 'identifier'],
  ['x = Function("return this")().AMOCRM', 'APP'],
  ['x = unsafeWindow.AMOCRM', 'APP'],
  ['x = window.app.AMOCRM', 'identifier'],
  ['let w = window; w = own; w.AMOCRM', 'identifier'],
  ['x = "AMOCRM" in own', 'identifier'],
  ['x = own.hasOwnProperty("AMOCRM")', 'identifier'],
  ['x = Object.keys(own).includes("AMOCRM")', 'brand-text'],
  ['x = _.get(own, "AMOCRM.data")', 'review APP'],
  ['log("AMOCRM")', 'brand-text'],
  ['x = y === "AMOCRM"', 'brand-text'],
  ['x = `${y}AMOCRM`', 'brand-text'],
  ['require("AMOCRM")', 'manual'],
  ['x = AMOCRM && window.AMOCRM', 'APP, APP'],
  ['x = typeof APP === "object" && APP.sdk || AMOCRM.sdk', 'already-migrated'],
  ['x = APP.sdk || AMOCRM.notifications', 'APP'],
  ['x = AMOCRM || APP', 'already-migrated'],
  ['try { x = APP } catch (e) { x = AMOCRM }', 'already-migrated'],
  ['var crm = window.APP; if (!crm) crm = window.AMOCRM', 'already-migrated'],
  ['if (window.APP) { x = AMOCRM.isCard() }', 'APP'],
  ['if (window.APP === undefined) { x = AMOCRM }', 'already-migrated'],
  ['window.APP = window.AMOCRM = mock', 'already-migrated'],
  ['var APP = window.APP || window.AMOCRM; x = AMOCRM.lang_id', 'already-migrated, window.APP'],
  ['window.AMOCRM = {}; x = AMOCRM.lang_id', 'APP, APP'],
  ['eval("var x = 1"); AMOCRM()', 'APP'],
  ['eval(code); AMOCRM()', 'review APP'],
  ['eval(code); window.AMOCRM()', 'APP'],
  ['// AMOCRM.data.current_card', 'review APP'],
  ['// see window.AMOCRM for more', 'review APP'],
  ['// AMOCRM sends a hook', 'brand-text'],
  ['// mail to support@AMOCRM.team', 'brand-text'],
  ['/* eslint no-undef: 0 */ AMOCRM()', 'APP'],
  ['/*global AMOCRM:true, $*/ AMOCRM($)', 'APP, APP'],
  ['/* exported AMOCRM */', 'brand-text'],
  ['import x from "AMOCRM"', 'identifier'],
  ['export { AMOCRM } from "./a"', 'identifier'],
  ['import * as AMOCRM from "./a"; AMOCRM.x()', 'identifier, local-binding'],
  ['const x = 1; export { x as AMOCRM }', 'identifier'],
  ['export const AMOCRM = window.AMOCRM', 'local-binding, APP'],
  ['const AMOCRM = require("./amo"); exports.AMOCRM = AMOCRM', 'local-binding, identifier, local-binding'],
]

const TS: [code: string, expected: string][] = [
  ['export class A { constructor(private AMOCRM: any) { this.AMOCRM.x() } }', 'local-binding, identifier'],
  ['export namespace N { export const AMOCRM = 1; f(AMOCRM) }', 'local-binding, local-binding'],
  ['export abstract class B { abstract AMOCRM: string }', 'identifier'],
  ['export type T = { AMOCRM: string }', 'identifier'],
  ['export interface Props { AMOCRM: string }', 'identifier'],
  ['interface Window { AMOCRM: any }\nwindow.AMOCRM.x()', 'APP, APP'],
  ['declare global { interface Window { AMOCRM?: any } }\nexport const x = window.AMOCRM', 'APP, APP'],
  ['interface Window { AMOCRM: any }\nexport type T = Window["AMOCRM"]', 'APP, APP'],
  ['declare let window: Window & { AMOCRM: any }\nexport const x = window.AMOCRM', 'APP, APP'],
  ['type W = typeof globalThis & { AMOCRM: any }\nexport const x = (globalThis as W).AMOCRM', 'APP, APP'],
  ['type Host = { AMOCRM: any }\nexport const x = (window as Host).AMOCRM', 'APP, APP'],
  ['import type { Host } from "kit"\nexport const x = (window as Host).AMOCRM', 'review APP'],
  [
    'import type { AMOCRM } from "kit"\ndeclare const APP: AMOCRM\nexport const x = APP',
    'identifier, identifier',
  ],
  ['import type { AMOCRM } from "kit"\ndeclare const AMOCRM: any', 'identifier, APP'],
  ['declare namespace AMOCRM { interface Card {} }\nlet card: AMOCRM.Card', 'manual, identifier'],
  ['declare const AMOCRM: any; declare const APP: any\nAMOCRM()', 'already-migrated, APP'],
  ['declare const APP: typeof AMOCRM\nexport const x = AMOCRM', 'already-migrated, APP'],
  ['import { APP } from "./a"\ndeclare const AMOCRM: any\nAPP(AMOCRM)', 'review APP, review window.APP'],
  ['export declare const AMOCRM: any\nexport const x = AMOCRM', 'local-binding, local-binding'],
  ['enum AMOCRM { A }\nexport const x = AMOCRM.A', 'identifier, local-binding'],
  ['export const x = (w: Window) => w.AMOCRM.isCard()', 'APP'],
  ['export const x = (w: typeof own) => w.AMOCRM', 'identifier'],
  ['export const x = (w: typeof window) => w.AMOCRM', 'APP'],
  ['export const x = (w: Props) => w.AMOCRM', 'identifier'],
  ['export const x = (<any>window)["AMOCRM"] as T', 'APP'],
  ['export const x = window!.AMOCRM!.data satisfies object', 'APP'],
  ['export const x = <T,>(AMOCRM: T) => AMOCRM', 'local-binding, local-binding'],
  ['@AMOCRM.widget\nexport class A {}', 'APP'],
]

describe('verdicts', () => {
  it.each(JS)('%s', async (code, expected) => {
    expect(await verdicts('script.js', `${code}\n`)).toBe(expected)
  })
  it.each(TS)('%s', async (code, expected) => {
    expect(await verdicts('script.ts', `${code}\n`)).toBe(expected)
  })
})

describe('findings', () => {
  const run = async (code: string, path = 'script.js') => {
    const inputs = [{ path, bytes: Buffer.from(code) }]
    return check(inputs, { rules: [amocrmGlobal], listed: [path] })
  }

  it('say what is known of a member', async () => {
    const { findings } = await run(
      'AMOCRM.constant()\nAMOCRM.widgets.system.amohash\nAMOCRM.addNotificationCallback()\nAMOCRM.lumen()\n',
    )
    expect(findings.map(({ help }) => help)).toEqual([
      'Use `APP`; both names are one object.',
      expect.stringContaining('API keys are gone'),
      expect.stringContaining('part of neither documented interface'),
      expect.stringContaining('No documentation names `lumen`'),
    ])
  })

  it('count in bytes, in every encoding', async () => {
    const code = 'var имя = "🙂"; AMOCRM.x(имя)\n'
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(code, 'utf16le')])
    for (const bytes of [Buffer.from(code), utf16]) {
      const { findings } = await check([{ path: 'a.js', bytes }], { rules: [amocrmGlobal], listed: ['a.js'] })
      const [edit] = findings[0]?.fix.edits ?? []
      const source = createSource('a.js', bytes)
      expect(source.text.slice(source.indexAt(edit?.start ?? 0), source.indexAt(edit?.end ?? 0))).toBe(
        'AMOCRM',
      )
    }
  })

  it('name the place that keeps a group from being safe', async () => {
    const inputs = [
      { path: 'mock.js', bytes: Buffer.from('window.AMOCRM = {}\n') },
      { path: 'a.js', bytes: Buffer.from('with (x) { AMOCRM() }\n') },
    ]
    const { findings } = await check(inputs, { rules: [amocrmGlobal], listed: ['mock.js', 'a.js'] })
    const mock = findings.find(({ span }) => span.file === 'mock.js')
    expect(mock?.fix.kind).toBe('review')
    expect(mock?.fix.edits.map(({ path }) => path)).toEqual(['a.js', 'mock.js'])
    expect(mock?.help).toContain('a.js')
    expect(mock?.related?.[0]?.note).toContain('`with`')
  })

  it('of JSON settings stand on the letters, whatever the file is called', async () => {
    const code = '{ "overrides": [{ "globals": { "AMOCRM": "readonly", "x": "off" } }] }\n'
    const { findings } = await run(code, '.eslintrc')
    expect(findings.map(({ span, fix }) => [span.start, fix.kind])).toEqual([
      [code.indexOf('AMOCRM'), 'safe'],
    ])
  })
})
