import { MASK, maskAround } from './mask.js'

/** Text beyond a crop that masking still looks at, so that a cut never leaves half a secret. */
const CONTEXT = 400

/** A token with what stands around it: UTF-16 indexes in `text`, which holds no secrets. */
export interface Excerpt {
  text: string
  start: number
  end: number
  /** Whether text of the same line was cut off in front or behind. */
  cutBefore: boolean
  cutAfter: boolean
}

/**
 * The token `[start, end)` of `text` with the rest of its lines, at most `reach` units on either side, masked.
 * Never walks further than it shows, so a line of many megabytes costs nothing.
 */
export function excerpt(text: string, start: number, end: number, reach: number): Excerpt {
  const lead = leadOf(text, start, reach + CONTEXT)
  const tail = firstLine(text.slice(end, end + reach + CONTEXT))
  const token = text.slice(start, end)
  const masked = maskAround(lead + token + tail, lead.length, lead.length + token.length)
  const from = soften(masked.text, Math.max(0, masked.start - reach))
  const to = soften(masked.text, Math.min(masked.text.length, masked.end + reach))
  return {
    text: masked.text.slice(from, to),
    start: masked.start - from,
    end: masked.end - from,
    cutBefore: from > 0,
    cutAfter: to < masked.text.length,
  }
}

/** Moves a cut that falls between the halves of a surrogate pair. */
function soften(text: string, index: number): number {
  const code = text.charCodeAt(index)
  return code >= 0xdc00 && code < 0xe000 ? index - 1 : index
}

/** The line in front of `start`; where it is cut, a value that began before the cut is hidden whole. */
function leadOf(text: string, start: number, reach: number): string {
  const lead = lastLine(text.slice(Math.max(0, start - reach), start))
  const isCut = lead.length === reach && start > reach
  return isCut ? lead.replace(/^[^\s'"`&;,(){}<>]+/, MASK) : lead
}

function lastLine(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1)
}

function firstLine(text: string): string {
  const stop = text.search(/[\r\n]/)
  return stop < 0 ? text : text.slice(0, stop)
}
