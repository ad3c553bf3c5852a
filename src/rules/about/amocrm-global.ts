import type { RuleInfo } from '../define-rule.js'

export const amocrmGlobal: RuleInfo = {
  id: 'amocrm-global',
  title: 'Rename AMOCRM to APP',
  why: 'The widget constant carried the name of the old brand. Its name is `APP` now; `AMOCRM` remains available for backward compatibility “for now”. Both names are one object, so any member may follow.',
  finds:
    'The global `AMOCRM`: bare, through `window` and its like, computed, optional, in `typeof`, `in` and `hasOwnProperty`, destructured, assigned, deleted, declared for TypeScript or a linter, named in bundler settings, in strings that hold JavaScript, in comments that name a member.\n\nWhere `APP` already means something else on the way to the global, `window.APP` is used. Declarations, test doubles and whole-object writes move with every place that relies on them in one fix, or not at all.',
  keeps:
    'A parameter, local, import, type, enum member or own property named `AMOCRM`; code that asks for both names (`window.APP || window.AMOCRM`); the word as a brand in texts; `AMOCRM_*` names; other spellings.',
  source: 'Rebranding requirements, "The AMOCRM constant"',
  severity: 'warning',
  needles: ['AMOCRM'],
  companions: [
    ...[
      'var APP',
      'let APP',
      'const APP',
      'class APP',
      'function APP',
      '.APP =',
      '.APP=',
      'APP: ',
      'APP?: ',
      "'APP'",
    ],
    ...['"kommo', '"@kommo', '"amo-', '"@types/amo'],
  ],
  examples: [
    { before: "var id = AMOCRM.constant('account').id\n", after: "var id = APP.constant('account').id\n" },
    { before: 'if (window.AMOCRM?.isCard()) open()\n', after: 'if (window.APP?.isCard()) open()\n' },
    {
      before: "define(['./app'], function (APP) {\n  return AMOCRM.constant('user').id\n})\n",
      after: "define(['./app'], function (APP) {\n  return window.APP.constant('user').id\n})\n",
    },
    {
      before: 'const { AMOCRM } = window\nexport default AMOCRM\n',
      after: 'const { APP: AMOCRM } = window\nexport default AMOCRM\n',
    },
    {
      path: 'src/user.ts',
      before: "declare const AMOCRM: any\nexport const user = AMOCRM.constant('user')\n",
      after: "declare const APP: any\nexport const user = APP.constant('user')\n",
    },
    { before: "var APP = {}\nvar user = AMOCRM.constant('user')\n" },
    { keep: 'function read(AMOCRM) { return AMOCRM.data }\n', because: 'a parameter, not the global' },
    { keep: 'var crm = window.APP || window.AMOCRM\n', because: 'asks for both names' },
    { keep: "var label = 'AMOCRM'\n", because: 'the name of the brand' },
  ],
}
