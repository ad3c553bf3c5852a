/** Where a package comes from. */
export type Ecosystem = 'composer' | 'npm' | 'pypi' | 'gem' | 'go' | 'nuget' | 'maven' | 'cargo'

/**
 * What a package can do about kommo.com:
 * - `account`: it takes the account's own host, and nothing has to be set for its API calls;
 * - `option`: it calls another host until an option is set;
 * - `never`: no option reaches kommo.com.
 */
export type Reach = 'account' | 'option' | 'never'

/** A library for the API of amoCRM or Kommo, as read in its code. */
export interface Sdk {
  ecosystem: Ecosystem
  /** As its registry spells it; a name that ends in `/` is a vendor of whom every package counts. */
  name: string
  reach: Reach
  /** The host that is built in, as the end of "calls …". */
  builtIn?: string
  /** How kommo.com is reached, Markdown. */
  option?: string
  /** First version in which `option` does it; absent when all do. */
  since?: string
  /** What versions before `since` do, as a sentence. */
  before?: string
  /** What shows in code that the library is used there. */
  inCode?: RegExp
  /** What shows in such code that the option is set, to whatever value. */
  configured?: RegExp
  /** What to use instead, where nothing else helps. */
  replacement?: string
  /** Why it should go even where an option exists, as a sentence. */
  obsolete?: string
  /** What else in it does not know kommo.com, as a sentence. */
  besides?: string
  /**
   * Tokens lie in files or keys that hold the host: where that host is set (callee or variable), and what has to be renamed
   * together with it, as a sentence without its full stop.
   */
  storageKeyedByHost?: { set: RegExp; move: string }
  /** It refuses a host on kommo.com that it is given, by a call of this name. */
  refusesIn?: RegExp
  /** Whether its HTTP client follows redirects. */
  redirects: 'follows' | 'stays' | 'unknown'
  /** C: read in its code or documentation; L: likely; U: not known. */
  certainty: 'C' | 'L' | 'U'
  /** Where that was read. */
  source: string
}
