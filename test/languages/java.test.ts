import { describe, expect, it } from 'vitest'
import { flattenUses } from '../../src/languages/flatten.js'
import { lines, read, shown } from './read.js'

/** Sites of statements inside a method. */
async function inside(code: string, members = '') {
  const model = await read(
    'A.java',
    `class A {\n${members}\nvoid m(String host, String zone) {\n${code}\n}\n}\n`,
  )
  expect(model.syntax).toBe('tree')
  return model
}

describe('texts of Java', () => {
  it('fills formats, in order and by place', async () => {
    const model = await inside(
      'f(String.format("https://%s.amocrm.com/%d%%%n", host, 1));\nf("%2$s.amocrm.com".formatted(1, host));',
    )
    expect(model.texts.map(shown)).toEqual(['https://<host>.amocrm.com/<>%%%n', '<host>.amocrm.com'])
  })

  it('keeps a format whose values do not fit it', async () => {
    const { texts } = await inside('f(String.format("%s.%s.amocrm.com", host));')
    expect(texts.map(shown)).toEqual(['%s.%s.amocrm.com<host>'])
  })

  it('puts together what a builder is given', async () => {
    const { texts } = await inside(
      'f(new StringBuilder("https://").append(host).append(".amocrm.com").toString());',
    )
    expect(texts.map(shown)).toEqual(['https://<host>.amocrm.com'])
  })

  it('begins a text block behind its first line', async () => {
    const { texts } = await inside('f("""\n  https://amocrm.com\n  """);')
    expect(texts.map(shown)).toEqual(['  https://amocrm.com\n  '])
  })
})

describe('names of Java', () => {
  it('follows a bare name to the field of the class', async () => {
    const model = await inside(
      'get("https://" + HOST);',
      'private static final String HOST = "acme.amocrm.com";',
    )
    expect(lines(model)).toEqual(['acme.amocrm.com -> binding HOST, part, argument get 0'])
    expect(model.texts[0]?.closed).toBe(true)
  })

  it('takes a local variable for what it hides', async () => {
    const model = await inside('String HOST = zone;\nget(HOST);', 'private String HOST = "acme.amocrm.com";')
    expect(lines(model)).toEqual(['acme.amocrm.com -> binding HOST'])
    expect(model.texts[0]?.closed).toBe(false)
  })

  it('gives constructors their arguments by name', async () => {
    const { texts } = await inside('new Cfg("acme.amocrm.com", 1);', 'record Cfg(String baseUrl, int n) {}')
    expect(flattenUses(texts[0]?.uses ?? [])).toContainEqual(
      expect.objectContaining({ is: 'argument', callee: 'Cfg', name: 'baseUrl' }),
    )
  })

  it('takes the default of a placeholder for what the field holds', async () => {
    const { texts } = await inside('', '@Value("${crm.url:https://acme.amocrm.com}") private String url;')
    expect(texts.map(shown)).toEqual(['https://acme.amocrm.com'])
    expect(texts[0]?.uses).toContainEqual(expect.objectContaining({ is: 'binding', name: 'url' }))
  })
})

describe('library of Java', () => {
  it('reads equality from either side, and negated', async () => {
    const { texts } = await inside(
      'if ("a.amocrm.com".equals(host)) f();\nif (!host.equalsIgnoreCase("a.amocrm.com")) f();',
    )
    expect(texts.map(({ uses }) => uses[0])).toEqual([
      expect.objectContaining({ is: 'compare', with: 'host', test: expect.objectContaining({ join: '||' }) }),
      expect.objectContaining({ is: 'compare', with: 'host', test: expect.objectContaining({ join: '&&' }) }),
    ])
  })

  it('knows patterns and what is done with them', async () => {
    const model = await inside(
      'P.matcher(host).matches();\nhost.matches(".*\\\\.amocrm\\\\.com");\nhost.replaceAll("\\\\.amocrm\\\\.com$", "");',
      'private static final Pattern P = Pattern.compile("^a\\\\.amocrm\\\\.com$", Pattern.CASE_INSENSITIVE);',
    )
    expect(lines(model)).toEqual([
      '^a\\.amocrm\\.com$ -> binding P, pattern ^a\\.amocrm\\.com$ test',
      '.*\\.amocrm\\.com -> pattern .*\\.amocrm\\.com test',
      '\\.amocrm\\.com$ -> pattern \\.amocrm\\.com$ replace',
    ])
  })

  it('asks every item of a stream', async () => {
    const { texts } = await inside('List.of(".amocrm.com").stream().anyMatch(host::endsWith);')
    expect(flattenUses(texts[0]?.uses ?? [])).toContainEqual(
      expect.objectContaining({ is: 'argument', callee: 'host.endsWith' }),
    )
  })

  it('knows a list of one, which takes no second', async () => {
    const { texts } = await inside('Collections.singletonList("a.amocrm.com").contains(host);')
    expect(texts[0]?.uses).toContainEqual(
      expect.objectContaining({ is: 'element', of: expect.objectContaining({ placed: true }) }),
    )
  })

  it('tells a text that is cut to a length', async () => {
    const { texts } = await inside('if (host.substring(host.length() - 11).equals(".amocrm.com")) f();')
    expect(texts[0]?.uses[0]).toMatchObject({ is: 'compare', test: { cutBy: {} } })
  })
})

describe('cases of Java', () => {
  it('lists the labels of an arrow', async () => {
    const { texts } = await inside('switch (host) { case "a.amocrm.com", "b" -> f(); default -> {} }')
    expect(texts[0]?.uses).toContainEqual(
      expect.objectContaining({ is: 'element', of: expect.objectContaining({ form: 'case' }) }),
    )
  })

  it('gives the arms of a switch that is a value', async () => {
    const { texts } = await inside(
      'String d = switch (zone) { case "com" -> "amocrm.com"; case "ru" -> { yield "amocrm.ru"; } default -> ""; };',
    )
    expect(texts.map(({ uses }) => uses[0])).toEqual([
      expect.objectContaining({ is: 'arm', label: '"com"' }),
      expect.objectContaining({ is: 'arm', label: '"ru"' }),
    ])
  })
})
