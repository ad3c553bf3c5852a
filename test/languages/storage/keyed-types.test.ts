import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

describe('stores that are told by the type that they are declared with', () => {
  it('reads fields of structs in Go', async () => {
    expect(
      await facts(
        'pool.go',
        'package amo\n\ntype Pool struct {\n\titems map[string]*Client\n\tr *redis.Client\n\tflight singleflight.Group\n}\n\nfunc (p *Pool) Get(ctx context.Context, subdomain string) {\n\tc := p.items[subdomain]\n\tp.r.HSet(ctx, "amo:tokens", subdomain, c)\n\tp.r.Set(ctx, fmt.Sprintf("amo:%s", subdomain), c, 0)\n\tsf.Do(subdomain, load)\n\tdb.Table("leads_" + subdomain)\n}\n',
      ),
    ).toEqual([
      'map items this.items[] subdomain=subdomain "{subdomain}" @ subdomain',
      'cache r p.r.HSet subdomain=subdomain "amo:tokens {subdomain}" @ subdomain',
      'cache r p.r.Set subdomain=subdomain "amo:{subdomain}" @ fmt.Sprintf("amo:%s", subdomain)',
      'lock sf sf.Do subdomain=subdomain "{subdomain}" @ subdomain',
      'table  db.Table subdomain=subdomain "leads_{subdomain}" @ "leads_" + subdomain',
    ])
  })

  it('reads fields of classes in C#, Java and Kotlin', async () => {
    expect(
      await facts(
        'Tokens.cs',
        'class Tokens\n{\n    private readonly IMemoryCache _memory;\n    private readonly Dictionary<string, Token> items;\n    void F(string subdomain)\n    {\n        _memory.Set($"amo:{subdomain}", 1);\n        if (items.ContainsKey(subdomain)) items[subdomain] = null;\n    }\n}\n',
      ),
    ).toEqual([
      'cache _memory _memory.Set subdomain=subdomain "amo:{subdomain}" @ $"amo:{subdomain}"',
      'map items items.ContainsKey subdomain=subdomain "{subdomain}" @ subdomain',
      'map items this.items[] subdomain=subdomain "{subdomain}" @ subdomain',
    ])
    expect(
      await facts(
        'Tokens.java',
        'class Tokens {\n    private final Map<String, Token> items;\n    private final StringRedisTemplate template;\n    void f(String subdomain) {\n        items.put(subdomain, null);\n        template.delete("amo:" + subdomain);\n        template.opsForHash().put("amo", subdomain, "x");\n    }\n}\n',
      ),
    ).toEqual([
      'map items items.put subdomain=subdomain "{subdomain}" @ subdomain',
      'cache template template.delete subdomain=subdomain "amo:{subdomain}" @ "amo:" + subdomain',
      'cache template.opsForHash() this.template.opsForHash().put subdomain=subdomain "amo {subdomain}" @ subdomain',
    ])
    expect(
      await facts(
        'Tokens.kt',
        'class Tokens {\n    private val items: MutableMap<String, Token> = create()\n    fun f(subdomain: String) {\n        items[subdomain] = Token()\n    }\n}\n',
      ),
    ).toEqual(['map items this.items[] subdomain=subdomain "{subdomain}" @ subdomain'])
  })

  it('looks through guards in Rust', async () => {
    expect(
      await facts(
        'pool.rs',
        'struct Pool { items: RwLock<HashMap<String, Client>> }\n\nimpl Pool {\n    async fn get(&self, subdomain: &str) {\n        self.items.write().await.insert(subdomain.to_string(), client());\n        self.items.read().unwrap().get(subdomain);\n    }\n}\n',
      ),
    ).toEqual([
      'map items this.items.write().set subdomain=subdomain "{subdomain}" @ subdomain',
      'map items this.items.get subdomain=subdomain "{subdomain}" @ subdomain',
    ])
  })
})
