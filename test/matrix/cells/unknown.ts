import type { Cell } from '../cell.js'

/** Goes where nobody can see. */
export const unknown: readonly Cell[] = [
  {
    form: 'literal',
    code: "shared = 'https://acme.amocrm.com'",
    found: ['legacy-host target review'],
    after: "shared = 'https://acme.kommo.com'",
  },
  {
    form: 'template',
    code: 'shared = `https://${sub}.amocrm.com`',
    found: ['legacy-host target review'],
    after: 'shared = `https://${sub}.kommo.com`',
  },
  {
    form: 'concatenation',
    code: "shared = 'https://' + sub + '.amocrm.com'",
    found: ['legacy-host target review'],
    after: "shared = 'https://' + sub + '.kommo.com'",
  },
  {
    form: 'constant',
    code: "const HOST = 'https://acme.amocrm.com'\nshared = HOST",
    found: ['legacy-host target review'],
    after: "const HOST = 'https://acme.kommo.com'\nshared = HOST",
  },
  {
    form: 'list',
    code: "shared = ['https://acme.amocrm.com']",
    found: ['legacy-host target review'],
    after: "shared = ['https://acme.kommo.com']",
  },
  {
    form: 'regex',
    code: 'shared = /\\.amocrm\\.com$/',
    found: ['origin-allowlist matcher review'],
    after: 'shared = /\\.(?:amocrm|kommo)\\.com$/',
  },
]
