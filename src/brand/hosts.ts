/**
 * Hosts of the old brand as data: what each becomes on Kommo and how sure that is.
 *
 * Sources: SEED = the vendor's "Rebranding Requirements"; the other names are documentation pages and public
 * samples read for this project. Marks: certain (documented, or read in code), likely (several independent
 * samples), unknown.
 */

export type Mark = 'certain' | 'likely' | 'unknown'

/** What may be done with a host in code that sends requests or people to it. */
export type HostAction =
  /** Documented one-to-one: the label `amocrm` becomes `kommo`. */
  | 'replace'
  /** The host moves, but something beside it has to be looked at. */
  | 'review'
  /** No documented counterpart: a person decides. */
  | 'report'

export interface HostFact {
  id: string
  action: HostAction
  mark: Mark
  source: string
  /** One line for people: what is special here and what to do. Empty for the plain case. */
  advice: string
}

interface HostRow extends HostFact {
  /** First label, or a prefix ending in `-`; `''` is the bare domain, `*` any account. */
  label: string | readonly string[]
  /** Path prefixes (lower case); a row without paths holds for every path. */
  paths?: readonly string[]
}

/** First match wins: rows with paths stand before the row of their label without. */
const ROWS: readonly HostRow[] = [
  {
    id: 'chat-telegram-hook',
    label: 'amojo',
    paths: ['/~external/'],
    action: 'report',
    mark: 'likely',
    source: 'public sample',
    advice:
      'This webhook address belongs to the platform and carries a bot token: reconnect the bot in Kommo instead of editing it, and take the token out of the code.',
  },
  {
    id: 'chat',
    label: 'amojo',
    action: 'replace',
    mark: 'certain',
    source: 'SEED, "Changes to the Chat API"',
    advice: '',
  },
  {
    id: 'token-without-account',
    label: ['www', ''],
    paths: ['/oauth2/access_token'],
    action: 'report',
    mark: 'unknown',
    source: 'developers.kommo.com/reference/get-token documents the token URL per account host only',
    advice:
      'Tokens are issued by the account host. Use the host that the OAuth redirect brings in `referer`: https://SUB.kommo.com/oauth2/access_token.',
  },
  {
    id: 'subdomain-lookup',
    label: ['www', ''],
    paths: ['/oauth2/account/subdomain'],
    action: 'report',
    mark: 'likely',
    source: 'amocrm/amocrm-api-php marks the old method deprecated',
    advice:
      'Superseded by GET /oauth2/account/current/subdomain on the account host with an X-Refresh-Token header; better, store the host from the OAuth `referer`.',
  },
  {
    id: 'oauth-button',
    label: ['www', ''],
    paths: ['/auth/button'],
    action: 'report',
    mark: 'certain',
    source: 'www.kommo.com/developers/content/oauth/button',
    advice:
      'The button of Kommo is another snippet: src https://www.kommo.com/auth/button.min.js, class kommo_oauth instead of amocrm_oauth, data-theme instead of data-color. Change all of it together.',
  },
  {
    id: 'developer-docs',
    label: ['www', ''],
    paths: ['/developers'],
    action: 'review',
    mark: 'likely',
    source: 'paths compared on www.kommo.com/developers/content',
    advice:
      'Most pages exist under the same path on www.kommo.com; the newest documentation is developers.kommo.com.',
  },
  { id: 'site', label: ['www', ''], action: 'replace', mark: 'certain', source: 'SEED; MAN', advice: '' },
  {
    id: 'api-key-exchange',
    label: '*',
    paths: ['/oauth2/exchange_api_key'],
    action: 'review',
    mark: 'unknown',
    source: 'path read in amocrm/amocrm-api-php; whether Kommo still serves it is unknown',
    advice:
      'API keys are gone: whether Kommo still exchanges them is not documented. Use OAuth or a long-lived token.',
  },
  {
    id: 'forms-script',
    label: 'forms',
    paths: ['/forms/assets/', '/forms/html/'],
    action: 'review',
    mark: 'likely',
    source: 'forms.kommo.com snippets in public code',
    advice: 'Keep the amoforms_* ids and globals: they are the same on forms.kommo.com.',
  },
  {
    id: 'forms-queue',
    label: 'forms',
    paths: ['/queue/'],
    action: 'report',
    mark: 'unknown',
    source: 'never seen on kommo.com',
    advice:
      'No counterpart on kommo.com is documented. Create the form anew in Kommo and take its address from there.',
  },
  {
    id: 'forms',
    label: 'forms',
    action: 'review',
    mark: 'likely',
    source: 'forms.kommo.com/<id> in public code',
    advice: 'Open the form under forms.kommo.com before you switch.',
  },
  {
    id: 'site-chat-button',
    label: 'gso',
    action: 'report',
    mark: 'unknown',
    source: 'gso.amocrm.com and gso.kommo.com snippets differ',
    advice:
      'Copy the site-chat snippet again from Kommo: its globals differ (crmPlugin instead of amoSocialButton).',
  },
  {
    id: 'pixel',
    label: 'piper',
    action: 'report',
    mark: 'likely',
    source: 'piper.kommo.com in a public sample',
    advice: 'Copy the pixel snippet again from Kommo; never rename AMOPIXEL_* by hand.',
  },
  {
    id: 'old-docs',
    label: 'developers',
    action: 'report',
    mark: 'certain',
    source: 'old host seen in comments only',
    advice: 'The pages of 2019 and before have no one-to-one counterpart: see https://developers.kommo.com.',
  },
  {
    id: 'support',
    label: ['support', 'help'],
    action: 'report',
    mark: 'unknown',
    source: 'article mapping unknown',
    advice: 'The help centre is https://support.kommo.com; look the article up there.',
  },
  {
    id: 'api-shard',
    label: 'api-',
    action: 'report',
    mark: 'unknown',
    source: 'letters of the shards are not known to map',
    advice: 'Read `api_domain` from the access token, or use the account host.',
  },
  {
    id: 'drive',
    label: ['drive', 'drive-'],
    action: 'report',
    mark: 'unknown',
    source: 'developers.kommo.com/reference/upload-file; letters of the shards are not known to map',
    advice: 'Read `drive_url` from GET /api/v4/account?with=drive_url instead of building the host.',
  },
  {
    id: 'reserved',
    label: [
      'team',
      'static',
      'static-',
      'statix',
      'push',
      'ws',
      'cdn',
      'amomail',
      'amoconnect',
      'images',
      'telephony',
    ],
    action: 'report',
    mark: 'unknown',
    source: 'a host of the platform; no Kommo counterpart is documented',
    advice: 'This is a host of the platform, not an account. Ask Kommo support for its counterpart.',
  },
  {
    id: 'account',
    label: '*',
    action: 'replace',
    mark: 'certain',
    source: 'SEED; developers.kommo.com/reference/get-token',
    advice: '',
  },
]

