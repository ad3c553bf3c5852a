import { describe, expect, it } from 'vitest'
import { changedName } from '../../src/edits/names.js'

type Change = [expect: string, text: string]

describe('changedName', () => {
  it.each<[string, Record<string, number>, Record<string, number>, Change[]]>([
    [
      'a plain rename',
      { AMOCRM: 2 },
      { APP: 2 },
      [
        ['AMOCRM', 'APP'],
        ['AMOCRM', 'APP'],
      ],
    ],
    ['by way of window', { AMOCRM: 1 }, { window: 1 }, [['AMOCRM', 'window.APP']]],
    ['a property of window', { window: 1 }, { window: 1 }, [['AMOCRM', 'APP']]],
    ['a destructuring that keeps the local name', { window: 1 }, { window: 1 }, [['AMOCRM', 'APP: AMOCRM']]],
    ['a shorthand property', { AMOCRM: 1 }, { APP: 1 }, [['AMOCRM', 'AMOCRM: APP']]],
    ['a string', {}, {}, [['AMOCRM', 'APP']]],
    ['a removed fallback', { window: 2 }, { window: 1 }, [[' || window.AMOCRM', '']]],
    ['a setting beside', { module: 1 }, { module: 1 }, [['AMOCRM', "APP': true, 'AMOCRM"]]],
    ['a setting of JSON beside', {}, {}, [['AMOCRM', 'APP": true, "AMOCRM']]],
    ['a host', { fetch: 1 }, { fetch: 1 }, [['amocrm', 'kommo']]],
    ['code that the edit writes itself', { fetch: 1 }, { fetch: 1, URL: 1 }, [['x', 'new URL(x)']]],
    ['code that the edit removes itself', { fetch: 1, URL: 1 }, { fetch: 1 }, [['new URL(x)', 'x']]],
    ['a name like a built-in property', { constructor: 1 } as never, { constructor: 1 } as never, []],
  ])('accepts %s', (_, before, after, changes) => {
    expect(changedName(before, after, edits(changes))).toBeUndefined()
  })

  it.each<[string, Record<string, number>, Record<string, number>, Change[], string]>([
    ['a rename that a local APP captures', { AMOCRM: 1 }, {}, [['AMOCRM', 'APP']], 'AMOCRM'],
    [
      'one of two captured',
      { AMOCRM: 2 },
      { APP: 1 },
      [
        ['AMOCRM', 'APP'],
        ['AMOCRM', 'APP'],
      ],
      'APP',
    ],
    [
      'a capture next to a setting beside',
      { AMOCRM: 1 },
      {},
      [
        ['AMOCRM', 'APP'],
        ['AMOCRM', "APP': true, 'AMOCRM"],
      ],
      'AMOCRM',
    ],
    ['a renamed declaration whose uses stay', {}, { AMOCRM: 1 }, [['AMOCRM', 'APP']], 'AMOCRM'],
    ['a name that lost its declaration', { $: 1 }, { $: 2 }, [['var $ = 1', '']], '$'],
    ['a name that got bound', { widget: 2 }, { widget: 1 }, [['a', 'b']], 'widget'],
  ])('catches %s', (_, before, after, changes, name) => {
    expect(changedName(before, after, edits(changes))).toBe(name)
  })
})

function edits(changes: readonly Change[]) {
  return changes.map(([expect, text], i) => ({
    path: 'a.js',
    start: i * 100,
    end: i * 100 + expect.length,
    expect,
    text,
  }))
}
