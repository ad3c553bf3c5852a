import type { Cell } from '../cell.js'

/** One of several in a list. */
export const element: readonly Cell[] = [
  {
    form: 'literal',
    code: "const allowedOrigins = ['https://acme.amocrm.com', 'https://lumen.example']\nif (allowedOrigins.includes(origin)) allow()",
    found: ['origin-allowlist matcher safe'],
    after:
      "const allowedOrigins = ['https://acme.amocrm.com', 'https://acme.kommo.com', 'https://lumen.example']\nif (allowedOrigins.includes(origin)) allow()",
  },
  {
    form: 'literal',
    code: "export const allowedOrigins = ['https://acme.amocrm.com']",
    found: ['origin-allowlist matcher review'],
    after: "export const allowedOrigins = ['https://acme.amocrm.com', 'https://acme.kommo.com']",
  },
  {
    form: 'literal',
    code: "const allowedHosts = ['ws.amocrm.com', 'lumen.example']\nif (allowedHosts.includes(host)) allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'literal',
    code: "const mails = ['support@amocrm.com', 'team@lumen.example']\nmails.forEach(sendMail)",
    found: [],
    kept: 'email',
  },
  {
    form: 'literal',
    path: 'a.ts',
    code: "const a: Array<'x.amocrm.com'> = ['x.amocrm.com']\nif (a.includes(host)) allow()",
    found: ['origin-allowlist matcher manual', 'origin-allowlist matcher review'],
    after: "const a: Array<'x.amocrm.com'> = ['x.amocrm.com', 'x.kommo.com']\nif (a.includes(host)) allow()",
  },
  {
    form: 'literal',
    path: 'a.ts',
    code: "type H = 'x.amocrm.com' | 'y.example'\nconst a: H[] = ['x.amocrm.com']\nif (a.includes(host)) allow()",
    found: ['origin-allowlist matcher review', 'origin-allowlist matcher review'],
    after:
      "type H = 'x.amocrm.com' | 'x.kommo.com' | 'y.example'\nconst a: H[] = ['x.amocrm.com', 'x.kommo.com']\nif (a.includes(host)) allow()",
  },
  {
    form: 'literal',
    path: 'a.ts',
    code: "const a = ['x.amocrm.com'] satisfies readonly 'x.amocrm.com'[]\nif (a.includes(host)) allow()",
    found: ['origin-allowlist matcher review', 'origin-allowlist matcher manual'],
    after:
      "const a = ['x.amocrm.com', 'x.kommo.com'] satisfies readonly 'x.amocrm.com'[]\nif (a.includes(host)) allow()",
  },
  {
    form: 'literal',
    path: 'a.ts',
    code: "type H = 'x.amocrm.com' | 'y.example'\nconst a: H[] = ['x.amocrm.com']\nif (a.includes(host)) allow()",
    found: ['origin-allowlist matcher review', 'origin-allowlist matcher review'],
    after:
      "type H = 'x.amocrm.com' | 'x.kommo.com' | 'y.example'\nconst a: H[] = ['x.amocrm.com', 'x.kommo.com']\nif (a.includes(host)) allow()",
  },
  {
    form: 'literal',
    path: 'a.ts',
    code: "const a = ['x.amocrm.com'] satisfies readonly 'x.amocrm.com'[]\nif (a.includes(host)) allow()",
    found: ['origin-allowlist matcher review', 'origin-allowlist matcher manual'],
    after:
      "const a = ['x.amocrm.com', 'x.kommo.com'] satisfies readonly 'x.amocrm.com'[]\nif (a.includes(host)) allow()",
  },
  {
    form: 'literal',
    path: 'a.ts',
    code: "const a: ('x.amocrm.com' | 'y.example')[] = ['x.amocrm.com']\nif (a.includes(host)) allow()",
    found: ['origin-allowlist matcher review', 'origin-allowlist matcher review'],
    after:
      "const a: ('x.amocrm.com' | 'x.kommo.com' | 'y.example')[] = ['x.amocrm.com', 'x.kommo.com']\nif (a.includes(host)) allow()",
  },
  {
    form: 'template',
    code: 'const allowedOrigins = [`https://${sub}.amocrm.com`]\nif (allowedOrigins.includes(origin)) allow()',
    found: ['origin-allowlist matcher safe'],
    after:
      'const allowedOrigins = [`https://${sub}.amocrm.com`, `https://${sub}.kommo.com`]\nif (allowedOrigins.includes(origin)) allow()',
  },
  {
    form: 'template',
    code: 'export const allowedOrigins = (sub) => [`https://${sub}.amocrm.com`]',
    found: ['origin-allowlist matcher review'],
    after: 'export const allowedOrigins = (sub) => [`https://${sub}.amocrm.com`, `https://${sub}.kommo.com`]',
  },
  {
    form: 'template',
    code: 'const allowedHosts = [`ws.amocrm.com:${port}`]\nif (allowedHosts.includes(host)) allow()',
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'template',
    code: 'const allowedOrigins = [`https://${sub}.amocrm.com`, `https://${sub}.kommo.com`]\nif (allowedOrigins.includes(origin)) allow()',
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'concatenation',
    code: "const allowedOrigins = ['https://' + sub + '.amocrm.com']\nif (allowedOrigins.includes(origin)) allow()",
    found: ['origin-allowlist matcher safe'],
    after:
      "const allowedOrigins = ['https://' + sub + '.amocrm.com', 'https://' + sub + '.kommo.com']\nif (allowedOrigins.includes(origin)) allow()",
  },
  {
    form: 'concatenation',
    code: "export const allowedOrigins = (sub) => ['https://' + sub + '.amocrm.com']",
    found: ['origin-allowlist matcher review'],
    after:
      "export const allowedOrigins = (sub) => ['https://' + sub + '.amocrm.com', 'https://' + sub + '.kommo.com']",
  },
  {
    form: 'concatenation',
    code: "const allowedHosts = ['ws.amocrm.com:' + port]\nif (allowedHosts.includes(host)) allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'concatenation',
    code: "const allowedOrigins = ['https://' + sub + '.amocrm.com', 'https://' + sub + '.kommo.com']\nif (allowedOrigins.includes(origin)) allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'constant',
    code: "const AMO = 'https://acme.amocrm.com'\nconst allowedOrigins = [AMO]\nif (allowedOrigins.includes(origin)) allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'constant',
    code: "const AMO = 'acme.amocrm.com'\nconst KOMMO = 'acme.kommo.com'\nif ([AMO, KOMMO].includes(host)) allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'constant',
    code: "const BASE = 'https://acme.amocrm.com'\nfor (const url of [BASE]) fetch(url + '/api/v4')",
    found: ['legacy-host target safe'],
    after: "const BASE = 'https://acme.kommo.com'\nfor (const url of [BASE]) fetch(url + '/api/v4')",
  },
  {
    form: 'constant',
    code: "const FORM = 'https://forms.amocrm.com/forms/1'\nfor (const url of [FORM]) fetch(url)",
    found: ['legacy-host target review'],
    after: "const FORM = 'https://forms.kommo.com/forms/1'\nfor (const url of [FORM]) fetch(url)",
  },
  {
    form: 'list',
    code: "const own = ['https://acme.amocrm.com']\nconst allowedOrigins = [...own, 'https://lumen.example']\nif (allowedOrigins.includes(origin)) allow()",
    found: ['origin-allowlist matcher safe'],
    after:
      "const own = ['https://acme.amocrm.com', 'https://acme.kommo.com']\nconst allowedOrigins = [...own, 'https://lumen.example']\nif (allowedOrigins.includes(origin)) allow()",
  },
  {
    form: 'list',
    code: "const [first] = ['acme.amocrm.com', 'lumen.example']\nif (host === first) allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'list',
    code: "const own = ['https://acme.amocrm.com']\nexport const allowedOrigins = [...own, 'https://lumen.example']",
    found: ['origin-allowlist matcher review'],
    after:
      "const own = ['https://acme.amocrm.com', 'https://acme.kommo.com']\nexport const allowedOrigins = [...own, 'https://lumen.example']",
  },
  {
    form: 'list',
    code: "const own = ['https://acme.amocrm.com', 'https://acme.kommo.com']\nconst allowedOrigins = [...own, 'https://lumen.example']\nif (allowedOrigins.includes(origin)) allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'regex',
    code: "app.use(cors({ origin: [/\\.amocrm\\.com$/, 'https://lumen.example'] }))",
    found: ['origin-allowlist matcher safe'],
    after: "app.use(cors({ origin: [/\\.(?:amocrm|kommo)\\.com$/, 'https://lumen.example'] }))",
  },
  {
    form: 'regex',
    code: "app.use(cors({ origin: ['https://acme.amocrm.com', /\\.kommo\\.com$/] }))",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'regex',
    code: 'export const allowedOrigins = [/\\.amocrm\\.com$/, /localhost/]',
    found: ['origin-allowlist matcher review'],
    after: 'export const allowedOrigins = [/\\.(?:amocrm|kommo)\\.com$/, /localhost/]',
  },
  {
    form: 'regex',
    code: "app.use(cors({ origin: [/^https:\\/\\/ws\\.amocrm\\.com$/, 'https://lumen.example'] }))",
    found: ['origin-allowlist matcher manual'],
  },
]
