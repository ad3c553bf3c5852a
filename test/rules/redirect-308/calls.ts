import type { MeasuredRow } from '../../../src/brand/clients/measured.js'
import { RUBY, RUST, SHELL } from './calls-others.js'

/** A program that calls a client as a measured row did. */
export interface Call {
  path: string
  code: string
}

const URL_JS = '`https://${account.base_domain}/api/v4/leads`'
const HEADERS_JS = "headers: { Authorization: 'Bearer ' + token }"

/** A program by verb and options of a row; `undefined` for what no call site expresses. */
export type Write = (verb: string, options: string) => string | undefined

/** Entries of an option object, by what the rows call it; `undefined` for what is code of one's own. */
function entries(table: Readonly<Record<string, string>>, options: string): string | undefined {
  if (/^default(?: \([^)]*\))?$|^fetch default$/.test(options)) return ''
  return table[options]
}

const FETCH_OPTIONS: Readonly<Record<string, string>> = {
  "redirect:'manual'": ", redirect: 'manual'",
  "redirect:'error'": ", redirect: 'error'",
  "stream body (duplex:'half')": ", duplex: 'half', body: createReadStream('leads.json')",
  'stream body': ", body: createReadStream('leads.json')",
  'FormData body': ', body: new FormData()',
  'form-data package body': ', body: new FormData()',
}

const fetchWith =
  (head: string, callee: string): Write =>
  (verb, options) => {
    const more = entries(FETCH_OPTIONS, options)
    return more === undefined
      ? undefined
      : `${head}\nawait ${callee}(${URL_JS}, { method: '${verb}', ${HEADERS_JS}${more} })\n`
  }

const AXIOS: Readonly<Record<string, string>> = {
  'default validateStatus + maxRedirects:0': ', maxRedirects: 0',
  'maxRedirects:5': ', maxRedirects: 5',
  'beforeRedirect puts Authorization back': ', beforeRedirect: (to) => { to.headers.Authorization = bearer }',
  'stream body': ", data: createReadStream('leads.json')",
  'stream body, maxRedirects:0': ", maxRedirects: 0, data: createReadStream('leads.json')",
  "adapter:'fetch'": ", adapter: 'fetch'",
  'form-data package body': ', data: new FormData()',
}

const GOT: Readonly<Record<string, string>> = {
  'followRedirect:false': ', followRedirect: false',
  'methodRewriting:false': ', methodRewriting: false',
  'hooks.beforeRedirect puts Authorization back':
    ', hooks: { beforeRedirect: [(to) => { to.headers.authorization = bearer }] }',
  'json: option': ', json: { name }',
  'stream body': ", body: createReadStream('leads.json')",
  'form-data package body': ', body: new FormData()',
}

const REQUEST: Readonly<Record<string, string>> = {
  'followRedirect:false': ', followRedirect: false',
  'followAllRedirects:true': ', followAllRedirects: true',
  'followAllRedirects:true, followOriginalHttpMethod:true':
    ', followAllRedirects: true, followOriginalHttpMethod: true',
}

const NEEDLE: Readonly<Record<string, string>> = {
  'follow_max:5': ', follow_max: 5',
  'follow_max:5, follow_keep_method:true': ', follow_max: 5, follow_keep_method: true',
  'follow_max:5, follow_keep_method:true, follow_if_same_host:true':
    ', follow_max: 5, follow_keep_method: true, follow_if_same_host: true',
}

const SUPERAGENT: Readonly<Record<string, string>> = {
  '.redirects(0)': '.redirects(0)',
  '.redirects(5)': '.redirects(5)',
  "auth(token,{type:'bearer'})": ".auth(token, { type: 'bearer' })",
  ".auth(token,{type:'bearer'})": ".auth(token, { type: 'bearer' })",
  '.attach (multipart)': ".attach('file', path)",
}

const bySuffix = (
  table: Readonly<Record<string, string>>,
  write: (verb: string, more: string) => string,
): Write => {
  return (verb, options) => {
    const more = entries(table, options)
    return more === undefined ? undefined : write(verb, more)
  }
}

const PHP_URL = '"https://{$account->base_domain}/api/v4/leads"'
const PHP_HEADERS = "'headers' => ['Authorization' => 'Bearer ' . $token]"

