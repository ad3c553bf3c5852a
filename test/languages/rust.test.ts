import { describe, expect, it } from 'vitest'
import { flattenUses } from '../../src/languages/flatten.js'
import { lines, read, shown } from './read.js'

/** Sites of statements inside a function. */
async function inside(code: string) {
  const model = await read('a.rs', `fn f(host: &str, zone: &str) -> bool {\n${code}\n}\n`)
  expect(model.syntax).toBe('tree')
  return model
}

describe('texts of Rust', () => {
  it('fills in what a format is given, by place, by number, by name and from around', async () => {
    const { texts } = await inside(
      'g(format!("https://{}.amocrm.com/{}", host, zone.id()));\ng(format!("https://{1}.amocrm.com/{0}", zone, host));\ng(format!("https://{sub}.amocrm.com/{:>3}", 1, sub = host));\ng(format!("https://{host}.amocrm.com/{{}}"));',
    )
    expect(texts.map(shown)).toEqual([
      'https://<host>.amocrm.com/<>',
      'https://<host>.amocrm.com/<zone>',
      'https://<host>.amocrm.com/<>',
      'https://<host>.amocrm.com/{{}}',
    ])
  })

  it('reads raw strings with their signs, escapes, and lines that are joined', async () => {
    const { texts } = await inside(
      'g(r#"a "acme.amocrm.com" b"#);\ng(b"acme\\x2eamocrm\\u{2e}com");\ng("https://acme.\\\n    amocrm.com/x");',
    )
    expect(texts.map(shown)).toEqual([
      'a "acme.amocrm.com" b',
      'acme.amocrm.com',
      'https://acme.amocrm.com/x',
    ])
  })

  it.each([
    ['braces in strings of a macro', 'g(format!("{}}}.amocrm.com", h(["}", "(\\""], \'{\', \'"\')));'],
    ['macros in macros', 'g(vec![format!("a{}.amocrm.com", matches!(host, "a" | "b" if zone == "if"))]);'],
    ['lifetimes and characters', "let x: &'static str = g('\\'', \"a.amocrm.com\");"],
    ['comments that nest', '/* a /* " */ ) */ g(format!("a.amocrm.com"));'],
    ['a row of tokens', 'q! { SELECT "a.amocrm.com" => (x $y) };'],
    ['line ends of Windows', 'g(format!(\r\n  "a.amocrm.com/{}",\r\n  host,\r\n));'],
  ])('finds its way through %s', async (_name, code) => {
    const { texts } = await inside(code)
    expect(texts).toHaveLength(1)
  })

  it('takes a macro for what it is where only others in the file are no calls', async () => {
    const { texts } = await inside(
      'tokio::select! { a = b() => { c!(%d, "x") } }\ng(format!("https://{host}.amocrm.com"));\nassert!(matches!(host, 1..=2));',
    )
    expect(texts.map(shown)).toEqual(['https://<host>.amocrm.com'])
  })
})

