import type { Source } from '../files/source.js'
import type { KeptReason } from '../findings/finding.js'
import type { RequestFacts } from '../requests.js'
import type { CallSite, GlobalRef, InputSite, PackageSite, Span, TextSite, Use } from '../sites.js'
import type { StorageFacts } from '../storage.js'

/** Language families; each is one folder under `src/languages/`. */
export type Family = 'script' | 'code' | 'markup' | 'json' | 'markdown' | 'text'

/** What an adapter hands out for one version of one file. Never crosses a thread. */
export interface FileModel {
  readonly source: Source
  /** e.g. `javascript`, `typescript`, `vue`, `html`, `php`, `json`, `markdown`, `text`. */
  readonly language: string
  readonly family: Family
  /**
   * `tree`: parsed by a grammar. `text`: no grammar for it, searched as text. `broken`: a grammar exists but the
   * file does not parse; searched as text, fixes are at best `review`, and a diagnostic is reported.
   */
  readonly syntax: 'tree' | 'text' | 'broken'
  /** First problems of a `broken` file, for the diagnostic. */
  readonly problems: readonly { message: string; span: Span }[]
  /** What the reader of the report should know about how the file was read; a whole clause. */
  readonly note?: string
  /** Sites whose text mentions a brand (amo*, kommo*) or may be completed to one. */
  readonly texts: readonly TextSite[]
  /** Mentions of the names `AMOCRM` and `APP` in code, and in strings and comments that name the global. */
  readonly globals: readonly GlobalRef[]
  /** Values that whoever calls the program chooses, where the language tells; in order. */
  readonly inputs?: readonly InputSite[]
  /** Calls of functions that rules ask for by name; in order. */
  readonly calls?: readonly CallSite[]
  /** Tables that the file declares and keys that it asks by; absent where there are none. */
  readonly storage?: StorageFacts
  /** Calls of HTTP clients; absent where there are none. */
  readonly requests?: RequestFacts
  /** What a manifest asks for and a lock pins; in order. */
  readonly packages?: readonly PackageSite[]
  /** Every mention in the file that no finding covers stays for this reason: package managers write it. */
  readonly keeps?: KeptReason
  /**
   * Free names (bound nowhere in the file) and how often each is mentioned; verification compares it before and
   * after an edit. Empty for languages without scopes.
   */
  readonly freeNames: ReadonlyMap<string, number>
  /** How many times a parser ran to build this model (embedded regions count each). */
  readonly parses: number
  /** `recorded` for fixtures, cassettes, dumps; `test` for tests; `generated` for transpiler output that is edited. */
  readonly nature: 'source' | 'test' | 'recorded' | 'docs' | 'configuration'
  /** Parts of the file that are tests, where a language writes them beside the code (Rust). */
  readonly tests?: readonly Span[]
  /** Rule-specific lookups that an adapter offers, e.g. the manifest of a widget. */
  readonly data?: unknown
  /** Module relations of script files, for cross-file rules. */
  readonly modules?: ModuleFacts
}

/** What a script file takes from and gives to other files of the project. */
export interface ModuleFacts {
  imports: readonly { from: string; imported: string; local: string; span: Span }[]
  exports: readonly { name: string; local?: string; span: Span }[]
  /** `module` has its own scope; `script` shares the page's. */
  kind: 'module' | 'script'
}

/** One language family. Adapters load their parser when they are imported, so they are imported lazily. */
export interface Adapter {
  family: Family
  /** Builds the model. Never throws for bad input: a file that does not parse is `broken`. */
  model(source: Source): FileModel
  /**
   * What a file does with a name of another one (`AMO_HOST`, `Client.HOST`); `undefined` where it mentions it in a way
   * that is not understood. Absent for languages whose files name each other in imports: a mention leaves the name open.
   */
  reads?(source: Source, name: string): readonly Use[] | undefined
}
