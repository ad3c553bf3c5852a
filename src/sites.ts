/**
 * The neutral model between languages and rules.
 *
 * A language adapter (`src/languages/`) turns its syntax tree into the few kinds of *site* below; a rule
 * (`src/rules/`) reads sites and never asks which language it is in. All positions are bytes of the original
 * file: parsers count UTF-16 units, and the adapter converts once (`Source.byteAt`).
 */

import type { InputName } from './brand/inputs.js'
import type { Ecosystem } from './brand/sdks/index.js'

/** A half-open range of bytes `[start, end)` in one file. `file` is the report path (POSIX). */
export interface Span {
  file: string
  start: number
  end: number
}

/** How the characters of a literal are written in the file; each layer has its own escapes. */
export type Layer = 'string' | 'json' | 'url' | 'html' | 'regex' | 'sql'

/** A run of text that stands in the source. */
export interface Literal {
  kind: 'literal'
  /** The content in the file, delimiters (quotes, backticks, slashes) excluded. */
  span: Span
  /** The content with the outermost escapes decoded (`"\u002e"` is `.`); a regex keeps its source. */
  text: string
  /**
   * Byte offset in the file of the character at `index` of `text`; `index === text.length` gives `span.end`.
   * A character written as an escape maps to the escape's first byte.
   */
  at(index: number): number
  layers: readonly Layer[]
}

/** A part whose text is not written here: a variable, a call, a template tag. */
export interface Hole {
  kind: 'hole'
  span: Span
  /** Source name when it is a plain name or member path (`self.subdomain`). */
  name?: string
  /** The literal it resolves to, when that is known within the project. */
  value?: Literal
}

/** A value that is text: literal, template, concatenation, format call, regex, key, comment, plain-text run. */
export interface TextSite {
  parts: readonly (Literal | Hole)[]
  /** What the value flows into, followed through constants of the file and, where facts allow, of the project. */
  uses: readonly Use[]
  /** Names around it, outermost first: class, function, variable, key path. */
  owner: readonly string[]
  anchor: Anchor
  /** `false` when the value leaves the analysed code and `uses` may be incomplete (exported names aside). */
  closed: boolean
  /**
   * Found by the strings and comments of a language, not by its grammar (PHP inside HTML, a script region that does
   * not parse): as good as `syntax: 'text'`, whatever the file's own syntax is.
   */
  lexical?: boolean
}

/** Where new code could be put next to a site. */
export interface Anchor {
  statement: Span
  expression: Span
  /** White space in front of the statement. */
  indent: string
  /** Quote character(s) of the literal as written, `''` where the format has none. */
  quote: string
}

/** What a value is for, one fact at a time. `src/roles/` turns uses into a role. */
export type Use =
  /** Passed to a call: `fetch(…)`, `header(…)`, `strings.HasSuffix(h, …)`. `callee` is the dotted source name. */
  | {
      is: 'argument'
      callee: string
      /** The function as the language writes it, where `callee` is the name that all languages share. */
      as?: string
      index: number
      /** Key path inside the argument when the value lies in an object: `headers.Origin`. */
      name?: string
      /** It lies in a list inside the argument. */
      listed?: boolean
      /** It is only the host of the URL that is passed: a path follows it there. */
      inUrl?: boolean
      /** The function stands in this file: what it does with the value is among the uses. */
      followed?: boolean
      receiver?: string
      construct?: boolean
      /** All arguments as written, shortened. */
      args?: readonly string[]
      /** `path:line` when it stands in another file. */
      place?: string
      test?: TestSite
      peer?: PeerSite
      added?: AddedSite
    }
  /** A method is called on it: `'…'.includes(x)`. */
  | {
      is: 'receiver'
      method: string
      as?: string
      /** What `split` takes it apart at. */
      by?: string
      test?: TestSite
      /** The chain of `||` and `&&` around, with what names in it stand for: kommo.com may be let in there. */
      beside?: string
    }
  /** A piece of a larger text: what stands around it, `*` for what is not written there. */
  | { is: 'part'; before: string; after: string }
  | { is: 'compare'; operator: string; with?: string; place?: string; test?: TestSite }
  /**
   * A case label; `label` is `case X:` as written, or the value alone where `joint` puts a second one behind it. `beside`
   * is what labels of the same switch that are names stand for.
   */
  | { is: 'case'; of?: string; label?: Span; joint?: string; beside?: readonly string[] }
  | { is: 'pattern'; of: PatternSite }
  | { is: 'element'; of: ListSite }
  /** The value of a key: `{ url: '…' }`. `of` is what the whole map is used for. */
  | { is: 'entry'; key: string; of: readonly Use[]; peer?: PeerSite }
  /** It is itself a key of a map; `beside` are all keys of that map, where a statement does not hold it whole. */
  | { is: 'key'; of: readonly Use[]; beside?: readonly string[]; added?: AddedSite }
  /**
   * Stored under a name (variable, property, constant). Followed uses stand beside it; those of an `exported` name in
   * other files do not.
   */
  | {
      is: 'binding'
      name: string
      exported?: boolean
      /** A name at the top of a classic script: every other script of the page sees it. */
      shared?: boolean
      peer?: PeerSite
      added?: AddedSite
    }
  | { is: 'return'; from: string }
  /** The fallback of `||`, `??`, a parameter or an environment variable. */
  | { is: 'default'; of: string }
  /** One arm of a decision. `test` is its condition as written, `other` the text of the other arms. */
  | { is: 'arm'; test: string; arm: 'then' | 'else' | 'case'; other: readonly string[]; label?: string }
  | { is: 'attribute'; tag: string; name: string }
  | { is: 'setting'; path: readonly string[] }
  /** A literal type, or (`value`) a member of an enum: what the type `name` takes. */
  | { is: 'type'; name?: string; value?: boolean }
  /** One source of a directive such as a CSP `frame-ancestors`. */
  | { is: 'directive'; name: string }
  | { is: 'storageKey' }
  /** The value flows somewhere that the adapter cannot name. */
  | { is: 'unknown'; note: string }
  | { is: 'comment' }
  | { is: 'prose' }
  | { is: 'recorded' }
  /** Code that is itself held in text (a Markdown fence, a string that holds JavaScript). */
  | { is: 'embedded'; language: string }

