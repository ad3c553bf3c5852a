import type { Cell } from '../cell.js'

/** What a function gives back. */
export const returned: readonly Cell[] = [
  {
    form: 'literal',
    code: "function base() {\n  return 'https://acme.amocrm.com'\n}\nfetch(base() + '/api/v4')",
    found: ['legacy-host target safe'],
    after: "function base() {\n  return 'https://acme.kommo.com'\n}\nfetch(base() + '/api/v4')",
  },
  {
    form: 'literal',
    code: "const origin = () => 'https://acme.amocrm.com'\nresponse.setHeader('Access-Control-Allow-Origin', origin())",
    found: ['origin-allowlist peer manual'],
  },
  {
    form: 'literal',
    code: "export const base = () => 'https://acme.amocrm.com'",
    found: ['legacy-host target review'],
    after: "export const base = () => 'https://acme.kommo.com'",
  },
  {
    form: 'literal',
    code: "export const supportMail = () => 'support@amocrm.com'",
    found: [],
    kept: 'email',
  },
  {
    form: 'template',
    code: "const base = (sub) => `https://${sub}.amocrm.com`\nfetch(base('acme') + '/api/v4')",
    found: ['legacy-host target safe'],
    after: "const base = (sub) => `https://${sub}.kommo.com`\nfetch(base('acme') + '/api/v4')",
  },
  {
    form: 'template',
    code: 'export const formUrl = (id) => `https://forms.amocrm.com/forms/${id}`',
    found: ['legacy-host target review'],
    after: 'export const formUrl = (id) => `https://forms.kommo.com/forms/${id}`',
  },
  {
    form: 'template',
    code: 'export const socketUrl = (room) => `wss://ws.amocrm.com/${room}`',
    found: ['legacy-host target manual'],
  },
  {
    form: 'template',
    code: 'export const mailUrl = (subject) => `mailto:support@amocrm.com?subject=${subject}`',
    found: [],
    kept: 'email',
  },
  {
    form: 'concatenation',
    code: "function base(sub) {\n  return 'https://' + sub + '.amocrm.com'\n}\nfetch(base('acme') + '/api/v4')",
    found: ['legacy-host target safe'],
    after:
      "function base(sub) {\n  return 'https://' + sub + '.kommo.com'\n}\nfetch(base('acme') + '/api/v4')",
  },
  {
    form: 'concatenation',
    code: "export const formUrl = (id) => 'https://forms.amocrm.com/forms/' + id",
    found: ['legacy-host target review'],
    after: "export const formUrl = (id) => 'https://forms.kommo.com/forms/' + id",
  },
  {
    form: 'concatenation',
    code: "export const socketUrl = (room) => 'wss://ws.amocrm.com/' + room",
    found: ['legacy-host target manual'],
  },
  {
    form: 'concatenation',
    code: "export const mailUrl = (subject) => 'mailto:support@amocrm.com?subject=' + subject",
    found: [],
    kept: 'email',
  },
  {
    form: 'constant',
    code: "const HOST = 'https://acme.amocrm.com'\nconst base = () => HOST\nfetch(base() + '/api/v4')",
    found: ['legacy-host target safe'],
    after: "const HOST = 'https://acme.kommo.com'\nconst base = () => HOST\nfetch(base() + '/api/v4')",
  },
  {
    form: 'constant',
    code: "const FORM = 'https://forms.amocrm.com/forms/1'\nexport const formUrl = () => FORM",
    found: ['legacy-host target review'],
    after: "const FORM = 'https://forms.kommo.com/forms/1'\nexport const formUrl = () => FORM",
  },
  {
    form: 'constant',
    code: "const SOCKET = 'wss://ws.amocrm.com/'\nexport const socketUrl = () => SOCKET",
    found: ['legacy-host target manual'],
  },
  {
    form: 'constant',
    code: "const MAIL = 'support@amocrm.com'\nexport const supportMail = () => MAIL",
    found: [],
    kept: 'email',
  },
  {
    form: 'list',
    code: "const hosts = () => ['acme.amocrm.com']\nif (hosts().includes(host)) allow()",
    found: ['origin-allowlist matcher safe'],
    after: "const hosts = () => ['acme.amocrm.com', 'acme.kommo.com']\nif (hosts().includes(host)) allow()",
  },
  {
    form: 'list',
    code: "const hosts = () => ['acme.amocrm.com', 'acme.kommo.com']\nif (hosts().includes(host)) allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'list',
    code: "export const allowedHosts = () => ['acme.amocrm.com']",
    found: ['origin-allowlist matcher review'],
    after: "export const allowedHosts = () => ['acme.amocrm.com', 'acme.kommo.com']",
  },
  {
    form: 'list',
    code: "const hosts = () => ['ws.amocrm.com']\nif (hosts().includes(host)) allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'regex',
    code: 'const pattern = () => /^[a-z]+\\.amocrm\\.com$/\nif (pattern().test(host)) allow()',
    found: ['origin-allowlist matcher safe'],
    after: 'const pattern = () => /^[a-z]+\\.(?:amocrm|kommo)\\.com$/\nif (pattern().test(host)) allow()',
  },
  {
    form: 'regex',
    code: 'export const hostPattern = () => /^[a-z]+\\.amocrm\\.com$/',
    found: ['origin-allowlist matcher review'],
    after: 'export const hostPattern = () => /^[a-z]+\\.(?:amocrm|kommo)\\.com$/',
  },
  {
    form: 'regex',
    code: 'const pattern = () => /^ws\\.amocrm\\.com$/\nif (pattern().test(host)) allow()',
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'regex',
    code: 'const pattern = () => /^[a-z]+\\.(?:amocrm|kommo)\\.com$/\nif (pattern().test(host)) allow()',
    found: [],
    kept: 'complete-matcher',
  },
]
