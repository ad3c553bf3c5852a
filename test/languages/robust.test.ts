import fc from 'fast-check'
import { expect, test } from 'vitest'
import { read, uncovered } from './read.js'

/** Pieces that open, close and break every construct that the adapters know. */
const PIECES = [
  ...['amocrm.com', 'AMOCRM', 'AMOCRM.x("', "'", '"', '`', '\\', '\n', '\r\n', ' ', ';', ',', '.', ':', '='],
  ...[
    '<a href="',
    '<p>',
    '</p',
    '>',
    '<!--',
    '-->',
    '<script>',
    '</script>',
    '<style>',
    '<![CDATA[',
    ']]>',
    '&#46;',
    '&',
  ],
  ...[
    '<?php ',
    '?>',
    '<?= ',
    '<%',
    '%>',
    '{{',
    '}}',
    '{%',
    '%}',
    '{#',
    '#}',
    '{!!',
    '!!}',
    '@if(',
    '@',
    '{$',
    '{',
  ],
  ...[
    '}',
    '(',
    ')',
    '[',
    ']',
    '/*',
    '*/',
    '//',
    '#',
    '--',
    '```',
    '~~~',
    '---',
    '- ',
    '=>',
    '$x',
    '${',
    '%s',
    '<<<EOT\n',
  ],
  ...['EOT', 'match', '?', '\u0000', 'Ж', '😀', '\ud83d', '\ue000', '"""', "f'", 'r"', '=begin', '|', '>'],
]

const PATHS = [
  ...[
    'a.html',
    'a.php',
    'a.vue',
    'a.twig',
    'a.blade.php',
    'a.tpl',
    'a.cshtml',
    'a.ejs',
    'a.svelte',
    'a.json',
    'a.jsonl',
  ],
  ...[
    'a.md',
    'a.rst',
    'a.adoc',
    'a.py',
    'a.rb',
    'a.go',
    'a.cs',
    'a.kt',
    'a.rs',
    'a.sh',
    'a.sql',
    'a.css',
    'a.yml',
  ],
  ...[
    '.env',
    'a.toml',
    'nginx.conf',
    'a.xml',
    'a.txt',
    'a.phps',
    'a.tf',
    'Dockerfile',
    'a.java',
    'a.csv',
    'Caddyfile',
    'a.ini',
    'a.properties',
  ],
]

test('whatever a file holds: no exception, exact places, every mention covered', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...PATHS),
      fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }),
      async (path, pieces) => {
        const model = await read(path, Buffer.from(pieces.join('').toWellFormed()))
        expect(uncovered(model)).toEqual([])
        for (const site of model.texts) {
          expect(site.uses.length).toBeGreaterThan(0)
          expect(site.anchor.statement.end).toBeGreaterThanOrEqual(site.anchor.statement.start)
          for (const part of site.parts) {
            expect(part.span.end).toBeGreaterThanOrEqual(part.span.start)
            if (part.kind === 'literal') expect(part.at(part.text.length)).toBe(part.span.end)
          }
        }
        for (const { span, name } of model.globals) {
          expect(model.source.bytes.subarray(span.start, span.end).toString()).toBe(name)
        }
      },
    ),
    { numRuns: 1500 },
  )
})