/** A test of one text against another, as code writes it: what a second test can be put beside. */
export interface TestSite {
  /** The whole test, negations included: `host === 'x'`, `!host.endsWith('x')`, `url.indexOf('x') !== -1`. */
  span: Span
  /** The tested value (or its name) inside the test. */
  operand: Span
  /** What joins a second test so that either host passes: `||`, after a negation `&&`. */
  join: '||' | '&&'
  /** How the value is compared; absent for a plain comparison. */
  how?: 'contains' | 'begins' | 'ends'
  /** The tested value is cut to the operand's length, in a way that a repair cannot follow. */
  cut?: boolean
  /** The tested value, where it is cut right there: `substr($host, -11)`, `host[-11:]`. */
  cutBy?: Span
  /** How the language writes `join`, where it is not that sign. */
  joint?: string
  /** The test is a member of such a chain already. */
  joined: boolean
  /** The test stands alone in its parentheses or statement: a second one needs no parentheses. */
  grouped: boolean
  /** Everything else in the test may be written twice. */
  pure: boolean
  /** The whole chain of `||` and `&&` around it, as written. */
  chain: string
  /** What names in the chain stand for, where kommo.com is among it. */
  known?: string
  /** The tested value as written, a line each for what its names stand for; only where the text is a bare word. */
  subject?: string
  /** What happens where it holds is a refusal: an error is thrown, `false` given back, the request turned away. */
  denies?: boolean
  /** The code around is written without white space. */
  compact?: boolean
}

/**
 * A header that tells browsers one origin, and how code there chooses it by the request. In its texts `{twin}` and `{own}`
 * stand for the two origins as written, `{q}` for their quote.
 */
export interface PeerSite {
  /** The request is at hand where the header is sent; otherwise the texts only show what to write. */
  isAtHand: boolean
  /** An expression that gives one of the two. */
  choice: string
  /** What joins the header's name to the choice, where name and origin are one text. */
  glue?: string
  /** Instead of the expression, where the language has none: a statement that sends the header `{again}`. */
  override?: string
  /** The statement that sends the header, where others can follow it in lines of their own. */
  statement?: Span
  /** A statement behind it, or (`.`) a further call, that adds `Vary: Origin`. */
  vary?: { at: number; text: string }
}

/** A statement that puts a value into a list: a second one can put its twin there. */
export interface AddedSite {
  /** The statement, where others can follow it. */
  statement?: Span
  /** What else goes into the list: what it is declared with, and statements like this one. */
  beside: readonly string[]
}

/** Everything that lists alternatives: arrays, arguments, words, CSV, ||-chains, case labels, alternations, maps. */
export interface ListSite {
  form: 'array' | 'args' | 'words' | 'csv' | 'or' | 'case' | 'alternation' | 'map'
  items: readonly { text?: string; span: Span }[]
  uses: readonly Use[]
  name?: string
  /** What stands between two items, where it is neither a comma nor white space: `list << a << b`. */
  joint?: string
  /** Items are told apart by their place (taken apart, read by number, a tuple): one more moves the others. */
  placed?: boolean
  /** The digits that say how many items it has: `[&str; 2]`. */
  counted?: Span
  /** Its type names hosts of amocrm.com: a further item does not fit it. */
  typed?: boolean
}

export interface PatternSite {
  dialect: 'js' | 'pcre' | 're2' | 'python' | 'onigmo' | 'java' | 'dotnet' | 'ere'
  source: string
  flags: string
  op: 'test' | 'replace' | 'split' | 'capture' | 'unknown'
  /** It has to take a text from its first to its last character, whatever anchors it has. */
  whole?: boolean
  /** The chain of `||` and `&&` around its tests, with what names in it stand for. */
  beside?: string
  /** What it is tested on (see `TestSite.subject`). */
  subject?: string
  /** What it takes is turned away (see `TestSite.denies`). */
  denies?: boolean
  /** The replacement text of a `replace`, where it is a literal. */
  replacement?: string
}

