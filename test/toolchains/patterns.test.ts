import { describe, expect, test } from 'vitest'
import { fix } from '../../src/index.js'
import { ENGINES, isInstalled, matches } from './engines.js'

/** Patterns as people write them, in syntax that every engine has. */
const PATTERNS = [
  '^[a-z0-9-]+\\.amocrm\\.com$',
  '^https://[a-z0-9-]+\\.amocrm\\.com$',
  '^https?://([a-z0-9-]+)\\.amocrm\\.com(?:/.*)?$',
  '^(?:www\\.)?[\\w-]+\\.amocrm\\.com$',
  '^https://(?:[a-z0-9-]+\\.)?amocrm\\.com/?$',
  '(?:^|\\.)amocrm\\.com$',
  '\\.amocrm\\.com$',
  '^([^.]+)\\.amocrm\\.com$',
  '^[A-Za-z0-9-]{1,63}\\.amocrm\\.com$',
  '^https://(acme|studio)\\.amocrm\\.com$',
  '^acme\\.amocrm\\.com$',
  '^https://[\\w-]+[.]amocrm[.]com$',
  '^https://[\\w.-]+\\.amocrm\\.com:?\\d*$',
  '^(?i:acme)\\.amocrm\\.com$',
  '(?i)^[a-z0-9-]+\\.amocrm\\.com$',
  '^amojo\\.amocrm\\.com$',
]

const LABELS = ['acme', 'studio', 'my-shop', 'www', 'a', 'amojo', 'ACME']
const ENDS = [
  'amocrm.com',
  'kommo.com',
  'amocrm.ru',
  'kommo.ru',
  'amocrm.com.evil.net',
  'kommo.com.evil.net',
  'evil-amocrm.com',
  'evil-kommo.com',
]
const SAMPLES = [...ENDS, ...LABELS.flatMap((label) => ENDS.map((end) => `${label}.${end}`))].flatMap(
  (host) => [host, `https://${host}`, `https://${host}/`, `http://${host}/leads`, `https://${host}:443`],
)

describe.each(ENGINES)('the engine of $language', (engine) => {
  const here = isInstalled(engine)

  test.skipIf(!here)('matches what a safe repair promises', async () => {
    const cases: { before: string; after: string }[] = []
    for (const before of PATTERNS) {
      const { changes } = await fix({ files: [{ path: engine.file, contents: engine.write(before) }] })
      const written = changes.find(({ path }) => path === engine.file)?.after.toString()
      const after = written === undefined ? undefined : engine.read(written)
      if (after !== undefined) cases.push({ before, after })
    }
    // Most of them are proven here; a language whose patterns are all left to people proves nothing.
    expect(cases.length).toBeGreaterThan(8)
    const results = matches(
      engine,
      cases.flatMap(({ before, after }) => [before, after]),
      SAMPLES,
    )
    cases.forEach(({ before, after }, i) => {
      const [was, is] = [results[2 * i] as boolean[], results[2 * i + 1] as boolean[]]
      SAMPLES.forEach((sample, at) => {
        const twin = SAMPLES.indexOf(sample.replace('kommo.com', 'amocrm.com'))
        const expected = was[at] || (sample.includes('kommo.com') && was[twin])
        expect({ before, after, sample, accepted: is[at] }).toEqual({
          before,
          after,
          sample,
          accepted: expected,
        })
      })
    })
  })
})
