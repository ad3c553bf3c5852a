import { describe, expect, test } from 'vitest'
import type { FileModel } from '../../src/languages/language.js'
import { isPlaceholder, placeholder } from '../../src/languages/markup/mask.js'
import { lines, read, shown } from './read.js'

/** Mentions of the constant as `line: object? members`. */
function globals(model: FileModel): string[] {
  return model.globals
    .filter((ref) => ref.name === 'AMOCRM')
    .map((ref) => `${model.source.point(ref.span.start).line}: ${[ref.via, ...ref.members].join(' ')}`)
}

describe('html', () => {
  test('attributes, text, comments', async () => {
    const model = await read(
      'index.html',
      '<a href="https://acme&#46;amocrm.com/x?a=1&amp;b=2">acme.amocrm.com</a>\n<!-- AMOCRM -->',
    )
    expect(lines(model)).toEqual([
      'https://acme.amocrm.com/x?a=1&b=2 -> a@href',
      'acme.amocrm.com -> prose',
      '<!-- AMOCRM --> -> comment',
    ])
  })

  test('a policy in a meta element', async () => {
    const model = await read(
      'index.html',
      `<meta http-equiv="Content-Security-Policy" content="frame-ancestors https://*.amocrm.com 'self'">`,
    )
    expect(lines(model)).toEqual([
      "frame-ancestors https://*.amocrm.com 'self' -> directive frame-ancestors, meta@content, element of words [https://*.amocrm.com 'self'] for directive frame-ancestors for meta@content",
    ])
  })

  test('scripts, event attributes and script addresses are parsed', async () => {
    const model = await read(
      'index.html',
      `<body onload="AMOCRM.init(&quot;https://acme.amocrm.com&quot;)">
<a href="javascript:AMOCRM.router.navigate('/x')">x</a>
<script type="module">import x from './x.js'
AMOCRM.constant('user')</script>
<script lang="ts">const a: string = AMOCRM.lang_id</script>`,
    )
    expect(globals(model)).toEqual([
      '1: bare init',
      '2: bare router navigate',
      '4: bare constant',
      '5: bare lang_id',
    ])
    expect(lines(model)).toEqual(['https://acme.amocrm.com -> argument AMOCRM.init 0'])
    expect(model.syntax).toBe('tree')
  })

  test('JSON in a script element is JSON', async () => {
    const model = await read(
      'a.html',
      '<script type="application/ld+json">{"url":"https:\\/\\/amocrm.com"}</script>',
    )
    expect(lines(model)).toEqual(['https://amocrm.com -> setting url'])
  })

  test('templates in a script element are markup', async () => {
    const model = await read(
      'a.html',
      '<script type="text/template"><a href="//{{ sub }}.amocrm.com">x</a></script>',
    )
    expect(lines(model)).toEqual(['//<>.amocrm.com -> a@href'])
  })

  test('a style sheet is searched for addresses', async () => {
    const model = await read('a.html', '<style>a { background: url(https://www.amocrm.com/x.png) }</style>')
    expect(lines(model)).toEqual(['https://www.amocrm.com/x.png -> argument url 0'])
  })

  test('a script without tags that does not parse breaks the file, and is searched as text', async () => {
    const model = await read('a.html', '<p>x</p>\n<script>var a = ;\nAMOCRM.x("amocrm.com")</script>')
    expect(model.syntax).toBe('broken')
    expect(model.source.point(model.problems[0]?.span.start ?? 0).line).toBe(2)
    expect(lines(model)).toContain('amocrm.com -> argument AMOCRM.x 0')
  })

  test('scripts of one page share their top-level names', async () => {
    const model = await read('a.html', '<script>var APP = {}</script><script>AMOCRM.x()</script>')
    expect(model.globals.find((ref) => ref.name === 'AMOCRM')?.bound('APP')).toBe('script-var')
    const other = await read(
      'a.html',
      '<script type="module">const APP = {}</script><script>AMOCRM.x()</script>',
    )
    expect(other.globals.find((ref) => ref.name === 'AMOCRM')?.bound('APP')).toBe('no')
  })

  test('unclosed elements, stray ends and half a tag are read to the end', async () => {
    const model = await read('a.html', '<div <p a="amocrm.com>\n</x></div><script>AMOCRM.x()')
    expect(model.texts.length + model.globals.length).toBeGreaterThan(0)
  })
})