/** Names whose meaning at the place of a mention decides whether and how it can change. */
export type BoundName = 'AMOCRM' | 'APP' | 'window'

/** A value that whoever calls the program chooses, by the name it is read under (`src/brand/inputs.ts`). */
export interface InputSite {
  name: InputName
  /** Where it is read or received. */
  span: Span
  /** `request`: out of a request's query, form or body; `parameter`: handed in by callers that this file does not show. */
  from: 'request' | 'parameter'
  /** What the value flows into, followed as for a text. */
  uses: readonly Use[]
  /** Where it becomes the host that something is sent to, in order. */
  hosts: readonly HostPlace[]
}

/** A value in the place of a host. */
export interface HostPlace {
  /** The value, as it stands there. */
  span: Span
  /** What follows it in the same URL, `*` for what is not written there; absent for an argument. */
  path?: string
  /** What the URL, or the value as an argument, flows into. */
  uses: readonly Use[]
}

/** A package that a manifest asks for, or that a lock file pins. */
export interface PackageSite {
  ecosystem: Ecosystem
  /** As written. */
  name: string
  /** The name in the file, without quotes. */
  span: Span
  /** The range as written in a manifest, the version in a lock; absent where none is given. */
  version?: string
  /** In a lock: `version` is what gets installed. */
  isLocked: boolean
}

/** A call of a function whose name rules ask for (`src/brand/sdk-calls.ts`). */
export interface CallSite {
  /** Last part of the callee. */
  name: string
  /** Dotted source name of what it is called on. */
  receiver?: string
  construct: boolean
  /** The name in the file. */
  span: Span
  /** How many arguments. */
  count: number
  /** Text of the first argument, where it is one that stands in the file. */
  text?: string
  /** Entries of the object or map that is passed, in order; absent when none is. */
  options?: readonly CallOption[]
}

export interface CallOption {
  /** Absent when it is not static, and for what is spread in. */
  key?: string
  /** The whole entry. */
  span: Span
  /** Its value as text, where it stands in the file. */
  text?: string
  /** The value. */
  value: Span
}

/** One mention of a global name that rules asked for (`AMOCRM`, `APP`). */
export interface GlobalRef {
  name: BoundName
  access: 'read' | 'call' | 'write' | 'delete' | 'typeof' | 'type' | 'declare' | 'guard'
  /** `bare` name; `member` of a global object; `string` key or name in a string; `comment` directive; `property` of an own object. */
  via: 'bare' | 'member' | 'string' | 'comment' | 'property'
  /** The name itself in the file (for a string key: the characters between the quotes). */
  span: Span
  /** Member path after the name as far as it is static: `AMOCRM.data.current_card` -> ['data', 'current_card']. */
  members: readonly string[]
  /** Object in front for `via: 'member'` (`window`, `(window as any)`), as written. */
  object?: string
  shorthand: boolean
  /** Whether `name` means something else than the global at this place. */
  bound(name: BoundName): 'no' | 'lexical' | 'script-var' | 'import'
  /** What the place adds to the bare mention; absent when there is nothing to add. */
  place?: GlobalPlace
}

/** Facts about the place of a global's mention that decide whether and how the name can change there. */
export interface GlobalPlace {
  /** The code around asks for the other name as well, or hands one name to the other. */
  fallback?: boolean
  /** The line that hands one name to the other brings an object of its own for a page that has neither. */
  own?: boolean
  /** Other names listed at the same place: directive comment, lint setting, destructuring pattern. */
  beside?: readonly string[]
  /** Why scope analysis cannot prove the meaning, as the end of a sentence. */
  doubt?: string
  /**
   * What a declaration is for; `provide` and `build` replace the name at build time, `module` names a module, `script-var`
   * is a property of the page, `script-let` a name that all classic scripts of the page see.
   */
  declares?: 'type' | 'lint' | 'mock' | 'build' | 'provide' | 'module' | 'script-var' | 'script-let'
  /** Value or type as written, without white space: tells whether two declarations agree. */
  value?: string
  /** What a type checker knows the name by: `any`, `bare`, `Window`, the name of a cast type; absent without types. */
  typed?: string
  /** Whether a declaration holds for this file alone. */
  local?: boolean
  /** For names in strings and comments: code that runs or was commented out, or a mention in prose. */
  text?: 'code' | 'prose'
}

/** One host in one literal. `role(occurrence)` decides what happens to it. */
export interface Occurrence {
  site: TextSite
  /** The literal that holds the brand's letters. */
  literal: Literal
  /** The token: longest run of host characters that ends in the brand's domain. */
  at: Span
  /** Bytes of the letters `amocrm` (as written) inside the token. */
  brand: Span
  /** The token as written in the decoded text, e.g. `acme.amocrm.com`, `.amocrm.com`, `amocrm\.com`. */
  token: string
  /** The normalised host: lower case, escapes removed, `*` for a hole or placeholder: `*.amocrm.com`. */
  host: string
  /** Path that follows the host in the same text, from the first `/` on, `''` when none. */
  path: string
  /** `https:`, `//`, or `''`. */
  scheme: string
}
