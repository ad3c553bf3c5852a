/** Small repositories for transcripts: all names and secrets in them are invented. */
export const FOLDERS = {
  clean: {
    'script.js': "define([], function () {\n  fetch('https://acme.kommo.com/api/v4/leads')\n})\n",
    'notes.md': 'Write to jane@team.amocrm.com, see https://www.amocrm.ru/.\n',
  },
  findings: {
    'manifest.json': `{
  "widget": {
    "name": "widget.name",
    "description": "widget.description",
    "short_description": "widget.short",
    "version": "1.4.0",
    "interface_version": 2,
    "init_once": false,
    "locale": ["en"],
    "installation": true,
    "support": { "link": "https://acme-widgets.example", "email": "help@acme-widgets.example" }
  },
  "locations": ["lcard-1", "settings"]
}
`,
    'i18n/en.json':
      '{ "widget": { "name": "Acme", "short": "Acme calls", "description": "Calls from the card" } }\n',
    'script.js': `define(['jquery'], function ($) {
\treturn function () {
\t\tvar self = this
\t\tthis.callbacks = {
\t\t\trender: function () {
\t\t\t\tvar label = 'Сделка 📇 ' + AMOCRM.data.current_card.id
\t\t\t\t$.get('https://' + self.system().subdomain + '.amocrm.com/api/v4/leads?token=s3cret', done)
\t\t\t\treturn AMOCRM.isCard()
\t\t\t},
\t\t}
\t}
})
`,
    'server/index.js': `import cors from 'cors'

const ORIGIN = /^https:\\/\\/[a-z0-9-]+\\.amocrm\\.com$/
if (!ORIGIN.test(request.headers.origin)) refuse()

await post('https://amojo.amocrm.com/v2/origin/custom/' + scope, message)
`,
    'README.md': 'Works with accounts on https://www.amocrm.com/, not with amocrm.ru.\n',
  },
  broken: {
    'broken.js': "function ( {\n  AMOCRM.data\n}\nvar url = 'https://acme.amocrm.com/'\n",
    'good.js': "fetch('https://acme.amocrm.com/api/v4/account')\n",
  },
  suppressed: {
    'script.js': `// kommo-migrate-ignore-next-line amocrm-global -- the host page of our own product
AMOCRM.constant('user')
fetch('https://acme.amocrm.com/') // kommo-migrate-ignore-line legacy-host
// kommo-migrate-ignore-next-line chat-hots -- a typing mistake
start()
// kommo-migrate-ignore-next-line chat-host -- gone long ago
stop()
`,
  },
  configured: {
    'kommo-migrate.config.jsonc': `{
  // Examples of our own documentation stay for now.
  "exclude": ["examples", "lgacy"],
  "rules": { "amocrm-global": "error" },
  "overrides": [{ "paths": ["docs"], "rules": { "legacy-host": "off" } }],
  "suppressions": [{ "rule": "legacy-host", "paths": ["old.json"], "reason": "read by the old server only" }],
}
`,
    'script.js': "AMOCRM.constant('user')\n",
    'docs/api.md': 'See https://www.amocrm.com/developers.\n',
    'examples/a.js': "fetch('https://acme.amocrm.com/')\n",
    'old.json': '{ "api_host": "https://acme.amocrm.com" }\n',
  },
  misconfigured: {
    'kommo-migrate.config.json':
      '{\n  "exlude": ["legacy"],\n  "rules": { "legacy-hots": "off" },\n  "failOn": "eror"\n}\n',
    'script.js': "AMOCRM.constant('user')\n",
  },
  secrets: {
    'script.js': `var key = 'hunter2hunter2', host = 'https://acme.amocrm.com/api?login=jane&hash=s3cret1'
$.ajax({ url: 'https://me:s3cret2@acme.amocrm.com/', headers: { Authorization: 'Bearer s3cret3s3cret3' } })
AMOCRM.x // write to jane.doe@example.org, bot987654:s3cret4
var next = { client_secret: 's3cret5' }
`,
    'hook.txt': 'https://amojo.amocrm.com/~external/hooks/telegram?t=987654:s3cret6\n',
  },
  many: {
    'script.js': Array.from({ length: 30 }, (_, i) => `var v${i} = AMOCRM.constant('user').f${i}\n`).join(''),
  },
  stored: {
    'migrations/001_tokens.sql': `CREATE TABLE kommo_tokens (
  id BIGSERIAL PRIMARY KEY,
  account_id BIGINT NOT NULL,
  base_domain TEXT NOT NULL UNIQUE,
  refresh_token TEXT
);
`,
    'migrations/002_leads.sql': `CREATE TABLE leads (
  id BIGSERIAL PRIMARY KEY,
  token_id BIGINT NOT NULL REFERENCES kommo_tokens (id)
);
`,
    'cache.js': `const fs = require('fs')
exports.tokensOf = (kommoDomain) => JSON.parse(fs.readFileSync(\`tokens/\${kommoDomain}.json\`))
`,
  },
  'stored-elsewhere': {
    'models.py': `class KommoAccount(models.Model):
    base_domain = models.CharField(max_length=255)
    refresh_token = models.TextField()
`,
  },
} as const satisfies Record<string, Readonly<Record<string, string>>>

export type FolderName = keyof typeof FOLDERS
