import type { Cell } from '../cell.js'

/** Compared with another value. */
export const compare: readonly Cell[] = [
  {
    form: 'literal',
    code: "if (host === 'acme.amocrm.com') allow()",
    found: ['origin-allowlist matcher safe'],
    after: "if (host === 'acme.amocrm.com' || host === 'acme.kommo.com') allow()",
  },
  {
    form: 'literal',
    code: "if (host !== 'acme.amocrm.com') refuse()",
    found: ['origin-allowlist matcher safe'],
    after: "if (host !== 'acme.amocrm.com' && host !== 'acme.kommo.com') refuse()",
  },
  {
    form: 'literal',
    code: "if (host === 'acme.amocrm.com' || host === 'acme.kommo.com') allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'literal',
    code: "if ((host = next()) === 'acme.amocrm.com') allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'literal',
    code: "if ((await hostOf(request)) === 'acme.amocrm.com') allow()",
    found: ['origin-allowlist matcher review'],
    after:
      "if ((await hostOf(request)) === 'acme.amocrm.com' || (await hostOf(request)) === 'acme.kommo.com') allow()",
  },
  {
    form: 'template',
    code: 'if (host === `${sub}.amocrm.com`) allow()',
    found: ['origin-allowlist matcher safe'],
    after: 'if (host === `${sub}.amocrm.com` || host === `${sub}.kommo.com`) allow()',
  },
  {
    form: 'template',
    code: 'if (host === `${sub}.amocrm.com` || host === `${sub}.kommo.com`) allow()',
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'template',
    code: 'if (event.origin === `https://${sub}.amocrm.com`) allow()\nelse if ((await hostOf(request)) === `${sub}.amocrm.com`) allow()',
    found: ['origin-allowlist matcher safe', 'origin-allowlist matcher review'],
    after:
      'if (event.origin === `https://${sub}.amocrm.com` || event.origin === `https://${sub}.kommo.com`) allow()\nelse if ((await hostOf(request)) === `${sub}.amocrm.com` || (await hostOf(request)) === `${sub}.kommo.com`) allow()',
  },
  {
    form: 'template',
    code: 'if ((host = next()) === `${sub}.amocrm.com`) allow()',
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'concatenation',
    code: "if (host === sub + '.amocrm.com') allow()",
    found: ['origin-allowlist matcher safe'],
    after: "if (host === sub + '.amocrm.com' || host === sub + '.kommo.com') allow()",
  },
  {
    form: 'concatenation',
    code: "if (host === sub + '.amocrm.com' || host === sub + '.kommo.com') allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'concatenation',
    code: "if ((await hostOf(request)) === sub + '.amocrm.com') allow()",
    found: ['origin-allowlist matcher review'],
    after:
      "if ((await hostOf(request)) === sub + '.amocrm.com' || (await hostOf(request)) === sub + '.kommo.com') allow()",
  },
  {
    form: 'concatenation',
    code: "if ((host = next()) === sub + '.amocrm.com') allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'constant',
    code: "const HOST = 'acme.amocrm.com'\nif (host === HOST) allow()",
    found: ['origin-allowlist matcher safe'],
    after: "const HOST = 'acme.amocrm.com'\nif (host === HOST || host === 'acme.kommo.com') allow()",
  },
  {
    form: 'constant',
    code: "const ORIGIN = 'https://acme.amocrm.com'\nif (event.origin === ORIGIN) event.source.postMessage('pong', ORIGIN)",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'constant',
    code: "const HOST = 'acme.amocrm.com'\nif ((await hostOf(request)) === HOST) allow()",
    found: ['origin-allowlist matcher review'],
    after:
      "const HOST = 'acme.amocrm.com'\nif ((await hostOf(request)) === HOST || (await hostOf(request)) === 'acme.kommo.com') allow()",
  },
  {
    form: 'constant',
    code: "const AMO = 'acme.amocrm.com'\nconst KOMMO = 'acme.kommo.com'\nif (host === AMO || host === KOMMO) allow()",
    found: [],
    kept: 'complete-matcher',
  },
  {
    form: 'list',
    code: "const hosts = ['acme.amocrm.com']\nfor (const one of hosts) if (host === one) allow()",
    found: ['origin-allowlist matcher safe'],
    after:
      "const hosts = ['acme.amocrm.com', 'acme.kommo.com']\nfor (const one of hosts) if (host === one) allow()",
  },
  {
    form: 'list',
    code: "export const hosts = ['acme.amocrm.com']\nfor (const one of hosts) if (host === one) allow()",
    found: ['origin-allowlist matcher review'],
    after:
      "export const hosts = ['acme.amocrm.com', 'acme.kommo.com']\nfor (const one of hosts) if (host === one) allow()",
  },
  {
    form: 'list',
    code: "const hosts = ['ws.amocrm.com']\nfor (const one of hosts) if (host === one) allow()",
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'list',
    code: "const hosts = ['acme.amocrm.com', 'acme.kommo.com']\nfor (const one of hosts) if (host === one) allow()",
    found: [],
    kept: 'complete-matcher',
  },
]
