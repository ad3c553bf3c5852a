import type { ClientCase, ClientInfo } from './types.js'

const is = (name: string, value: string | RegExp): ClientCase['when'] => {
  const wanted = typeof value === 'string' ? new RegExp(`^['"]?${value}['"]?$`) : value
  return ({ settings }) => settings[name] !== undefined && wanted.test(settings[name])
}

/** `redirect: 'manual'` and `'error'` of the fetch standard. */
const REDIRECT_CASES: readonly ClientCase[] = [
  { when: is('redirect', 'manual'), options: /^redirect:'manual'$/, says: "redirect: 'manual'" },
  { when: is('redirect', 'error'), options: /^redirect:'error'$/, says: "redirect: 'error'" },
]
const STREAM: ClientCase = {
  when: ({ body }) => body === 'stream',
  options: /^stream body/,
  says: 'a stream as body',
}
const FORM: ClientCase = {
  when: ({ body }) => body === 'form-data',
  options: /^(?:FormData body|form-data package body)$/,
  says: 'a form with files as body',
}
/** A callback that gives the header back counts as what was measured only when it names the header. */
const gives = (name: string): ClientCase['when'] => is(name, /authorization/i)

const fetchLike = (
  label: string,
  name: string,
  cases: readonly ClientCase[] = REDIRECT_CASES,
): ClientInfo => ({
  label,
  rows: { lang: 'node', client: new RegExp(`^${name}$`) },
  package: { ecosystem: 'npm', name },
  cases,
})

