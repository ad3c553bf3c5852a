import type { Cell } from '../cell.js'

/** Recorded data. */
export const recorded: readonly Cell[] = [
  {
    form: 'literal',
    path: 'cookies.txt',
    code: '# Netscape HTTP Cookie File\n.amocrm.com\\tTRUE\\t/\\tFALSE\\t0\\tsession\\tx',
    found: ['legacy-host recorded manual'],
  },
]
