import { contentsOf } from '../files/contents.js'
import type { ListedFile } from '../files/list.js'
import { mergeScans, type Scanned } from '../files/scan.js'

type Scan = (files: readonly ListedFile[], needles: readonly string[]) => Promise<Scanned>

/** Scans files, and the contents that take the place of some of them. */
export function overlaid(scan: Scan, held: ReadonlyMap<string, Buffer>): Scan {
  const contents = contentsOf([...held].map(([path, bytes]) => ({ path, contents: bytes })))
  return async (files, needles) => {
    const isOnDisk = ({ path, class: kind }: ListedFile) => kind === 'skipped' || !held.has(path)
    const disk = await scan(files.filter(isOnDisk), needles)
    const memory = await contents.scan(
      files.filter((file) => !isOnDisk(file)),
      needles,
    )
    return mergeScans(disk, memory)
  }
}
