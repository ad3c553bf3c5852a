import type { Ecosystem } from '../../brand/sdks/index.js'

/** A package in a manifest or lock, by UTF-16 indices of its name. */
export interface Found {
  ecosystem: Ecosystem
  name: string
  start: number
  end: number
  version?: string
}

/** A match of `pattern` (flags `g` and `d`) with groups `name` and perhaps `version`. */
export function* matched(ecosystem: Ecosystem, text: string, pattern: RegExp, base = 0): Generator<Found> {
  for (const match of text.matchAll(pattern)) {
    const { name, version } = match.groups ?? {}
    const [start, end] = match.indices?.groups?.name ?? [0, 0]
    if (name === undefined) continue
    yield {
      ecosystem,
      name,
      start: base + start,
      end: base + end,
      ...(version !== undefined && version.trim() !== '' && { version: version.trim() }),
    }
  }
}
