import type { Source } from '../../files/source.js'
import { folderOf, type NewFile } from '../../migrations/files.js'
import type { StorageFact } from './facts.js'
import type { Fixed } from './systems/system.js'

/** Whether the lines of a text end as Windows ends them; the first one tells. */
export function isCrlf(text: string): boolean {
  return /\r?\n/.exec(text)?.[0] === '\r\n'
}

/**
 * New files end their lines as the newest file of their folder does, or that of all steps, or the one that declares the table.
 * @param facts what is known of files, by report path
 */
export function withLineEnds(
  fixed: Fixed,
  facts: ReadonlyMap<string, Pick<StorageFact, 'isCrlf'>>,
  source: Pick<Source, 'path' | 'text'>,
): Fixed {
  if (!('fix' in fixed) || !fixed.fix.create?.length) return fixed
  const ends = ({ path }: NewFile): boolean => {
    const folder = folderOf(path)
    const near = [...facts.keys()].filter((each) => each !== source.path && folderOf(each) === folder)
    const newest = (folderOf(source.path) === folder ? [...near, source.path] : near).sort().at(-1)
    return newest === undefined || newest === source.path
      ? isCrlf(source.text)
      : facts.get(newest)?.isCrlf === true
  }
  const create = fixed.fix.create.map((made) =>
    ends(made) && !isCrlf(made.text) ? { ...made, text: made.text.replaceAll('\n', '\r\n') } : made,
  )
  return { fix: { ...fixed.fix, create } }
}
