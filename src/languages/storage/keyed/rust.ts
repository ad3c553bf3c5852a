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
      kind: 'cache',
      name: /(?:^|\.)\w*con(?:n|nection)?\.(?:set_ex|set_nx|pset_ex|get_ex|get_del|hset|hget|hdel|expire)$/,
    },
    {
      kind: 'file',
      name: /^readFile$|(?:^|\.)(?:File\.(?:open|create)|fs\.(?:read|write|read_to_string|remove_file|metadata|create_dir_all))$/,
    },
    { kind: 'file', name: /(?:^|\.)(?:Path|PathBuf)\.(?:new|from)$/ },
  ],
  guards:
    /^(?:lock|read|write|try_lock|try_read|try_write|borrow|borrow_mut|unwrap|expect|as_ref|as_mut|await|blocking_lock|get_or_init)$/,
  maps: {
    typed: /(?:Hash|BTree|Dash|Index|Fx?Hash|Sc?c?Hash)Map\s*</,
    made: /(?:^|\.)(?:HashMap|BTreeMap|DashMap)\.(?:new|default|with_capacity)$/,
    methods: /^(?:get|get_mut|insert|remove|contains_key|entry)$/,
  },
}
