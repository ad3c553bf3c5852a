import type { Cell } from '../cell.js'

/** Code that a document shows. */
export const embedded: readonly Cell[] = [
  {
    form: 'literal',
    path: 'README.md',
    code: "```js\nfetch('https://acme.amocrm.com/api/v4/leads')\n```",
    found: ['legacy-host text review'],
    after: "```js\nfetch('https://acme.kommo.com/api/v4/leads')\n```",
  },
  {
    form: 'literal',
    path: 'README.md',
    code: "```js\nnew WebSocket('wss://ws.amocrm.com/')\n```",
    found: ['legacy-host text manual'],
  },
  {
    form: 'template',
    path: 'README.md',
    code: '```js\nfetch(`https://${sub}.amocrm.com/api/v4`)\n```',
    found: ['legacy-host text review'],
    after: '```js\nfetch(`https://${sub}.kommo.com/api/v4`)\n```',
  },
  {
    form: 'template',
    path: 'README.md',
    code: '```js\nnew WebSocket(`wss://ws.amocrm.com/${room}`)\n```',
    found: ['legacy-host text manual'],
  },
  {
    form: 'concatenation',
    path: 'README.md',
    code: "```js\nfetch('https://' + sub + '.amocrm.com/api/v4')\n```",
    found: ['legacy-host text review'],
    after: "```js\nfetch('https://' + sub + '.kommo.com/api/v4')\n```",
  },
  {
    form: 'concatenation',
    path: 'README.md',
    code: "```js\nnew WebSocket('wss://ws.amocrm.com/' + room)\n```",
    found: ['legacy-host text manual'],
  },
  {
    form: 'constant',
    path: 'README.md',
    code: "```js\nconst BASE = 'https://acme.amocrm.com'\nfetch(BASE)\n```",
    found: ['legacy-host text review'],
    after: "```js\nconst BASE = 'https://acme.kommo.com'\nfetch(BASE)\n```",
  },
  {
    form: 'constant',
    path: 'README.md',
    code: "```js\nconst SOCKET = 'wss://ws.amocrm.com/'\nnew WebSocket(SOCKET)\n```",
    found: ['legacy-host text manual'],
  },
  {
    form: 'list',
    path: 'README.md',
    code: "```js\nconst allowedOrigins = ['https://acme.amocrm.com']\n```",
    found: ['origin-allowlist matcher review'],
    after: "```js\nconst allowedOrigins = ['https://acme.amocrm.com', 'https://acme.kommo.com']\n```",
  },
  {
    form: 'list',
    path: 'README.md',
    code: "```js\nconst allowedHosts = ['ws.amocrm.com']\n```",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'regex',
    path: 'README.md',
    code: '```js\nconst re = /\\.amocrm\\.com$/\n```',
    found: ['origin-allowlist matcher review'],
    after: '```js\nconst re = /\\.(?:amocrm|kommo)\\.com$/\n```',
  },
  {
    form: 'regex',
    path: 'README.md',
    code: '```js\nif (/^[a-z]+\\.amocrm\\.com$/.test(host)) allow()\n```',
    found: ['origin-allowlist matcher review'],
    after: '```js\nif (/^[a-z]+\\.(?:amocrm|kommo)\\.com$/.test(host)) allow()\n```',
  },
  {
    form: 'regex',
    path: 'README.md',
    code: '```js\nif (/^ws\\.amocrm\\.com$/.test(host)) allow()\n```',
    found: ['origin-allowlist matcher manual'],
  },
]
