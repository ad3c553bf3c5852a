import type { ClientCase, ClientInfo } from './types.js'

const off =
  (name: string): ClientCase['when'] =>
  ({ settings }) =>
    /^(?:false|FALSE|Boolean\.FALSE)$/.test(settings[name] ?? '')
const matches =
  (name: string, pattern: RegExp): ClientCase['when'] =>
  ({ settings }) =>
    pattern.test(settings[name] ?? '')

const RESENDS = /308[\s\S]*Location|Location[\s\S]*308/

export const JAVA_CLIENTS = {
  'java-url-connection': {
    label: 'HttpURLConnection',
    rows: { lang: 'java', client: /^HttpURLConnection$/ },
    cases: [
      {
        when: (at) => off('setInstanceFollowRedirects')(at) || off('instanceFollowRedirects')(at),
        options: /^setInstanceFollowRedirects\(false\)$/,
        says: 'setInstanceFollowRedirects(false)',
      },
    ],
  },
  'java-http-client': {
    label: 'java.net.http.HttpClient',
    rows: { lang: 'java', client: /^java\.net\.http\.HttpClient$/ },
    cases: [
      {
        when: (at) => at.body === 'stream' && matches('followRedirects', /NORMAL/)(at),
        options: /^Redirect\.NORMAL, BodyPublishers\.ofInputStream$/,
        says: 'Redirect.NORMAL',
      },
      { when: matches('followRedirects', /NEVER/), options: /^Redirect\.NEVER \(/, says: 'Redirect.NEVER' },
      {
        when: matches('followRedirects', /NORMAL/),
        options: /^Redirect\.NORMAL \(/,
        says: 'Redirect.NORMAL',
      },
      {
        when: matches('followRedirects', /ALWAYS/),
        options: /^Redirect\.ALWAYS \(/,
        says: 'Redirect.ALWAYS',
      },
    ],
    net: { snippet: '.followRedirects(HttpClient.Redirect.NORMAL)', isBlind: true },
  },
  okhttp: {
    label: 'OkHttp',
    rows: { lang: 'java', client: /^OkHttp$/ },
    package: { ecosystem: 'maven', name: 'okhttp' },
    cases: [
      {
        when: matches('addInterceptor', RESENDS),
        options: /^application interceptor re-sends on 308/,
        says: 'an interceptor that sends again',
      },
      { when: off('followRedirects'), options: /^followRedirects\(false\)$/, says: 'followRedirects(false)' },
      {
        when: matches('addNetworkInterceptor', /Authorization/i),
        options: /^network interceptor sets Authorization/,
        says: 'addNetworkInterceptor',
      },
    ],
  },
  retrofit: {
    label: 'Retrofit (OkHttp inside)',
    rows: { lang: 'java', client: /^Retrofit$/ },
    package: { ecosystem: 'maven', name: 'retrofit' },
    cases: [],
    documented:
      'It sends through OkHttp, of which 3.13.1 was measured (a GET arrives without Authorization, other verbs are not sent again); since 4.6 other verbs are documented to follow, too.',
  },
  'apache-http-4': {
    label: 'Apache HttpClient 4',
    rows: { lang: 'java', client: /^Apache HttpClient$/ },
    package: { ecosystem: 'maven', name: 'httpclient' },
    cases: [
      {
        when: ({ settings }) =>
          'disableRedirectHandling' in settings || /^false$/.test(settings.setRedirectsEnabled ?? ''),
        options: /^disableRedirectHandling\(\)$/,
        says: 'disableRedirectHandling()',
      },
      {
        when: (at) =>
          matches('setRedirectStrategy', /LaxRedirectStrategy/)(at) && 'setDefaultHeaders' in at.settings,
        options: /^LaxRedirectStrategy, Authorization by setDefaultHeaders$/,
        says: 'LaxRedirectStrategy',
      },
      {
        when: matches('setRedirectStrategy', /LaxRedirectStrategy/),
        options: /^LaxRedirectStrategy$/,
        says: 'LaxRedirectStrategy',
      },
      {
        // All the verbs that an API is called with: less was not measured.
        when: ({ settings: { setRedirectStrategy = '' } }) =>
          /DefaultRedirectStrategy/.test(setRedirectStrategy) &&
          ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].every((verb) =>
            new RegExp(`\\b(?:Http)?${verb}\\b`, 'i').test(setRedirectStrategy),
          ),
        options: /^DefaultRedirectStrategy with all verbs/,
        says: 'DefaultRedirectStrategy with all verbs',
      },
    ],
    net: {
      snippet:
        '.setRedirectStrategy(new DefaultRedirectStrategy(new String[] {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}))',
      isBlind: true,
    },
  },
  'commons-http': {
    label: 'Commons HttpClient',
    rows: { lang: 'java', client: /^Commons HttpClient$/ },
    package: { ecosystem: 'maven', name: 'commons-httpclient' },
    cases: [],
  },
  'apache-http-5': {
    label: 'Apache HttpClient 5',
    rows: { lang: 'java', client: /^Apache HttpClient 5$/ },
    package: { ecosystem: 'maven', name: 'httpclient5' },
    cases: [],
  },
  'spring-rest-template': {
    label: 'RestTemplate of Spring',
    rows: { lang: 'java', client: /^RestTemplate$/ },
    cases: [],
    documented: 'Which client it sends through is decided by its request factory.',
  },
  'spring-web-client': {
    label: 'WebClient of Spring',
    rows: { lang: 'java', client: /^WebClient$/ },
    cases: [],
    documented: 'Whether it follows a redirect is decided by its connector.',
  },
  'spring-rest-client': {
    label: 'RestClient of Spring',
    rows: { lang: 'java', client: /^RestClient$/ },
    cases: [],
    documented: 'Which client it sends through is decided by its request factory.',
  },
  ktor: {
    label: 'the client of Ktor',
    rows: { lang: 'java', client: /^Ktor$/ },
    package: { ecosystem: 'maven', name: 'ktor-client-core' },
    cases: [],
    // Source: API documentation of `HttpRedirect` (api.ktor.io).
    documented:
      'Its documentation says that it follows redirects of GET and HEAD, and of other verbs with `checkHttpMethod = false`.',
  },
} satisfies Record<string, ClientInfo>
