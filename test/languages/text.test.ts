import { describe, expect, test } from 'vitest'
import { lines, read } from './read.js'

describe('code without a grammar', () => {
  test.each([
    ["$u = 'https://' . $sub . '.amocrm.com/api';", 'https://<sub>.amocrm.com/api -> binding u'],
    ['$u = "https://{$this->sub}.amocrm.com";', 'https://<this->sub>.amocrm.com -> binding u'],
    ["$u .= '.amocrm.com';", '<u>.amocrm.com -> binding u'],
    ["if (strpos($h, '.amocrm.com') !== false) {}", '.amocrm.com -> argument strpos 1'],
    ["if ($h === 'amocrm.com') {}", 'amocrm.com -> compare === $h'],
    ["if ('amocrm.com' == $h) {}", 'amocrm.com -> compare == $h'],
    ["$h = $x ?? 'amocrm.com';", 'amocrm.com -> default of $x, binding h'],
    [
      "preg_match('/^\\w+\\.amocrm\\.com$/i', $h);",
      '/^\\w+\\.amocrm\\.com$/i -> pattern ^\\w+\\.amocrm\\.com$ test, argument preg_match 0',
    ],
    ["return ['host' => 'amocrm.com'];", 'amocrm.com -> entry host'],
    ["$a = ['amocrm.com' => 1];", 'amocrm.com -> key'],
    ["$u = sprintf('https://%s.amocrm.%s', $a, $b);", 'https://%s.amocrm.%s -> binding u'],
    [
      "header('Access-Control-Allow-Origin: https://acme.amocrm.com');",
      'Access-Control-Allow-Origin: https://acme.amocrm.com -> argument header 0',
    ],
    [
      "$h = stripos($d, '.ru') ? 'x' : 'amojo.amocrm.com';",
      "amojo.amocrm.com -> arm else of stripos($d, '.ru')",
    ],
    ["$z = match($t) { 'com' => 'amocrm.com', 'ru' => 'x.ru' };", 'amocrm.com -> arm case of $t'],
    ["$x = AMOCRM['a'];", '$x = AMOCRM[ -> unknown'],
    ['// see amocrm.com', '// see amocrm.com -> comment'],
    ["$this->http->get('https://amocrm.com/x');", 'https://amocrm.com/x -> argument this.http.get 0'],
    ["Str::contains($h, 'amocrm.com');", 'amocrm.com -> argument Str.contains 1'],
    ['$x = <<<EOT\nhttps://$sub.amocrm.com/x\nEOT;', 'https://<sub>.amocrm.com/x -> binding x'],
  ])('PHP: %s', async (code, expected) => {
    const model = await read('a.phps', code)
    expect(model.syntax).toBe('text')
    expect(lines(model)).toEqual([expected])
  })

  test('the list around a string comes with all its items', async () => {
    const model = await read('a.phps', 'if (in_array($h, [\'.amocrm.com\', ".kommo.com", $x], true)) {}')
    const list = 'element of array [.amocrm.com .kommo.com ?] for argument in_array 1'
    expect(lines(model)).toEqual([`.amocrm.com -> ${list}`, `.kommo.com -> ${list}`])
  })

  test.each([
    ['a.pyx', 'u = f"https://{self.sub}.amocrm.com/api"', 'https://<self.sub>.amocrm.com/api -> binding u'],
    ['a.pyx', 'u = "https://" + sub + ".amocrm.com"', 'https://<sub>.amocrm.com -> binding u'],
    ['a.pyx', 'if host.endswith(".amocrm.com"):', '.amocrm.com -> argument host.endswith 0'],
    ['a.pyx', 'if ".amocrm.com" in host:', '.amocrm.com -> compare in host'],
    [
      'a.pyx',
      'A = ("amocrm.com", "kommo.com")',
      'amocrm.com -> element of array [amocrm.com kommo.com] for binding A',
    ],
    ['a.pyx', 'x = "a.amocrm.com" if com else "b.ru"', 'a.amocrm.com -> arm then of com'],
    [
      'a.pyx',
      'P = re.compile(r"\\.amocrm\\.com$")',
      '\\.amocrm\\.com$ -> pattern \\.amocrm\\.com$ unknown, argument re.compile 0',
    ],
    ['a.go', 'if strings.HasSuffix(h, ".amocrm.com") {', '.amocrm.com -> argument strings.HasSuffix 1'],
    [
      'a.go',
      'var s = []string{"amocrm.com", "x.com"}',
      'amocrm.com -> element of array [amocrm.com x.com] for binding s',
    ],
    ['a.podspec', 'u = "https://#{sub}.amocrm.com"', 'https://<sub>.amocrm.com -> binding u'],
    ['a.podspec', 'return x if h =~ /\\.amocrm\\.com$/', '\\.amocrm\\.com$ -> compare =~ h'],
    ['a.cs', 'var u = $"https://{sub}.amocrm.com";', 'https://<sub>.amocrm.com -> binding u'],
    ['a.kt', 'val u = "https://$sub.amocrm.com"', 'https://<sub>.amocrm.com -> binding u'],
    [
      'a.rs',
      'fn f<\'a>(h: &\'a str) -> bool { h.ends_with(".amocrm.com")',
      '.amocrm.com -> argument h.ends_with 0',
    ],
    [
      'a.sql',
      "check (zone in ('amocrm.ru', 'x''y'))",
      "amocrm.ru -> element of array [amocrm.ru x''y] for compare IN zone",
    ],
    ['a.fish', 'curl "https://${SUB}.amocrm.com/x"', 'https://<SUB>.amocrm.com/x -> unknown'],
    [
      'a.css',
      'a { background: url(https://amocrm.com/a.png) }',
      'https://amocrm.com/a.png -> argument url 0',
    ],
  ])('%s: %s', async (path, code, expected) => {
    expect(lines(await read(path, code))[0]).toBe(expected)
  })

  test('an opening quote that nothing closes does not hide the rest', async () => {
    const model = await read('a.py', "x = 'half\ny = 'amocrm.com'\n")
    expect(lines(model)).toContain('amocrm.com -> binding y')
  })
})

