import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { breakLines, widthOf } from '../../src/report/width.js'

describe('width of a text', () => {
  test.each([
    'plain',
    'Сделка №5',
    'été',
    'e\u0301te\u0301',
    '表格',
    'ｆｕｌｌ',
    '📇',
    '👍🏽',
    '👩‍💻',
    '❤️',
    '🇧🇷',
    '한국어',
    '✖ ▲ ● ✔ → │ ─ … · –',
    '\u001b[31mred\u001b[39m',
    'a\u200bb',
    '',
  ])('%j is as wide as terminals draw it', (text) => {
    expect(widthOf(text)).toBe(stringWidth(text))
  })

  test('letters of any two scripts', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'aZ09 -éßжЯ表漢あア한ｗ‐→│✖…') })
    fc.assert(fc.property(letters, (text) => widthOf(text) === stringWidth(text)))
  })
})

describe('breaking lines', () => {
  test('keeps every word, in order, within the width', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom(...'abcя表'), minLength: 1, maxLength: 10 }))
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 60 }), (list, width) => {
        const lines = breakLines(list.join(' '), width)
        expect(lines.join(' ')).toBe(list.join(' '))
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width)
      }),
    )
  })

  test('never breaks a word', () => {
    expect(breakLines(`a ${'x'.repeat(50)} b`, 20)).toEqual(['a', 'x'.repeat(50), 'b'])
  })
})
