import { describe, expect, it } from 'vitest'
import { read } from '../read.js'

const versions = async (path: string, text: string) =>
  (await read(path, text)).packages?.map(({ name, version }) => `${name} ${version}`)

describe('clients in lock files', () => {
  it('are read from a long yarn.lock, whose entries have lists below them', async () => {
    const others = Array.from(
      { length: 3000 },
      (_, i) =>
        `part-${i}@^1.${i}.0:\n  version "1.${i}.4"\n  resolved "https://example.test/part-${i}.tgz"\n  dependencies:\n${'    left "^1.0.0"\n'.repeat(12)}`,
    )
    const text = `# yarn lockfile v1\n\n\n${others.join('\n')}\n"axios@^1.0.0", axios@^1.6.0:\n  version "1.6.8"\n  dependencies:\n    follow-redirects "^1.15.6"\n\nfollow-redirects@^1.15.6:\n  version "1.15.6"\n`
    const found = await versions('yarn.lock', text)
    expect(found).toContain('axios 1.6.8')
    expect(found).toContain('follow-redirects 1.15.6')
    expect(found?.length).toBe(3002)
  })

  it('are read from the locks of npm and Composer without their whole trees', async () => {
    expect(
      await versions(
        'package-lock.json',
        '{ "packages": { "node_modules/axios": { "version": "1.6.8" }, "node_modules/left": { "version": "1.0.0" } } }',
      ),
    ).toEqual(['axios 1.6.8'])
    expect(
      await versions(
        'composer.lock',
        '{ "packages": [ { "name": "guzzlehttp/guzzle", "version": "7.8.1" }, { "name": "acme/left", "version": "1.0.0" } ] }',
      ),
    ).toEqual(['guzzlehttp/guzzle 7.8.1'])
  })
})
