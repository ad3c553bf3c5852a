import { defineRule } from './define-rule.js'
import { hostFindings } from './hosts/findings.js'

/**
 * Matches amocrm.com where it is compared with or listed as allowed, and single-valued origins. Reported for a
 * person: the old name must stay, because Kommo's own webhooks still carry it.
 */
export const originAllowlist = defineRule({
  id: 'origin-allowlist',
  title: 'Let kommo.com in beside amocrm.com',
  why: 'The announcement asks to check that servers accept requests from `*.kommo.com`. A host that is compared with must not be replaced: webhooks of Kommo accounts still name `SUB.amocrm.com`, and accounts live on both names during the change. kommo.com is added, amocrm.com stays. Deploy this first.',
  finds:
    'Comparisons, `includes`/`endsWith`/`indexOf`, `switch` cases, regular expressions, lists of allowed hosts or origins, CORS options, Content-Security-Policy sources, `postMessage` target origins and other places that hold exactly one origin.',
  keeps:
    'Lists and patterns that let kommo.com in already, and code that translates one name into the other.',
  source: 'Rebranding requirements, "CORS"',
  severity: 'error',
  needles: ['amocrm'],
  examples: [
    { before: "if (host.endsWith('.amocrm.com')) allow()\n" },
    {
      keep: "if (host.endsWith('.amocrm.com') || host.endsWith('.kommo.com')) allow()\n",
      because: 'both names are let in',
    },
  ],
  check: (file, project) => hostFindings(file, project, 'origin-allowlist'),
})
