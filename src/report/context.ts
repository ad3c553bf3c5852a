import type { Source } from '../files/source.js'
import type { Finding, Severity } from '../findings/finding.js'

/** What a reporter may know beyond the report: the terminal, and the sources of the code frames. */
export interface ReportContext {
  color: boolean
  /** `false` gives plain ASCII. */
  unicode: boolean
  /** Columns of the terminal; 80 where there is none. */
  width: number
  /** Whether kept occurrences are listed one by one. */
  kept: boolean
  /** Paths and rules of this run as arguments, to be repeated by the commands that the report names. */
  scope?: string
  /** Whether rules were left out: mentions that they would judge are then no defect. */
  isPartial?: boolean
  /** The working folder from the root of its repository, POSIX; `''` at the root, and outside a repository. */
  prefix?: string
  /** What the command will exit with. */
  exitCode?: number
  /** Whether findings were compared with a baseline. */
  hasBaseline?: boolean
  /** Bytes that the report may have at most, in formats that can leave something out. */
  limit?: number
  /** Whether new findings of a severity make the run fail; without it all of them do. */
  counts?(severity: Severity): boolean
  /** Address of a line in the hosted repository, where CI says what that is. `path` is from the root of the repository. */
  link?(path: string, line: number): string
  /** Content of a file of the report, for its code frames; without it the excerpt is shown. */
  source?(path: string): Source | undefined
  /** What `fix --write` has just done; the report is then what is left. */
  written?: Written
}

export interface Written {
  /** Findings that the write has ended. */
  fixed: readonly (Pick<Finding, 'rule' | 'role'> & { fix: Pick<Finding['fix'], 'kind'> })[]
  /** Report paths that were changed or created. */
  paths: readonly string[]
}
