import { describe, expect, it } from 'vitest'
import { createSource } from '../../../src/files/source.js'
import { savesIn } from '../../../src/rules/account-key/saves.js'

const calls = (code: string, path = 'service.ts') =>
  savesIn(createSource(path, Buffer.from(`import { Repository } from 'typeorm'\n${code}\n`)))?.calls.map(
    ({ call, line }) => `${line} ${call}`,
  )

describe('calls by the primary key', () => {
  it.each([
    ['this.accounts.save(account)', ['2 this.accounts.save']],
    ['source.getRepository(Account).save(account)', ['2 save']],
    ['await this.accounts\n  .save(account)', ['3 save']],
    ['manager?.preload(Account, { id })', ['2 manager.preload']],
    ['repo.delete(subdomain)', ['2 repo.delete']],
    ['repo.update(id, { title })', ['2 repo.update']],
    ['query.whereInIds(ids)', ['2 query.whereInIds']],
  ])('%s', (code, expected) => expect(calls(code)).toEqual(expected))

  it.each([
    'repo.update({ subdomain }, { title })',
    'repo.delete({ subdomain })',
    'repo.findOneBy({ subdomain })',
    'query.delete()',
    'saved(account)',
  ])('not %s', (code) => expect(calls(code)).toBeUndefined())

  it('tells where the call stands, in bytes', () => {
    const text = "// счёт\nimport { Repository } from 'typeorm'\nrepo.save(account)\n"
    const span = savesIn(createSource('a.ts', Buffer.from(text)))?.calls[0]?.span
    expect(Buffer.from(text).subarray(span?.start, span?.end).toString()).toBe('repo.save')
  })

  it('reads scripts alone, and a long word in no more than an instant', () => {
    expect(calls('repo.save(account)', 'a.py')).toBeUndefined()
    const started = Date.now()
    expect(calls(`const a = '${'repo'.repeat(100_000)}'`)).toBeUndefined()
    expect(Date.now() - started).toBeLessThan(2000)
  })
})
