import type { Cell } from '../cell.js'

/** Passed to a call. */
export const argument: readonly Cell[] = [
  {
    form: 'literal',
    code: "fetch('https://acme.amocrm.com/api/v4/leads')",
    found: ['legacy-host target safe'],
    after: "fetch('https://acme.kommo.com/api/v4/leads')",
  },
  {
    form: 'literal',
    code: "if (host.endsWith('.amocrm.com')) allow()",
    found: ['origin-allowlist matcher safe'],
    after: "if (host.endsWith('.amocrm.com') || host.endsWith('.kommo.com')) allow()",
  },
  {
    form: 'literal',
    code: "frame.postMessage(message, 'https://acme.amocrm.com')",
    found: ['origin-allowlist peer manual'],
  },
  {
    form: 'literal',
    code: "send(open('https://acme.amocrm.com'))",
    found: ['legacy-host target safe'],
    after: "send(open('https://acme.kommo.com'))",
  },
  {
    form: 'literal',
    code: "if (host.endsWith('.amocrm.com') || host.endsWith('.kommo.com')) allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'literal',
    code: "send('https://acme.amocrm.com')",
    found: ['legacy-host target review'],
    after: "send('https://acme.kommo.com')",
  },
  {
    form: 'literal',
    code: "function go(x) {\n  if (!x.endsWith('.kommo.com')) return\n  fetch('https://acme.amocrm.com/api/v4/leads')\n}",
    found: ['legacy-host target review'],
    after:
      "function go(x) {\n  if (!x.endsWith('.kommo.com')) return\n  fetch('https://acme.kommo.com/api/v4/leads')\n}",
  },
  {
    form: 'literal',
    code: "function go(x) {\n  if (isKommo) return fetch('https://acme.kommo.com/api/v4/leads')\n  return fetch('https://acme.amocrm.com/api/v4/leads')\n}",
    found: [],
    kept: 'already-migrated',
  },
  {
    form: 'literal',
    code: "function go(x) {\n  if (x.endsWith('.kommo.com')) return\n  fetch('https://acme.amocrm.com/api/v4/leads')\n}",
    found: [],
    kept: 'already-migrated',
  },
  {
    form: 'literal',
    code: "function go(x) {\n  if (x.endsWith('.kommo.com')) fetch('https://acme.amocrm.com/api/v4/leads')\n}",
    found: ['legacy-host target review'],
    after:
      "function go(x) {\n  if (x.endsWith('.kommo.com')) fetch('https://acme.kommo.com/api/v4/leads')\n}",
  },
  {
    form: 'literal',
    code: "const u = x.endsWith('.kommo.com') ? 'https://acme.amocrm.com' : 'https://acme.amocrm.ru'\nfetch(u + '/api/v4/leads')",
    found: ['legacy-host target review'],
    after:
      "const u = x.endsWith('.kommo.com') ? 'https://acme.kommo.com' : 'https://acme.amocrm.ru'\nfetch(u + '/api/v4/leads')",
  },
  {
    form: 'template',
    code: 'fetch(`https://${sub}.amocrm.com/api/v4/leads`)',
    found: ['legacy-host target safe'],
    after: 'fetch(`https://${sub}.kommo.com/api/v4/leads`)',
  },
  {
    form: 'template',
    code: 'if (origin.startsWith(`https://${sub}.amocrm.com`)) allow()',
    found: ['origin-allowlist matcher review'],
    after:
      'if (origin.startsWith(`https://${sub}.amocrm.com`) || origin.startsWith(`https://${sub}.kommo.com`)) allow()',
  },
  {
    form: 'template',
    code: 'new WebSocket(`wss://ws.amocrm.com/${room}`)',
    found: ['legacy-host target manual'],
  },
  { form: 'template', code: 'sendMail(`support@amocrm.com?subject=${subject}`)', found: [], kept: 'email' },
  {
    form: 'template',
    code: "function go(x) {\n  if (!x.endsWith('.kommo.com')) return\n  fetch(`https://${x}.amocrm.com/api/v4/leads`)\n}",
    found: ['legacy-host target review'],
    after:
      "function go(x) {\n  if (!x.endsWith('.kommo.com')) return\n  fetch(`https://${x}.kommo.com/api/v4/leads`)\n}",
  },
  {
    form: 'concatenation',
    code: "fetch('https://' + sub + '.amocrm.com/api/v4/leads')",
    found: ['legacy-host target safe'],
    after: "fetch('https://' + sub + '.kommo.com/api/v4/leads')",
  },
  {
    form: 'concatenation',
    code: "if (origin.startsWith('https://' + sub + '.amocrm.com')) allow()",
    found: ['origin-allowlist matcher review'],
    after:
      "if (origin.startsWith('https://' + sub + '.amocrm.com') || origin.startsWith('https://' + sub + '.kommo.com')) allow()",
  },
  {
    form: 'concatenation',
    code: "fetch('https://' + sub + '.amocrm.' + tld + '/api/v4')",
    found: ['platform-branch branch review'],
    after: "fetch('https://' + sub + '.' + (tld === 'ru' ? 'amocrm.ru' : 'kommo.com') + '/api/v4')",
  },
  {
    form: 'concatenation',
    code: "new WebSocket('wss://ws.amocrm.com/' + room)",
    found: ['legacy-host target manual'],
  },
  {
    form: 'concatenation',
    code: "sendMail('mailto:support@amocrm.com?subject=' + subject)",
    found: [],
    kept: 'email',
  },
  {
    form: 'constant',
    code: "const SUFFIX = '.amocrm.com'\nif (host.endsWith(SUFFIX)) allow()",
    found: ['origin-allowlist matcher safe'],
    after: "const SUFFIX = '.amocrm.com'\nif (host.endsWith(SUFFIX) || host.endsWith('.kommo.com')) allow()",
  },
  {
    form: 'constant',
    code: "const FORM = 'https://forms.amocrm.com/forms/1'\nfetch(FORM)",
    found: ['legacy-host target review'],
    after: "const FORM = 'https://forms.kommo.com/forms/1'\nfetch(FORM)",
  },
  {
    form: 'constant',
    code: "const ORIGIN = 'https://acme.amocrm.com'\nframe.postMessage(message, ORIGIN)",
    found: ['origin-allowlist peer manual'],
  },
  { form: 'constant', code: "const MAIL = 'support@amocrm.com'\nsendMail(MAIL)", found: [], kept: 'email' },
  {
    form: 'list',
    code: "app.use(cors({ origin: ['https://acme.amocrm.com'] }))",
    found: ['origin-allowlist matcher safe'],
    after: "app.use(cors({ origin: ['https://acme.amocrm.com', 'https://acme.kommo.com'] }))",
  },
  {
    form: 'list',
    code: "if (_.includes(['acme.amocrm.com'], host)) allow()",
    found: ['origin-allowlist matcher safe'],
    after: "if (_.includes(['acme.amocrm.com', 'acme.kommo.com'], host)) allow()",
  },
  {
    form: 'list',
    code: "send(['https://acme.amocrm.com'])",
    found: ['legacy-host target review'],
    after: "send(['https://acme.kommo.com'])",
  },
  { form: 'list', code: "connect(['wss://ws.amocrm.com/'])", found: ['legacy-host target manual'] },
  { form: 'list', code: "sendMail(['support@amocrm.com', 'team@lumen.example'])", found: [], kept: 'email' },
  {
    form: 'regex',
    code: 'app.use(cors({ origin: [/\\.amocrm\\.com$/] }))',
    found: ['origin-allowlist matcher safe'],
    after: 'app.use(cors({ origin: [/\\.(?:amocrm|kommo)\\.com$/] }))',
  },
  {
    form: 'regex',
    code: 'register(/^[a-z]+\\.amocrm\\.com$/)',
    found: ['origin-allowlist matcher review'],
    after: 'register(/^[a-z]+\\.(?:amocrm|kommo)\\.com$/)',
  },
  { form: 'regex', code: 'register(/^ws\\.amocrm\\.com$/)', found: ['origin-allowlist matcher manual'] },
  {
    form: 'regex',
    code: 'register(/^[a-z]+\\.(?:amocrm|kommo)\\.com$/)',
    found: [],
    kept: 'complete-matcher',
  },
]
