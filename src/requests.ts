/**
 * The neutral model of requests: which HTTP client a program calls, with what, and where to. Adapters hand it out; rules
 * never ask which language a call is written in. Spans are bytes.
 */

import type { ClientId } from './brand/clients/table.js'
import type { Span } from './sites.js'

/** What one file says about requests, in the order of the file. */
export interface RequestFacts {
  readonly requests: readonly RequestSite[]
  /** What other files may send requests through. */
  readonly offers?: readonly Offer[]
}

/** An exported client, or an exported function or method that sends: what a call of it in another file would be. */
export interface Offer {
  /** Exported name; a method of an exported class as `Client.get`. */
  readonly name: string
  /** The request without what its callers say. */
  readonly request: RequestSite
}

/** A call, in another file, of something that is exported. */
export interface ForeignCall {
  /** As written: `amo.get`, `this.client.get`. */
  readonly name: string
  /** The member of an exported object that is called. */
  readonly member?: string
  /** Arguments that are texts, `{name}` for what is not written there. */
  readonly texts: readonly string[]
  readonly span: Span
  readonly whole: Span
}

/** One call that sends a request. */
export interface RequestSite {
  readonly client: ClientId
  /** What is called, as written: `axios.get`, `$this->http->post`, `curl_exec`. */
  readonly name: string
  /** The name of what is called. */
  readonly span: Span
  /** The whole call. */
  readonly whole: Span
  /** In upper case; absent where the code leaves it open. */
  readonly verb?: string
  readonly address: Address
  readonly carries: Carries
  readonly body: 'plain' | 'form-data' | 'stream'
  /** Options in force that decide about redirects, by the name that the client gives them; the value as written. */
  readonly settings: Readonly<Record<string, string>>
  readonly through: Through
  /** Where the call, or the client that it goes through, can be given one more option. */
  readonly table?: OptionTable
  /** Where the class of the object that it goes through is named, if one of the program's own could stand there. */
  readonly making?: Making
  /** What the code around makes of the status of the answer, where that is sure. */
  readonly checks?: readonly StatusCheck[]
}

/**
 * A test of the status that a request is answered with:
 * - `lenient`: what is below 400 passes for success, and nothing else there looks at the status;
 * - `refresh`: 401 has a new token fetched;
 * - `refresh-and-retry`: and the request sent again.
 */
export interface StatusCheck {
  readonly kind: 'lenient' | 'refresh' | 'refresh-and-retry'
  readonly span: Span
}

/** A table of options that is written out where it is used: nobody else reads or changes it. */
export interface OptionTable {
  /** With its brackets. */
  readonly span: Span
  readonly names: readonly string[]
  /** The last entry; absent in an empty table. */
  readonly last?: Span
  /**
   * The value of the Authorization header, as code that gives it again later in the same place: no call in it, no name that
   * is assigned twice.
   */
  readonly authorization?: string
  /** Packages that an entry may use, each under the name that it has, or would have, where the table stands (Go). */
  readonly packages?: readonly Package[]
}

/** An object that is made of a class of a library. */
export interface Making {
  /** The class, as written: `requests.Session`. */
  readonly callee: Span
  /** Name that the library has in the file. */
  readonly module: string
  /** Where its own class may be declared: the beginning of a line of the module, in front of all that makes the object. */
  readonly before: number
}

/** A package of the standard library. */
export interface Package {
  readonly path: string
  readonly name: string
  readonly isImported: boolean
}

/** Where a request goes, as far as the code says. */
export interface Address {
  /** Each form that it can have, `{name}` for what is not written there: `https://{subdomain}.amocrm.com/api/v4/leads`. */
  readonly texts: readonly string[]
  /** Texts of the file that it is composed of. */
  readonly literals: readonly Span[]
}

/** What proves to the API who asks: it decides what a redirect that loses a header does. */
export type Carries = 'bearer' | 'cookie' | 'signature' | 'nothing' | 'unknown'

/** What a call goes through: calls with one `key` are told together. */
export interface Through {
  readonly kind: 'instance' | 'wrapper' | 'facade'
  /** Names it within the file. */
  readonly key: string
  /** As people know it: `this.http`, `send()`, `axios`. */
  readonly name: string
  /** Where it is made or declared; for a facade, the call itself. */
  readonly span: Span
  /** Calls of a wrapper in the same file, with the paths that they ask for. */
  readonly callers: readonly { readonly span: Span; readonly path?: string }[]
}
