import type { Cell } from '../cell.js'

/** The label of a case. */
export const label: readonly Cell[] = [
  {
    form: 'literal',
    code: "switch (host) {\n  case 'acme.amocrm.com':\n    allow()\n}",
    found: ['origin-allowlist matcher safe'],
    after: "switch (host) {\n  case 'acme.kommo.com':\n  case 'acme.amocrm.com':\n    allow()\n}",
  },
  {
    form: 'literal',
    code: "switch (host) {\n  case 'acme.amocrm.com':\n  case 'acme.kommo.com':\n    allow()\n}",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'literal',
    code: "switch (host) {\n  case 'ws.amocrm.com':\n    allow()\n}",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'template',
    code: 'switch (host) {\n  case `${sub}.amocrm.com`:\n    allow()\n}',
    found: ['origin-allowlist matcher safe'],
    after: 'switch (host) {\n  case `${sub}.kommo.com`:\n  case `${sub}.amocrm.com`:\n    allow()\n}',
  },
  {
    form: 'template',
    code: 'switch (host) {\n  case `ws.amocrm.com:${port}`:\n    allow()\n}',
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'template',
    code: 'switch (host) {\n  case `${sub}.kommo.com`:\n  case `${sub}.amocrm.com`:\n    allow()\n}',
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'concatenation',
    code: "switch (host) {\n  case sub + '.amocrm.com':\n    allow()\n}",
    found: ['origin-allowlist matcher safe'],
    after: "switch (host) {\n  case sub + '.kommo.com':\n  case sub + '.amocrm.com':\n    allow()\n}",
  },
  {
    form: 'concatenation',
    code: "switch (host) {\n  case 'ws.amocrm.com:' + port:\n    allow()\n}",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'concatenation',
    code: "switch (host) {\n  case sub + '.kommo.com':\n  case sub + '.amocrm.com':\n    allow()\n}",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'constant',
    code: "const HOST = 'acme.amocrm.com'\nswitch (host) {\n  case HOST:\n    allow()\n}",
    found: ['origin-allowlist matcher review'],
    after:
      "const HOST = 'acme.amocrm.com'\nswitch (host) {\n  case 'acme.kommo.com':\n  case HOST:\n    allow()\n}",
  },
  {
    form: 'constant',
    code: "const HOST = 'acme.amocrm.com'\nconst hosts = [HOST]\nhosts.includes(host)\nswitch (host) {\n  case HOST:\n    allow()\n}",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'constant',
    code: "const AMO = 'acme.amocrm.com'\nconst KOMMO = 'acme.kommo.com'\nswitch (host) {\n  case AMO:\n  case KOMMO:\n    allow()\n}",
    found: [],
    kept: 'complete-matcher',
  },
]
