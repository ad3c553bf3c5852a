import type { Cell } from '../cell.js'

/** A key that something is stored under. */
export const storageKey: readonly Cell[] = [
  {
    form: 'literal',
    code: "cache['acme.amocrm.com'] = token",
    found: ['legacy-host target review'],
    after: "cache['acme.kommo.com'] = token",
  },
  {
    form: 'template',
    code: 'cache[`${sub}.amocrm.com`] = token',
    found: ['legacy-host target review'],
    after: 'cache[`${sub}.kommo.com`] = token',
  },
  {
    form: 'concatenation',
    code: "cache[sub + '.amocrm.com'] = token",
    found: ['legacy-host target review'],
    after: "cache[sub + '.kommo.com'] = token",
  },
  {
    form: 'constant',
    code: "const HOST = 'acme.amocrm.com'\ncache[HOST] = token",
    found: ['legacy-host target review'],
    after: "const HOST = 'acme.kommo.com'\ncache[HOST] = token",
  },
]
