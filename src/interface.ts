import type { Content } from './files/contents.js'
import type { Finding, Report } from './findings/finding.js'
import type { Phase } from './run.js'

export interface AuditOptions {
  /** The working folder; report paths are relative to it. Default: that of the process. */
  cwd?: string | undefined
  /** Files, folders and globs. Default: the working folder. */
  paths?: readonly string[] | undefined
  /** Files in memory instead of those on the disk: together they are the project, and the disk is not touched. */
  files?: readonly Content[] | undefined
  /** Ids of the rules to run. Default: all. */
  rules?: readonly string[] | undefined
  /** Ids of rules to leave out. */
  skip?: readonly string[] | undefined
  /**
   * A configuration that takes the place of those found near the files; `false` for none. Files in memory have none unless it
   * is named.
   */
  config?: string | false | undefined
  /** The baseline; by default what the configuration names, else the nearest. `false` for none. */
  baseline?: string | false | undefined
  /** Lists every kept occurrence in `report.kept`. */
  kept?: boolean | undefined
  /** 1 keeps everything in the calling thread; by default large trees use a second one. */
  threads?: 1 | 2 | undefined
  signal?: AbortSignal | undefined
  /** `total` is 0 while nobody knows it. */
  onProgress?: ((phase: Phase, done: number, total: number) => void) | undefined
}

export interface FixOptions extends AuditOptions {
  /** Also makes fixes of class `review`. */
  unsafe?: boolean | undefined
  /** Writes what changed to the disk, with a journal for `kommo-migrate undo`. Default: nothing is written. */
  write?: boolean | undefined
  /** Also writes files that hold uncommitted changes. */
  allowDirty?: boolean | undefined
}

export interface FixResult {
  /** What was found, before any fix. A finding whose fix is `safe` is among `fixed`. */
  report: Report
  /** The findings that the fixes end. */
  fixed: Finding[]
  /** New contents, sorted by path; without `before` for a file that a fix creates. */
  changes: { path: string; before: Uint8Array | undefined; after: Uint8Array }[]
  /** Report paths of the files that were written; empty without `write`. */
  written: string[]
  /** The audit of the fixed files: after a write, and for files in memory that changed. */
  left?: Report
}