describe('tests of Rust', () => {
  it('asks in the words of a pattern', async () => {
    const { texts } = await inside(
      'matches!(host, "a.amocrm.com" | "b" if zone == "x") || !matches!(Some(host), Some("b.amocrm.com"))',
    )
    expect(texts.map(({ uses }) => uses[0])).toEqual([
      expect.objectContaining({ is: 'compare', with: 'host', test: expect.objectContaining({ joint: '|' }) }),
      expect.objectContaining({ is: 'compare', test: expect.objectContaining({ joint: '|' }) }),
    ])
  })

  it('lists the labels of a match, those inside of patterns too', async () => {
    const { texts } = await inside(
      'match (host, 1) { ("a.amocrm.com" | "b", 1) => 1, (x, _) if x.ends_with(".amocrm.com") => 2, _ => 3 }',
    )
    expect(flattenUses(texts[0]?.uses ?? [])).toContainEqual(
      expect.objectContaining({ is: 'element', of: expect.objectContaining({ form: 'case', joint: ' | ' }) }),
    )
    expect(texts[1]?.uses[0]).toMatchObject({ is: 'argument', test: { grouped: true } })
  })

  it('knows whether a search is asked for its success', async () => {
    const { texts } = await inside(
      'host.strip_suffix(".amocrm.com").is_some() && host.find("amocrm.com").is_none() && host.strip_suffix(".amocrm.com") == Some("a")',
    )
    expect(texts.map(({ uses }) => uses[0])).toEqual([
      expect.objectContaining({ as: 'strip_suffix', test: expect.objectContaining({ join: '||' }) }),
      expect.objectContaining({ as: 'find', test: expect.objectContaining({ join: '&&', how: 'contains' }) }),
      expect.not.objectContaining({ test: expect.anything() }),
    ])
  })

  it('tells lists that grow from those whose length is a type', async () => {
    const model = await read(
      'a.rs',
      'const A: &[&str] = &["a.amocrm.com"];\nconst B: [&str; 1] = ["b.amocrm.com"];\nfn f() -> [&str; 1] { ["c.amocrm.com"] }\nfn g() -> Vec<&str> { vec!["d.amocrm.com"] }\n',
    )
    const lists = model.texts.flatMap(({ uses }) => uses.find((use) => use.is === 'element')?.of ?? [])
    expect(lists.map(({ placed }) => placed ?? false)).toEqual([false, false, true, false])
    const counted = lists.map(
      ({ counted }) => counted && model.source.bytes.toString('utf8', counted.start, counted.end),
    )
    expect(counted).toEqual([undefined, '1', undefined, undefined])
  })

  it('takes the calls of one builder for a list', async () => {
    const { texts } = await inside(
      'Cors::default()\n    .allowed_origin("https://a.amocrm.com")\n    .max_age(1)\n    .allowed_origin("https://b.example");',
    )
    expect(texts[0]?.uses.find((use) => use.is === 'element')).toMatchObject({
      of: {
        joint: ')\n    .allowed_origin(',
        items: [{ text: 'https://a.amocrm.com' }, { text: 'https://b.example' }],
      },
    })
  })

  it('knows patterns, their flags and what is done with them', async () => {
    const model = await inside(
      'let re = RegexBuilder::new(r"a\\.amocrm\\.com").case_insensitive(true).build().unwrap();\nre.is_match(host);\nRegex::new("b\\\\.amocrm\\\\.com").unwrap().replace_all(host, "");\nlet c = Regex::new(r"c\\.amocrm\\.com")?;\nc.captures(host);',
    )
    expect(lines(model)).toEqual([
      'a\\.amocrm\\.com -> binding re, pattern a\\.amocrm\\.com test',
      'b\\.amocrm\\.com -> pattern b\\.amocrm\\.com replace',
      'c\\.amocrm\\.com -> binding c, pattern c\\.amocrm\\.com capture',
    ])
    expect(flattenUses(model.texts[0]?.uses ?? [])).toContainEqual(
      expect.objectContaining({ is: 'pattern', of: expect.objectContaining({ flags: 'i' }) }),
    )
  })
})

describe('names of Rust', () => {
  it('follows constants of types, modules and statics', async () => {
    const model = await read(
      'a.rs',
      'mod hosts { const A: &str = "https://a.amocrm.com"; }\nlazy_static! { static ref B: String = "https://b.amocrm.com".into(); }\nimpl C { const D: &str = "https://d.amocrm.com"; fn f(&self) { get(hosts::A); get(&B); get(Self::D) } }\n',
    )
    expect(lines(model)).toEqual([
      'https://a.amocrm.com -> binding A, argument get 0',
      'https://b.amocrm.com -> binding B, argument get 0',
      'https://d.amocrm.com -> binding D, argument get 0',
    ])
  })

  it('shows what is public, and what modules below can see', async () => {
    const shownBy = async (code: string) => {
      const { texts } = await read('a.rs', code)
      return texts[0]?.uses.some((use) => use.is === 'binding' && use.exported)
    }
    expect(await shownBy('const A: &str = "a.amocrm.com";')).toBe(false)
    expect(await shownBy('pub(crate) const A: &str = "a.amocrm.com";')).toBe(true)
    expect(await shownBy('mod below;\nconst A: &str = "a.amocrm.com";')).toBe(true)
  })

  it('follows nothing into the tests of the file', async () => {
    const model = await read(
      'a.rs',
      'fn base() -> String { "https://a.amocrm.com/x".into() }\n#[cfg(test)]\nmod tests { #[test] fn t() { assert_eq!(super::base(), "https://b.amocrm.com/x"); } }\n',
    )
    expect(lines(model)).toEqual([
      'https://a.amocrm.com/x -> return',
      'https://b.amocrm.com/x -> argument assert_eq 1',
    ])
    expect(model.tests).toHaveLength(1)
  })
})
