import type { Cell } from '../cell.js'

/** A piece of a larger text. */
export const part: readonly Cell[] = [
  {
    form: 'literal',
    code: "fetch('https://' + (isMain ? 'acme.amocrm.com' : 'lumen.example') + '/api/v4')",
    found: ['legacy-host target safe'],
    after: "fetch('https://' + (isMain ? 'acme.kommo.com' : 'lumen.example') + '/api/v4')",
  },
  {
    form: 'literal',
    code: "const HOST = 'forms.amocrm.com'\nfetch(`https://${HOST}/forms/1`)",
    found: ['legacy-host target review'],
    after: "const HOST = 'forms.kommo.com'\nfetch(`https://${HOST}/forms/1`)",
  },
  {
    form: 'literal',
    code: "const HOST = 'ws.amocrm.com'\nnew WebSocket(`wss://${HOST}/`)",
    found: ['legacy-host target manual'],
  },
  {
    form: 'template',
    code: "const HOST = 'amocrm.com'\nfetch(`https://acme.${HOST}/api/v4/leads`)",
    found: ['legacy-host target safe'],
    after: "const HOST = 'kommo.com'\nfetch(`https://acme.${HOST}/api/v4/leads`)",
  },
  {
    form: 'template',
    code: "const HOST = 'acme.amocrm.com'\nsend(`https://${HOST}`)",
    found: ['legacy-host target review'],
    after: "const HOST = 'acme.kommo.com'\nsend(`https://${HOST}`)",
  },
  {
    form: 'template',
    code: 'const HOST = `ws.amocrm.com:${port}`\nnew WebSocket(`wss://${HOST}/`)',
    found: ['legacy-host target manual'],
  },
  {
    form: 'concatenation',
    code: "const HOST = 'amocrm.com'\nfetch('https://acme.' + HOST + '/api/v4/leads')",
    found: ['legacy-host target safe'],
    after: "const HOST = 'kommo.com'\nfetch('https://acme.' + HOST + '/api/v4/leads')",
  },
  {
    form: 'concatenation',
    code: "const HOST = 'forms.amocrm.com'\nfetch('https://' + HOST + '/forms/1')",
    found: ['legacy-host target review'],
    after: "const HOST = 'forms.kommo.com'\nfetch('https://' + HOST + '/forms/1')",
  },
  {
    form: 'concatenation',
    code: "const HOST = 'ws.amocrm.com'\nnew WebSocket('wss://' + HOST + '/')",
    found: ['legacy-host target manual'],
  },
  {
    form: 'constant',
    code: "const BASE = 'https://acme.amocrm.com'\nfetch(BASE + '/api/v4/leads')",
    found: ['legacy-host target safe'],
    after: "const BASE = 'https://acme.kommo.com'\nfetch(BASE + '/api/v4/leads')",
  },
  {
    form: 'constant',
    code: "const NAME = 'amocrm'\nfetch('https://acme.' + NAME + '.com/api/v4/leads')",
    found: ['legacy-host target manual'],
  },
  {
    form: 'constant',
    code: "const DOMAIN = 'amocrm\\\\.com'\nif (new RegExp('^https://[a-z]+\\\\.' + DOMAIN + '$').test(origin)) allow()",
    found: ['origin-allowlist matcher review'],
    after:
      "const DOMAIN = '(?:amocrm|kommo)\\\\.com'\nif (new RegExp('^https://[a-z]+\\\\.' + DOMAIN + '$').test(origin)) allow()",
  },
  {
    form: 'list',
    code: "const hosts = ['acme.amocrm.com']\nfor (const one of hosts) fetch('https://' + one + '/api/v4')",
    found: ['legacy-host target safe'],
    after: "const hosts = ['acme.kommo.com']\nfor (const one of hosts) fetch('https://' + one + '/api/v4')",
  },
  {
    form: 'list',
    code: "const hosts = ['forms.amocrm.com']\nfor (const one of hosts) fetch('https://' + one + '/forms/1')",
    found: ['legacy-host target review'],
    after: "const hosts = ['forms.kommo.com']\nfor (const one of hosts) fetch('https://' + one + '/forms/1')",
  },
  {
    form: 'list',
    code: "const hosts = ['ws.amocrm.com']\nfor (const one of hosts) new WebSocket('wss://' + one + '/')",
    found: ['legacy-host target manual'],
  },
]
