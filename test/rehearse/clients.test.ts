import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cellsOf, MEASURED } from '../../src/brand/clients/measured.js'
import { outcomeOf } from '../../src/rules/redirect-308/verdict.js'
import { WORDS } from '../../src/rules/redirect-308/words.js'
import { buildCommand, type Command } from '../transcripts/command.js'
import { missing, refusal } from './support.js'

let command: Command
beforeAll(async () => {
  command = await buildCommand()
})
afterAll(() => command.dispose())

interface Client {
  name: string
  /** Must end with 0 where the client is there. */
  needs: readonly string[]
  files: Readonly<Record<string, string>>
  run: readonly string[]
  env?: Readonly<Record<string, string>>
  verb: string
  verdict: string
  /** The measured row that says the same. */
  measured: { lang: string; client: string; version?: string; isDefault?: boolean; options?: RegExp }
}

const URL_ = 'https://acme.amocrm.com/api/v4/leads'

const CLIENTS: readonly Client[] = [
  {
    name: 'fetch of Node',
    needs: ['node', '--version'],
    files: {
      'app.mjs': `await fetch('${URL_}', { method: 'POST', headers: { Authorization: 'Bearer abc' }, body: '[{}]' })`,
    },
    run: ['node', 'app.mjs'],
    verb: 'POST',
    verdict: 'token lost',
    measured: { lang: 'node', client: 'node global fetch', version: process.version },
  },
  {
    name: 'https of Node',
    needs: ['node', '--version'],
    files: {
      'app.cjs': `const request = require('https').request('${URL_}', { method: 'PATCH', headers: { Authorization: 'Bearer abc' } }, (r) => r.resume())
request.end('[{}]')`,
    },
    run: ['node', 'app.cjs'],
    verb: 'PATCH',
    verdict: 'not followed',
    measured: { lang: 'node', client: 'node:http/https request', version: process.version },
  },
  {
    name: 'axios',
    needs: ['node', '--version'],
    files: {
      'app.cjs': `const axios = require(${JSON.stringify(createRequire(import.meta.url).resolve('axios'))})
axios.post('${URL_}', [{}], { headers: { Authorization: 'Bearer abc' } })`,
    },
    run: ['node', 'app.cjs'],
    verb: 'POST',
    verdict: 'token lost',
    measured: { lang: 'node', client: 'axios', version: '1.21.1', isDefault: true },
  },
  {
    name: 'ext-curl of PHP',
    needs: ['php', '-r', 'exit(extension_loaded("curl") ? 0 : 1);'],
    files: {
      'app.php': `<?php
$ch = curl_init('${URL_}');
curl_setopt_array($ch, [CURLOPT_CUSTOMREQUEST => 'POST', CURLOPT_POSTFIELDS => '[{}]', CURLOPT_RETURNTRANSFER => true,
  CURLOPT_HTTPHEADER => ['Authorization: Bearer abc', 'Content-Type: application/json'], CURLOPT_FOLLOWLOCATION => true]);
if (curl_exec($ch) === false) { fwrite(STDERR, curl_error($ch)); exit(1); }`,
    },
    run: ['php', 'app.php'],
    verb: 'POST',
    verdict: 'token lost',
    measured: {
      lang: 'php',
      client: 'curl (PHP)',
      options: /FOLLOWLOCATION(?!.*UNRESTRICTED)/,
      isDefault: false,
    },
  },
  {
    name: 'file_get_contents of PHP',
    needs: ['php', '-r', 'exit(PHP_VERSION === "8.2.36" && extension_loaded("openssl") ? 0 : 1);'],
    files: {
      'app.php': `<?php
$http = ['method' => 'POST', 'content' => '[{}]', 'header' => ['Authorization: Bearer abc', 'Content-Type: application/json']];
file_get_contents('${URL_}', false, stream_context_create(['http' => $http]));`,
    },
    run: ['php', 'app.php'],
    verb: 'POST',
    verdict: 'token lost',
    measured: { lang: 'php', client: 'file_get_contents (http stream)', version: 'PHP 8.2.36' },
  },
  {
    name: 'requests of Python',
    needs: ['python3', '-c', 'import requests'],
    files: {
      'app.py': `import requests
requests.post('${URL_}', json=[{}], headers={'Authorization': 'Bearer abc'}, timeout=20)`,
    },
    run: ['python3', 'app.py'],
    verb: 'POST',
    verdict: 'token lost',
    measured: { lang: 'python', client: 'requests', version: '2.34.2' },
  },
  {
    name: 'urllib of Python, GET',
    needs: ['python3', '-c', 'import sys; sys.exit(sys.version_info < (3, 11))'],
    files: {
      'app.py': `from urllib.request import Request, urlopen
urlopen(Request('${URL_}', headers={'Authorization': 'Bearer abc'}), timeout=20).read()`,
    },
    run: ['python3', 'app.py'],
    verb: 'GET',
    verdict: 'survives',
    measured: { lang: 'python', client: 'urllib.request', version: 'Python 3.11.7' },
  },
  {
    name: 'urllib of Python, POST',
    needs: ['python3', '--version'],
    files: {
      'app.py': `from urllib.request import Request, urlopen
urlopen(Request('${URL_}', b'[{}]', headers={'Authorization': 'Bearer abc'}), timeout=20).read()`,
    },
    run: ['python3', 'app.py'],
    verb: 'POST',
    verdict: 'not followed',
    measured: { lang: 'python', client: 'urllib.request', version: 'Python 3.11.7' },
  },
  {
    name: 'Net::HTTP of Ruby',
    needs: ['ruby', '-e', 'require "net/http"'],
    files: {
      'app.rb': `require 'net/http'
Net::HTTP.post(URI('${URL_}'), '[{}]', 'Authorization' => 'Bearer abc', 'Content-Type' => 'application/json')`,
    },
    run: ['ruby', 'app.rb'],
    verb: 'POST',
    verdict: 'not followed',
    measured: { lang: 'ruby', client: 'Net::HTTP', version: '3.1.7' },
  },
  {
    name: 'net/http of Go',
    needs: ['go', 'version'],
    files: {
      'go.mod': 'module acme\n',
      'app.go': `package main
import ("bytes"; "net/http")
func main() {
  request, _ := http.NewRequest("POST", "${URL_}", bytes.NewReader([]byte("[{}]")))
  request.Header.Set("Authorization", "Bearer abc")
  if _, err := http.DefaultClient.Do(request); err != nil { panic(err) }
}`,
    },
    run: ['./app'],
    verb: 'POST',
    verdict: 'token lost',
    measured: { lang: 'go', client: 'net/http', version: 'go1.19.8', isDefault: true },
  },
  {
    name: 'HttpClient of Java',
    needs: ['javac', '-version'],
    files: {
      'App.java': `import java.net.URI; import java.net.http.*;
class App { public static void main(String[] a) throws Exception {
  var client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
  var request = HttpRequest.newBuilder(URI.create("${URL_}")).header("Authorization", "Bearer abc")
    .POST(HttpRequest.BodyPublishers.ofString("[{}]")).build();
  client.send(request, HttpResponse.BodyHandlers.ofString());
} }`,
    },
    run: ['java', 'App.java'],
    verb: 'POST',
    verdict: 'survives',
    measured: { lang: 'java', client: 'java.net.http.HttpClient', isDefault: false, options: /NORMAL/ },
  },
  {
    name: 'curl',
    needs: ['curl', '--version'],
    files: {},
    run: ['curl', '-sS', '-H', 'Authorization: Bearer abc', '-d', '[{}]', URL_],
    verb: 'POST',
    verdict: 'not followed',
    measured: { lang: 'cli', client: 'curl CLI', version: '7.88.1', isDefault: true },
  },
  {
    name: 'curl --location-trusted',
    needs: ['curl', '--version'],
    files: {},
    run: ['curl', '-sS', '--location-trusted', '-H', 'Authorization: Bearer abc', '-d', '[{}]', URL_],
    verb: 'POST',
    verdict: 'survives',
    measured: {
      lang: 'cli',
      client: 'curl CLI',
      version: '7.88.1',
      isDefault: false,
      options: /--location-trusted/,
    },
  },
  {
    name: 'wget',
    needs: ['wget', '--version'],
    files: {},
    run: [
      'wget',
      '-q',
      '-O',
      '/dev/null',
      '--header',
      'Authorization: Bearer abc',
      '--post-data',
      '[{}]',
      URL_,
    ],
    verb: 'POST',
    verdict: 'survives',
    measured: { lang: 'cli', client: 'wget', version: '1.21.3', isDefault: true },
  },
]

