import type { Cell } from '../cell.js'

/** The value of a key. */
export const entry: readonly Cell[] = [
  {
    form: 'literal',
    code: "const config = { baseUrl: 'https://acme.amocrm.com' }\nfetch(config.baseUrl + '/api/v4/leads')",
    found: ['legacy-host target safe'],
    after: "const config = { baseUrl: 'https://acme.kommo.com' }\nfetch(config.baseUrl + '/api/v4/leads')",
  },
  {
    form: 'literal',
    code: "app.use(cors({ origin: 'https://acme.amocrm.com' }))",
    found: ['origin-allowlist peer review'],
    after: "app.use(cors({ origin: ['https://acme.amocrm.com', 'https://acme.kommo.com'] }))",
  },
  {
    form: 'literal',
    code: "respond({ headers: { 'Access-Control-Allow-Origin': 'https://acme.amocrm.com' } })",
    found: ['origin-allowlist peer manual'],
  },
  {
    form: 'literal',
    code: "const hosts = { old: 'https://acme.amocrm.com', now: 'https://acme.kommo.com' }",
    found: [],
    kept: 'already-migrated',
  },
  {
    form: 'template',
    code: 'axios.create({ baseURL: `https://${sub}.amocrm.com` })',
    found: ['legacy-host target safe'],
    after: 'axios.create({ baseURL: `https://${sub}.kommo.com` })',
  },
  {
    form: 'template',
    code: 'axios.get({ url: `https://forms.amocrm.com/forms/${id}` })',
    found: ['legacy-host target review'],
    after: 'axios.get({ url: `https://forms.kommo.com/forms/${id}` })',
  },
  {
    form: 'template',
    code: "respond({ headers: { 'Access-Control-Allow-Origin': `https://${sub}.amocrm.com` } })",
    found: ['origin-allowlist peer manual'],
  },
  {
    form: 'template',
    code: 'sendMail({ to: `mailto:support@amocrm.com?subject=${subject}` })',
    found: [],
    kept: 'email',
  },
  {
    form: 'concatenation',
    code: "axios.create({ baseURL: 'https://' + sub + '.amocrm.com' })",
    found: ['legacy-host target safe'],
    after: "axios.create({ baseURL: 'https://' + sub + '.kommo.com' })",
  },
  {
    form: 'concatenation',
    code: "axios.create({ baseURL: 'https://forms.amocrm.com/forms/' + id })",
    found: ['legacy-host target review'],
    after: "axios.create({ baseURL: 'https://forms.kommo.com/forms/' + id })",
  },
  {
    form: 'concatenation',
    code: "respond({ headers: { 'Access-Control-Allow-Origin': 'https://' + sub + '.amocrm.com' } })",
    found: ['origin-allowlist peer manual'],
  },
  {
    form: 'concatenation',
    code: "sendMail({ to: 'mailto:support@amocrm.com?subject=' + subject })",
    found: [],
    kept: 'email',
  },
  {
    form: 'constant',
    code: "const BASE = 'https://acme.amocrm.com'\naxios.create({ baseURL: BASE })",
    found: ['legacy-host target safe'],
    after: "const BASE = 'https://acme.kommo.com'\naxios.create({ baseURL: BASE })",
  },
  {
    form: 'constant',
    code: "const FORM = 'https://forms.amocrm.com/forms/1'\naxios.get({ url: FORM })",
    found: ['legacy-host target review'],
    after: "const FORM = 'https://forms.kommo.com/forms/1'\naxios.get({ url: FORM })",
  },
  {
    form: 'constant',
    code: "const ORIGIN = 'https://acme.amocrm.com'\nrespond({ headers: { 'Access-Control-Allow-Origin': ORIGIN } })",
    found: ['origin-allowlist peer manual'],
  },
  {
    form: 'constant',
    code: "const MAIL = 'support@amocrm.com'\nsendMail({ to: MAIL })",
    found: [],
    kept: 'email',
  },
  {
    form: 'list',
    code: "app.use(helmet({ contentSecurityPolicy: { directives: { frameAncestors: ['https://*.amocrm.com'] } } }))",
    found: ['origin-allowlist matcher safe'],
    after:
      "app.use(helmet({ contentSecurityPolicy: { directives: { frameAncestors: ['https://*.amocrm.com', 'https://*.kommo.com'] } } }))",
  },
  {
    form: 'list',
    code: "export const options = { allowedOrigins: ['https://acme.amocrm.com'] }",
    found: ['origin-allowlist matcher review'],
    after: "export const options = { allowedOrigins: ['https://acme.amocrm.com', 'https://acme.kommo.com'] }",
  },
  {
    form: 'list',
    code: "app.use(helmet({ contentSecurityPolicy: { directives: { connectSrc: ['wss://ws.amocrm.com'] } } }))",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'list',
    code: "app.use(helmet({ contentSecurityPolicy: { directives: { frameAncestors: ['https://*.amocrm.com', 'https://*.kommo.com'] } } }))",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'list',
    code: "const m = new Map([['Acme', 'x.amocrm.com']])\nfor (const [, host] of m) fetch(`https://${host}/api/v4`)",
    found: ['legacy-host target review'],
    after:
      "const m = new Map([['Acme', 'x.kommo.com']])\nfor (const [, host] of m) fetch(`https://${host}/api/v4`)",
  },
  {
    form: 'regex',
    code: 'app.use(cors({ origin: /\\.amocrm\\.com$/ }))',
    found: ['origin-allowlist matcher safe'],
    after: 'app.use(cors({ origin: /\\.(?:amocrm|kommo)\\.com$/ }))',
  },
  {
    form: 'regex',
    code: 'export const options = { hostPattern: /\\.amocrm\\.com$/ }',
    found: ['origin-allowlist matcher review'],
    after: 'export const options = { hostPattern: /\\.(?:amocrm|kommo)\\.com$/ }',
  },
  {
    form: 'regex',
    code: 'app.use(cors({ origin: /^https:\\/\\/ws\\.amocrm\\.com$/ }))',
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'regex',
    code: 'app.use(cors({ origin: /\\.(?:amocrm|kommo)\\.com$/ }))',
    found: [],
    kept: 'complete-matcher',
  },
]
