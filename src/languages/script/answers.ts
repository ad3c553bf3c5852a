/** Where code sends the one origin that a browser is told, as written. */
export interface Answering {
  /** What the header is set on: `$response->headers`, `w.Header()`; `''` for a plain function. */
  receiver: string
  /** The method or function that sets it; `=` where it is written under a key. */
  name: string
  /** What stands in front of the bodies of the functions around, innermost first. */
  signatures: readonly string[]
  /** The functions around, or what surrounds them where there is none. */
  body: string
  /** The whole file. */
  text: string
  /** The header's name and its value are one text: `'Access-Control-Allow-Origin: https://…'`. */
  isLine: boolean
}

/**
 * How a language chooses the origin by the request. In all texts `{twin}` and `{own}` stand for the two origins as written,
 * `{q}` for the quote around them.
 */
export interface Answer {
  /** The request is at hand there; otherwise the rest only shows what to write. */
  isAtHand: boolean
  /** One of the two, by the request's `Origin`. */
  choice: string
  /** What joins the text in front to the choice, where both were one text. */
  glue?: string
  /**
   * Where the language has no such expression: a statement behind the one that sends the header, which is `{again}` with the
   * twin in it.
   */
  override?: string
  /** A statement behind it that adds `Vary: Origin`. */
  vary?: string
  /** The same as a further call on what is given back. */
  varyCall?: string
}

/** What a language knows of answering; `undefined` where it does not know the callee. */
export type Answers = (place: Answering) => Answer | undefined
