import type { Ecosystem } from '../sdks/index.js'

/** Options of a call by the name that the client gives them, and what stands in for its body. */
export interface Situation {
  readonly settings: Readonly<Record<string, string>>
  readonly body: 'plain' | 'form-data' | 'stream'
}

/** A way to call a client that was measured by itself. */
export interface ClientCase {
  when(situation: Situation): boolean
  /** The rows that it is: their `options`. */
  readonly options: RegExp
  /** The option as people write it, for messages. */
  readonly says: string
}

export interface ClientInfo {
  /** As people call it. */
  readonly label: string
  /** `lang` and `client` of its rows. */
  readonly rows: { readonly lang: string; readonly client: RegExp }
  /** The package that a lock file pins, or `runtime` where it comes with the language. */
  readonly package?: { readonly ecosystem: Ecosystem; readonly name: string }
  /** Looked through in order; where none holds, the rows of the defaults count. */
  readonly cases: readonly ClientCase[]
  /** What to write so that a redirect keeps everything, where the measurements prove that there is something. */
  readonly net?: {
    readonly snippet: string
    /** It cannot look at the host: the token follows any redirect. */
    readonly isBlind?: boolean
  }
  /** What its documentation says, in sentences, where there is no row at all. */
  readonly documented?: string | ((situation: Situation) => string)
}
