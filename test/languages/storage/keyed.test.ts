import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const js = (code: string) => facts('store.ts', code)

describe('keys of stores', () => {
  it('reads keys of caches as they are put together', async () => {
    expect(
      await js(
        'const redis = new Redis()\nawait redis.set(`amocrm:tokens:${account.subdomain}`, JSON.stringify({ access_token, refresh_token }))\nawait this.cacheManager.get(subdomain)\nredis.del("portal:" + String(portalId))',
      ),
    ).toEqual([
      'cache redis redis.set subdomain=account.subdomain "amocrm:tokens:{subdomain}" @ `amocrm:tokens:${account.subdomain}`',
      'cache cacheManager this.cacheManager.get subdomain=subdomain "{subdomain}" @ subdomain',
      'cache redis redis.del portalId=portalId "portal:{portalId}" @ "portal:" + String(portalId)',
    ])
  })

  it('follows names and functions that hold the key, and says it once', async () => {
    expect(
      await js(
        'const keyOf = (subdomain: string) => `amo:${subdomain}`\nconst client = createClient({ url })\nclient.get(keyOf(a.subdomain))\nclient.set(keyOf(sub), 1)\nfunction f(domain) { const key = `t:${domain}`; client.get(key); client.del(key) }',
      ),
    ).toEqual([
      'cache client client.get subdomain=subdomain "amo:{subdomain}" @ `amo:${subdomain}`',
      'cache client client.get domain=domain "t:{domain}" @ `t:${domain}`',
    ])
  })

  it('reads functions that make keys for others', async () => {
    expect(
      await js(
        'export const CACHE_KEYS = { token: (subdomain: string) => `X-Auth-Token_${subdomain}`, user: (id: string) => `user:${id}` }\nclass A { buildWindowKey = (domainName: string) => PREFIX + `:{${domainName}}`; title(domain) { return `Account ${domain}` } }\nconst urlKey = (subdomain) => `https://${subdomain}.example.com/`\nconst apiKey = (domain) => key + domain',
      ),
    ).toEqual([
      'cache  CACHE_KEYS.token subdomain=subdomain "X-Auth-Token_{subdomain}" @ `X-Auth-Token_${subdomain}`',
      'cache  buildWindowKey PREFIX=PREFIX, domainName=domainName "{PREFIX}:{{domainName}}" @ PREFIX + `:{${domainName}}`',
    ])
  })

  it('reads maps by their name, and by what they are made by', async () => {
    expect(
      await js(
        'const inFlightRefresh = new Map<string, Promise<T>>()\nconst tokens = new Map()\nclass A { private clients = {}; f(accountId) { return this.clients[accountId] } }\ninFlightRefresh.get(account.subdomain)\ntokens.set(domain, t)\napi.accounts.get(subdomain)\nif (subdomain in instances) x()\nleads[accountId] = 1\nconst limits = { [domain]: 5 }',
      ),
    ).toEqual([
      'map clients this.clients[] accountId=accountId "{accountId}" @ accountId',
      'map inFlightRefresh inFlightRefresh.get subdomain=account.subdomain "{subdomain}" @ account.subdomain',
      'map tokens tokens.set domain=domain "{domain}" @ domain',
      'map instances in instances subdomain=subdomain "{subdomain}" @ subdomain',
      'map limits limits[] domain=domain "{domain}" @ domain',
    ])
  })

  it('reads locks, files, tables and the storage of browsers', async () => {
    expect(
      await js(
        'await redlock.acquire([`lock:${subdomain}`], 1000)\nfs.readFileSync(`./tokens/${host}.json`)\nconst file = path.join(DIR, subdomain + ".json"); fs.writeFileSync(file, x)\ndb.collection(`leads_${accountId}`)\npool.query(`SELECT * FROM leads_${subdomain} WHERE id = 1`)\nlocalStorage.getItem("amocrm_subdomain")\nwindow.localStorage.setItem(`cfg_${APP.constant("account").subdomain}`, 1)\nsessionStorage[domain]\nlocalStorage.getItem("theme")',
      ),
    ).toEqual([
      'lock redlock redlock.acquire subdomain=subdomain "lock:{subdomain}" @ `lock:${subdomain}`',
      'file  fs.readFileSync host=host "./tokens/{host}.json" @ `./tokens/${host}.json`',
      'file  path.join DIR=DIR, subdomain=subdomain "{DIR}/{subdomain}.json" @ subdomain + ".json"',
      'table  db.collection accountId=accountId "leads_{accountId}" @ `leads_${accountId}`',
      'table  SQL subdomain=subdomain "leads_{subdomain}" @ subdomain',
      'browser localStorage localStorage.getItem amocrm_subdomain "amocrm_subdomain" @ amocrm_subdomain',
      'browser window.localStorage window.localStorage.setItem subdomain=APP.constant("account").subdomain "cfg_{subdomain}" @ `cfg_${APP.constant("account").subdomain}`',
      'browser sessionStorage sessionStorage[] domain=domain "{domain}" @ domain',
    ])
  })

  it('leaves clients of services and other keys alone', async () => {
    expect(
      await js(
        'apiClient.get(`accounts/${accountId}`)\nredis.get(`user:${userId}`)\naccounts.find((a) => a.subdomain === subdomain)\npath.join(DIR, file)\nurl.searchParams.get("subdomain")',
      ),
    ).toEqual([])
  })

  it.each([
    [
      'php',
      '<?php\n$x = Cache::get("amo_token_{$subdomain}");\nfile_get_contents($dir . $account->getBaseDomain() . ".json");\nself::$instances[$subdomain] = $this;\nCache::lock("refresh:" . $accountId);',
      [
        'cache Cache Cache.get subdomain=$subdomain "amo_token_{subdomain}"',
        'file  file_get_contents dir=$dir, baseDomain=$account->getBaseDomain() "{dir}{baseDomain}.json"',
        'map instances this.instances[] subdomain=$subdomain "{subdomain}"',
        'lock  Cache.lock accountId=$accountId "refresh:{accountId}"',
      ],
    ],
    [
      'py',
      'cache.set(f"amo:{subdomain}", token)\nopen(f"tokens/{account.domain}.json")\nself._tokens_cache[subdomain] = t\nr = redis.Redis()\nr.get("t:" + account_id)\nos.path.join(BASE, subdomain + ".json")',
      [
        'cache cache cache.set subdomain=subdomain "amo:{subdomain}"',
        'file  readFile domain=account.domain "tokens/{domain}.json"',
        'cache _tokens_cache this._tokens_cache[] subdomain=subdomain "{subdomain}"',
        'cache r r.get account_id=account_id "t:{account_id}"',
        'file  os.path.join BASE=BASE, subdomain=subdomain "{BASE}/{subdomain}.json"',
      ],
    ],
    [
      'go',
      'package a\nfunc f() {\n\trdb.Get(ctx, "amo:"+subdomain)\n\ts.clients[accountID] = c\n\tos.ReadFile(filepath.Join(dir, domain+".json"))\n\trdb.Set(ctx, fmt.Sprintf("tokens:%s", acc.Subdomain), 1, 0)\n}',
      [
        'cache rdb rdb.Get subdomain=subdomain "amo:{subdomain}"',
        'map s.clients s.clients[] accountID=accountID "{accountID}"',
        'file  filepath.Join dir=dir, domain=domain "{dir}/{domain}.json"',
        'cache rdb rdb.Set Subdomain=acc.Subdomain "tokens:{Subdomain}"',
      ],
    ],
  ])('reads %s', async (ending, code, wanted) => {
    expect((await facts(`store.${ending}`, code)).map((line) => line.replace(/ @ .*$/s, ''))).toEqual(wanted)
  })
})
