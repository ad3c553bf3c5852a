import { CACHE, FILE_NAME, type KeyedCalls, LOCK } from './calls.js'

/** Stores of Python: Django, redis-py, cachetools, files. */
export const pythonCalls: KeyedCalls = {
  stores: [
    { kind: 'lock', made: /(?:^|\.|\s)(?:Redis|StrictRedis|from_url)$/, methods: /^lock$/ },
    { kind: 'lock', name: LOCK, methods: /^(?:lock|acquire|get|setdefault|pop)$/ },
    {
      kind: 'cache',
      name: CACHE,
      made: /(?:^|\.|\s)(?:Redis|StrictRedis|from_url|TTLCache|LRUCache|Client)$/,
      methods:
        /^(?:a?(?:get|set|add|delete|has_key|get_or_set|incr|decr|touch)|setex|setnx|getset|getdel|exists|expire|ttl|pop|setdefault|h(?:get|set|getall|mset|mget|del|exists)|[sz](?:add|rem|members)|[lr](?:push|pop))$/,
    },
  ],
  functions: [
    { kind: 'lock', name: /(?:redis|rdb|cache)\w*\.lock$/i },
    {
      kind: 'file',
      name: /^(?:open|readFile|(?:new )?(?:pathlib\.)?Path|aiofiles\.open|shelve\.open|sqlite3\.connect|io\.open|codecs\.open)$/,
    },
    {
      kind: 'file',
      name: /^os\.path\.(?:exists|isfile|isdir|getmtime)$|^os\.(?:remove|unlink|makedirs|mkdir|stat)$/,
    },
    { kind: 'file', name: /^(?:os\.)?path\.join$|\.joinpath$/, key: 'all' },
  ],
  maps: {
    made: /^\{\}$|(?:^|\.)(?:dict|defaultdict|OrderedDict|WeakValueDictionary)$/,
    methods: /^(?:get|pop|setdefault|includes)$/,
  },
  files: FILE_NAME,
}
