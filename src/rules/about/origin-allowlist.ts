import type { RuleInfo } from '../define-rule.js'

export const originAllowlist: RuleInfo = {
  id: 'origin-allowlist',
  title: 'Let kommo.com in beside amocrm.com',
  why: 'The announcement asks to check that servers accept requests from `*.kommo.com`. A host that is compared with must not be replaced: webhooks of Kommo accounts still name `SUB.amocrm.com`, and accounts live on both names during the change. kommo.com is added, amocrm.com stays. Deploy this first.',
  finds:
    'Where the list, test or pattern is literal, the fix puts kommo.com beside amocrm.com in the file’s own style; a regular expression grows inside, keeps its groups and is run on sample hosts. It finds comparisons, `includes`/`endsWith`/`indexOf`, `switch` cases, regular expressions, lists of allowed hosts or origins, CORS options, Content-Security-Policy sources, `postMessage` target origins and other places that hold exactly one origin; also lists that keep hosts out, keys of tables, unions of literal types, hosts that are searched for the word `amocrm`, and lists and policies that documents show.\n\nTwo things are said and left to a person. The OAuth redirect brings the account’s host as `referer`: where that becomes the host of a request (`"https://" + referer + "/oauth2/access_token"`, a client’s base address) and nothing in the way asks what host it is, whoever calls the redirect URI receives the client secret. It is followed from the request’s query or body through names and functions of the file, and into functions of other files that take a parameter of this name. And a test of `account[_links][self]` in a webhook that knows kommo.com alone refuses webhooks that Kommo sends today.',
  keeps:
    'Lists and patterns that let kommo.com in already, and code that translates one name into the other.\n\nAny test of `referer` counts as its check, in whatever function, schema, decorator or middleware that names it; the `Referer` header, redirects of people and a subdomain that the code completes with a domain of its own are something else. Lists for browsers (CORS, CSP, `postMessage`) that name kommo.com alone are right for widgets of accounts that have moved: nothing proves the others. Files that do not say amoCRM are read for these two only in projects that do.',
  source: 'Rebranding requirements, "CORS"',
  severity: 'error',
  needles: ['amocrm'],
  widens: [['referer'], ['_links', 'kommo']],
  examples: [
    {
      before: "if (host.endsWith('.amocrm.com')) allow()\n",
      after: "if (host.endsWith('.amocrm.com') || host.endsWith('.kommo.com')) allow()\n",
    },
    {
      before: "app.use(cors({ origin: ['https://acme.amocrm.com'] }))\n",
      after: "app.use(cors({ origin: ['https://acme.amocrm.com', 'https://acme.kommo.com'] }))\n",
    },
    {
      before: 'const isAccount = /^https:\\/\\/[a-z0-9-]+\\.amocrm\\.(ru|com)$/.test(origin)\n',
      after:
        'const isAccount = /^https:\\/\\/[a-z0-9-]+\\.(?:amocrm\\.(ru|com)|kommo\\.com)$/.test(origin)\n',
    },
    { before: "window.parent.postMessage(message, 'https://acme.amocrm.com')\n" },
    {
      before:
        "app.get('/kommo', async (req, res) => {\n  const { code, referer } = req.query\n  await axios.post('https://' + referer + '/oauth2/access_token', { client_secret, code })\n})\n",
    },
    { before: "if (!req.body.account._links.self.endsWith('.kommo.com')) res.sendStatus(403)\n" },
    {
      keep: "if (host.endsWith('.amocrm.com') || host.endsWith('.kommo.com')) allow()\n",
      because: 'both names are let in',
    },
    {
      keep: "const { referer } = req.query\nif (/^[a-z0-9-]+\\.(amocrm\\.com|kommo\\.com)$/.test(referer)) fetch('https://' + referer + '/oauth2/access_token')\n",
      because: 'the host is checked first',
    },
  ],
}
