import type { Lowering } from '../grammar/lowering.js'

/** What the function around says of its names; plain functions say nothing. */
export interface Frame {
  /** `c` in `func (c *Client) Do()`: what other languages call `this`. */
  receiver?: string
  /** Results that have a name: a bare `return` gives them back. */
  results: readonly string[]
}

const frames = new WeakMap<Lowering, Frame>()

/** Name of the receiver of the method that is being lowered. */
export function receiverOf(to: Lowering): string | undefined {
  return frames.get(to)?.receiver
}

export function resultsOf(to: Lowering): readonly string[] {
  return frames.get(to)?.results ?? []
}

/** Lowers a function's body with what its signature says of names. */
export function inFrame<T>(to: Lowering, frame: Frame, body: () => T): T {
  const outer = frames.get(to)
  frames.set(to, frame)
  const result = body()
  if (outer) frames.set(to, outer)
  else frames.delete(to)
  return result
}
