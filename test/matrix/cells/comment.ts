import type { Cell } from '../cell.js'

/** Held in a comment. */
export const comment: readonly Cell[] = [
  {
    form: 'literal',
    code: '// see https://www.amocrm.com/developers',
    found: ['legacy-host text review'],
    after: '// see https://www.kommo.com/developers',
  },
  {
    form: 'literal',
    path: 'a.user.js',
    code: '// @match https://*.amocrm.com/*',
    found: ['origin-allowlist matcher manual'],
  },
  {
    form: 'literal',
    path: 'a.user.js',
    code: '// @match https://*.amocrm.com/*\n// @match https://*.kommo.com/*',
    found: [],
    kept: 'complete-matcher',
  },
  { form: 'literal', code: '// mail support@amocrm.com', found: [], kept: 'email' },
]