const CURL: Readonly<Record<string, string>> = {
  'CUSTOMREQUEST+POSTFIELDS, no FOLLOWLOCATION (default)': '',
  'CUSTOMREQUEST+POSTFIELDS, FOLLOWLOCATION': 'curl_setopt($ch, CURLOPT_FOLLOWLOCATION, true);',
  'CUSTOMREQUEST+POSTFIELDS, FOLLOWLOCATION, POSTREDIR=7':
    'curl_setopt_array($ch, [CURLOPT_FOLLOWLOCATION => 1, CURLOPT_POSTREDIR => 7]);',
  'CUSTOMREQUEST+POSTFIELDS, FOLLOWLOCATION, UNRESTRICTED_AUTH':
    'curl_setopt_array($ch, [CURLOPT_FOLLOWLOCATION => true, CURLOPT_UNRESTRICTED_AUTH => true]);',
}

const GUZZLE: Readonly<Record<string, string>> = {
  'allow_redirects=false': ", 'allow_redirects' => false",
  'allow_redirects=true': ", 'allow_redirects' => true",
  "allow_redirects=['strict'=>true]": ", 'allow_redirects' => ['strict' => true]",
  'client default headers + json option': ", 'json' => $lead",
  multipart: ", 'multipart' => $parts",
}

const PYTHON_URL = 'f"https://{account.base_domain}/api/v4/leads"'
const PYTHON_HEADERS = 'headers={"Authorization": f"Bearer {token}"}'

const python =
  (module: string, table: Readonly<Record<string, string>>, callee = `${module}.request`): Write =>
  (verb, options) => {
    const more = entries(table, options)
    return more === undefined
      ? undefined
      : `import ${module}\n\nanswer = ${callee}("${verb}", ${PYTHON_URL}, ${PYTHON_HEADERS}${more})\n`
  }

/** Go: fields of `http.Client{…}` and the body of a request. */
const NET_HTTP: Readonly<Record<string, { client?: string; body?: string; more?: string }>> = {
  'http.Client default, bytes.Reader body (GetBody set)': {},
  'http.DefaultClient': { client: 'http.DefaultClient' },
  'body of another io.Reader type (no GetBody)': { body: 'io.NopCloser(bytes.NewReader(lead))' },
  'CheckRedirect=ErrUseLastResponse': {
    client:
      '&http.Client{CheckRedirect: func(req *http.Request, via []*http.Request) error { return http.ErrUseLastResponse }}',
  },
  'CheckRedirect returns an error': {
    client:
      '&http.Client{CheckRedirect: func(req *http.Request, via []*http.Request) error { return errors.New("moved") }}',
  },
  'CheckRedirect puts Authorization+Cookie back': {
    client: '&http.Client{CheckRedirect: keep}',
    more: 'func keep(req *http.Request, via []*http.Request) error {\n\treq.Header.Set("Authorization", via[0].Header.Get("Authorization"))\n\treturn nil\n}\n',
  },
  'RoundTripper that sets Authorization on every hop (oauth2.Transport style)': {
    client: '&http.Client{Transport: &bearer{token: token}}',
    more: 'type bearer struct{ token string }\n\nfunc (b *bearer) RoundTrip(req *http.Request) (*http.Response, error) {\n\treq.Header.Set("Authorization", "Bearer "+b.token)\n\treturn http.DefaultTransport.RoundTrip(req)\n}\n',
  },
  'Transport.RoundTrip directly (no redirect logic)': { client: 'http.DefaultTransport' },
}

const netHttp: Write = (verb, options) => {
  const row = NET_HTTP[options]
  if (!row) return undefined
  const body = verb === 'GET' ? 'nil' : (row.body ?? 'bytes.NewReader(lead)')
  const send = row.client === 'http.DefaultTransport' ? 'RoundTrip' : 'Do'
  return `package crm\n\nimport (\n\t"bytes"\n\t"errors"\n\t"fmt"\n\t"io"\n\t"net/http"\n)\n\n${row.more ?? ''}\nfunc send(account Account, token string, lead []byte) (*http.Response, error) {\n\tclient := ${row.client ?? '&http.Client{}'}\n\treq, err := http.NewRequest("${verb}", fmt.Sprintf("https://%s/api/v4/leads", account.BaseDomain), ${body})\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\treq.Header.Set("Authorization", "Bearer "+token)\n\treturn client.${send}(req)\n}\n`
}

const JAVA_URL = '"https://" + account.getBaseDomain() + "/api/v4/leads"'
const KOTLIN_URL = '"https://${account.baseDomain}/api/v4/leads"'

const java = (imports: readonly string[], body: string): string =>
  `${imports.map((name) => `import ${name};\n`).join('')}\nclass LeadClient {\n    String send(Account account, String token, String lead) throws Exception {\n${body}\n    }\n}\n`

