import { describe, expect, test } from 'vitest'
import { read, uncovered } from './read.js'

/** Every place where a mention of the old names can stand, one file a language. */
const SAMPLES: Record<string, string> = {
  'index.html': `<!DOCTYPE html PUBLIC "AMOCRM"><amocrm-box data-amocrm-id="1" class="a" title='AMOCRM'>
<a href=https://acme.amocrm.com>x amocrm.com</a><textarea>amocrm.ru</textarea><title>AMOCRM</title>
<script src="//forms.amocrm.com/a.js"></script><script>/* AMOCRM */ AMOCRM.x('%2Famocrm.com', /amocrm\\.com/)</script>
<script type="text/x-unknown">amocrm.com</script><style>/* amocrm.com */ .amocrm { a: url(amocrm.com) }</style>
<svg><![CDATA[ amocrm.com ]]></svg><p onclick='f("amocrm.com")'>&amp;amocrm.com</p></AMOCRM><?amocrm.com?><a href="amocrm.com`,
  'page.php': `<?php namespace AmoCRM\\Api; # amocrm.com
use AMOCRM; const X = AMOCRM['a']; $a = "{$amocrm['x']} amocrm.com"; $b = <<<'X'
amocrm.com
X;
/** @see https://www.amocrm.com */ $c = \`curl amocrm.com\`; $d = 'it\\'s amocrm.com'; ?>
<p title="<?= $x ?>amocrm.com">AMOCRM <?php /* AMOCRM */ ?></p>
<script>AMOCRM.y(<?= 'amocrm.com' ?>, "<?= AMOCRM ?>");</script><?php echo "amocrm.com"`,
  'page.twig': `{# AMOCRM #}{% set a = 'amocrm.com' %}<a href="{{ 'https://amocrm.com' }}">{{ AMOCRM }}</a>
<script>var a = {% if b %}AMOCRM{% else %}'amocrm.com'{% endif %} 1;</script>`,
  'App.vue': `<template><a :href="AMOCRM.x" @click="f('amocrm.com')" amocrm>{{ AMOCRM }} amocrm.com {{ broken ( amocrm.com }}</a></template>
<script>export default { data: () => AMOCRM.data, x: 'amocrm.com' } // AMOCRM</script>
<style lang="scss">// amocrm.com</style><i18n>{"a": "amocrm.com"}</i18n>`,
  'a.json':
    '{"AMOCRM": "amocrm.com", "x": ["https:\\/\\/amocrm.com"], /* amocrm.com */ "c": "var a = AMOCRM.x(); return a;"}',
  'broken.json': '{"AMOCRM": "amocrm.com", x: amocrm.com, // AMOCRM',
  'a.md':
    '---\namocrm: amocrm.com\n---\n# AMOCRM\n``amocrm.com`` [amocrm.com](amocrm.com "AMOCRM")\n```amocrm\nAMOCRM\n```\n<!-- amocrm.com -->x amocrm.com',
  'a.rst': 'AMOCRM\n======\n.. code-block:: amocrm\n   :caption: AMOCRM\n\n   amocrm.com\n\n`amocrm.com`_',
  'a.py':
    '# amocrm.com\n"""AMOCRM"""\nfrom amocrm import x\nx = f"{amocrm}amocrm.com" + r\'amocrm\\.com\' # AMOCRM\n@amocrm.companies',
  'a.go': '// amocrm.com\nimport "github.com/x/amocrm"\nvar x = `amocrm.com` + amocrm.Companies',
  'a.tf':
    '# amocrm.com\nresource "amocrm" "amocrm.com" {\n  amocrm = "${amocrm.x}.amocrm.com" // AMOCRM\n  x = <<EOT\namocrm.com\nEOT\n}',
  'a.rb': '# amocrm.com\nrequire "amocrm"\nx = "#{amocrm}.amocrm.com"\n@amocrm.companies.list',
  'a.sql': '-- amocrm.com\ninsert into amocrm values (\'amocrm.com\', "amocrm");',
  'a.sh': '# amocrm.com\ncurl amocrm.com \'amocrm.com\' "${A:-amocrm.com}" <<EOF\namocrm.com\nEOF',
  'a.yml':
    '# amocrm.com\namocrm:\n  "amocrm": amocrm.com # amocrm.com\n  x: ${A:-amocrm.com}\n  - [amocrm.com, {amocrm: amocrm.com}]\n  y: "amocrm.com" amocrm.com\n  z: >\n    amocrm.com\n  ? amocrm.com\n  : x',
  '.env':
    '#amocrm.com\nAMOCRM=amocrm.com\nX="amocrm.com" amocrm.com\namocrm.com\nY=\'amocrm.com\' # amocrm.com',
  'a.toml': '[amocrm]\nx = ["amocrm.com",\n"amocrm.com"]\n"amocrm.com" = 1 # amocrm.com',
  'nginx.conf': 'map $http_origin $x {\n "~amocrm\\.com$" 1; # amocrm.com\n}\nserver_name amocrm.com;',
  'a.xml':
    '<?xml version="1.0"?><amocrm x="amocrm.com" amocrm="1"><!-- amocrm.com --><![CDATA[amocrm.com]]>amocrm.com</amocrm>',
  'a.txt': 'amocrm.com\rAMOCRM\r\namocrm.ru',
  'a.csv': 'a;amocrm.com;b\n',
  Dockerfile: '# amocrm.com\nENV AMOCRM=amocrm.com\nRUN curl https://amocrm.com',
  LICENSE: 'AMOCRM amocrm.com',
}

describe('every mention of the old names lies in a site or a global', () => {
  test.each(Object.entries(SAMPLES))('%s', async (path, text) => {
    expect(uncovered(await read(path, text))).toEqual([])
  })

  test.each(Object.entries(SAMPLES))('%s with CRLF and a byte order mark', async (path, text) => {
    expect(uncovered(await read(path, `\ufeff${text.replace(/\r?\n/g, '\r\n')}`))).toEqual([])
  })
})

test('a long line of many mentions takes time in proportion', async () => {
  const line = `"x' /* amocrm.com ( [ { , <a b='c">{{ `
  for (const path of ['a.txt', 'a.php', 'a.json', 'a.html', 'a.vue', 'a.yml', 'a.md', 'a.py', 'a.xml']) {
    await read(path, line)
    const [few, many] = [await timed(path, line.repeat(250)), await timed(path, line.repeat(2500))]
    // Ten times the text; a quadratic reader takes a hundred times as long.
    expect(many, path).toBeLessThan(40 * Math.max(few, 20))
  }
})

async function timed(path: string, text: string): Promise<number> {
  const start = performance.now()
  await read(path, text)
  return performance.now() - start
}
