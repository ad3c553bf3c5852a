import type { RuleInfo } from '../define-rule.js'

export const platformBranch: RuleInfo = {
  id: 'platform-branch',
  title: 'Give kommo.com its own branch',
  why: 'Code that serves amocrm.ru and amocrm.com often tells them apart by their top-level domain or by "contains amocrm.". A host on kommo.com then takes the wrong arm or builds a host that does not exist.',
  finds:
    "`'amocrm.' + tld`, tests for `amocrm.`, patterns such as `amocrm\\.(ru|com)` that take hosts apart, and the `.com` arm of a decision whose test a kommo host does not pass.",
  keeps:
    "The `.com` arm of a closed decision that a kommo host reaches (`tld === 'ru' ? … : …`) is `legacy-host`: its literal is replaced, the `.ru` arm stays.",
  source: 'Rebranding requirements, "Redirect amocrm.com accounts to the new domain"',
  severity: 'error',
  needles: ['amocrm'],
  examples: [
    { before: "const api = 'https://' + sub + '.amocrm.' + zone\n" },
    {
      keep: "const host = zone === 'ru' ? 'amocrm.ru' : 'kommo.com'\n",
      because: 'a kommo host reaches its own name',
    },
  ],
}
