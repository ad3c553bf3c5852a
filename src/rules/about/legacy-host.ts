import type { RuleInfo } from '../define-rule.js'

export const legacyHost: RuleInfo = {
  id: 'legacy-host',
  title: 'Send requests and people to kommo.com',
  why: 'Accounts of amocrm.com are available on kommo.com. The API still answers on amocrm.com, but the vendor will abandon it: requests will be answered by HTTP 308, and most HTTP clients either do not follow that or lose the `Authorization` header on the way. Tokens stay valid on kommo.com and no re-installation is needed, so the host is the thing to change.',
  finds:
    'Whole URLs and hosts, protocol-relative ones, templates, concatenations, `concat`/`join`, constants and object maps that flow into a request or link, hosts behind escapes (`https:\\/\\/`, `%2F%2F`), in code, markup, JSON, Markdown and plain text. For a URL the message says whether the announcement exempts its path from the redirect for now.',
  keeps:
    "amocrm.ru and other companies' domains, e-mail addresses, look-alikes such as `myamocrm.com`, package names, routes of your own, user agents. A host that is compared with is not replaced: that is `origin-allowlist`.",
  source: 'Rebranding requirements, "Redirect amocrm.com accounts to the new domain"',
  severity: 'error',
  needles: ['amocrm'],
  examples: [
    {
      before: "const url = 'https://' + subdomain + '.amocrm.com/api/v4/leads'\nfetch(url)\n",
      after: "const url = 'https://' + subdomain + '.kommo.com/api/v4/leads'\nfetch(url)\n",
    },
    {
      path: 'page.html',
      before: '<a href="https://www.amocrm.com/oauth?client_id=1">Install</a>\n',
      after: '<a href="https://www.kommo.com/oauth?client_id=1">Install</a>\n',
    },
    { keep: "fetch('https://acme.amocrm.ru/api/v4/leads')\n", because: 'amocrm.ru is another company' },
    { keep: "const login = 'robot@team.amocrm.com'\n", because: 'an e-mail address' },
  ],
}
