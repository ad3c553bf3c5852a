import type { Cell } from '../cell.js'

/** One arm of a decision. */
export const arm: readonly Cell[] = [
  {
    form: 'literal',
    code: "const base = tld === 'ru' ? 'https://acme.amocrm.ru' : 'https://acme.amocrm.com'\nfetch(base + '/api/v4')",
    found: ['legacy-host target safe'],
    after:
      "const base = tld === 'ru' ? 'https://acme.amocrm.ru' : 'https://acme.kommo.com'\nfetch(base + '/api/v4')",
  },
  {
    form: 'literal',
    code: "const chat = host.includes('.amocrm.com') ? 'https://amojo.amocrm.com' : 'https://amojo.amocrm.ru'\nfetch(chat + '/v2/origin')",
    found: ['origin-allowlist matcher review', 'platform-branch branch review'],
    after:
      "const chat = host.includes('.amocrm.com') || host.includes('.kommo.com') ? 'https://amojo.kommo.com' : 'https://amojo.amocrm.ru'\nfetch(chat + '/v2/origin')",
  },
  {
    form: 'literal',
    code: "const base = isKommo ? 'https://acme.kommo.com' : 'https://acme.amocrm.com'\nfetch(base + '/api/v4')",
    found: [],
    kept: 'already-migrated',
  },
  {
    form: 'literal',
    code: "const domain = host.endsWith('.amocrm.com') && isOpen ? 'https://amojo.amocrm.com' : 'https://amojo.amocrm.ru'\nfetch(domain + '/v2')",
    found: ['origin-allowlist matcher review', 'platform-branch branch review'],
    after:
      "const domain = (host.endsWith('.amocrm.com') || host.endsWith('.kommo.com')) && isOpen ? 'https://amojo.kommo.com' : 'https://amojo.amocrm.ru'\nfetch(domain + '/v2')",
  },
  {
    form: 'literal',
    code: "const chat = zone.startsWith('com') ? 'https://amojo.amocrm.com' : 'https://amojo.amocrm.ru'\nfetch(chat + '/v2')",
    found: ['chat-host target safe'],
    after:
      "const chat = zone.startsWith('com') ? 'https://amojo.kommo.com' : 'https://amojo.amocrm.ru'\nfetch(chat + '/v2')",
  },
  {
    form: 'template',
    code: "const base = tld === 'ru' ? `https://${sub}.amocrm.ru` : `https://${sub}.amocrm.com`\nfetch(base + '/api/v4')",
    found: ['legacy-host target safe'],
    after:
      "const base = tld === 'ru' ? `https://${sub}.amocrm.ru` : `https://${sub}.kommo.com`\nfetch(base + '/api/v4')",
  },
  {
    form: 'template',
    code: 'const url = isTest ? `https://lumen.example/${id}` : `https://forms.amocrm.com/forms/${id}`\nfetch(url)',
    found: ['legacy-host target review'],
    after:
      'const url = isTest ? `https://lumen.example/${id}` : `https://forms.kommo.com/forms/${id}`\nfetch(url)',
  },
  {
    form: 'template',
    code: "const base = isKommo ? `https://${sub}.kommo.com` : `https://${sub}.amocrm.com`\nfetch(base + '/api/v4')",
    found: [],
    kept: 'already-migrated',
  },
  {
    form: 'concatenation',
    code: "const base = tld === 'ru' ? 'https://' + sub + '.amocrm.ru' : 'https://' + sub + '.amocrm.com'\nfetch(base + '/api/v4')",
    found: ['legacy-host target safe'],
    after:
      "const base = tld === 'ru' ? 'https://' + sub + '.amocrm.ru' : 'https://' + sub + '.kommo.com'\nfetch(base + '/api/v4')",
  },
  {
    form: 'concatenation',
    code: "const url = isTest ? 'https://lumen.example/' + id : 'https://forms.amocrm.com/forms/' + id\nfetch(url)",
    found: ['legacy-host target review'],
    after:
      "const url = isTest ? 'https://lumen.example/' + id : 'https://forms.kommo.com/forms/' + id\nfetch(url)",
  },
  {
    form: 'concatenation',
    code: "const base = isKommo ? 'https://' + sub + '.kommo.com' : 'https://' + sub + '.amocrm.com'\nfetch(base + '/api/v4')",
    found: [],
    kept: 'already-migrated',
  },
  {
    form: 'constant',
    code: "const COM = 'https://acme.amocrm.com'\nconst base = tld === 'ru' ? 'https://acme.amocrm.ru' : COM\nfetch(base + '/api/v4')",
    found: ['legacy-host target safe'],
    after:
      "const COM = 'https://acme.kommo.com'\nconst base = tld === 'ru' ? 'https://acme.amocrm.ru' : COM\nfetch(base + '/api/v4')",
  },
  {
    form: 'constant',
    code: "const FORM = 'https://forms.amocrm.com/forms/1'\nconst url = isTest ? 'https://lumen.example' : FORM\nfetch(url)",
    found: ['legacy-host target review'],
    after:
      "const FORM = 'https://forms.kommo.com/forms/1'\nconst url = isTest ? 'https://lumen.example' : FORM\nfetch(url)",
  },
  {
    form: 'constant',
    code: "const OLD = 'https://acme.amocrm.com'\nconst NEW = 'https://acme.kommo.com'\nconst base = isKommo ? NEW : OLD\nfetch(base + '/api/v4')",
    found: [],
    kept: 'already-migrated',
  },
  {
    form: 'list',
    code: "const hosts = isProd ? ['acme.amocrm.com'] : ['localhost']\nif (hosts.includes(host)) allow()",
    found: ['origin-allowlist matcher safe'],
    after:
      "const hosts = isProd ? ['acme.amocrm.com', 'acme.kommo.com'] : ['localhost']\nif (hosts.includes(host)) allow()",
  },
  {
    form: 'list',
    code: "send(isProd ? ['https://acme.amocrm.com'] : [])",
    found: ['legacy-host target review'],
    after: "send(isProd ? ['https://acme.kommo.com'] : [])",
  },
  {
    form: 'list',
    code: "const hosts = isProd ? ['acme.amocrm.com', 'acme.kommo.com'] : ['localhost']\nif (hosts.includes(host)) allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'regex',
    code: "const re = tld === 'ru' ? /^[a-z]+\\.amocrm\\.ru$/ : /^[a-z]+\\.amocrm\\.com$/\nif (re.test(host)) allow()",
    found: ['origin-allowlist matcher safe'],
    after:
      "const re = tld === 'ru' ? /^[a-z]+\\.amocrm\\.ru$/ : /^[a-z]+\\.(?:amocrm|kommo)\\.com$/\nif (re.test(host)) allow()",
  },
  {
    form: 'regex',
    code: 'export const re = isProd ? /^[a-z]+\\.amocrm\\.com$/ : /^localhost$/',
    found: ['origin-allowlist matcher review'],
    after: 'export const re = isProd ? /^[a-z]+\\.(?:amocrm|kommo)\\.com$/ : /^localhost$/',
  },
  {
    form: 'regex',
    code: 'const re = isProd ? /^[a-z]+\\.(?:amocrm|kommo)\\.com$/ : /^localhost$/\nif (re.test(host)) allow()',
    found: [],
    kept: 'complete-matcher',
  },
]
