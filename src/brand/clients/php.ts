import type { ClientCase, ClientInfo } from './types.js'

const on =
  (name: string): ClientCase['when'] =>
  ({ settings }) =>
    /^(?:true|1)$/i.test(settings[name] ?? '')
const off =
  (name: string): ClientCase['when'] =>
  ({ settings }) =>
    /^(?:false|0)$/i.test(settings[name] ?? '')

const GUZZLE_CASES: readonly ClientCase[] = [
  { when: off('allow_redirects'), options: /^allow_redirects=false$/, says: "'allow_redirects' => false" },
  {
    when: ({ settings }) => /strict/.test(settings.allow_redirects ?? ''),
    options: /^allow_redirects=\['strict'=>true\]$/,
    says: "'strict' => true",
  },
  { when: ({ body }) => body === 'form-data', options: /^multipart$/, says: 'multipart' },
]
const GUZZLE_NET = {
  snippet:
    "$stack->push(Middleware::mapRequest(fn ($r) => $r->getUri()->getScheme() === 'https' && preg_match('/^[\\w-]+\\.kommo\\.com\\z/', $r->getUri()->getHost()) ? $r->withHeader('Authorization', \"Bearer $token\") : $r));",
}

export const PHP_CLIENTS = {
  'php-curl': {
    label: 'curl (PHP)',
    rows: { lang: 'php', client: /^curl \(PHP\)$/ },
    cases: [
      {
        when: (at) =>
          on('CURLOPT_FOLLOWLOCATION')(at) && on('CURLOPT_UNRESTRICTED_AUTH')(at) && at.body === 'stream',
        options: /INFILE/,
        says: 'CURLOPT_INFILE',
      },
      {
        when: (at) => on('CURLOPT_FOLLOWLOCATION')(at) && on('CURLOPT_UNRESTRICTED_AUTH')(at),
        options: /^C\w+\+POSTFIELDS, FOLLOWLOCATION, UNRESTRICTED_AUTH$/,
        says: 'CURLOPT_UNRESTRICTED_AUTH',
      },
      {
        when: on('CURLOPT_FOLLOWLOCATION'),
        options: /^C\w+\+POSTFIELDS, FOLLOWLOCATION$/,
        says: 'CURLOPT_FOLLOWLOCATION',
      },
    ],
    net: {
      snippet: 'CURLOPT_FOLLOWLOCATION => true, CURLOPT_UNRESTRICTED_AUTH => true',
      isBlind: true,
    },
  },
  'php-stream': {
    label: 'file_get_contents',
    rows: { lang: 'php', client: /^file_get_contents/ },
    cases: [{ when: off('follow_location'), options: /^follow_location=0/, says: "'follow_location' => 0" }],
  },
  guzzle: {
    label: 'Guzzle',
    rows: { lang: 'php', client: /^Guzzle$/ },
    package: { ecosystem: 'composer', name: 'guzzlehttp/guzzle' },
    cases: GUZZLE_CASES,
    net: GUZZLE_NET,
  },
  'laravel-http': {
    label: 'Http of Laravel (Guzzle inside)',
    rows: { lang: 'php', client: /^Guzzle$/ },
    package: { ecosystem: 'composer', name: 'guzzlehttp/guzzle' },
    cases: [
      {
        when: ({ settings }) => 'withoutRedirecting' in settings,
        options: /^allow_redirects=false$/,
        says: 'withoutRedirecting()',
      },
      ...GUZZLE_CASES,
    ],
    net: GUZZLE_NET,
  },
  'symfony-http': {
    label: 'HttpClient of Symfony',
    rows: { lang: 'php', client: /^Symfony CurlHttpClient$/ },
    package: { ecosystem: 'composer', name: 'symfony/http-client' },
    cases: [{ when: off('max_redirects'), options: /^max_redirects=0$/, says: "'max_redirects' => 0" }],
  },
  wordpress: {
    label: 'HTTP API of WordPress',
    rows: { lang: 'php', client: /^WordPress HTTP API/ },
    cases: [{ when: off('redirection'), options: /^redirection=0$/, says: "'redirection' => 0" }],
  },
} satisfies Record<string, ClientInfo>
