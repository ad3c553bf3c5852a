import { CACHE, type KeyedCalls, LOCK } from './calls.js'

/** Stores of Go: go-redis, redigo, in-memory caches, `sync.Map`, files. */
export const goCalls: KeyedCalls = {
  stores: [
    {
      kind: 'lock',
      name: /^(?:sf|sfg|single_?flight\w*|flight_?group|group)$/i,
      typed: /singleflight\.Group/,
      methods: /^(?:Do|DoChan|Forget)$/,
    },
    { kind: 'lock', name: LOCK, methods: /^(?:NewMutex|Obtain|Lock|Acquire|TryLock|LoadOrStore|Load)$/ },
    {
      kind: 'cache',
      name: CACHE,
      made: /(?:^|\.)redis\.New\w*$|cache\.New$|bigcache\.New|ristretto\.New/,
      typed:
        /redis\.(?:Client|ClusterClient|UniversalClient|Cmdable|Pool)|cache\.Cache|bigcache|ristretto|memcache\.Client|lru\.|ttlcache/i,
      methods:
        /^(?:Get|Set|SetNX|SetEX|SetEx|GetSet|GetDel|Del|Delete|Exists|Expire|TTL|Incr|Decr|H(?:Get|Set|GetAll|MSet|MGet|Del|Exists)|SAdd|SRem|ZAdd|LPush|RPush|Add|Replace|Increment)$/,
    },
  ],
  functions: [
    { kind: 'cache', name: /(?:^|\.)(?:conn|c|rc)\.(?:Do|Send)$/, key: 1 },
    { kind: 'table', name: /(?:^|\.)(?:db|tx|DB|conn)\.(?:Table|Collection)$|\.Collection$/ },
    {
      kind: 'file',
      name: /^(?:os\.(?:Open|OpenFile|Create|ReadFile|WriteFile|Stat|Remove|MkdirAll|Mkdir)|ioutil\.(?:ReadFile|WriteFile))$/,
    },
    { kind: 'file', name: /^(?:filepath|path)\.Join$/, key: 'all' },
  ],
  maps: {
    made: /^\{\}$|^make$|(?:^|\.)Map$/,
    typed: /^\*?(?:map\[|sync\.Map$|xsync\.Map)/,
    methods: /^(?:Load|Store|LoadOrStore|LoadAndDelete|Delete)$/,
  },
}
