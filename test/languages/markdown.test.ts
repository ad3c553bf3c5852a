import { describe, expect, test } from 'vitest'
import { lines, read } from './read.js'

describe('Markdown', () => {
  test('prose, links, images, addresses and inline code', async () => {
    const text = `# About AMOCRM
See [docs](https://www.amocrm.com/developers/), \`AMOCRM.constant('x')\` and https://acme.amocrm.com.
![x](https://www.amocrm.com/a.png) <https://amocrm.com>
[ref]: https://www.amocrm.com/x
<a href="https://www.amocrm.com">x</a>`
    expect(lines(await read('README.md', text))).toEqual([
      '# About AMOCRM -> prose',
      'https://www.amocrm.com/developers/ -> a@href, prose',
      "AMOCRM.constant('x') -> embedded",
      'https://acme.amocrm.com -> a@href, prose',
      'https://www.amocrm.com/a.png -> img@src, prose',
      'https://amocrm.com -> a@href, prose',
      'https://www.amocrm.com/x -> a@href, prose',
      'https://www.amocrm.com -> a@href, prose',
    ])
  })

  test.each([
    ['```js\nAMOCRM.x()\n```', 'javascript'],
    ['- item\n  ```ts\n  AMOCRM.x()\n  ```', 'typescript'],
    ['> ~~~ {.php}\n> AMOCRM.x()\n> ~~~', 'php'],
    ['````\n```\nAMOCRM.x()\n```\n````', ''],
    ['```js\nAMOCRM.x()', 'javascript'],
  ])('a fence is code of its language: %j', async (text, language) => {
    const model = await read('a.md', text)
    expect(model.texts.flatMap((site) => site.uses)).toEqual([{ is: 'embedded', language }])
  })

  test('text behind a fence is prose again', async () => {
    const model = await read('a.md', '```js\nlet a\n```\nacme.amocrm.com\r\n~~~\r\nlet b\r\n~~~\r\nAMOCRM')
    expect(lines(model)).toEqual(['acme.amocrm.com -> prose', 'AMOCRM -> prose'])
  })

  test('comments and front matter', async () => {
    const text = '---\nurl: https://amocrm.com\n---\n<!-- AMOCRM\nagain AMOCRM --> then AMOCRM'
    expect(lines(await read('a.mdx', text))).toEqual([
      'url: https://amocrm.com -> setting url',
      '<!-- AMOCRM -> comment',
      'again AMOCRM --> -> comment',
      'then AMOCRM -> prose',
    ])
  })
})

test('reStructuredText code blocks and links', async () => {
  const text = '.. code-block:: js\n\n   AMOCRM.x()\n\nSee `docs <https://www.amocrm.com/x>`_ of AMOCRM.'
  expect(lines(await read('a.rst', text))).toEqual([
    'AMOCRM.x() -> embedded javascript',
    'https://www.amocrm.com/x -> a@href, prose',
    expect.stringMatching(/of AMOCRM\. -> prose$/),
  ])
})

test('AsciiDoc listings', async () => {
  expect(lines(await read('a.adoc', '[source,js]\n----\nAMOCRM.x()\n----\nAMOCRM'))).toEqual([
    'AMOCRM.x() -> embedded',
    'AMOCRM -> prose',
  ])
})
