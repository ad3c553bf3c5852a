import type { Cell } from '../cell.js'

/** A regular expression, or a text that becomes one. */
export const pattern: readonly Cell[] = [
  {
    form: 'literal',
    code: "const re = new RegExp('^[a-z]+\\\\.amocrm\\\\.com$')\nif (re.test(host)) allow()",
    found: ['origin-allowlist matcher safe'],
    after: "const re = new RegExp('^[a-z]+\\\\.(?:amocrm|kommo)\\\\.com$')\nif (re.test(host)) allow()",
  },
  {
    form: 'literal',
    code: "export const re = new RegExp('^[a-z]+\\\\.amocrm\\\\.com$')",
    found: ['origin-allowlist matcher review'],
    after: "export const re = new RegExp('^[a-z]+\\\\.(?:amocrm|kommo)\\\\.com$')",
  },
  {
    form: 'literal',
    code: "const re = new RegExp('^ws\\\\.amocrm\\\\.com$')\nif (re.test(host)) allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'literal',
    code: "const re = new RegExp('^[a-z]+\\\\.(?:amocrm|kommo)\\\\.com$')\nif (re.test(host)) allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'literal',
    code: "if (new RegExp('^[a-z]+\\\\.(?:amocrm|bitrix)\\\\.com$').test(host)) allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'template',
    code: 'const re = new RegExp(`^${sub}\\\\.amocrm\\\\.com$`)\nif (re.test(host)) allow()',
    found: ['origin-allowlist matcher review'],
    after: 'const re = new RegExp(`^${sub}\\\\.(?:amocrm|kommo)\\\\.com$`)\nif (re.test(host)) allow()',
  },
  {
    form: 'template',
    code: 'const re = new RegExp(`^ws\\\\.amocrm\\\\.com:${port}$`)\nif (re.test(host)) allow()',
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'template',
    code: 'const re = new RegExp(`^${sub}\\\\.(?:amocrm|kommo)\\\\.com$`)\nif (re.test(host)) allow()',
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'concatenation',
    code: "const re = new RegExp('^' + sub + '\\\\.amocrm\\\\.com$')\nif (re.test(host)) allow()",
    found: ['origin-allowlist matcher review'],
    after: "const re = new RegExp('^' + sub + '\\\\.(?:amocrm|kommo)\\\\.com$')\nif (re.test(host)) allow()",
  },
  {
    form: 'concatenation',
    code: "const re = new RegExp('^ws\\\\.amocrm\\\\.com:' + port + '$')\nif (re.test(host)) allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'concatenation',
    code: "const re = new RegExp('^' + sub + '\\\\.(?:amocrm|kommo)\\\\.com$')\nif (re.test(host)) allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'constant',
    code: "const SOURCE = '^[a-z]+\\\\.amocrm\\\\.com$'\nif (new RegExp(SOURCE).test(host)) allow()",
    found: ['origin-allowlist matcher safe'],
    after:
      "const SOURCE = '^[a-z]+\\\\.(?:amocrm|kommo)\\\\.com$'\nif (new RegExp(SOURCE).test(host)) allow()",
  },
  {
    form: 'constant',
    code: "export const SOURCE = '^[a-z]+\\\\.amocrm\\\\.com$'\nexport const re = new RegExp(SOURCE)",
    found: ['origin-allowlist matcher review'],
    after:
      "export const SOURCE = '^[a-z]+\\\\.(?:amocrm|kommo)\\\\.com$'\nexport const re = new RegExp(SOURCE)",
  },
  {
    form: 'constant',
    code: "const SOURCE = '^ws\\\\.amocrm\\\\.com$'\nif (new RegExp(SOURCE).test(host)) allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'constant',
    code: "const SOURCE = '^[a-z]+\\\\.(?:amocrm|kommo)\\\\.com$'\nif (new RegExp(SOURCE).test(host)) allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'list',
    code: 'const patterns = [/^[a-z]+\\.amocrm\\.com$/, /localhost/]\nif (patterns.some((one) => one.test(host))) allow()',
    found: ['origin-allowlist matcher safe'],
    after:
      'const patterns = [/^[a-z]+\\.(?:amocrm|kommo)\\.com$/, /localhost/]\nif (patterns.some((one) => one.test(host))) allow()',
  },
  {
    form: 'list',
    code: 'export const patterns = [/^[a-z]+\\.amocrm\\.com$/, /localhost/]',
    found: ['origin-allowlist matcher review'],
    after: 'export const patterns = [/^[a-z]+\\.(?:amocrm|kommo)\\.com$/, /localhost/]',
  },
  {
    form: 'list',
    code: 'const patterns = [/^ws\\.amocrm\\.com$/, /localhost/]\nif (patterns.some((one) => one.test(host))) allow()',
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'list',
    code: 'const patterns = [/^[a-z]+\\.amocrm\\.com$/, /^[a-z]+\\.kommo\\.com$/]\nif (patterns.some((one) => one.test(host))) allow()',
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'regex',
    code: 'const re = /^[a-z]+\\.amocrm\\.(ru|com)$/\nif (re.test(host)) allow()',
    found: ['origin-allowlist matcher safe'],
    after: 'const re = /^[a-z]+\\.(?:amocrm\\.(ru|com)|kommo\\.com)$/\nif (re.test(host)) allow()',
  },
  {
    form: 'regex',
    code: 'const re = /^[a-z]+\\.amocrm\\.com$/\nif (re.test(host) || /\\.kommo\\.com$/.test(host)) allow()',
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'regex',
    code: 'const re = /^(?!.*amocrm\\.com).*$/\nif (re.test(host)) allow()',
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'regex',
    code: 'export const re = /^[a-z]+\\.amocrm\\.com$/',
    found: ['origin-allowlist matcher review'],
    after: 'export const re = /^[a-z]+\\.(?:amocrm|kommo)\\.com$/',
  },
  {
    form: 'regex',
    code: 'if (/^[a-z]+\\.(?:amocrm|bitrix)\\.com$/.test(host)) allow()',
    found: ['origin-allowlist matcher manual'],
  },
]
