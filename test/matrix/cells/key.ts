import type { Cell } from '../cell.js'

/** Itself the key of a table. */
export const key: readonly Cell[] = [
  {
    form: 'literal',
    code: "const allowed = { 'acme.amocrm.com': true }\nif (allowed[host]) allow()",
    found: ['origin-allowlist matcher review'],
    after: "const allowed = { 'acme.amocrm.com': true, 'acme.kommo.com': true }\nif (allowed[host]) allow()",
  },
  {
    form: 'literal',
    code: "const allowed = { 'acme.amocrm.com': true, 'acme.kommo.com': true }\nif (allowed[host]) allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'literal',
    code: "const allowed = { 'ws.amocrm.com': true }\nif (allowed[host]) allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'template',
    code: 'const allowed = { [`${sub}.amocrm.com`]: true }\nif (allowed[host]) allow()',
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'template',
    code: 'const allowed = { [`${sub}.amocrm.com`]: true, [`${sub}.kommo.com`]: true }\nif (allowed[host]) allow()',
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'concatenation',
    code: "const allowed = { [sub + '.amocrm.com']: true }\nif (allowed[host]) allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'concatenation',
    code: "const allowed = { [sub + '.amocrm.com']: true, [sub + '.kommo.com']: true }\nif (allowed[host]) allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'constant',
    code: "const HOST = 'acme.amocrm.com'\nconst allowed = { [HOST]: true }\nif (allowed[host]) allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'constant',
    code: "const AMO = 'acme.amocrm.com'\nconst KOMMO = 'acme.kommo.com'\nconst allowed = { [AMO]: true, [KOMMO]: true }\nif (allowed[host]) allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'list',
    code: "const allowed = new Map([['acme.amocrm.com', 1]])\nif (allowed.has(host)) allow()",
    found: ['origin-allowlist matcher review'],
    after:
      "const allowed = new Map([['acme.amocrm.com', 1], ['acme.kommo.com', 1]])\nif (allowed.has(host)) allow()",
  },
  {
    form: 'list',
    code: "const allowed = new Map([['ws.amocrm.com', 1]])\nif (allowed.has(host)) allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'list',
    code: "const allowed = new Map([['acme.amocrm.com', 1], ['acme.kommo.com', 1]])\nif (allowed.has(host)) allow()",
    found: [],
    kept: 'complete-matcher',
  },
]
