import { CACHE, type KeyedCalls, LOCK } from './calls.js'

/** Stores of .NET: IMemoryCache, IDistributedCache, StackExchange.Redis, dictionaries, files. */
export const csharpCalls: KeyedCalls = {
  stores: [
    {
      kind: 'lock',
      name: LOCK,
      methods:
        /^(?:CreateLock(?:Async)?|Acquire(?:Async)?|TryAcquire(?:Async)?|LockTake(?:Async)?|GetOrAdd|TryGetValue)$/,
    },
    {
      kind: 'cache',
      name: CACHE,
      made: /GetDatabase$/,
      typed:
        /^(?:IMemoryCache|MemoryCache|IDistributedCache|HybridCache|IDatabase(?:Async)?|IFusionCache|IAppCache|ICacheService|IConnectionMultiplexer)\??$/,
      methods:
        /^(?:Get|Set|TryGetValue|GetOrCreate|GetString|SetString|Remove|Refresh|CreateEntry|String(?:Get|Set|Increment)|Key(?:Delete|Exists|Expire)|Hash(?:Get|Set|GetAll|Delete|Exists)|GetOrSet|GetOrAdd)(?:Async)?$/,
    },
  ],
  functions: [
    {
      kind: 'file',
      name: /^(?:System\.IO\.)?File\.(?:ReadAllText|WriteAllText|AppendAllText|ReadAllLines|WriteAllLines|ReadAllBytes|WriteAllBytes|Exists|Delete|Open|OpenRead|OpenWrite|Create)(?:Async)?$/,
    },
    { kind: 'file', name: /^(?:System\.IO\.)?Path\.(?:Combine|Join)$/, key: 'all' },
    { kind: 'file', name: /^new (?:FileInfo|StreamReader|StreamWriter|FileStream)$/ },
  ],
  maps: {
    made: /Dictionary(?:\(\))?$|^\{\}$/,
    typed: /^I?(?:Concurrent|ReadOnly|Sorted|Immutable)?Dictionary</,
    methods:
      /^(?:TryGetValue|ContainsKey|GetOrAdd|AddOrUpdate|TryAdd|TryRemove|Add|Remove|GetValueOrDefault)$/,
  },
}
