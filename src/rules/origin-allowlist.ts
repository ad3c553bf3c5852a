import { defineRule } from './define-rule.js'
import { hostFindings } from './hosts/findings.js'

/**
 * Matches amocrm.com where it is compared with or listed as allowed, and single-valued origins. The fix adds kommo.com
 * beside it: the old name must stay, because Kommo's own webhooks still carry it.
 */
export const originAllowlist = defineRule({
  id: 'origin-allowlist',
  title: 'Let kommo.com in beside amocrm.com',
  why: 'The announcement asks to check that servers accept requests from `*.kommo.com`. A host that is compared with must not be replaced: webhooks of Kommo accounts still name `SUB.amocrm.com`, and accounts live on both names during the change. kommo.com is added, amocrm.com stays. Deploy this first.',
  finds:
    'Where the list, test or pattern is literal, the fix puts kommo.com beside amocrm.com in the file’s own style; a regular expression grows inside, keeps its groups and is run on sample hosts. It finds comparisons, `includes`/`endsWith`/`indexOf`, `switch` cases, regular expressions, lists of allowed hosts or origins, CORS options, Content-Security-Policy sources, `postMessage` target origins and other places that hold exactly one origin.',
  keeps:
    'Lists and patterns that let kommo.com in already, and code that translates one name into the other.',
  source: 'Rebranding requirements, "CORS"',
  severity: 'error',
  needles: ['amocrm'],
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
      keep: "if (host.endsWith('.amocrm.com') || host.endsWith('.kommo.com')) allow()\n",
      because: 'both names are let in',
    },
  ],
  check: (file, project) => hostFindings(file, project, 'origin-allowlist'),
})
