import type { Cell } from '../cell.js'

/** A source of a policy. */
export const directive: readonly Cell[] = [
  {
    form: 'literal',
    path: 'a.html',
    code: '<meta http-equiv="Content-Security-Policy" content="frame-src https://*.amocrm.com; img-src https://*.kommo.com">',
    found: ['origin-allowlist matcher safe'],
    after:
      '<meta http-equiv="Content-Security-Policy" content="frame-src https://*.amocrm.com https://*.kommo.com; img-src https://*.kommo.com">',
  },
  {
    form: 'literal',
    path: 'a.html',
    code: '<meta http-equiv="Content-Security-Policy" content="frame-src https://*.amocrm.com https://*.kommo.com">',
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'literal',
    path: 'a.html',
    code: '<meta http-equiv="Content-Security-Policy" content="connect-src wss://ws.amocrm.com">',
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'template',
    path: 'a.twig',
    code: '<meta http-equiv="Content-Security-Policy" content="frame-src https://{{ sub }}.amocrm.com">',
    found: ['origin-allowlist matcher safe'],
    after:
      '<meta http-equiv="Content-Security-Policy" content="frame-src https://{{ sub }}.amocrm.com https://{{ sub }}.kommo.com">',
  },
  {
    form: 'template',
    path: 'a.twig',
    code: '<meta http-equiv="Content-Security-Policy" content="connect-src wss://ws.amocrm.com:{{ port }}">',
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'template',
    path: 'a.twig',
    code: '<meta http-equiv="Content-Security-Policy" content="frame-src https://{{ sub }}.amocrm.com https://{{ sub }}.kommo.com">',
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'list',
    path: 'vercel.json',
    code: '{ "headers": [{ "key": "Content-Security-Policy", "value": "frame-ancestors \'self\' https://*.amocrm.com" }] }',
    found: ['origin-allowlist matcher safe'],
    after:
      '{ "headers": [{ "key": "Content-Security-Policy", "value": "frame-ancestors \'self\' https://*.amocrm.com https://*.kommo.com" }] }',
  },
  {
    form: 'list',
    path: 'vercel.json',
    code: '{ "headers": [{ "key": "Content-Security-Policy", "value": "connect-src \'self\' wss://ws.amocrm.com" }] }',
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'list',
    path: 'vercel.json',
    code: '{ "headers": [{ "key": "Content-Security-Policy", "value": "frame-ancestors \'self\' https://*.amocrm.com https://*.kommo.com" }] }',
    found: [],
    kept: 'complete-matcher',
  },
]
