import type { Cell } from '../cell.js'

/** Read by people. */
export const prose: readonly Cell[] = [
  {
    form: 'literal',
    path: 'README.md',
    code: 'See https://www.amocrm.com/ for more.',
    found: ['legacy-host text review'],
    after: 'See https://www.kommo.com/ for more.',
  },
  {
    form: 'literal',
    path: 'a.html',
    code: '<p>Open https://www.amocrm.com/ first.</p>',
    found: ['legacy-host text review'],
    after: '<p>Open https://www.kommo.com/ first.</p>',
  },
  {
    form: 'literal',
    path: 'README.md',
    code: 'Open acme.amocrm.com in the browser.',
    found: ['legacy-host text manual'],
  },
  { form: 'literal', path: 'README.md', code: 'Write to support@amocrm.com.', found: [], kept: 'email' },
]
