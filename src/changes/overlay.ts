import { contentsOf } from '../files/contents.js'
import type { ListedFile } from '../files/list.js'
import { mergeScans } from '../files/scan.js'
import type { Scan } from './selection.js'

/** Scans files, and the contents that take the place of some of them. */
export function overlaid(scan: Scan, staged: ReadonlyMap<string, Buffer>): Scan {
  const contents = contentsOf([...staged].map(([path, bytes]) => ({ path, contents: bytes })))
  return async (files, needles) => {
    const isOnDisk = ({ path, class: kind }: ListedFile) => kind === 'skipped' || !staged.has(path)
    const disk = await scan(files.filter(isOnDisk), needles)
    const memory = await contents.scan(
      files.filter((file) => !isOnDisk(file)),
      needles,
    )
    return mergeScans(disk, memory)
  }
}