describe('settings', () => {
  test('.env: keys, lists, comments', async () => {
    const text =
      '# for amocrm.com\nAMOCRM_HOST=acme.amocrm.com\nexport CORS="https://a.amocrm.com,https://b.ru" # AMOCRM\n'
    expect(lines(await read('.env.example', text))).toEqual([
      '# for amocrm.com -> comment',
      'AMOCRM_HOST -> key of setting AMOCRM_HOST',
      'acme.amocrm.com -> setting AMOCRM_HOST',
      'https://a.amocrm.com,https://b.ru -> setting CORS, element of csv [https://a.amocrm.com https://b.ru] for setting CORS',
      '# AMOCRM -> comment',
    ])
  })

  test('sections and arrays of TOML', async () => {
    const text =
      '[server.cors]\norigins = [\n  "https://a.amocrm.com",\n]\n[[x]]\nurl = "https://amocrm.com"\n'
    const model = await read('a.toml', text)
    expect(lines(model)[0]).toContain('setting server.cors.origins')
    expect(lines(model)[1]).toBe('https://amocrm.com -> setting x.url')
  })

  test('YAML paths follow the indentation', async () => {
    const text = `a:
  hosts:
    - acme.amocrm.com # one
    - "kommo.com"
  items:
  - name: x
    url: https://\${SUB}.amocrm.com
  db: \${DB:-amocrm}
  run: |
    # no comment
    curl https://amocrm.com
`
    const list = 'element of array [acme.amocrm.com kommo.com] for setting a.hosts'
    expect(lines(await read('a.yml', text))).toEqual([
      `acme.amocrm.com -> ${list}`,
      `kommo.com -> ${list}`,
      'https://<SUB>.amocrm.com -> setting a.items.url',
      'amocrm -> default of DB, setting a.db',
      'curl https://amocrm.com -> unknown',
    ])
  })

  test('blocks of a server configuration', async () => {
    const text = 'server {\n  # AMOCRM\n  add_header Access-Control-Allow-Origin "https://a.amocrm.com";\n}\n'
    expect(lines(await read('nginx.conf', text))).toEqual([
      '# AMOCRM -> comment',
      'https://a.amocrm.com -> argument add_header 1',
    ])
  })

  test.each([
    [
      'map $http_origin $x {\n"~*^https://\\w+\\.amocrm\\.com$" 1;\n}',
      'pattern ^https://\\w+\\.amocrm\\.com$ test',
    ],
    [
      'map $http_origin $x {\nhttps://a.amocrm.com 1;\n}',
      'element of words [https://a.amocrm.com] for compare map $http_origin',
    ],
    ['if ($http_referer !~ "amocrm\\.com") { return 403; }', 'pattern amocrm\\.com test'],
    ['if ($host = acme.amocrm.com) { return 403; }', 'compare = $host'],
    [
      'valid_referers none *.amocrm.com;',
      'element of words [none *.amocrm.com] for compare valid_referers $http_referer',
    ],
    ['RewriteCond %{HTTP_REFERER} !amocrm\\.com [NC]', 'pattern !amocrm\\.com test'],
    ['SetEnvIf Origin "amocrm\\.com$" CORS=$0', 'pattern amocrm\\.com$ test'],
    ['location /api { proxy_pass https://acme.amocrm.com/api; }', 'argument fetch 0'],
  ])('server: %s', async (text, expected) => {
    const found = lines(await read('nginx.conf', text))
    expect(found[0]?.split(' -> ')[1]).toBe(expected)
  })

  test('assignments in the list of an environment', async () => {
    const text = 'environment:\n  - AMOCRM_URL=https://acme.amocrm.com\n  - "X=amocrm.com"\n'
    expect(lines(await read('docker-compose.yml', text))).toEqual([
      'AMOCRM_URL -> key of setting environment.AMOCRM_URL',
      'https://acme.amocrm.com -> setting environment.AMOCRM_URL',
      'amocrm.com -> setting environment.X',
    ])
    expect(lines(await read('Dockerfile', 'ENV HOST=acme.amocrm.com'))).toEqual([
      'acme.amocrm.com -> setting HOST',
    ])
  })

  test('XML: elements and attributes', async () => {
    const text =
      '<?xml version="1.0"?>\n<a>\n <!-- AMOCRM -->\n <add key="host" value="acme&#46;amocrm.com"/>\n <b>amocrm.com</b>\n</a>'
    expect(lines(await read('app.config', text))).toEqual([
      '<!-- AMOCRM --> -> comment',
      'acme.amocrm.com -> setting a.host, entry host',
      'amocrm.com -> setting a.b',
    ])
  })
})

