import { describe, expect, it } from 'vitest'
import { createSource } from '../../src/files/source.js'
import { flattenUses } from '../../src/languages/flatten.js'
import { loadAdapter } from '../../src/languages/index.js'
import type { TextSite, Use } from '../../src/sites.js'

const adapter = await loadAdapter('studio.py')

function sitesIn(code: string): readonly TextSite[] {
  const model = adapter.model(createSource('studio.py', Buffer.from(code)))
  expect(model.problems).toEqual([])
  return model.texts
}

/** Text of a site, `{name}` for what is filled in. */
function shapeOf({ parts }: TextSite): string {
  return parts.map((part) => (part.kind === 'literal' ? part.text : `{${part.name ?? ''}}`)).join('')
}

function usesIn(code: string): readonly Use[] {
  return flattenUses((sitesIn(code)[0] as TextSite).uses)
}

describe('texts of Python', () => {
  it.each([
    ["x = f'https://{sub}.amocrm.com/{path!r:>10}'", 'https://{sub}.amocrm.com/{path}'],
    ["x = 'https://%s.amocrm.com/%d%%' % (sub, number)", 'https://{sub}.amocrm.com/{number}%%'],
    ["x = 'https://%(sub)s.amocrm.com' % {'sub': name}", 'https://{name}.amocrm.com'],
    ["x = 'https://{}.amocrm.com/{}'.format(sub, path)", 'https://{sub}.amocrm.com/{path}'],
    ["x = 'https://{1}.amocrm.com/{0}'.format(path, sub)", 'https://{sub}.amocrm.com/{path}'],
    ["x = '{sub}.amocrm.com/{sub}'.format(sub=name)", '{name}.amocrm.com/{name}'],
    ["x = 'https://' + self.sub + '.amocrm.com'", 'https://{this.sub}.amocrm.com'],
    ["x = ('https://acme'\n     '.amocrm.com' \"/api\")", 'https://acme.amocrm.com/api'],
    ["x = '.'.join([sub, 'amocrm', 'com'])", '{sub}.amocrm.com'],
    ["x = rb'acme\\.amocrm.com'", 'acme\\.amocrm.com'],
    ["x = 'acme\\x2eamocrm.com'", 'acme.amocrm.com'],
    ['x = """acme.amocrm.com"""', 'acme.amocrm.com'],
  ])('%s', (code, shape) => {
    expect(shapeOf(sitesIn(code)[0] as TextSite)).toBe(shape)
  })

  it('reads docstrings as words for people', () => {
    for (const code of [
      '"""See amocrm.com."""',
      'def f():\n    "See amocrm.com."',
      'class A:\n    """amocrm.com"""',
    ])
      expect(usesIn(code)).toEqual([{ is: 'prose' }])
  })
})

describe('uses in Python', () => {
  it.each([
    ["ok = host.endswith('.amocrm.com')", { is: 'argument', callee: 'host.endsWith', as: 'endswith' }],
    ["ok = '.amocrm.com' in host", { is: 'argument', callee: 'host.includes', as: 'in' }],
    ["ok = host in ['acme.amocrm.com']", { is: 'receiver', method: 'includes', as: 'in' }],
    ["ok = host == 'acme.amocrm.com'", { is: 'compare', operator: '==', with: 'host' }],
    ["ok = os.environ.get('URL', 'https://amocrm.com')", { is: 'default', of: 'os.environ.URL' }],
    ["ok = os.getenv('URL', default='https://amocrm.com')", { is: 'default', of: 'os.environ.URL' }],
    ["ok = connect(url='https://amocrm.com')", { is: 'argument', callee: 'connect', name: 'url' }],
    ["ok = urljoin('https://amocrm.com', path)", { is: 'argument', callee: 'URL', construct: true }],
    ["def f(host='amocrm.com'): return get(host)", { is: 'argument', callee: 'get', index: 0 }],
    ["with Client(base_url='https://amocrm.com') as c: pass", { is: 'argument', construct: true }],
    ["def f(host): g(host)\ndef g(x, host=None): get(host)\ng(1, host='amocrm.com')", { callee: 'get' }],
    ["class A:\n    base = 'amocrm.com'\n    url = 'https://' + base", { is: 'part', before: 'https://' }],
  ])('%s', (code, use) => {
    const sites = sitesIn(code).filter((site) => /amocrm/.test(shapeOf(site)))
    expect(flattenUses((sites[0] as TextSite).uses)).toContainEqual(expect.objectContaining(use))
  })

  it('follows a list through a comprehension to its test', () => {
    const uses = usesIn("_ALL = ('.amocrm.com', '.ru')\nok = any(host.endswith(s) for s in _ALL if s)")
    expect(uses).toContainEqual(expect.objectContaining({ is: 'argument', callee: 'host.endsWith' }))
  })

  it('joins a second test in its own words', () => {
    const joint = (code: string) => usesIn(code).flatMap((use) => ('test' in use ? [use.test] : []))[0]
    expect(joint("if not host.endswith('.amocrm.com'): pass")).toMatchObject({ join: '&&', joint: 'and' })
    expect(joint("if host.endswith('.amocrm.com'): pass")).toMatchObject({ join: '||', joint: 'or' })
    expect(joint("if '.amocrm.com' not in host: pass")).toMatchObject({ join: '&&', joint: 'and' })
    expect(joint("if host[-11:] == '.amocrm.com': pass")).toMatchObject({ cutBy: {} })
  })

  it.each([
    ["re.match(r'a\\.amocrm\\.com', host, re.I)", { op: 'test', flags: 'i' }],
    ["re.fullmatch(r'a\\.amocrm\\.com', host)", { op: 'test', whole: true }],
    ["m = re.search(r'(a)\\.amocrm\\.com', host)\nm.group(1)", { op: 'capture' }],
    ["re.sub(r'\\.amocrm\\.com', '', host)", { op: 'replace' }],
    ["_P = re.compile(r'a\\.amocrm\\.com')\n_P.match(host)", { op: 'test' }],
    ["_P = re.compile('a\\\\.amocrm\\\\.com')\n_P.match(host)", { op: 'test' }],
  ])('%s', (code, pattern) => {
    expect(usesIn(code)).toContainEqual({
      is: 'pattern',
      of: expect.objectContaining({ dialect: 'python', ...pattern }),
    })
  })

  it('knows which names other files can import', () => {
    const names = (code: string) => usesIn(code).flatMap((use) => (use.is === 'binding' ? [use] : []))
    expect(names("HOST = 'amocrm.com'")).toEqual([{ is: 'binding', name: 'HOST', exported: true }])
    expect(names("_HOST = 'amocrm.com'\nget(_HOST)")).toEqual([{ is: 'binding', name: '_HOST' }])
    expect(names("def f():\n    host = 'amocrm.com'\n    get(host)")).toEqual([
      { is: 'binding', name: 'host' },
    ])
  })
})
