import type { KeyUse } from '../../../storage.js'

export type KeyedKind = Extract<KeyUse['kind'], 'cache' | 'lock' | 'map' | 'browser' | 'file' | 'table'>

/** Names of a language's stores and functions that take a key. Names are without marks: `this.cache.get`, `Cache.get`. */
export interface KeyedCalls {
  /** Objects by their own name, or by what they are made by, and their methods that take a key. */
  readonly stores: readonly {
    kind: KeyedKind
    name?: RegExp
    /** `Redis`, `createClient`: what is called where the object is made. */
    made?: RegExp
    /** `IMemoryCache`, `*redis.Client`: the type that a field is declared with. */
    typed?: RegExp
    methods: RegExp
  }[]
  /**
   * Functions by their whole name; `new File` is how a constructor is named. `key` is the argument that matters, without
   * contexts in front of it (`ctx`): the first one unless told, or all together as parts of a path.
   */
  readonly functions: readonly { kind: KeyedKind; name: RegExp; key?: number | 'all' }[]
  /** Texts with `{name}` holes that can be nothing but names of files, wherever they stand. */
  readonly files?: RegExp
  /** How maps of the language are made, and their methods. `m[key]` needs no word. */
  readonly maps?: { made: RegExp; typed?: RegExp; methods: RegExp }
  /** Calls that only open what they are called on: guards of locks. */
  readonly guards?: RegExp
}

/** Names of things that are caches in any language. */
export const CACHE =
  /(?:redis|rdb|memcached?|keyv|cache|caches|cacher|kv|kvs)(?:_?(?:client|store|manager|service|pool|provider))?$/i
/** Names of things that lock. */
export const LOCK =
  /(?:red_?lock|locks?|lockers?|lock_?(?:service|manager|factory|provider)|mutex(?:es)?|semaphores?)$/i
/** `tokens/{subdomain}.json`, and no address: what is filled in stands in the name of the file itself. */
export const FILE_NAME =
  /^(?!\w+:\/\/|\/?api\b|\{(?:\w*url|scheme|protocol)\})(?:[^?#]*\/)?[\w.-]*\{\w+\}[\w.{}-]*\.(?:json|pickle|pkl|txt|token|tokens|db|sqlite3?|ya?ml|pstore|session|lock|dat|cache|env|ini)$/i
