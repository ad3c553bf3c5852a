import type { ListedFile } from '../files/list.js'
import type { Scanned } from '../files/scan.js'

/** The part of a project that a report is about. */
export interface Selection {
  /** Report paths of the files that the report is about; the others are examined for what they say of these. */
  only: ReadonlySet<string>
  staged?: Staged | undefined
}

export type Scan = (files: readonly ListedFile[], needles: readonly string[]) => Promise<Scanned>

/** What the index holds where the work tree differs. */
export interface Staged {
  /** By report path. */
  contents: ReadonlyMap<string, Buffer>
  /** Makes a scan see these contents. */
  over(scan: Scan): Scan
}
