import { CACHE, type KeyedCalls, LOCK } from './calls.js'

const KEYED =
  /^(?:get|set|has|del|add|put|take|wrap|incr|decr|exp|ttl|exist|unlink|persist|mget|mset|h(?:get|set|mset|mget|del|exists|incr|keys|vals)|s(?:add|rem|members|ismember)|z(?:add|rem|range|score|count|card|incr)|[lr](?:push|pop|range|len)|fetch|read|write|save|store|load|remove|remember|forget|invalidate|clear|touch|peek|publish|subscribe|push|pop|increment|decrement|check|acquire|release|lock|unlock|cache|psetex|pexpire|exec)\w*$/i

/** Stores of Node and of browsers. */
export const jsCalls: KeyedCalls = {
  stores: [
    {
      kind: 'browser',
      name: /^(?:localStorage|sessionStorage|localforage|localForage)$/,
      methods: /^(?:get|set|remove)Item$/,
    },
    {
      kind: 'browser',
      name: /^(?:ls|lscache|storage|store|session|local)$/,
      made: /localStorage|sessionStorage/,
      methods: /^(?:get|set|remove)(?:Item)?$/,
    },
    { kind: 'browser', name: /^(?:Cookies|VueCookies|cookies)$/, methods: /^(?:get|set|remove)$/ },
    {
      kind: 'browser',
      made: /objectStore$|createObjectStore$/,
      methods: /^(?:get|put|delete|getKey|count)$/,
    },
    { kind: 'browser', name: /^(?:indexedDB|idb)$/i, methods: /^(?:open|openDB|deleteDatabase)$/ },
    {
      kind: 'lock',
      name: LOCK,
      methods:
        /^(?:acquire|lock|unlock|using|release|runExclusive|isLocked|tryAcquire|withLock|get|set|has|delete|add)$/,
    },
    {
      kind: 'cache',
      name: CACHE,
      made: /^(?:new )?(?:\w+\.)*(?:Redis|IORedis|createClient|createCluster|Cluster|Memcached|MemJS|Keyv|NodeCache|LRU(?:Cache)?|QuickLRU|TTLCache|caching|createCache|LRUMap)(?:\(\))?$/,
      methods: KEYED,
    },
    {
      kind: 'map',
      name: /limit(?:er|ers|s)?$/i,
      methods: /^(?:consume|penalty|reward|key|limit|check|removeTokens|get|set|delete|block|schedule)$/,
    },
  ],
  functions: [
    {
      kind: 'file',
      name: /(?:^|\.)(?:readFile|writeFile|appendFile|exists|access|unlink|mkdir|rm|rmdir|stat|open|truncate|readdir|createReadStream|createWriteStream|readJson|readJSON|writeJson|writeJSON|outputJson|outputJSON|outputFile|outputFile|pathExists|ensureFile|ensureDir|rename|copyFile|cp)(?:Sync)?$/,
    },
    {
      kind: 'file',
      name: /^(?:Bun\.file|Bun\.write|Deno\.(?:readTextFile|writeTextFile|readFile|writeFile|open|remove|stat|mkdir)(?:Sync)?)$/,
    },
    {
      kind: 'file',
      name: /^(?:\w+\.)?(?:path|posix)\.(?:join|resolve)$|^(?:join|resolve|pathJoin)$/,
      key: 'all',
    },
    {
      kind: 'file',
      name: /^new (?:JSONFile|JSONFileSync|FileSync|FileAsync|LocalStorage|JsonDB|Datastore)$/,
    },
    {
      kind: 'table',
      name: /(?:^|\.)(?:collection|table|createTable|dropTable|hasTable|createSchema|dropSchema)$/,
    },
    { kind: 'table', name: /^(?:\w+\.)*(?:knex|db|trx|pgTable|mysqlTable|sqliteTable|pgTableCreator)$/ },
    {
      kind: 'lock',
      name: /^(?:withLock|acquireLock|releaseLock|withMutex|tryLock|runExclusive|lockfile\.\w+)$/,
    },
    { kind: 'browser', name: /^(?:useLocalStorage|useSessionStorage|useStorage|usePersistedState|openDB)$/ },
  ],
  maps: {
    made: /^(?:new )?(?:Weak)?Map$|^new Set$|^\{\}$|^Object\.create$/,
    methods: /^(?:get|set|has|delete|add)$/,
  },
}
