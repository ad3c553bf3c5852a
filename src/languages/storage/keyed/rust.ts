import { CACHE, type KeyedCalls, LOCK } from './calls.js'

/** Stores of Rust: the redis crate, moka, maps, files. */
export const rustCalls: KeyedCalls = {
  stores: [
    { kind: 'lock', name: LOCK, methods: /^(?:lock|acquire|entry|get)$/ },
    {
      kind: 'cache',
      name: CACHE,
      methods:
        /^(?:get|set|set_ex|set_nx|del|exists|expire|incr|insert|invalidate|remove|get_with|try_get_with|contains_key|h(?:get|set|getall|del))$/,
    },
  ],
  functions: [
    {
      kind: 'file',
      name: /^readFile$|(?:^|\.)(?:File\.(?:open|create)|fs\.(?:read|write|read_to_string|remove_file|metadata|create_dir_all))$/,
    },
    { kind: 'file', name: /(?:^|\.)(?:Path|PathBuf)\.(?:new|from)$/ },
  ],
  maps: {
    made: /(?:^|\.)(?:HashMap|BTreeMap|DashMap)\.(?:new|default|with_capacity)$/,
    methods: /^(?:get|get_mut|insert|remove|contains_key|entry)$/,
  },
}
