/** Lets the event loop run about every 50 ms, and stops there when the run was aborted. */
export function createBreath(signal: AbortSignal | undefined): () => Promise<void> | undefined {
  let last = performance.now()
  return () => {
    if (performance.now() - last < 50) return undefined
    return new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      last = performance.now()
      signal?.throwIfAborted()
    })
  }
}
