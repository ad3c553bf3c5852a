import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Encoding } from '../../src/files/source.js'
import { encoded, read } from './read.js'

/** Characters that escapes, encodings and line ends make hard. */
const CHARACTERS = ['a', '.', '/', ' ', '-', 'Я', 'ж', 'é', '😀', '漢', '"', '\\', '&', '<', '\n', '\t']
const SINGLE_BYTE = ['a', '.', '/', ' ', 'Я', 'ж', 'ы', '"', '\\', '&', '<', '\n']

const HOST = 'acme.amocrm.com'

interface Form {
  path: string
  /** The whole file around a written value. */
  around(value: string): string
  /** One way to write a character; more than one by `pick`. */
  write(character: string, pick: number): string
}

const jsonWrite = (character: string, pick: number): string => {
  if (character === '"' || character === '\\') return `\\${character}`
  if (character === '\n') return '\\n'
  if (character === '\t') return '\\t'
  if (character === '/' && pick % 2 === 0) return '\\/'
  if (pick % 5 !== 0) return character
  return [...Array(character.length).keys()]
    .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
    .join('')
}

const entityWrite = (character: string, pick: number): string => {
  if (character === '"') return '&quot;'
  if (character === '<') return '&lt;'
  if (character === '&') return '&amp;'
  if (pick % 5 === 0) return `&#${character.codePointAt(0)};`
  return pick % 5 === 1 ? `&#x${character.codePointAt(0)?.toString(16)};` : character
}

const FORMS: Record<string, Form> = {
  json: {
    path: 'a.json',
    around: (value) => `{\r\n "Привет": 1,\r\n "k": "${value}"\r\n}`,
    write: jsonWrite,
  },
  html: { path: 'a.html', around: (value) => `<p>Ж😀</p>\r\n<a data-x="${value}">x</a>`, write: entityWrite },
  php: {
    path: 'a.php',
    around: (value) => `<?php // Ж\r\n$x = "${value}";`,
    write: (character, pick) => {
      if ('"\\'.includes(character)) return `\\${character}`
      if (character === '\n') return '\\n'
      return pick % 5 === 0 && character === '.' ? '\\x2e' : character
    },
  },
}

/** Letters of the host that must survive as they are, so that the site is found at all. */
const isBrand = (index: number, at: number): boolean => index >= at + 5 && index < at + 11

describe.each(Object.entries(FORMS))('%s', (_, form) => {
  test('every character of a decoded literal leads back to where it is written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...CHARACTERS), { maxLength: 30 }),
        fc.array(fc.constantFrom(...CHARACTERS), { maxLength: 30 }),
        fc.array(fc.nat(99), { minLength: 90, maxLength: 90 }),
        fc.constantFrom<Encoding>('utf-8', 'utf-16le', 'utf-16be'),
        async (before, after, picks, encoding) => check(form, before, after, picks, encoding),
      ),
      { numRuns: 150 },
    )
  })

  test('in windows-1251', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...SINGLE_BYTE), { maxLength: 20 }),
        fc.array(fc.nat(99), { minLength: 60, maxLength: 60 }),
        async (before, picks) => {
          const around = (value: string) => form.around(value.replaceAll('Ж', '\0')).replaceAll('Ж', 'Привет')
          const plain = {
            ...form,
            around: (value: string) => around(value).replace('😀', '').replaceAll('\0', 'Ж'),
          }
          await check(plain, ['Ж', 'ы', ...before], ['Я', 'Я'], picks, 'windows-1251')
        },
      ),
      { numRuns: 100 },
    )
  })
})

async function check(
  form: Form,
  before: readonly string[],
  after: readonly string[],
  picks: readonly number[],
  encoding: Encoding,
): Promise<void> {
  // A blank keeps the host apart, so that the value is one site with one literal.
  const characters = [...before, ' ', ...HOST, ' ', ...after]
  const at = before.length + 1
  const written = characters.map((character, i) =>
    isBrand(i, at) ? character : form.write(character, picks[i] ?? 1),
  )
  const model = await read(form.path, encoded(form.around(written.join('')), encoding))
  expect(model.source.encoding).toBe(encoding)
  const site = model.texts.find((each) =>
    each.parts.some((p) => p.kind === 'literal' && p.text.includes(HOST)),
  )
  const literal = site?.parts.find((part) => part.kind === 'literal')
  if (literal?.kind !== 'literal') throw new Error('no literal')
  expect(literal.text).toBe(characters.join(''))
  expect(literal.at(literal.text.length)).toBe(literal.span.end)
  let index = 0
  let byte = literal.span.start
  characters.forEach((character, i) => {
    expect(literal.at(index)).toBe(byte)
    index += character.length
    byte += model.source.encode(written[i] as string)?.length ?? Number.NaN
  })
  expect(byte).toBe(literal.span.end)
}
