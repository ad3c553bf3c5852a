import type { ClientCase, ClientInfo } from './types.js'

const on =
  (name: string): ClientCase['when'] =>
  ({ settings }) =>
    settings[name] === 'True'
const off =
  (name: string): ClientCase['when'] =>
  ({ settings }) =>
    settings[name] === 'False'

export const PYTHON_CLIENTS = {
  requests: {
    label: 'requests',
    rows: { lang: 'python', client: /^requests$/ },
    package: { ecosystem: 'pypi', name: 'requests' },
    cases: [
      { when: off('allow_redirects'), options: /^allow_redirects=False$/, says: 'allow_redirects=False' },
      {
        when: ({ settings }) => /strip|rebuild/.test(settings.subclass ?? ''),
        options: /^Session subclass: should_strip_auth\(\) returns False$/,
        says: 'a Session that keeps the token',
      },
      { when: ({ body }) => body === 'stream', options: /^body from generator/, says: 'a generator as body' },
      { when: ({ body }) => body === 'form-data', options: /^files= /, says: 'files=' },
    ],
    net: {
      snippet:
        "class KommoSession(requests.Session):\n    def should_strip_auth(self, old, new):\n        return not re.match(r'https://[\\w-]+\\.kommo\\.com/', new)",
    },
  },
  httpx: {
    label: 'httpx',
    rows: { lang: 'python', client: /^httpx$/ },
    package: { ecosystem: 'pypi', name: 'httpx' },
    cases: [
      {
        when: (at) => on('follow_redirects')(at) && /uthorization/.test(at.settings.event_hooks ?? ''),
        options: /event_hooks/,
        says: 'event_hooks',
      },
      { when: on('follow_redirects'), options: /^follow_redirects=True$/, says: 'follow_redirects=True' },
    ],
    net: {
      snippet:
        "follow_redirects=True, event_hooks={'request': [lambda r: r.headers.update(authorization) if r.url.scheme == 'https' and r.url.host.endswith('.kommo.com') else None]}",
    },
  },
  aiohttp: {
    label: 'aiohttp',
    rows: { lang: 'python', client: /^aiohttp$/ },
    package: { ecosystem: 'pypi', name: 'aiohttp' },
    cases: [
      { when: off('allow_redirects'), options: /^allow_redirects=False$/, says: 'allow_redirects=False' },
    ],
  },
  urllib3: {
    label: 'urllib3',
    rows: { lang: 'python', client: /^urllib3$/ },
    package: { ecosystem: 'pypi', name: 'urllib3' },
    cases: [
      { when: off('redirect'), options: /^redirect=False$/, says: 'redirect=False' },
      {
        when: ({ settings }) =>
          /remove_headers_on_redirect\s*=\s*(?:\[\]|\(\)|set\(\)|frozenset\(\))/.test(settings.retries ?? ''),
        options: /^Retry\(remove_headers_on_redirect=\[\]\)$/,
        says: 'remove_headers_on_redirect=[]',
      },
    ],
    net: { snippet: 'retries=Retry(5, remove_headers_on_redirect=[])', isBlind: true },
  },
  'urllib.request': {
    label: 'urllib.request',
    rows: { lang: 'python', client: /^urllib\.request$/ },
    cases: [],
  },
  'http.client': {
    label: 'http.client',
    rows: { lang: 'python', client: /^http\.client$/ },
    cases: [],
  },
} satisfies Record<string, ClientInfo>