describe('recordings', () => {
  test.each([
    ['cookies.txt', '# Netscape HTTP Cookie File\n.amocrm.com\tTRUE\t/\tTRUE\t0\tsession\tx\n'],
    ['jar.txt', '#HttpOnly_.amocrm.com\tTRUE\t/\tTRUE\t1700000000\tsession\tx\n'],
    ['db.sql', "-- MySQL dump 10.13\nINSERT INTO a VALUES ('amocrm.com');\n"],
    ['spec/cassettes/a.yml', '---\nhttp_interactions:\n- request:\n    uri: https://acme.amocrm.com/api\n'],
  ])('%s', async (path, text) => {
    const model = await read(path, text)
    expect(model.nature).toBe('recorded')
    expect(model.texts.flatMap((site) => site.uses)).toEqual([{ is: 'recorded' }])
  })

  test('plain text is prose', async () => {
    expect(lines(await read('notes.txt', 'Ask acme.amocrm.com\r\nnothing here\r\n'))).toEqual([
      'Ask acme.amocrm.com -> prose',
    ])
  })
})

describe('Dockerfiles', () => {
  test('reads pairs, the old form, and what goes on over lines', async () => {
    const model = await read(
      'Dockerfile',
      'FROM a\nENV A=amocrm.com \\\n  # amocrm.ru\n  B="x amocrm.com"\nENV C y amocrm.com\nONBUILD ARG D=amocrm.com\n',
    )
    expect(model.syntax).toBe('tree')
    expect(lines(model)).toEqual([
      'amocrm.com -> setting A',
      '# amocrm.ru -> comment',
      'x amocrm.com -> setting B',
      'y amocrm.com -> setting C',
      'amocrm.com -> setting D',
    ])
  })

  test('searches a file as text that holds another line, or has another sign for lines that go on', async () => {
    for (const text of ['FROM a\nHOST amocrm.com\n', '# escape=`\nFROM a\nENV A=amocrm.com\n'])
      expect((await read('Dockerfile', text)).syntax).toBe('text')
  })
})
