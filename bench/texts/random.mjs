// Words and choices that are the same on every machine for the same seed.
export const WORDS =
  'account button callback channel contact container customer deal element event filter handler header helper index lead letter list loader manager message modal note option order panel params pipeline promise query record render request response result section select server session settings source status storage stream string style submit table task template timeout token transport value widget window'.split(
    ' ',
  )

/** mulberry32: a function that gives numbers from 0 to 1. */
export function random(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export function pick(next, list) {
  return list[Math.floor(next() * list.length)]
}
