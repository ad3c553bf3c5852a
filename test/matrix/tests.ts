import type { Cell } from './cell.js'

/** Texts that are compared with, and texts that a decision chooses. */
export const tests: readonly Cell[] = [
  {
    use: 'compare',
    form: 'literal',
    code: "if (host === 'acme.amocrm.com') allow()",
    found: ['origin-allowlist matcher safe'],
    after: "if (host === 'acme.amocrm.com' || host === 'acme.kommo.com') allow()",
  },
  {
    use: 'compare',
    form: 'literal',
    code: "if (host !== 'acme.amocrm.com') refuse()",
    found: ['origin-allowlist matcher safe'],
    after: "if (host !== 'acme.amocrm.com' && host !== 'acme.kommo.com') refuse()",
  },
  {
    use: 'compare',
    form: 'literal',
    code: "if (host === 'acme.amocrm.com' || host === 'acme.kommo.com') allow()",
    found: [],
  },
  {
    use: 'compare',
    form: 'literal',
    code: "if ((host = next()) === 'acme.amocrm.com') allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    use: 'compare',
    form: 'template',
    code: 'if (host === `${sub}.amocrm.com`) allow()',
    found: ['origin-allowlist matcher safe'],
    after: 'if (host === `${sub}.amocrm.com` || host === `${sub}.kommo.com`) allow()',
  },
  {
    use: 'compare',
    form: 'concatenation',
    code: "if (host === sub + '.amocrm.com') allow()",
    found: ['origin-allowlist matcher safe'],
    after: "if (host === sub + '.amocrm.com' || host === sub + '.kommo.com') allow()",
  },
  {
    use: 'compare',
    form: 'constant',
    code: "const HOST = 'acme.amocrm.com'\nif (host === HOST) allow()",
    found: ['origin-allowlist matcher safe'],
    after: "const HOST = 'acme.amocrm.com'\nif (host === HOST || host === 'acme.kommo.com') allow()",
  },
  {
    use: 'compare',
    form: 'constant',
    code: "const ORIGIN = 'https://acme.amocrm.com'\nif (event.origin === ORIGIN) event.source.postMessage('pong', ORIGIN)",
    found: ['origin-allowlist matcher manual'],
  },
  {
    use: 'compare',
    form: 'list',
    code: "const hosts = ['acme.amocrm.com']\nfor (const one of hosts) if (host === one) allow()",
    found: ['origin-allowlist matcher safe'],
    after:
      "const hosts = ['acme.amocrm.com', 'acme.kommo.com']\nfor (const one of hosts) if (host === one) allow()",
  },
  {
    use: 'case',
    form: 'literal',
    code: "switch (host) {\n  case 'acme.amocrm.com':\n    allow()\n}",
    found: ['origin-allowlist matcher safe'],
    after: "switch (host) {\n  case 'acme.kommo.com':\n  case 'acme.amocrm.com':\n    allow()\n}",
  },
  {
    use: 'case',
    form: 'literal',
    code: "switch (host) {\n  case 'acme.amocrm.com':\n  case 'acme.kommo.com':\n    allow()\n}",
    found: [],
  },
  {
    use: 'case',
    form: 'template',
    code: 'switch (host) {\n  case `${sub}.amocrm.com`:\n    allow()\n}',
    found: ['origin-allowlist matcher safe'],
    after: 'switch (host) {\n  case `${sub}.kommo.com`:\n  case `${sub}.amocrm.com`:\n    allow()\n}',
  },
  {
    use: 'case',
    form: 'concatenation',
    code: "switch (host) {\n  case sub + '.amocrm.com':\n    allow()\n}",
    found: ['origin-allowlist matcher safe'],
    after: "switch (host) {\n  case sub + '.kommo.com':\n  case sub + '.amocrm.com':\n    allow()\n}",
  },
  {
    use: 'case',
    form: 'constant',
    code: "const HOST = 'acme.amocrm.com'\nswitch (host) {\n  case HOST:\n    allow()\n}",
    found: ['origin-allowlist matcher manual'],
  },
  {
    use: 'default',
    form: 'literal',
    code: "const base = process.env.BASE_URL || 'https://acme.amocrm.com'\nfetch(base + '/api/v4')",
    found: ['legacy-host target safe'],
    after: "const base = process.env.BASE_URL || 'https://acme.kommo.com'\nfetch(base + '/api/v4')",
  },
  {
    use: 'default',
    form: 'literal',
    code: "const origins = (process.env.ALLOWED_ORIGINS || 'https://acme.amocrm.com').split(',')\nif (origins.includes(origin)) allow()",
    found: ['origin-allowlist matcher safe'],
    after:
      "const origins = (process.env.ALLOWED_ORIGINS || 'https://acme.amocrm.com,https://acme.kommo.com').split(',')\nif (origins.includes(origin)) allow()",
  },
  {
    use: 'default',
    form: 'template',
    code: "const base = given ?? `https://${sub}.amocrm.com`\nfetch(base + '/api/v4')",
    found: ['legacy-host target safe'],
    after: "const base = given ?? `https://${sub}.kommo.com`\nfetch(base + '/api/v4')",
  },
  {
    use: 'default',
    form: 'concatenation',
    code: "const base = given || 'https://' + sub + '.amocrm.com'\nfetch(base + '/api/v4')",
    found: ['legacy-host target safe'],
    after: "const base = given || 'https://' + sub + '.kommo.com'\nfetch(base + '/api/v4')",
  },
  {
    use: 'default',
    form: 'constant',
    code: "const HOST = 'https://acme.amocrm.com'\nconst base = given || HOST\nfetch(base + '/api/v4')",
    found: ['legacy-host target safe'],
    after: "const HOST = 'https://acme.kommo.com'\nconst base = given || HOST\nfetch(base + '/api/v4')",
  },
  {
    use: 'default',
    form: 'list',
    code: "const hosts = given ?? ['acme.amocrm.com']\nif (hosts.includes(host)) allow()",
    found: ['origin-allowlist matcher safe'],
    after: "const hosts = given ?? ['acme.amocrm.com', 'acme.kommo.com']\nif (hosts.includes(host)) allow()",
  },
  {
    use: 'default',
    form: 'regex',
    code: 'const re = given ?? /^[a-z]+\\.amocrm\\.com$/\nif (re.test(host)) allow()',
    found: ['origin-allowlist matcher safe'],
    after: 'const re = given ?? /^[a-z]+\\.(?:amocrm|kommo)\\.com$/\nif (re.test(host)) allow()',
  },
  {
    use: 'arm',
    form: 'literal',
    code: "const base = tld === 'ru' ? 'https://acme.amocrm.ru' : 'https://acme.amocrm.com'\nfetch(base + '/api/v4')",
    found: ['legacy-host target safe'],
    after:
      "const base = tld === 'ru' ? 'https://acme.amocrm.ru' : 'https://acme.kommo.com'\nfetch(base + '/api/v4')",
  },
  {
    use: 'arm',
    form: 'literal',
    code: "const chat = host.includes('.amocrm.com') ? 'https://amojo.amocrm.com' : 'https://amojo.amocrm.ru'\nfetch(chat + '/v2/origin')",
    found: ['origin-allowlist matcher review', 'platform-branch branch review'],
    after:
      "const chat = host.includes('.amocrm.com') || host.includes('.kommo.com') ? 'https://amojo.kommo.com' : 'https://amojo.amocrm.ru'\nfetch(chat + '/v2/origin')",
  },
  {
    use: 'arm',
    form: 'literal',
    code: "const base = isKommo ? 'https://acme.kommo.com' : 'https://acme.amocrm.com'\nfetch(base + '/api/v4')",
    found: [],
  },
  {
    use: 'arm',
    form: 'template',
    code: "const base = tld === 'ru' ? `https://${sub}.amocrm.ru` : `https://${sub}.amocrm.com`\nfetch(base + '/api/v4')",
    found: ['legacy-host target safe'],
    after:
      "const base = tld === 'ru' ? `https://${sub}.amocrm.ru` : `https://${sub}.kommo.com`\nfetch(base + '/api/v4')",
  },
  {
    use: 'arm',
    form: 'concatenation',
    code: "const base = tld === 'ru' ? 'https://' + sub + '.amocrm.ru' : 'https://' + sub + '.amocrm.com'\nfetch(base + '/api/v4')",
    found: ['legacy-host target safe'],
    after:
      "const base = tld === 'ru' ? 'https://' + sub + '.amocrm.ru' : 'https://' + sub + '.kommo.com'\nfetch(base + '/api/v4')",
  },
  {
    use: 'arm',
    form: 'constant',
    code: "const COM = 'https://acme.amocrm.com'\nconst base = tld === 'ru' ? 'https://acme.amocrm.ru' : COM\nfetch(base + '/api/v4')",
    found: ['legacy-host target safe'],
    after:
      "const COM = 'https://acme.kommo.com'\nconst base = tld === 'ru' ? 'https://acme.amocrm.ru' : COM\nfetch(base + '/api/v4')",
  },
  {
    use: 'arm',
    form: 'list',
    code: "const hosts = isProd ? ['acme.amocrm.com'] : ['localhost']\nif (hosts.includes(host)) allow()",
    found: ['origin-allowlist matcher safe'],
    after:
      "const hosts = isProd ? ['acme.amocrm.com', 'acme.kommo.com'] : ['localhost']\nif (hosts.includes(host)) allow()",
  },
  {
    use: 'arm',
    form: 'regex',
    code: "const re = tld === 'ru' ? /^[a-z]+\\.amocrm\\.ru$/ : /^[a-z]+\\.amocrm\\.com$/\nif (re.test(host)) allow()",
    found: ['origin-allowlist matcher safe'],
    after:
      "const re = tld === 'ru' ? /^[a-z]+\\.amocrm\\.ru$/ : /^[a-z]+\\.(?:amocrm|kommo)\\.com$/\nif (re.test(host)) allow()",
  },
  {
    use: 'compare',
    form: 'literal',
    code: "if ((await hostOf(request)) === 'acme.amocrm.com') allow()",
    found: ['origin-allowlist matcher review'],
    after:
      "if ((await hostOf(request)) === 'acme.amocrm.com' || (await hostOf(request)) === 'acme.kommo.com') allow()",
  },
  {
    use: 'default',
    form: 'literal',
    code: "send(process.env.BASE || 'https://acme.amocrm.com')",
    found: ['legacy-host target review'],
    after: "send(process.env.BASE || 'https://acme.kommo.com')",
  },
  {
    use: 'default',
    form: 'literal',
    code: "app.use(cors({ origin: process.env.ORIGIN || 'https://acme.amocrm.com' }))",
    found: ['origin-allowlist peer manual'],
  },
  {
    use: 'default',
    form: 'list',
    code: "const hosts = given ?? ['acme.amocrm.com', 'acme.kommo.com']\nif (hosts.includes(host)) allow()",
    found: [],
  },
  {
    use: 'arm',
    form: 'literal',
    code: "const domain = host.endsWith('.amocrm.com') && isOpen ? 'https://amojo.amocrm.com' : 'https://amojo.amocrm.ru'\nfetch(domain + '/v2')",
    found: ['origin-allowlist matcher review', 'platform-branch branch review'],
    after:
      "const domain = (host.endsWith('.amocrm.com') || host.endsWith('.kommo.com')) && isOpen ? 'https://amojo.kommo.com' : 'https://amojo.amocrm.ru'\nfetch(domain + '/v2')",
  },
  {
    use: 'arm',
    form: 'literal',
    code: "const chat = zone.startsWith('com') ? 'https://amojo.amocrm.com' : 'https://amojo.amocrm.ru'\nfetch(chat + '/v2')",
    found: ['chat-host target safe'],
    after:
      "const chat = zone.startsWith('com') ? 'https://amojo.kommo.com' : 'https://amojo.amocrm.ru'\nfetch(chat + '/v2')",
  },
  {
    use: 'compare',
    form: 'template',
    code: 'if (host === `${sub}.amocrm.com` || host === `${sub}.kommo.com`) allow()',
    found: [],
  },
  {
    use: 'compare',
    form: 'concatenation',
    code: "if (host === sub + '.amocrm.com' || host === sub + '.kommo.com') allow()",
    found: [],
  },
]
