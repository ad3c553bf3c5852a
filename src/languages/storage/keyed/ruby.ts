import { CACHE, FILE_NAME, type KeyedCalls, LOCK } from './calls.js'

/** Stores of Ruby: Rails, redis-rb, files. */
export const rubyCalls: KeyedCalls = {
  stores: [
    { kind: 'lock', name: LOCK, methods: /^(?:lock|lock!|synchronize|with_lock)$/ },
    {
      kind: 'cache',
      name: CACHE,
      made: /(?:^|\.)Redis\.new$|ConnectionPool/,
      methods:
        /^(?:fetch|read|write|delete|exist\?|increment|decrement|get|set|setex|setnx|del|exists\??|expire|ttl|incr|decr|h(?:get|set|getall|mset|mget|del))$/,
    },
  ],
  functions: [
    { kind: 'lock', name: /(?:^|\.)(?:with_advisory_lock|advisory_lock)$/ },
    {
      kind: 'file',
      name: /^(?:File|IO|YAML|Pathname|FileUtils|JSON)\.(?:open|read|write|exist\?|file\?|delete|load_file|new|rm|mkdir_p)$/,
    },
    { kind: 'file', name: /^new (?:File|Pathname|PStore|YAML\.Store|YAML\.DBM|DBM|SQLite3\.Database)$/ },
    {
      kind: 'cache',
      name: /^Redis(?:\.current|\(\))\.(?:get|set|setex|setnx|del|exists\??|expire|ttl|incr|decr|h(?:get|set|getall|mset|mget|del))$/,
    },
    { kind: 'file', name: /^(?:File\.join|Rails\.root\.join)$/, key: 'all' },
  ],
  maps: {
    made: /^\{\}$|(?:^|\.)(?:Hash|Map)\.new$/,
    methods: /^(?:fetch|key\?|has_key\?|include\?|delete|compute_if_absent|dig)$/,
  },
  files: FILE_NAME,
}
