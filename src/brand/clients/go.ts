import type { ClientCase, ClientInfo } from './types.js'

const matches =
  (name: string, pattern: RegExp): ClientCase['when'] =>
  ({ settings }) =>
    pattern.test(settings[name] ?? '')

/** Measured with Go 1.19 alone. */
const NET_HTTP_CASES: readonly ClientCase[] = [
  {
    when: ({ body }) => body === 'stream',
    options: /^body of another io\.Reader type/,
    says: 'a body that cannot be read again',
  },
  {
    // What was measured puts the header back itself, or takes all headers of the first request.
    when: matches('CheckRedirect', /Header[\s\S]*Authorization|\.Header\s*=\s*via\b/i),
    options: /^CheckRedirect puts Authorization/,
    says: 'CheckRedirect',
  },
  {
    when: matches('CheckRedirect', /ErrUseLastResponse/),
    options: /^CheckRedirect=ErrUseLastResponse$/,
    says: 'http.ErrUseLastResponse',
  },
  {
    when: ({ settings: { CheckRedirect } }) =>
      /return\s+(?:errors\.|fmt\.Errorf|&)/.test(CheckRedirect ?? '') &&
      !/return\s+nil\b/.test(CheckRedirect ?? ''),
    options: /^CheckRedirect returns an error$/,
    says: 'a CheckRedirect that refuses',
  },
  {
    when: matches('RoundTrip', /Authorization|oauth2/i),
    options: /^RoundTripper that sets Authorization/,
    says: 'a Transport that sets the token',
  },
  { when: matches('direct', /true/), options: /^Transport\.RoundTrip directly/, says: 'RoundTrip' },
]

export const GO_CLIENTS = {
  'net/http': {
    label: 'net/http',
    rows: { lang: 'go', client: /^net\/http$/ },
    // `go` and `toolchain` in go.mod.
    package: { ecosystem: 'go', name: 'go' },
    cases: NET_HTTP_CASES,
    net: {
      snippet:
        'CheckRedirect: func(req *http.Request, via []*http.Request) error {\n if len(via) >= 10 { return http.ErrUseLastResponse }\n if req.URL.Scheme == "https" && strings.HasSuffix(req.URL.Hostname(), ".kommo.com") { req.Header.Set("Authorization", via[0].Header.Get("Authorization")) }\n return nil\n}',
    },
  },
  resty: {
    label: 'resty',
    rows: { lang: 'go', client: /^go-resty$/ },
    package: { ecosystem: 'go', name: 'github.com/go-resty/resty/v2' },
    cases: [],
    documented:
      'It sends through net/http, which goes on without the Authorization header (measured with Go 1.19); policies of its own decide whether it follows at all.',
  },
  fasthttp: {
    label: 'fasthttp',
    rows: { lang: 'go', client: /^fasthttp$/ },
    package: { ecosystem: 'go', name: 'github.com/valyala/fasthttp' },
    cases: [],
    // Source: comments of `Client.Do` in fasthttp.
    documented: 'Its documentation says that `Do` follows no redirect, and `Get` does.',
  },
  'fiber-agent': {
    label: 'the client of Fiber',
    rows: { lang: 'go', client: /^fiber$/ },
    package: { ecosystem: 'go', name: 'github.com/gofiber/fiber/v2' },
    cases: [],
    // Source: comment of `Agent.MaxRedirectsCount` in Fiber.
    documented:
      'It sends through fasthttp, whose documentation says that `Do` follows no redirect; `MaxRedirectsCount` changes that for GET and HEAD.',
  },
} satisfies Record<string, ClientInfo>
