import type { Cell } from '../cell.js'

/** A fallback. */
export const fallback: readonly Cell[] = [
  {
    form: 'literal',
    code: "const base = process.env.BASE_URL || 'https://acme.amocrm.com'\nfetch(base + '/api/v4')",
    found: ['legacy-host target safe'],
    after: "const base = process.env.BASE_URL || 'https://acme.kommo.com'\nfetch(base + '/api/v4')",
  },
  {
    form: 'literal',
    code: "const origins = (process.env.ALLOWED_ORIGINS || 'https://acme.amocrm.com').split(',')\nif (origins.includes(origin)) allow()",
    found: ['origin-allowlist matcher safe'],
    after:
      "const origins = (process.env.ALLOWED_ORIGINS || 'https://acme.amocrm.com,https://acme.kommo.com').split(',')\nif (origins.includes(origin)) allow()",
  },
  {
    form: 'literal',
    code: "send(process.env.BASE || 'https://acme.amocrm.com')",
    found: ['legacy-host target review'],
    after: "send(process.env.BASE || 'https://acme.kommo.com')",
  },
  {
    form: 'literal',
    code: "app.use(cors({ origin: process.env.ORIGIN || 'https://acme.amocrm.com' }))",
    found: ['origin-allowlist peer manual'],
  },
  { form: 'literal', code: "sendMail(given || 'support@amocrm.com')", found: [], kept: 'email' },
  {
    form: 'template',
    code: "const base = given ?? `https://${sub}.amocrm.com`\nfetch(base + '/api/v4')",
    found: ['legacy-host target safe'],
    after: "const base = given ?? `https://${sub}.kommo.com`\nfetch(base + '/api/v4')",
  },
  {
    form: 'template',
    code: 'send(given ?? `https://${sub}.amocrm.com`)',
    found: ['legacy-host target review'],
    after: 'send(given ?? `https://${sub}.kommo.com`)',
  },
  {
    form: 'template',
    code: 'const base = given ?? `wss://ws.amocrm.com/${room}`\nnew WebSocket(base)',
    found: ['legacy-host target manual'],
  },
  {
    form: 'template',
    code: 'sendMail(given ?? `mailto:support@amocrm.com?subject=${subject}`)',
    found: [],
    kept: 'email',
  },
  {
    form: 'concatenation',
    code: "const base = given || 'https://' + sub + '.amocrm.com'\nfetch(base + '/api/v4')",
    found: ['legacy-host target safe'],
    after: "const base = given || 'https://' + sub + '.kommo.com'\nfetch(base + '/api/v4')",
  },
  {
    form: 'concatenation',
    code: "send(given ?? 'https://' + sub + '.amocrm.com')",
    found: ['legacy-host target review'],
    after: "send(given ?? 'https://' + sub + '.kommo.com')",
  },
  {
    form: 'concatenation',
    code: "const base = given || 'wss://ws.amocrm.com/' + room\nnew WebSocket(base)",
    found: ['legacy-host target manual'],
  },
  {
    form: 'concatenation',
    code: "sendMail(given || 'mailto:support@amocrm.com?subject=' + subject)",
    found: [],
    kept: 'email',
  },
  {
    form: 'constant',
    code: "const HOST = 'https://acme.amocrm.com'\nconst base = given || HOST\nfetch(base + '/api/v4')",
    found: ['legacy-host target safe'],
    after: "const HOST = 'https://acme.kommo.com'\nconst base = given || HOST\nfetch(base + '/api/v4')",
  },
  {
    form: 'constant',
    code: "const HOST = 'https://acme.amocrm.com'\nsend(given || HOST)",
    found: ['legacy-host target review'],
    after: "const HOST = 'https://acme.kommo.com'\nsend(given || HOST)",
  },
  {
    form: 'constant',
    code: "const ORIGIN = 'https://acme.amocrm.com'\napp.use(cors({ origin: given || ORIGIN }))",
    found: ['origin-allowlist peer manual'],
  },
  {
    form: 'constant',
    code: "const MAIL = 'support@amocrm.com'\nsendMail(given || MAIL)",
    found: [],
    kept: 'email',
  },
  {
    form: 'list',
    code: "const hosts = given ?? ['acme.amocrm.com']\nif (hosts.includes(host)) allow()",
    found: ['origin-allowlist matcher safe'],
    after: "const hosts = given ?? ['acme.amocrm.com', 'acme.kommo.com']\nif (hosts.includes(host)) allow()",
  },
  {
    form: 'list',
    code: "const hosts = given ?? ['acme.amocrm.com', 'acme.kommo.com']\nif (hosts.includes(host)) allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'list',
    code: "send(given ?? ['https://acme.amocrm.com'])",
    found: ['legacy-host target review'],
    after: "send(given ?? ['https://acme.kommo.com'])",
  },
  {
    form: 'list',
    code: "const hosts = given ?? ['ws.amocrm.com']\nif (hosts.includes(host)) allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'regex',
    code: 'const re = given ?? /^[a-z]+\\.amocrm\\.com$/\nif (re.test(host)) allow()',
    found: ['origin-allowlist matcher safe'],
    after: 'const re = given ?? /^[a-z]+\\.(?:amocrm|kommo)\\.com$/\nif (re.test(host)) allow()',
  },
  {
    form: 'regex',
    code: 'export const re = given ?? /^[a-z]+\\.amocrm\\.com$/',
    found: ['origin-allowlist matcher review'],
    after: 'export const re = given ?? /^[a-z]+\\.(?:amocrm|kommo)\\.com$/',
  },
  {
    form: 'regex',
    code: 'const re = given ?? /^ws\\.amocrm\\.com$/\nif (re.test(host)) allow()',
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'regex',
    code: 'const re = given ?? /^[a-z]+\\.(?:amocrm|kommo)\\.com$/\nif (re.test(host)) allow()',
    found: [],
    kept: 'complete-matcher',
  },
]