describe('template tags', () => {
  test('PHP in a script: flow control, output, parts of names and strings', async () => {
    const model = await read(
      'page.php',
      `<script>
<?php if ($a): ?>
  var x = <?= json_encode($x) ?>;
  AMOCRM.constant('user', '<?= $y ?>');
<?php endif; ?>
  var url = 'https://<?= $sub ?>.amocrm.com/api';
  foo_<?= $id ?>(AMOCRM.lang_id);
  var o = { <?php foreach ($l as $k): ?> a<?= $k ?>: 1, <?php endforeach ?> };
</script>`,
    )
    expect(globals(model)).toEqual(['4: bare constant', '7: bare lang_id'])
    expect(lines(model)).toEqual(['https://<>.amocrm.com/api -> binding url'])
    expect(model.syntax).toBe('tree')
    expect([...model.freeNames.keys()].some(isPlaceholder)).toBe(false)
  })

  test('PHP code is read by its grammar, what stands around it as markup', async () => {
    const model = await read(
      'page.php',
      `<?php $h = 'acme.amocrm.com'; // don't ?>\n<a href="//<?= $h ?>.amocrm.com">`,
    )
    expect(model.texts.map((site) => [shown(site), site.lexical ?? false])).toEqual([
      ['acme.amocrm.com', false],
      ['//<>.amocrm.com', false],
    ])
  })

  test('a file that is nothing but PHP', async () => {
    expect((await read('api.php', "<?php\n$h = '?>amocrm.com';\n")).syntax).toBe('tree')
    expect((await read('api.php', "<?php\n$h = (((;\n'amocrm.com';\n")).syntax).toBe('broken')
  })

  test.each([
    ['page.twig', "{% for a in b %}\nAMOCRM.y({{ a|raw }}, 'https://{{ a }}.amocrm.com')\n{% endfor %}"],
    ['page.ejs', "<% if (a) { %>\nAMOCRM.y(<%- a %>, 'https://<%= a %>.amocrm.com')\n<% } %>"],
    ['page.hbs', "{{#each a}}\nAMOCRM.y({{{json a}}}, 'https://{{ a }}.amocrm.com')\n{{/each}}"],
    ['page.blade.php', "@if ($a)\nAMOCRM.y(@json($a), 'https://{{ $a }}.amocrm.com')\n@endif"],
    ['page.tpl', "{if $a}\nAMOCRM.y({$a}, 'https://{$a}.amocrm.com')\n{/if}"],
    ['page.cshtml', "@* x *@\nAMOCRM.y(@Model.Id, 'https://@(Model.Sub).amocrm.com')\n"],
    ['page.erb', "<% if a %>\nAMOCRM.y(<%= a %>, 'https://<%= a %>.amocrm.com')\n<% end %>"],
  ])('%s', async (path, script) => {
    const model = await read(path, `<p>x</p><script>\n${script}\n</script>`)
    expect(globals(model)).toEqual(['3: bare y'])
    expect(lines(model)).toEqual(['https://<>.amocrm.com -> argument AMOCRM.y 1'])
    expect(model.texts[0]?.lexical).toBeUndefined()
  })

  test('a region that no mask makes parse falls back alone', async () => {
    const model = await read(
      'page.twig',
      '<script>var a = {% if b %} 1 {% else %} 2 {% endif %}; AMOCRM.x("amocrm.com")</script><script>AMOCRM.y()</script>',
    )
    expect(model.syntax).toBe('tree')
    expect(model.problems).toEqual([])
    expect(globals(model)).toEqual(['1: bare x', '1: bare y'])
    expect(model.globals.map((ref) => ref.place?.doubt !== undefined)).toEqual([true, false])
    expect(model.texts.map((site) => [shown(site), site.lexical ?? false])).toContainEqual([
      'amocrm.com',
      true,
    ])
  })

  test('comments of template languages are comments', async () => {
    const model = await read('page.twig', '{# AMOCRM #}<%# amocrm.com %>{{!-- amocrm.ru --}}<p>x</p>')
    expect(model.texts.map((site) => site.uses[0]?.is)).toEqual(['comment', 'comment', 'comment'])
  })

  test("a name in a template tag is the template's own, unless its code is script", async () => {
    const twig = await read('page.twig', '<p>{{ AMOCRM.x }}</p>')
    expect(twig.globals).toMatchObject([{ via: 'property', members: ['x'] }])
    const ejs = await read('page.ejs', '<p><%= window.AMOCRM.x %></p>')
    expect(ejs.globals).toMatchObject([
      { via: 'member', object: 'window', place: { doubt: expect.any(String) } },
    ])
  })

  test('script that looks like a tag is script', async () => {
    const model = await read(
      'a.html',
      '<script type="text/babel">const x = <A style={{ a: AMOCRM.lang_id }} /></script>',
    )
    expect(globals(model)).toEqual(['1: bare lang_id'])
  })
})

describe('components', () => {
  test('bindings are expressions, handlers are statements', async () => {
    const model = await read(
      'a.vue',
      `<template>
  <a :href="'https://' + s + '.amocrm.com'" @click="go('amocrm.com'); x = 1">{{ 'x.amocrm.com' }}</a>
  <b :style="{ url: 'https://x.amocrm.com', b: 1 }" v-for="a of ['amocrm.com']" />
</template>
<script setup lang="ts">
import x from './x'
const u: string = AMOCRM.constant('user')
</script>`,
    )
    expect(globals(model)).toEqual(['7: bare constant'])
    expect(lines(model)).toEqual([
      'https://<s>.amocrm.com -> a@href',
      'amocrm.com -> argument go 0',
      'x.amocrm.com -> prose',
      'https://x.amocrm.com -> entry url, b@style',
      expect.stringMatching(/^amocrm\.com -> .*b@for$/),
    ])
    expect(model.modules?.imports).toMatchObject([{ from: './x' }])
  })

  test('the scripts of a component are one module', async () => {
    const model = await read(
      'a.vue',
      "<script>\nimport { APP } from './app'\n</script>\n<script setup>\nAMOCRM.x()\n</script>",
    )
    expect(model.globals.find((ref) => ref.name === 'AMOCRM')?.bound('APP')).toBe('script-var')
  })

  test('a name in a Vue template is a property of the component', async () => {
    const model = await read('a.vue', '<template><a @click="AMOCRM.go()">{{ AMOCRM }}</a></template>')
    expect(model.globals.map((ref) => ref.via)).toEqual(['property', 'property'])
  })
})

test('placeholders have the length of what they stand for', () => {
  for (const length of [3, 4, 10, 400]) {
    expect(placeholder(length)).toHaveLength(length)
    expect(isPlaceholder(placeholder(length))).toBe(true)
  }
  expect(isPlaceholder('__type')).toBe(false)
})
