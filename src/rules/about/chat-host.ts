import type { RuleInfo } from '../define-rule.js'

export const chatHost: RuleInfo = {
  id: 'chat-host',
  title: 'Send chat API requests to amojo.kommo.com',
  why: 'For chat integrations requests must be made to `amojo.kommo.com`. Requests to `amojo.amocrm.com` are still accepted, but will be redirected with HTTP 308. The signature does not contain the host, so HMAC code needs no change, and nothing changes in the registration of chat channels.',
  finds: 'The chat API host as a request target, whole, concatenated or in configuration.',
  keeps:
    '`amojo.amocrm.ru`. Lists of hosts that chat media may come from are `origin-allowlist`: they need both names.',
  source: 'Rebranding requirements, "Changes to the Chat API"',
  severity: 'error',
  needles: ['amocrm'],
  examples: [
    {
      before: "axios.post('https://amojo.amocrm.com/v2/origin/custom/' + scope, body)\n",
      after: "axios.post('https://amojo.kommo.com/v2/origin/custom/' + scope, body)\n",
    },
    {
      keep: "axios.post('https://amojo.amocrm.ru/v2/origin/custom/' + scope, body)\n",
      because: 'another company',
    },
  ],
}