const NESTED: HostFact = {
  id: 'nested',
  action: 'report',
  mark: 'unknown',
  source: 'accounts have exactly one label in front of the domain',
  advice: 'Accounts have one label in front of the domain; find out what this host is before you change it.',
}

/**
 * What is known of a host of amocrm.com.
 * @param host normalised: lower case, `*` for an unknown label, e.g. `*.amocrm.com`, `amojo.amocrm.com`, `amocrm.com`
 * @param path what follows the host, from the first `/`, or `''`
 */
export function hostFact(host: string, path: string): HostFact {
  const labels = host.split('.').slice(0, -2)
  if (labels.length > 1) return NESTED
  const label = labels[0] ?? ''
  const lowered = path.toLowerCase()
  const row = ROWS.find(
    (r) => matchesLabel(r.label, label) && (r.paths?.some((p) => lowered.startsWith(p)) ?? true),
  )
  return row ?? NESTED
}

/** Whether a first label belongs to the platform and so can be no customer's subdomain. */
export function isReservedLabel(label: string): boolean {
  return ROWS.some((row) => row.label !== '*' && label !== '' && matchesLabel(row.label, label))
}

/** Whether the host belongs to the chat API (rule `chat-host`). */
export function isChatHost(host: string): boolean {
  return host.startsWith('amojo.')
}

function matchesLabel(pattern: HostRow['label'], label: string): boolean {
  if (typeof pattern !== 'string') return pattern.some((p) => matchesLabel(p, label))
  if (pattern === '*') return label !== ''
  if (pattern.endsWith('-')) return label.startsWith(pattern)
  return pattern === label
}

/** First labels that belong to the platform: whole ones, and beginnings of shards. For questions put to a database. */
export function reservedLabels(): { whole: string[]; beginnings: string[] } {
  const labels = ROWS.flatMap(({ label }) => label).filter((label) => label !== '*' && label !== '')
  return {
    whole: [...new Set(labels.filter((label) => !label.endsWith('-')))].sort(),
    beginnings: [...new Set(labels.filter((label) => label.endsWith('-')))].sort(),
  }
}
