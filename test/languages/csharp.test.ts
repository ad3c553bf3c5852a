import { describe, expect, it } from 'vitest'
import { flattenUses } from '../../src/languages/flatten.js'
import { lines, read, shown } from './read.js'

/** Sites of statements inside a method. */
async function inside(code: string, members = '') {
  const model = await read('A.cs', `class A\n{\n${members}\nvoid F(string host)\n{\n${code}\n}\n}\n`)
  expect(model.problems).toEqual([])
  return model
}

describe('texts of C#', () => {
  it('decodes each kind of string in its own way', async () => {
    const { texts } = await inside(
      'G("amocrm\\x2ecom", @"a""amocrm\\x2ecom", """amocrm"com""", "amocrm.com"u8, $@"{host}.amocrm.com""");',
    )
    expect(texts.map(shown)).toEqual([
      'amocrm.com',
      'a"amocrm\\x2ecom',
      'amocrm"com',
      'amocrm.com',
      '<host>.amocrm.com"',
    ])
  })

  it('fills interpolated strings and formats', async () => {
    const { texts } = await inside(
      'G($"https://{host}.amocrm.com/{1:D2}");\nG(string.Format("{0}.amocrm.com", host));\nG(string.Concat(host, ".amocrm.com"));\nG($"""{host}.amocrm.com""");',
    )
    expect(texts.map(shown)).toEqual([
      'https://<host>.amocrm.com/<>',
      '<host>.amocrm.com',
      '<host>.amocrm.com',
      '<host>.amocrm.com',
    ])
  })

  it('reads empty interpolated strings, which the grammar does not know', async () => {
    expect((await inside('var x = $"" + "amocrm.com" + $@"";')).syntax).toBe('tree')
  })
})

describe('tests of C#', () => {
  it('leaves out how texts are compared', async () => {
    const { texts } = await inside('G(host.EndsWith(".amocrm.com", StringComparison.Ordinal));')
    expect(texts[0]?.uses[0]).toMatchObject({
      is: 'argument',
      callee: 'host.endsWith',
      as: 'EndsWith',
      test: { how: 'ends', pure: true },
    })
  })

  it('takes a test together with what its answer is compared with', async () => {
    const { texts } = await inside('if (x || host?.EndsWith(".amocrm.com") == true) {}')
    expect(texts[0]?.uses[0]).toMatchObject({
      test: { chain: 'x || host?.EndsWith(".amocrm.com") == true', joined: true },
    })
    const { texts: negated } = await inside('if (host?.EndsWith(".amocrm.com") == false) {}')
    expect(negated[0]?.uses[0]).toMatchObject({ test: { join: '&&' } })
  })

  it('has no place for a second test in front of a fallback', async () => {
    const { texts } = await inside('G(host?.EndsWith(".amocrm.com") ?? false);')
    expect(texts[0]?.uses[0]).not.toHaveProperty('test')
  })

  it('joins patterns in their own words', async () => {
    const { texts } = await inside('G(host is "amocrm.com" or "b", host is not "amocrm.com");')
    expect(texts.map((site) => site.uses[0])).toMatchObject([
      { is: 'compare', with: 'host', test: { joint: 'or', joined: true } },
      { is: 'compare', with: 'host', test: { joint: 'and', grouped: true } },
    ])
  })

  it('tells a text that is cut to a length', async () => {
    const { texts } = await inside('G(host[^11..] == ".amocrm.com", host.Substring(3) == ".amocrm.com");')
    expect(texts.map((site) => site.uses[0])).toMatchObject([
      { test: { cutBy: {} } },
      { test: { cutBy: {} } },
    ])
  })
})

describe('flow of C#', () => {
  it('knows members by their plain names, and locals of the same name', async () => {
    const model = await inside(
      'Use(Suffix);\nvar Other = "x";\nUse(Other);',
      'private const string Suffix = ".amocrm.com";\nprivate const string Other = "amocrm.com";',
    )
    const uses = model.texts.map((site) => flattenUses(site.uses).map((use) => use.is))
    expect(uses).toEqual([['binding', 'argument'], ['binding']])
  })

  it('leaves what other files can read open', async () => {
    const model = await read(
      'A.cs',
      'public class A { public string Host { get; set; } = "amocrm.com"; private string b = "amocrm.com"; bool F() => G(b); }\npublic record C(string Host = "amocrm.com");\n',
    )
    const seen = model.texts.map(({ uses }) => uses.some((use) => use.is === 'binding' && use.exported))
    expect(seen).toEqual([true, false, true])
  })

  it('fills lists, tables and objects', async () => {
    const model = await inside(
      'var a = new List<string> { "amocrm.com" };\nvar b = new Dictionary<string, int> { ["amocrm.com"] = 1 };\nvar c = new Cookie("x") { Domain = "amocrm.com" };\nvar d = new { Host = "amocrm.com" };\nstring[] e = ["amocrm.com", ..a];',
    )
    expect(lines(model)).toEqual([
      'amocrm.com -> element of array [amocrm.com] for binding a for element of array [amocrm.com *] for binding e',
      'amocrm.com -> key of binding b',
      'amocrm.com -> entry Domain',
      'amocrm.com -> entry Host',
      'amocrm.com -> element of array [amocrm.com *] for binding e',
    ])
  })

  it('lists what a builder lets in', async () => {
    const model = await inside('policy.WithOrigins("https://a.amocrm.com", "https://b.example");')
    expect(lines(model)).toEqual([
      'https://a.amocrm.com -> element of array [https://a.amocrm.com https://b.example] for argument policy.WithOrigins 0',
    ])
  })

  it('reads attributes as calls', async () => {
    const model = await read(
      'A.cs',
      '[Route("amocrm.com")]\nclass A { [EnableCors(origins: "https://a.amocrm.com")] void F() {} }\n',
    )
    expect(lines(model)).toEqual(['amocrm.com -> argument Route 0', 'https://a.amocrm.com -> entry origins'])
  })
})
