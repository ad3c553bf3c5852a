import type { MeasuredRow } from '../../../src/brand/clients/measured.js'
import { RUBY, SHELL } from './calls-others.js'

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
  'urllib.request': {
    ending: 'py',
    write: (verb, options) =>
      options === 'urlopen default'
        ? `import urllib.request\n\nrequest = urllib.request.Request(${PYTHON_URL}, method="${verb}", ${PYTHON_HEADERS})\nanswer = urllib.request.urlopen(request)\n`
        : undefined,
  },
}

const OTHERS = [
  { ending: 'rb', writers: RUBY },
  { ending: 'sh', writers: SHELL },
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
