import { CACHE, type KeyedCalls, LOCK } from './calls.js'

/** Stores of PHP: Laravel, Symfony, PSR-6 and PSR-16, the extensions, WordPress. */
export const phpCalls: KeyedCalls = {
  stores: [
    { kind: 'lock', name: LOCK, methods: /^(?:acquire|lock|createLock|get|block|release|synchronized)$/i },
    {
      kind: 'cache',
      name: CACHE,
      made: /^(?:Cache|Redis)\.(?:store|driver|tags|connection|client)$/,
      methods:
        /^(?:get|set|put|add|has|missing|forget|forever|pull|remember|rememberForever|flexible|increment|decrement|delete|del|deleteItem|getItem|hasItem|fetch|save|contains|exists|setex|setnx|expire|ttl|h(?:get|set|getall|mset|mget|del|exists)|incr|decr|touch|offsetGet|getOrSet)$/i,
    },
    { kind: 'cache', name: /^connection$/, methods: /^(?:get|set|set_?ex|set_?nx|del|exists)$/i },
    {
      kind: 'file',
      name: /^(?:disk|fs|file_?system|flysystem)$/i,
      methods:
        /^(?:put|get|exists|missing|delete|append|prepend|json|path|has|read|write|update|readStream|writeStream|fileExists|dumpFile|appendToFile|remove|mkdir)$/,
    },
    {
      kind: 'file',
      name: /^storage$/i,
      methods: /^(?:put|read|write|readStream|writeStream|fileExists|dumpFile)$/,
    },
  ],
  functions: [
    { kind: 'lock', name: /(?:^|\.)(?:Cache|Redis)\.(?:lock|funnel|throttle)$/ },
    {
      kind: 'map',
      name: /^RateLimiter\.(?:attempt|tooManyAttempts|hit|increment|clear|remaining|availableIn|for)$/,
    },
    {
      kind: 'cache',
      name: /^(?:cache|apcu?_(?:fetch|store|add|exists|delete)|wp_cache_(?:get|set|add|delete)|get_(?:site_)?transient|set_(?:site_)?transient|delete_(?:site_)?transient)$/,
    },
    { kind: 'map', name: /^(?:get|update|add|delete)_(?:site_)?option$/ },
    { kind: 'map', name: /^(?:get|update|add|delete)_(?:user|post|term|comment)_meta$/, key: 1 },
    { kind: 'map', name: /^COption\.(?:Get|Set)Option(?:String|Int)$|^Option\.(?:set|get|delete)$/, key: 1 },
    { kind: 'cache', name: /\.(?:initCache|startDataCache)$/i, key: 1 },
    {
      kind: 'file',
      name: /^(?:file_get_contents|file_put_contents|file_exists|is_file|is_dir|is_readable|fopen|file|unlink|mkdir|touch|parse_ini_file|simplexml_load_file|readfile|require|include|glob)$/,
    },
    {
      kind: 'file',
      name: /^(?:Storage|File)\.(?:get|put|exists|missing|delete|append|path|json)$|^(?:storage_path|base_path|public_path)$/,
    },
    { kind: 'file', name: /^new (?:SplFileObject|SplFileInfo)$/ },
    {
      kind: 'table',
      name: /(?:^|\.)(?:DB\.table|\w+\.setTable|Schema\.(?:create|table|hasTable|dropIfExists))$/,
    },
  ],
}