describe('a program with one request, by client', () => {
  for (const client of CLIENTS) {
    const unable = refusal ?? missing(client.needs[0] as string, ...client.needs.slice(1))
    test.skipIf(unable !== undefined)(
      `${client.name}${unable ? ` (not run: ${unable})` : ''}`,
      { timeout: 120_000 },
      async () => {
        const cwd = command.folder(client.files)
        if (client.files['go.mod'] !== undefined) buildGo(cwd)
        const { PATH = '' } = process.env
        const { stdout, stderr, code } = await command.run(
          ['rehearse', '--format', 'json', '--', ...client.run],
          {
            cwd,
            env: { ...client.env, PATH },
          },
        )
        const report = JSON.parse(stdout || '{}')
        expect(report.requests, stderr).toMatchObject([
          { method: client.verb, host: 'acme.amocrm.com', target: '/api/v4/leads', verdict: client.verdict },
        ])
        expect(code).toBe(client.verdict === WORDS.survives ? 0 : 1)
      },
    )
  }

  test.each(CLIENTS.map((client) => [client.name, client] as const))(
    'the verdict of %s is the measured one',
    (_, { verb, verdict, measured }) => {
      const rows = MEASURED.filter(
        (row) =>
          row.lang === measured.lang &&
          row.client === measured.client &&
          (measured.version === undefined || row.version === measured.version) &&
          (measured.isDefault === undefined || Boolean(row.default) === measured.isDefault) &&
          (measured.options?.test(row.options) ?? true),
      )
      // Another Node than those of the lab may run the tests.
      if (measured.version === process.version && rows.length === 0) return
      const words = rows.flatMap((row) => cellsOf(row, verb).map((cell) => WORDS[outcomeOf(cell, 'bearer')]))
      expect(words).toContain(verdict)
    },
  )
})

/** Outside, where the cache of the compiler is. */
function buildGo(cwd: string): void {
  const env = { ...process.env, GOFLAGS: '-mod=mod', GOPROXY: 'off', GOCACHE: `${cwd}/.cache` }
  const { status, stderr } = spawnSync('go', ['build', '-o', 'app', '.'], { cwd, env, encoding: 'utf8' })
  expect(status, stderr).toBe(0)
}
