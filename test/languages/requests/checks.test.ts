import { describe, expect, it } from 'vitest'
import { read } from '../read.js'

/** Tests of the status as `kind: code`, of all requests of a file. */
async function checks(path: string, code: string): Promise<string[]> {
  const { requests } = await read(path, code)
  const bytes = Buffer.from(code)
  return (requests?.requests ?? []).flatMap((request) =>
    (request.checks ?? []).map(
      ({ kind, span }) => `${kind}: ${bytes.subarray(span.start, span.end).toString()}`,
    ),
  )
}

const URL_JS = '`https://${account.domain}/api/v4/leads`'
const https = (body: string) => `const https = require('https')
const req = https.request({ hostname: account.domain, path: '/api/v4/leads', method: 'POST' }, (res) => {
${body}
})
req.end('{}')
`
const node = (body: string) => `async function send(path) {
  const res = await fetch(${URL_JS}, { redirect: 'manual' })
  ${body}
}
`
const curl = (body: string) => `<?php
function send($account, $path, $data) {
  $ch = curl_init("https://$account->domain/api/v4/leads");
  $out = curl_exec($ch);
  ${body}
}
`
const py = (body: string) => `import requests

def send(self, path):
    r = requests.post(f"https://{self.domain}/api/v4/leads", json={}, allow_redirects=False)
${body}
`
const go = (body: string) => `package crm

import "net/http"

func (c *Client) send(path string) error {
	req, err := http.NewRequest("POST", "https://"+c.domain+"/api/v4/leads", body)
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
${body}
	return nil
}
`

describe('tests that take a 308 for success', () => {
  it.each([
    [
      'a.js',
      https("if (res.statusCode >= 400) throw new Error('HTTP ' + res.statusCode)"),
      'res.statusCode >= 400',
    ],
    ['a.js', https('const ok = res.statusCode < 400\ndone(ok)'), 'res.statusCode < 400'],
    [
      'a.js',
      https("let all = ''\nres.on('end', () => { if (res.statusCode > 399) return fail(all)\ndone(all) })"),
      'res.statusCode > 399',
    ],
    [
      'a.js',
      node('const { status } = res\nif (res.status >= 400 && strict) throw new Error(status)'),
      'res.status >= 400 && strict',
    ],
    [
      'a.js',
      node('if (res.status === 204) return null\nif (res.status >= 400) fail(await res.text())'),
      'res.status >= 400',
    ],
    [
      'a.php',
      curl(
        '$code = (int) curl_getinfo($ch, CURLINFO_HTTP_CODE);\n  if ($code >= 400) throw new Exception($names[$code], $code);',
      ),
      '$code >= 400',
    ],
    [
      'a.php',
      curl(
        '$info = curl_getinfo($ch);\n  if ($info["http_code"] > 399) { return null; }\n  return json_decode($out);',
      ),
      '$info["http_code"] > 399',
    ],
    [
      'a.php',
      curl('return curl_getinfo($ch, CURLINFO_RESPONSE_CODE) < 400 ? $out : null;'),
      'curl_getinfo($ch, CURLINFO_RESPONSE_CODE) < 400',
    ],
    ['a.py', py('    if r.status_code >= 400:\n        raise ValueError(r.text)'), 'r.status_code >= 400'],
    ['a.py', py('    r.raise_for_status()\n    return r.json()'), 'r.raise_for_status()'],
    ['a.py', py('    if not r.ok:\n        raise ValueError(r.text)'), 'not r.ok'],
    [
      'a.go',
      go(
        '\tif resp.StatusCode >= http.StatusBadRequest {\n\t\treturn fmt.Errorf("%d", resp.StatusCode)\n\t}',
      ),
      'resp.StatusCode >= http.StatusBadRequest',
    ],
    ['a.go', go('\tif code := resp.StatusCode; code > 399 {\n\t\treturn errRefused\n\t}'), 'code > 399'],
  ])('%s %s', async (path, code, test) => {
    expect(await checks(path, code)).toEqual([`lenient: ${test}`])
  })

  it('curl itself, where it is told to fail on errors', async () => {
    const code = curl('return $out;').replace(
      '$out =',
      'curl_setopt($ch, CURLOPT_FAILONERROR, true);\n  $out =',
    )
    expect(await checks('a.php', code)).toEqual(['lenient: true'])
  })
})