const urlConnection: Write = (verb, options) => {
  const more = entries(
    { 'setInstanceFollowRedirects(false)': '        connection.setInstanceFollowRedirects(false);\n' },
    options,
  )
  return more === undefined
    ? undefined
    : java(
        ['java.net.HttpURLConnection', 'java.net.URL'],
        `        HttpURLConnection connection = (HttpURLConnection) new URL(${JAVA_URL}).openConnection();\n        connection.setRequestMethod("${verb}");\n${more}        connection.setRequestProperty("Authorization", "Bearer " + token);\n        return read(connection);`,
      )
}

const javaHttp: Write = (verb, options) => {
  const redirect = /^(?:default )?\(?Redirect\.(NEVER|NORMAL|ALWAYS)/.exec(options)?.[1]
  if (redirect === undefined) return undefined
  const client = options.startsWith('default')
    ? 'HttpClient.newHttpClient()'
    : `HttpClient.newBuilder().followRedirects(HttpClient.Redirect.${redirect}).build()`
  const publisher = options.includes('ofInputStream') ? 'ofInputStream(() -> open(lead))' : 'ofString(lead)'
  return java(
    ['java.net.URI', 'java.net.http.HttpClient', 'java.net.http.HttpRequest', 'java.net.http.HttpResponse'],
    `        HttpClient client = ${client};\n        HttpRequest request = HttpRequest.newBuilder(URI.create(${JAVA_URL}))\n            .header("Authorization", "Bearer " + token)\n            .method("${verb}", HttpRequest.BodyPublishers.${publisher})\n            .build();\n        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();`,
  )
}

/** Kotlin, so that both languages of the JVM are joined. */
const OKHTTP: Readonly<Record<string, string>> = {
  'followRedirects(false)': '.followRedirects(false)',
  'network interceptor sets Authorization on every hop':
    '.addNetworkInterceptor { chain -> chain.proceed(chain.request().newBuilder().header("Authorization", "Bearer $token").build()) }',
  'application interceptor re-sends on 308 (same method, body, headers)':
    '.addInterceptor { chain ->\n            val answer = chain.proceed(chain.request())\n            if (answer.code() != 308) answer\n            else chain.proceed(chain.request().newBuilder().url(answer.header("Location")!!).build())\n        }',
}

const okhttp: Write = (verb, options) => {
  const more = entries(OKHTTP, options)
  return more === undefined
    ? undefined
    : `import okhttp3.OkHttpClient\nimport okhttp3.Request\n\nclass LeadClient(private val token: String) {\n    private val http = OkHttpClient.Builder()\n        ${more}\n        .build()\n\n    fun send(account: Account, lead: RequestBody?): String {\n        val request = Request.Builder()\n            .url(${KOTLIN_URL})\n            .header("Authorization", "Bearer $token")\n            .method("${verb}", lead)\n            .build()\n        return http.newCall(request).execute().use { it.body()!!.string() }\n    }\n}\n`
}

const APACHE: Readonly<Record<string, string>> = {
  'disableRedirectHandling()': '.disableRedirectHandling()',
  LaxRedirectStrategy: '.setRedirectStrategy(new LaxRedirectStrategy())',
  'LaxRedirectStrategy, Authorization by setDefaultHeaders':
    '.setRedirectStrategy(new LaxRedirectStrategy()).setDefaultHeaders(headers)',
  'DefaultRedirectStrategy with all verbs (String[])':
    '.setRedirectStrategy(new DefaultRedirectStrategy(new String[] {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}))',
}

const apache: Write = (verb, options) => {
  const more = entries(APACHE, options)
  const type = `Http${verb[0]}${verb.slice(1).toLowerCase()}`
  return more === undefined
    ? undefined
    : java(
        ['org.apache.http.client.methods.*', 'org.apache.http.impl.client.*'],
        `        CloseableHttpClient client = HttpClients.custom()${more}.build();\n        ${type} request = new ${type}(${JAVA_URL});\n        request.setHeader("Authorization", "Bearer " + token);\n        return EntityUtils.toString(client.execute(request).getEntity());`,
      )
}

const commons: Write = (verb, options) => {
  const type = `${verb[0]}${verb.slice(1).toLowerCase()}Method`
  return options === 'default' && verb !== 'PATCH'
    ? java(
        ['org.apache.commons.httpclient.HttpClient', `org.apache.commons.httpclient.methods.${type}`],
        `        HttpClient client = new HttpClient();\n        ${type} method = new ${type}(${JAVA_URL});\n        method.setRequestHeader("Authorization", "Bearer " + token);\n        client.executeMethod(method);\n        return method.getResponseBodyAsString();`,
      )
    : undefined
}

/** By the name of the client in the measurements. */
const WRITERS: Readonly<Record<string, { ending: string; write: Write }>> = {
  'node global fetch': {
    ending: 'mjs',
    write: fetchWith("import { createReadStream } from 'node:fs'", 'fetch'),
  },
  'node-fetch': { ending: 'js', write: fetchWith("const fetch = require('node-fetch')", 'fetch') },
  'cross-fetch': { ending: 'js', write: fetchWith("import fetch from 'cross-fetch'", 'fetch') },
  'isomorphic-fetch': { ending: 'js', write: fetchWith("import fetch from 'isomorphic-fetch'", 'fetch') },
  'make-fetch-happen': { ending: 'js', write: fetchWith("import fetch from 'make-fetch-happen'", 'fetch') },
  'undici.fetch': { ending: 'js', write: fetchWith("import { fetch } from 'undici'", 'fetch') },
  ky: { ending: 'js', write: fetchWith("import ky from 'ky'", 'ky') },
  ofetch: { ending: 'js', write: fetchWith("import { ofetch } from 'ofetch'", 'ofetch') },
  'undici.request': {
    ending: 'js',
    write: bySuffix(
      {},
      (verb, more) =>
        `import { request } from 'undici'\nawait request(${URL_JS}, { method: '${verb}', ${HEADERS_JS}${more} })\n`,
    ),
  },
  'node:http/https request': {
    ending: 'js',
    write: bySuffix(
      {},
      (verb) =>
        `const https = require('https')\nhttps.request({ hostname: account.base_domain, path: '/api/v4/leads', method: '${verb}', ${HEADERS_JS} })\n`,
    ),
  },
  'follow-redirects': {
    ending: 'js',
    write: bySuffix(
      {
        'maxRedirects:0': ', maxRedirects: 0',
        'beforeRedirect puts Authorization+Cookie back':
          ', beforeRedirect: (to) => { to.headers.Authorization = bearer }',
      },
      (verb, more) =>
        `const { https } = require('follow-redirects')\nhttps.request({ hostname: account.base_domain, path: '/api/v4/leads', method: '${verb}', ${HEADERS_JS}${more} })\n`,
    ),
  },
  axios: {
    ending: 'js',
    write: bySuffix(
      AXIOS,
      (verb, more) =>
        `import axios from 'axios'\nawait axios({ method: '${verb}', url: ${URL_JS}, ${HEADERS_JS}${more} })\n`,
    ),
  },
  got: {
    ending: 'js',
    write: bySuffix(
      GOT,
      (verb, more) =>
        `import got from 'got'\nawait got(${URL_JS}, { method: '${verb}', ${HEADERS_JS}${more} })\n`,
    ),
  },
  request: {
    ending: 'js',
    write: bySuffix(
      REQUEST,
      (verb, more) =>
        `const request = require('request')\nrequest({ method: '${verb}', uri: ${URL_JS}, ${HEADERS_JS}${more} }, done)\n`,
    ),
  },
  needle: {
    ending: 'js',
    write: bySuffix(
      NEEDLE,
      (verb, more) =>
        `const needle = require('needle')\nawait needle('${verb.toLowerCase()}', ${URL_JS}, lead, { ${HEADERS_JS}${more} })\n`,
    ),
  },
  superagent: {
    ending: 'js',
    write: bySuffix(
      SUPERAGENT,
      (verb, more) =>
        `const superagent = require('superagent')\nawait superagent.${verb.toLowerCase()}(${URL_JS}).set('Authorization', bearer)${more}\n`,
    ),
  },
  'curl (PHP)': {
    ending: 'php',
    write: (verb, options) =>
      CURL[options] === undefined
        ? undefined
        : `<?php\nfunction send($account, $token) {\n    $ch = curl_init(${PHP_URL});\n    curl_setopt($ch, CURLOPT_CUSTOMREQUEST, '${verb}');\n    curl_setopt($ch, CURLOPT_HTTPHEADER, ["Authorization: Bearer $token"]);\n    ${CURL[options]}\n    return curl_exec($ch);\n}\n`,
  },
  'file_get_contents (http stream)': {
    ending: 'php',
    write: bySuffix(
      {
        'ignore_errors=true': ", 'ignore_errors' => true",
        'follow_location=0, ignore_errors=true': ", 'follow_location' => 0, 'ignore_errors' => true",
      },
      (verb, more) =>
        `<?php\n$context = stream_context_create(['http' => ['method' => '${verb}', 'header' => "Authorization: Bearer $token"${more}]]);\n$answer = file_get_contents(${PHP_URL}, false, $context);\n`,
    ),
  },
  Guzzle: {
    ending: 'php',
    write: bySuffix(
      GUZZLE,
      (verb, more) =>
        `<?php\nuse GuzzleHttp\\Client;\n$http = new Client();\n$http->request('${verb}', ${PHP_URL}, [${PHP_HEADERS}${more}]);\n`,
    ),
  },
  'Symfony CurlHttpClient': {
    ending: 'php',
    write: bySuffix(
      { 'max_redirects=0': ", 'max_redirects' => 0", 'json option': ", 'json' => $lead" },
      (verb, more) =>
        `<?php\nuse Symfony\\Component\\HttpClient\\HttpClient;\n$http = HttpClient::create();\n$http->request('${verb}', ${PHP_URL}, [${PHP_HEADERS}${more}]);\n`,
    ),
  },
  'WordPress HTTP API (wp_remote_request)': {
    ending: 'php',
    write: bySuffix(
      { 'redirection=0': ", 'redirection' => 0" },
      (verb, more) =>
        `<?php\n$answer = wp_remote_request(${PHP_URL}, ['method' => '${verb}', ${PHP_HEADERS}${more}]);\n`,
    ),
  },
  requests: {
    ending: 'py',
    write: python('requests', {
      'allow_redirects=False': ', allow_redirects=False',
      'json= option': ', json=lead',
      'files= (multipart)': ', files=files',
      'cookies= option': ', cookies=cookies',
    }),
  },
  httpx: { ending: 'py', write: python('httpx', { 'follow_redirects=True': ', follow_redirects=True' }) },
  aiohttp: {
    ending: 'py',
    write: (verb, options) => {
      const more = entries({ 'allow_redirects=False': ', allow_redirects=False' }, options)
      return more === undefined
        ? undefined
        : `import aiohttp\n\nasync def send(account, token):\n    async with aiohttp.ClientSession() as session:\n        return await session.request("${verb}", ${PYTHON_URL}, ${PYTHON_HEADERS}${more})\n`
    },
  },
  urllib3: {
    ending: 'py',
    write: (verb, options) => {
      const more =
        options === 'PoolManager.request default'
          ? ''
          : entries(
              {
                'redirect=False': ', redirect=False',
                'Retry(remove_headers_on_redirect=[])': ', retries=Retry(3, remove_headers_on_redirect=[])',
              },
              options,
            )
      return more === undefined
        ? undefined
        : `import urllib3\n\npool = urllib3.PoolManager()\nanswer = pool.request("${verb}", ${PYTHON_URL}, ${PYTHON_HEADERS}${more})\n`
    },
  },
  'net/http': { ending: 'go', write: netHttp },
  HttpURLConnection: { ending: 'java', write: urlConnection },
  'java.net.http.HttpClient': { ending: 'java', write: javaHttp },
  OkHttp: { ending: 'kt', write: okhttp },
  'Apache HttpClient': { ending: 'java', write: apache },
  'Commons HttpClient': { ending: 'java', write: commons },
  'urllib.request': {
    ending: 'py',
    write: (verb, options) =>
      options === 'urlopen default'
        ? `import urllib.request\n\nrequest = urllib.request.Request(${PYTHON_URL}, method="${verb}", ${PYTHON_HEADERS})\nanswer = urllib.request.urlopen(request)\n`
        : undefined,
  },
}

/** Rows that no program of a few lines says, and why. */
export const UNWRITTEN: Readonly<Record<string, string>> = {
  '2 MB body, old host answers before reading it; CheckRedirect puts Authorization back':
    'the size of a body is not in the code',
  'NEVER + own re-send to Location': 'code of one’s own that sends again is not read',
}

const OTHERS = [
  { ending: 'rb', writers: RUBY },
  { ending: 'sh', writers: SHELL },
  { ending: 'rs', writers: RUST },
] as const

function writerOf(client: string): { ending: string; write: Write } | undefined {
  const other = OTHERS.find(({ writers }) => Object.hasOwn(writers, client))
  const write = other?.writers[client]
  return other && write ? { ending: other.ending, write } : WRITERS[client]
}

/** The program for a row, `undefined` where no client of that name is read or the row is code of one's own. */
export function callFor({ client, options }: MeasuredRow, verb: string): Call | undefined {
  const writer = writerOf(client)
  const code = writer?.write(verb, options)
  return writer && code !== undefined ? { path: `client.${writer.ending}`, code } : undefined
}
