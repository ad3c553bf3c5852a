import { describe, expect, it } from 'vitest'
import { check } from '../../src/engine/check.js'
import { rules } from '../../src/rules/index.js'

/** File name by how a text stands in such a file, `@` for the text. */
const PLACES: readonly (readonly [path: string, ...around: string[]])[] = [
  ['a.txt', '@', 'Call @ first.'],
  [
    'a.md',
    'Call @ first.',
    '`@`',
    '```\n@\n```',
    '```bash\n@\n```',
    '    @',
    '| @ | x |',
    '<!-- @ -->',
    '# @',
  ],
  ['a.rst', '``@``', '@'],
  ['README', '@'],
  [
    'a.html',
    '<!-- @ -->',
    '<p>@</p>',
    '<div title="@"></div>',
    '<pre><code>@</code></pre>',
    '<style>/* @ */</style>',
  ],
  ['a.vue', '<template><!-- @ --></template>', '<template><p>@</p></template>', '<docs>@</docs>'],
  ['a.twig', '{# @ #}', '<p>@</p>'],
  ['a.hbs', '{{!-- @ --}}'],
  ['a.ejs', '<%# @ %>'],
  ['a.xml', '<x>@</x>', '<!-- @ -->', '<x y="@"/>'],
  [
    'a.php',
    '<?php\n$x = "@";',
    "<?php\n$x = '@';",
    '<?php\n// @',
    '<?php\n# @',
    '<?php\n/* @ */',
    '<?php ?>\n<p>@</p>',
  ],
  ['a.php', '<?php\n$x = <<<JS\n@\nJS;', '<?php\necho "<script>@</script>";'],
  ['a.blade.php', '@if(true) <p>@</p> @endif'],
  ['a.py', 'x = "@"', "x = '@'", '# @', '"""@"""', 'page.evaluate("() => @")'],
  ['a.rb', 'x = "@"', '# @', "page.execute_script('@')"],
  ['a.go', 'x := "@"', '// @', 'x := `@`'],
  ['A.java', 'String x = "@";', '// @', '/* @ */'],
  ['a.cs', 'var x = "@";', '/// @'],
  ['a.kt', 'val x = "@"'],
  ['a.rs', 'let x = "@";'],
  ['a.json', '{"x": "@"}', '{"x": ["@"]}', '{"@": 1}'],
  ['package.json', '{"description": "@"}', '{"scripts": {"x": "node -e @"}}'],
  ['a.ipynb', '{"cells":[{"source":["@"]}]}'],
  ['a.yml', 'x: "@"', '# @'],
  ['a.toml', 'x = "@"', '# @'],
  ['.env', 'X="@"', '# @'],
  ['a.ini', '; @'],
  ['a.sql', "INSERT INTO x VALUES ('@')", '-- @'],
  ['a.sh', 'echo "@"', '# @'],
  ['Dockerfile', '# @'],
  ['a.css', '/* @ */', '.x { content: "@" }'],
  ['a.po', 'msgid "@"'],
  ['a.js', '// @', '/* @ */'],
  ['a.ts', '// @', '/** @see @ */'],
  ['a.jsx', 'x = <p>{/* @ */}</p>'],
]
const ROWS = PLACES.flatMap(([path, ...around]) => around.map((text) => [path, text] as const))

async function outcome(path: string, around: string, text: string) {
  const bytes = Buffer.from(around.replace(/@(?!if|endif|see)/, text))
  const { findings, kept } = await check([{ path, bytes }], { rules, listed: [path] })
  return { findings, reasons: kept.map(({ reason }) => reason) }
}

describe('text that holds the constant', () => {
  it.each(ROWS)('%s: %s', async (path, around) => {
    for (const code of ['AMOCRM.constant(1)', 'AMOCRM.start()', 'window.AMOCRM', 'AMOCRM.data']) {
      const { findings, reasons } = await outcome(path, around, code)
      expect([code, reasons, findings.length]).toEqual([code, [], 1])
      const [finding] = findings
      expect(finding?.rule).toBe('amocrm-global')
      // PHP prints its strings into pages: what they hold runs.
      if (path.endsWith('.php') && finding?.severity !== 'info') expect(finding?.fix.kind).toBe('review')
      else expect([code, finding?.severity, finding?.fix.kind]).toEqual([code, 'info', 'review'])
    }
    const isBlock = around.includes('`')
    for (const words of isBlock
      ? ['AMOCRM', 'AMOCRM.com']
      : ['AMOCRM', 'AMOCRM and Kommo', 'AMOCRM.com', 'AMOCRM.Then more', 'AMOCRM_URL AMOCRM']) {
      const { findings, reasons } = await outcome(path, around, words)
      expect([words, reasons]).not.toContain('unclassified')
      expect(findings.filter(({ rule }) => rule === 'amocrm-global').map(({ message }) => message)).toEqual(
        [],
      )
    }
  })

  it.each([
    ['a.py', 'AMOCRM.start()'],
    ['a.rb', 'AMOCRM::Client.start'],
    ['A.java', 'Source.AMOCRM.start();'],
    ['a.sql', 'SELECT * FROM AMOCRM.leads'],
    ['a.css', '.AMOCRM.open {}'],
    ['a.vue', '<template><p>{{ AMOCRM.data }}</p></template>'],
    ['a.twig', '{{ AMOCRM.data }}'],
    ['a.php', "<?php\n$x = AMOCRM['data'];"],
    ['a.php', '<?php\n$x = AMOCRM.foo;'],
  ])('%s: %s is a name of that language', async (path, text) => {
    const { findings, reasons } = await outcome(path, '@', text)
    expect(findings).toEqual([])
    expect(reasons).toHaveLength(1)
    expect(reasons).not.toContain('unclassified')
  })

  it('is kept in what was recorded', async () => {
    const { findings, reasons } = await outcome('a.log', 'TypeError: @ is no function', 'AMOCRM.start()')
    expect([findings, reasons]).toEqual([[], ['recorded']])
  })

  it('accounts for every mention in a file that does not parse', async () => {
    const { findings, reasons } = await outcome(
      'a.js',
      '@',
      'x( = "AMOCRM" + AMOCRM; window.AMOCRM; /AMOCRM/; // AMOCRM',
    )
    expect(findings.map(({ fix }) => fix.kind)).toEqual(['review', 'review'])
    expect(reasons).toEqual(['identifier', 'identifier', 'identifier'])
  })
})
