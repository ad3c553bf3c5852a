import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

describe('keys of Python', () => {
  it.each([
    [
      'r = redis.Redis()\nr.hset("amo_tokens", subdomain, token)',
      'cache r r.hset subdomain=subdomain "amo_tokens {subdomain}" @ subdomain',
    ],
    [
      'r = redis.Redis()\nr.lock(f"refresh:{subdomain}")',
      'lock r r.lock subdomain=subdomain "refresh:{subdomain}" @ f"refresh:{subdomain}"',
    ],
    [
      '_tokens_cache[subdomain] = token',
      'cache _tokens_cache _tokens_cache[] subdomain=subdomain "{subdomain}" @ subdomain',
    ],
    [
      'path = TOKENS / f"{subdomain}.json"',
      'file  {subdomain}.json subdomain=subdomain "{subdomain}.json" @ f"{subdomain}.json"',
    ],
    [
      'open("tokens/%s.pickle" % subdomain, "rb")',
      'file  readFile subdomain=subdomain "tokens/{subdomain}.pickle" @ "tokens/%s.pickle" % subdomain',
    ],
    [
      'Path(f"tokens/{account.subdomain}.json").read_text()',
      'file  new Path subdomain=account.subdomain "tokens/{subdomain}.json" @ f"tokens/{account.subdomain}.json"',
    ],
    [
      'tokens = {a.subdomain: a.token for a in accounts}',
      'map tokens tokens[] subdomain=a.subdomain "{subdomain}" @ a.subdomain',
    ],
  ])('%s', async (code, line) => {
    expect(
      await facts('store.py', `def load(subdomain, table):\n    ${code.replaceAll('\n', '\n    ')}\n`),
    ).toEqual([line])
  })

  it.each([
    'url = f"https://{subdomain}.acme.com/pixel.json"',
    'url = f"{base_url}/{subdomain}.json"',
    'data["subdomain"] = subdomain',
  ])('%s names no file', async (code) => {
    expect(await facts('store.py', `def load(subdomain, table):\n    ${code}\n`)).toEqual([])
  })
})

describe('keys of Ruby', () => {
  it.each([
    [
      'Rails.cache.fetch("amo/#{subdomain}") { token }',
      'cache Rails.cache Rails.cache.fetch subdomain=subdomain "amo/{subdomain}" @ "amo/#{subdomain}"',
    ],
    [
      "redis.hget('tokens', subdomain)",
      'cache redis redis.hget subdomain=subdomain "tokens {subdomain}" @ subdomain',
    ],
    [
      'Redis.current.get("amo:#{subdomain}")',
      'cache  Redis.current.get subdomain=subdomain "amo:{subdomain}" @ "amo:#{subdomain}"',
    ],
    [
      'PStore.new("#{subdomain}.pstore")',
      'file  new PStore subdomain=subdomain "{subdomain}.pstore" @ "#{subdomain}.pstore"',
    ],
    ['@tokens[subdomain] ||= token', 'map tokens tokens[] subdomain=subdomain "{subdomain}" @ subdomain'],
  ])('%s', async (code, line) => {
    const [found] = await facts('store.rb', `def load(subdomain, table)\n  ${code}\nend\n`)
    expect(found?.replaceAll('this.', '')).toEqual(line)
  })
})
