import type { Cell } from '../cell.js'

/** A method is called on it. */
export const receiver: readonly Cell[] = [
  {
    form: 'literal',
    code: "if ('acme.amocrm.com'.includes(host)) allow()",
    found: ['origin-allowlist matcher review'],
    after: "if ('acme.amocrm.com'.includes(host) || 'acme.kommo.com'.includes(host)) allow()",
  },
  {
    form: 'literal',
    code: "const allowed = new Set('https://acme.amocrm.com,https://lumen.example'.split(','))\nif (allowed.has(origin)) allow()",
    found: ['origin-allowlist matcher safe'],
    after:
      "const allowed = new Set('https://acme.amocrm.com,https://acme.kommo.com,https://lumen.example'.split(','))\nif (allowed.has(origin)) allow()",
  },
  {
    form: 'literal',
    code: "if ('acme.amocrm.com'.localeCompare(host) === 0) allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'literal',
    code: "if ('acme.amocrm.com,acme.kommo.com'.split(',').includes(host)) allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'template',
    code: 'if (`https://${sub}.amocrm.com`.startsWith(origin)) allow()',
    found: ['origin-allowlist matcher review'],
    after:
      'if (`https://${sub}.amocrm.com`.startsWith(origin) || `https://${sub}.kommo.com`.startsWith(origin)) allow()',
  },
  {
    form: 'template',
    code: 'fetch(`https://${sub}.amocrm.com/api/v4/leads`.toString())',
    found: ['legacy-host target safe'],
    after: 'fetch(`https://${sub}.kommo.com/api/v4/leads`.toString())',
  },
  {
    form: 'template',
    code: 'new WebSocket(`wss://ws.amocrm.com/${room}`.toString())',
    found: ['legacy-host target manual'],
  },
  {
    form: 'template',
    code: 'sendMail(`mailto:support@amocrm.com?subject=${subject}`.trim())',
    found: [],
    kept: 'email',
  },
  {
    form: 'concatenation',
    code: "if (('https://' + sub + '.amocrm.com').startsWith(origin)) allow()",
    found: ['origin-allowlist matcher review'],
    after:
      "if (('https://' + sub + '.amocrm.com').startsWith(origin) || ('https://' + sub + '.kommo.com').startsWith(origin)) allow()",
  },
  {
    form: 'concatenation',
    code: "fetch(('https://' + sub + '.amocrm.com/api/v4/leads').toString())",
    found: ['legacy-host target safe'],
    after: "fetch(('https://' + sub + '.kommo.com/api/v4/leads').toString())",
  },
  {
    form: 'concatenation',
    code: "new WebSocket(('wss://ws.amocrm.com/' + room).toString())",
    found: ['legacy-host target manual'],
  },
  {
    form: 'concatenation',
    code: "sendMail(('mailto:support@amocrm.com?subject=' + subject).trim())",
    found: [],
    kept: 'email',
  },
  {
    form: 'constant',
    code: "const HOST = 'acme.amocrm.com'\nif (HOST.includes(host)) allow()",
    found: ['origin-allowlist matcher review'],
    after:
      "const HOST = 'acme.amocrm.com'\nif (HOST.includes(host) || 'acme.kommo.com'.includes(host)) allow()",
  },
  {
    form: 'constant',
    code: "const HOSTS = 'https://acme.amocrm.com,https://lumen.example'\nif (HOSTS.split(',').includes(origin)) allow()",
    found: ['origin-allowlist matcher safe'],
    after:
      "const HOSTS = 'https://acme.amocrm.com,https://acme.kommo.com,https://lumen.example'\nif (HOSTS.split(',').includes(origin)) allow()",
  },
  {
    form: 'constant',
    code: "const SOCKET = 'wss://ws.amocrm.com/'\nnew WebSocket(SOCKET.toString())",
    found: ['legacy-host target manual'],
  },
  {
    form: 'constant',
    code: "const MAIL = 'support@amocrm.com'\nsendMail(MAIL.trim())",
    found: [],
    kept: 'email',
  },
  {
    form: 'list',
    code: "if (['acme.amocrm.com', 'lumen.example'].includes(host)) allow()",
    found: ['origin-allowlist matcher safe'],
    after: "if (['acme.amocrm.com', 'acme.kommo.com', 'lumen.example'].includes(host)) allow()",
  },
  {
    form: 'list',
    code: "if (['acme.amocrm.com', 'acme.kommo.com'].includes(host)) allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'list',
    code: "export const hosts = ['acme.amocrm.com']\nif (hosts.includes(host)) allow()",
    found: ['origin-allowlist matcher review'],
    after: "export const hosts = ['acme.amocrm.com', 'acme.kommo.com']\nif (hosts.includes(host)) allow()",
  },
  {
    form: 'list',
    code: "['wss://ws.amocrm.com/'].forEach((url) => new WebSocket(url))",
    found: ['legacy-host target manual'],
  },
]
