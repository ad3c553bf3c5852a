import { isDenying, readNameSense } from './names.js'

/** What one use says about the value's purpose. */
export type Signal =
  /** Compared with, or listed as allowed. */
  | 'matcher'
  /** The single origin that a browser or frame is told. */
  | 'peer'
  /** Requests or people are sent there. */
  | 'target'
  /** Part of a key under which something is stored, a stored value, the scope of a cookie. */
  | 'storage'
  /** Sent along as information (`Origin`, `Referer` headers). */
  | 'header'
  /** Named like an origin, which is sent along or compared as often as called. */
  | 'origin'
  /** Sent along as data: the other side may compare it. */
  | 'payload'
  /** Named like a list of hosts; a matcher unless something is sent to them. */
  | 'list'
  /** Words for people, by the name that holds them. */
  | 'prose'
  /** Expected by a test. */
  | 'expected'
  /** Flows where nobody can look from here. */
  | 'open'

export interface Reading {
  signal: Signal
  /** The use in words, for messages: "compared with `host`". */
  why: string
  /** Only a name says so. */
  weak?: boolean
  /** What it makes doubtful, where the words for its signal do not fit. */
  doubt?: string
  /** A matcher of this kind keeps out what it takes. */
  denies?: boolean
}

/** Reads the name that holds a value. */
export function readName(name: string, isListed: boolean, verb = 'held in'): Reading | undefined {
  const why = `${verb} ${code(name)}`
  switch (readNameSense(name, isListed)) {
    case 'guard':
      return { signal: 'matcher', why, ...(isDenying(name) && { denies: true }) }
    case 'several':
      return { signal: 'list', why }
    case 'storage':
      return { signal: 'storage', why, weak: true }
    case 'origin':
      return { signal: 'origin', why, weak: true }
    case 'prose':
      return { signal: 'prose', why, weak: true }
    case 'address':
      return { signal: 'target', why, weak: true }
    default:
      return undefined
  }
}

/** Source text for a message: short, one line, in backticks. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return `\`${line.length > 40 ? `${line.slice(0, 39)}…` : line}\``
}