describe('tests that a 308 does not pass', () => {
  it.each([
    [
      'a.js',
      https("if (res.statusCode !== 200) throw new Error('x')\nif (res.statusCode >= 400) report(res)"),
    ],
    ['a.js', https('if (res.statusCode < 200 || res.statusCode >= 300) fail()')],
    [
      'a.js',
      https(
        'if (res.statusCode === 308) return again(res.headers.location)\nif (res.statusCode >= 400) fail()',
      ),
    ],
    ['a.js', https('if (res.statusCode >= 500) retry()')],
    ['a.js', https('if (res.statusCode === 400) fail()')],
    ['a.js', https('if (res.statusCode >= LIMIT) fail()')],
    ['a.js', https('verify(res)\nif (res.statusCode >= 400) fail()')],
    ['a.js', https('verify(res.statusCode)\nif (res.statusCode >= 400) fail()')],
    ['a.js', https('switch (res.statusCode) { case 200: done() }\nif (res.statusCode >= 400) fail()')],
    ['a.js', https("if (other.statusCode >= 400) throw new Error('x')")],
    ['a.js', node("if (!res.ok) throw new Error('x')")],
    ['a.js', node("if (!res.ok || res.status >= 400) throw new Error('x')")],
    [
      'a.js',
      'let res = await fetch(`https://${account.domain}/api/v4/leads`)\nres = other()\nif (res.status >= 400) fail()\n',
    ],
    [
      'a.php',
      curl(
        '$code = (int) curl_getinfo($ch, CURLINFO_HTTP_CODE);\n  if ($code < 200 || $code > 204) throw new Exception("x", $code);',
      ),
    ],
    [
      'a.php',
      curl(
        '$code = curl_getinfo($ch, CURLINFO_HTTP_CODE);\n  if (!in_array($code, [200, 204])) throw new Exception();\n  if ($code >= 400) report();',
      ),
    ],
    [
      'a.php',
      curl(
        '$code = curl_getinfo($ch, CURLINFO_HTTP_CODE);\n  if (isset(self::$errors[$code])) fail();\n  if ($code >= 400) fail();',
      ),
    ],
    ['a.php', curl('$code = curl_getinfo($other, CURLINFO_HTTP_CODE);\n  if ($code >= 400) fail();')],
    [
      'a.php',
      curl(
        '$code = curl_getinfo($ch, CURLINFO_HTTP_CODE);\n  $this->check($code);\n  if ($code >= 400) fail();',
      ),
    ],
    ['a.php', curl('curl_exec($ch);\n  $code = curl_getinfo($other);\n  if ($code >= 400) fail();')],
    [
      'a.py',
      py(
        '    if 200 <= r.status_code < 300:\n        return r.json()\n    if r.status_code >= 400:\n        fail()',
      ),
    ],
    ['a.py', py('    if r.is_redirect:\n        return again(r)\n    r.raise_for_status()')],
    ['a.py', py('    if r.status_code not in (200, 204):\n        fail()')],
    [
      'a.go',
      go(
        '\tif resp.StatusCode/100 != 2 {\n\t\treturn errRefused\n\t}\n\tif resp.StatusCode >= 400 {\n\t\treturn errRefused\n\t}',
      ),
    ],
    [
      'a.go',
      go(
        '\tif err := check(resp); err != nil {\n\t\treturn err\n\t}\n\tif resp.StatusCode >= 400 {\n\t\treturn errRefused\n\t}',
      ),
    ],
    ['a.go', go('\tif other.StatusCode >= 400 {\n\t\treturn errRefused\n\t}')],
  ])('%s %s', async (path, code) => {
    expect(await checks(path, code)).toEqual([])
  })
})

describe('new tokens for a 401', () => {
  it.each([
    [
      'a.js',
      node(
        "if (res.status === 401) {\n    await refreshTokens()\n    return send(path)\n  }\n  if (!res.ok) throw new Error('x')",
      ),
      ['refresh-and-retry: res.status === 401'],
    ],
    [
      'a.js',
      node('if (res.status !== 401) return res.json()\n  await this.renewToken()'),
      ['refresh: res.status !== 401'],
    ],
    [
      'a.js',
      `import axios from 'axios'
const api = axios.create({ baseURL: ${URL_JS} })
api.interceptors.response.use((r) => r, async (error) => {
  const status = error.response?.status
  if (status !== 401 || error.config.again) return Promise.reject(error)
  await auth.refresh()
  return api(error.config)
})
export const leads = () => api.get('/leads')
`,
      ['refresh-and-retry: status !== 401 || error.config.again'],
    ],
    [
      'a.ts',
      `import axios from 'axios'
export class Amo {
  async leads(): Promise<unknown> {
    try {
      return (await axios.get(${URL_JS})).data
    } catch (error: any) {
      if (error.response?.status === 401) {
        await this.refreshAccessToken()
        return this.leads()
      }
      throw error
    }
  }
}
`,
      ['refresh-and-retry: error.response?.status === 401'],
    ],
    [
      'a.php',
      curl(
        '$code = curl_getinfo($ch, CURLINFO_HTTP_CODE);\n  if ($code == 401) {\n    $this->refreshToken();\n    return $this->send($account, $path, $data);\n  }\n  if ($code != 200) fail();',
      ),
      ['refresh-and-retry: $code == 401'],
    ],
    [
      'a.py',
      py(
        '    if r.status_code in (401, 403):\n        self.refresh_tokens()\n        return self.send(path)',
      ),
      ['refresh-and-retry: r.status_code in (401, 403)'],
    ],
    [
      'a.go',
      go(
        '\tif resp.StatusCode == http.StatusUnauthorized {\n\t\tc.refreshToken()\n\t\treturn c.send(path)\n\t}',
      ),
      ['refresh-and-retry: resp.StatusCode == http.StatusUnauthorized'],
    ],
    ['a.js', node("if (res.status === 401) throw new Error('refused')"), []],
    ['a.js', node('if (res.status === 429) await refreshTokens()'), []],
    ['a.js', node('if (res.status >= 401) await refreshTokens()'), []],
    ['a.py', py('    if r.status_code == 401:\n        raise Refused()\n    self.refresh_view()'), []],
    [
      'a.php',
      curl('$code = curl_getinfo($other, CURLINFO_HTTP_CODE);\n  if ($code == 401) $this->refreshToken();'),
      [],
    ],
  ])('%s %s', async (path, code, expected) => {
    expect([...new Set(await checks(path, code))]).toEqual(expected)
  })
})
