/** What a page asks for, what a server answers, and what a browser makes of it. Plain data. */

/** A request as a page would make it. */
export interface Asked {
  readonly url: string
  readonly origin: string
  /** In capitals, as jQuery and axios send it. */
  readonly method: string
  /** Names of the headers that the page sets, in lower case, sorted. Their values are never asked for. */
  readonly headers: readonly string[]
  /** The value of Content-Type, where it is known. */
  readonly contentType?: string
  /** Whether the page would send cookies (`withCredentials`). None are sent here. */
  readonly credentials: boolean
}

/** What a server answered: every header as it came, in order. */
export interface Answer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** One request that was sent, and its answer. */
export interface Exchange {
  readonly method: string
  readonly url: string
  readonly answer: Answer
}

/** What was seen: the question before, and the request itself where sending it changes nothing. */
export interface Seen {
  readonly preflight?: Exchange
  readonly request?: Exchange
}

/** `ok`: as the browser wants it. `refused`: the browser stops here. `warning`: works, and something is wrong. */
export interface Remark {
  readonly level: 'ok' | 'refused' | 'warning' | 'note'
  readonly about: 'preflight' | 'request' | 'page'
  /** The header it is about, as the server wrote it. */
  readonly header?: string
  readonly text: string
}

/** `undecided`: what was seen does not tell. */
export interface Verdict {
  readonly decision: 'accepted' | 'refused' | 'undecided'
  readonly remarks: readonly Remark[]
}
