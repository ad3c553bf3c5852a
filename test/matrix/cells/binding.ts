import type { Cell } from '../cell.js'

/** Held under a name. */
export const binding: readonly Cell[] = [
  {
    form: 'literal',
    code: "export const API_URL = 'https://acme.amocrm.com/api/v4'",
    found: ['legacy-host target safe'],
    after: "export const API_URL = 'https://acme.kommo.com/api/v4'",
  },
  {
    form: 'literal',
    code: "const url = 'https://acme.amocrm.com/api/v4'\nfetch(url)",
    found: ['legacy-host target safe'],
    after: "const url = 'https://acme.kommo.com/api/v4'\nfetch(url)",
  },
  {
    form: 'literal',
    code: "const ORIGIN = 'https://acme.amocrm.com'\nframe.postMessage(message, ORIGIN)",
    found: ['origin-allowlist peer manual'],
  },
  {
    form: 'literal',
    code: "export const FORM_URL = 'https://forms.amocrm.com/forms/1'",
    found: ['legacy-host target review'],
    after: "export const FORM_URL = 'https://forms.kommo.com/forms/1'",
  },
  { form: 'literal', code: "export const SUPPORT_EMAIL = 'support@amocrm.com'", found: [], kept: 'email' },
  {
    form: 'template',
    code: 'const url = `https://${sub}.amocrm.com/api/v4`\nfetch(url)',
    found: ['legacy-host target safe'],
    after: 'const url = `https://${sub}.kommo.com/api/v4`\nfetch(url)',
  },
  {
    form: 'template',
    code: 'export const formUrl = `https://forms.amocrm.com/forms/${id}`',
    found: ['legacy-host target review'],
    after: 'export const formUrl = `https://forms.kommo.com/forms/${id}`',
  },
  {
    form: 'template',
    code: 'export const socketUrl = `wss://ws.amocrm.com/${room}`',
    found: ['legacy-host target manual'],
  },
  {
    form: 'template',
    code: 'export const mailUrl = `mailto:support@amocrm.com?subject=${subject}`',
    found: [],
    kept: 'email',
  },
  {
    form: 'concatenation',
    code: "const url = 'https://' + sub + '.amocrm.com/api/v4'\nfetch(url)",
    found: ['legacy-host target safe'],
    after: "const url = 'https://' + sub + '.kommo.com/api/v4'\nfetch(url)",
  },
  {
    form: 'concatenation',
    code: "export const formUrl = 'https://forms.amocrm.com/forms/' + id",
    found: ['legacy-host target review'],
    after: "export const formUrl = 'https://forms.kommo.com/forms/' + id",
  },
  {
    form: 'concatenation',
    code: "export const socketUrl = 'wss://ws.amocrm.com/' + room",
    found: ['legacy-host target manual'],
  },
  {
    form: 'concatenation',
    code: "export const mailUrl = 'mailto:support@amocrm.com?subject=' + subject",
    found: [],
    kept: 'email',
  },
  {
    form: 'constant',
    code: "const HOST = 'acme.amocrm.com'\nconst host = HOST\nfetch('https://' + host + '/api/v4')",
    found: ['legacy-host target safe'],
    after: "const HOST = 'acme.kommo.com'\nconst host = HOST\nfetch('https://' + host + '/api/v4')",
  },
  {
    form: 'constant',
    code: "const FORM = 'https://forms.amocrm.com/forms/1'\nexport const formUrl = FORM",
    found: ['legacy-host target review'],
    after: "const FORM = 'https://forms.kommo.com/forms/1'\nexport const formUrl = FORM",
  },
  {
    form: 'constant',
    code: "const SOCKET = 'wss://ws.amocrm.com/'\nexport const socketUrl = SOCKET",
    found: ['legacy-host target manual'],
  },
  {
    form: 'constant',
    code: "const MAIL = 'support@amocrm.com'\nexport const supportEmail = MAIL",
    found: [],
    kept: 'email',
  },
  {
    form: 'list',
    code: "const ALLOWED_HOSTS = ['acme.amocrm.com']\nuse(ALLOWED_HOSTS)",
    found: ['origin-allowlist matcher review'],
    after: "const ALLOWED_HOSTS = ['acme.amocrm.com', 'acme.kommo.com']\nuse(ALLOWED_HOSTS)",
  },
  {
    form: 'list',
    code: "export const ALLOWED_HOSTS = ['acme.amocrm.com', 'acme.kommo.com']",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'list',
    code: "const ALLOWED_HOSTS = ['acme.amocrm.com']\nif (ALLOWED_HOSTS.includes(host)) allow()",
    found: ['origin-allowlist matcher safe'],
    after:
      "const ALLOWED_HOSTS = ['acme.amocrm.com', 'acme.kommo.com']\nif (ALLOWED_HOSTS.includes(host)) allow()",
  },
  {
    form: 'list',
    code: "const ALLOWED_HOSTS = ['ws.amocrm.com']\nif (ALLOWED_HOSTS.includes(host)) allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'regex',
    code: 'export const HOST_PATTERN = /\\.amocrm\\.com$/',
    found: ['origin-allowlist matcher review'],
    after: 'export const HOST_PATTERN = /\\.(?:amocrm|kommo)\\.com$/',
  },
  {
    form: 'regex',
    code: 'const HOST_PATTERN = /\\.amocrm\\.com$/\nif (HOST_PATTERN.test(host)) allow()',
    found: ['origin-allowlist matcher safe'],
    after: 'const HOST_PATTERN = /\\.(?:amocrm|kommo)\\.com$/\nif (HOST_PATTERN.test(host)) allow()',
  },
  {
    form: 'regex',
    code: 'export const HOST_PATTERN = /^ws\\.amocrm\\.com$/',
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'regex',
    code: 'export const HOST_PATTERN = /\\.(?:amocrm|kommo)\\.com$/',
    found: [],
    kept: 'complete-matcher',
  },
]
