import { CACHE, type KeyedCalls, LOCK } from './calls.js'

/** Stores of Java and Kotlin: Spring's caches and Redis, Jedis, Redisson, Caffeine, maps, files. */
export const javaCalls: KeyedCalls = {
  stores: [
    { kind: 'lock', name: LOCK, methods: /^(?:getLock|lock|tryLock|obtain|get|computeIfAbsent)$/ },
    {
      kind: 'cache',
      typed:
        /^(?:Reactive)?(?:String)?Redis(?:Template|Operations)|^(?:Jedis|JedisPooled|RedissonClient|RedisCommands|RedisCacheManager)\b|^(?:Value|Hash)Operations</,
      name: /(?:redisTemplate|opsForValue\(\)|opsForHash\(\)|jedis|redisson\w*)$/i,
      methods:
        /^(?:get|set|put|delete|hasKey|expire|setIfAbsent|increment|setex|setnx|del|exists|h(?:get|set|getAll|mset|del)|getBucket|getMap|getLock|boundValueOps|boundHashOps)$/,
    },
    {
      kind: 'cache',
      name: CACHE,
      made: /Caffeine|CacheBuilder/,
      typed: /^(?:Async)?(?:Loading)?Cache(?:Manager)?(?:<|$)/,
      methods:
        /^(?:get|getIfPresent|put|putIfAbsent|evict|invalidate|getOrDefault|computeIfAbsent|containsKey|remove|set|opsForValue)$/,
    },
  ],
  functions: [
    {
      kind: 'file',
      name: /^(?:new )?(?:File|FileReader|FileWriter|FileInputStream|FileOutputStream)$/,
      key: 'all',
    },
    { kind: 'file', name: /^(?:Paths\.get|Path\.of|Path)$|\.resolve$/, key: 'all' },
  ],
  maps: {
    made: /Map(?:Of)?$/,
    typed: /^(?:Mutable|Concurrent|Hash|LinkedHash|ConcurrentHash|Weak|WeakHash|Tree)*Map</,
    methods:
      /^(?:get|put|containsKey|computeIfAbsent|compute|computeIfPresent|getOrDefault|getOrPut|getValue|remove|putIfAbsent|merge)$/,
  },
}
