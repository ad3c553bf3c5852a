/** Headers that prove who asks. Their values are never kept, only hashes of them. */
export const PROOFS = ['authorization', 'x-signature', 'cookie'] as const
export type Proof = (typeof PROOFS)[number]

/** One request as a stand-in saw it. */
export interface Recorded {
  /** When it had arrived whole, in milliseconds of one clock. */
  at: number
  method: string
  host: string
  /** Path and query as people may see them: ids and values of the query are masked. */
  shown: string
  /** Hash of path and query as they were. */
  target: string
  /** Hash of the body; `''` for none. */
  body: string
  /** Hash by header; only headers that were there. */
  proofs: Partial<Record<Proof, string>>
}

/** What a rehearsal gives. */
export interface Rehearsal {
  /** Whether the program ran in namespaces of its own, where nothing goes unseen. */
  isApart: boolean
  records: Recorded[]
  /** Other hosts that the program asked for, which do not exist inside. */
  unreachable: string[]
  /** Hosts whose stand-in could not read a client: it does not trust the authority, or speaks no HTTP. */
  unread: string[]
  /** Why the upstream did not answer. */
  upstreamErrors: string[]
  ended: Ended
}

/** How the program ended. */
export interface Ended {
  code: number | null
  signal: string | null
}

/** What the helper inside needs to know. */
export interface Settings {
  command: readonly string[]
  /** Ports of the outside's loopback that are handed through. */
  ports: readonly number[]
  upstream?: string
  /** Sockets of services outside, to be hidden. */
  sockets: readonly string[]
  /** Who runs the program; `undefined` where unshare cannot give the numbers back. */
  user?: { uid: number; gid: number }
}

/** Messages of the helper inside. `connection` comes with the socket itself. */
export type FromInside =
  | { is: 'awake' }
  | { is: 'request'; request: Recorded }
  | { is: 'unreachable' | 'unread' | 'upstream'; what: string }
  | { is: 'connection'; port: number }
  | { is: 'failed'; why: string }
  | { is: 'ended'; how: Ended }

export type ToInside = { is: 'start'; settings: Settings } | { is: 'signal'; signal: NodeJS.Signals }