export const JS_CLIENTS = {
  fetch: {
    label: 'fetch',
    rows: { lang: 'node', client: /^node global fetch$/ },
    cases: [...REDIRECT_CASES, STREAM, FORM],
  },
  'browser-fetch': {
    label: 'fetch in a browser',
    rows: { lang: 'browser', client: /^fetch$/ },
    cases: [],
  },
  xhr: { label: 'XMLHttpRequest', rows: { lang: 'browser', client: /^XMLHttpRequest$/ }, cases: [] },
  'axios-browser': {
    label: 'axios in a browser',
    rows: { lang: 'browser', client: /^XMLHttpRequest$/ },
    cases: [],
  },
  jquery: { label: 'jQuery', rows: { lang: 'browser', client: /^\$\.ajax/ }, cases: [] },
  'node-http': {
    label: 'node:http',
    rows: { lang: 'node', client: /^node:http\/https request$/ },
    cases: [],
  },
  'follow-redirects': {
    label: 'follow-redirects',
    rows: { lang: 'node', client: /^follow-redirects$/ },
    package: { ecosystem: 'npm', name: 'follow-redirects' },
    cases: [
      { when: gives('beforeRedirect'), options: /^beforeRedirect puts/, says: 'beforeRedirect' },
      { when: is('maxRedirects', '0'), options: /^maxRedirects:0$/, says: 'maxRedirects: 0' },
    ],
  },
  axios: {
    label: 'axios',
    rows: { lang: 'node', client: /^axios$/ },
    package: { ecosystem: 'npm', name: 'axios' },
    cases: [
      { when: gives('beforeRedirect'), options: /^beforeRedirect puts/, says: 'beforeRedirect' },
      { when: is('adapter', 'fetch'), options: /^adapter:'fetch'$/, says: "adapter: 'fetch'" },
      {
        when: (at) => at.body === 'stream' && is('maxRedirects', '0')(at),
        options: /^stream body, maxRedirects:0$/,
        says: 'a stream as body and maxRedirects: 0',
      },
      { when: is('maxRedirects', '0'), options: /maxRedirects:0$/, says: 'maxRedirects: 0' },
      STREAM,
      FORM,
      { when: is('maxRedirects', /^\d+$/), options: /^maxRedirects:5$/, says: 'maxRedirects' },
    ],
    net: {
      snippet:
        "beforeRedirect: (to) => { if (to.protocol === 'https:' && /^[\\w-]+\\.kommo\\.com$/.test(to.hostname)) to.headers.Authorization = authorization }",
    },
  },
  got: {
    label: 'got',
    rows: { lang: 'node', client: /^got$/ },
    package: { ecosystem: 'npm', name: 'got' },
    cases: [
      { when: gives('hooks'), options: /^hooks\.beforeRedirect puts/, says: 'hooks.beforeRedirect' },
      {
        when: is('followRedirect', 'false'),
        options: /^followRedirect:false$/,
        says: 'followRedirect: false',
      },
      {
        when: is('methodRewriting', 'false'),
        options: /^methodRewriting:false$/,
        says: 'methodRewriting: false',
      },
      STREAM,
      FORM,
      { when: is('json', /./), options: /^json: option$/, says: 'json' },
    ],
    net: {
      snippet:
        "hooks: { beforeRedirect: [(to) => { const { protocol, hostname } = new URL(String(to.url)); if (protocol === 'https:' && /^[\\w-]+\\.kommo\\.com$/.test(hostname)) to.headers.authorization = authorization }] }",
    },
  },
  'node-fetch': fetchLike('node-fetch', 'node-fetch', [...REDIRECT_CASES, STREAM, FORM]),
  'cross-fetch': fetchLike('cross-fetch', 'cross-fetch'),
  'isomorphic-fetch': fetchLike('isomorphic-fetch', 'isomorphic-fetch'),
  'make-fetch-happen': fetchLike('make-fetch-happen', 'make-fetch-happen'),
  ky: fetchLike('ky', 'ky', REDIRECT_CASES.slice(0, 1)),
  ofetch: fetchLike('ofetch', 'ofetch', []),
  wretch: fetchLike('wretch', 'wretch', []),
  bent: fetchLike('bent', 'bent', []),
  'undici-fetch': {
    label: 'fetch of undici',
    rows: { lang: 'node', client: /^undici\.fetch$/ },
    package: { ecosystem: 'npm', name: 'undici' },
    cases: [FORM],
  },
  undici: {
    label: 'request of undici',
    rows: { lang: 'node', client: /^undici\.request$/ },
    package: { ecosystem: 'npm', name: 'undici' },
    cases: [
      { when: is('maxRedirections', /[1-9]/), options: /^maxRedirections:5$/, says: 'maxRedirections' },
    ],
  },
  request: {
    label: 'request',
    rows: { lang: 'node', client: /^request$/ },
    package: { ecosystem: 'npm', name: 'request' },
    cases: [
      {
        when: is('followRedirect', 'false'),
        options: /^followRedirect:false$/,
        says: 'followRedirect: false',
      },
      {
        when: (at) => is('followAllRedirects', 'true')(at) && is('followOriginalHttpMethod', 'true')(at),
        options: /^followAllRedirects:true, followOriginalHttpMethod:true$/,
        says: 'followAllRedirects and followOriginalHttpMethod',
      },
      {
        when: is('followAllRedirects', 'true'),
        options: /^followAllRedirects:true$/,
        says: 'followAllRedirects: true',
      },
    ],
  },
  superagent: {
    label: 'superagent',
    rows: { lang: 'node', client: /^superagent$/ },
    package: { ecosystem: 'npm', name: 'superagent' },
    cases: [
      { when: is('redirects', '0'), options: /^\.redirects\(0\)$/, says: '.redirects(0)' },
      { when: ({ body }) => body === 'form-data', options: /^\.attach/, says: '.attach()' },
    ],
  },
  needle: {
    label: 'needle',
    rows: { lang: 'node', client: /^needle$/ },
    package: { ecosystem: 'npm', name: 'needle' },
    cases: [
      {
        when: (at) => follows(at) && is('follow_if_same_host', 'true')(at),
        options: /follow_if_same_host:true$/,
        says: 'follow_if_same_host: true',
      },
      {
        when: (at) => follows(at) && is('follow_keep_method', 'true')(at),
        options: /^follow_max:5, follow_keep_method:true$/,
        says: 'follow_max and follow_keep_method',
      },
      { when: (at) => follows(at), options: /^follow_max:5$/, says: 'follow_max' },
    ],
  },
  'nest-http': {
    label: 'axios (through HttpService)',
    rows: { lang: 'node', client: /^axios$/ },
    package: { ecosystem: 'npm', name: 'axios' },
    cases: [
      { when: gives('beforeRedirect'), options: /^beforeRedirect puts/, says: 'beforeRedirect' },
      { when: is('maxRedirects', '0'), options: /maxRedirects:0$/, says: 'maxRedirects: 0' },
      { when: is('maxRedirects', /^\d+$/), options: /^maxRedirects:5$/, says: 'maxRedirects' },
    ],
    net: {
      snippet:
        "beforeRedirect: (to) => { if (to.protocol === 'https:' && /^[\\w-]+\\.kommo\\.com$/.test(to.hostname)) to.headers.Authorization = authorization }",
    },
  },
  n8n: {
    label: 'the request helper of n8n',
    rows: { lang: 'node', client: /^$/ },
    cases: [],
    documented: 'n8n makes these requests itself: its version on the server decides.',
  },
} satisfies Record<string, ClientInfo>

function follows(at: { settings: Readonly<Record<string, string>> }): boolean {
  return [at.settings.follow_max, at.settings.follow].some(
    (said) => said !== undefined && !/^(?:0|false)$/.test(said),
  )
}
