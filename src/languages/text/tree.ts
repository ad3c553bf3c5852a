import type { Source } from '../../files/source.js'
import type { TextSite } from '../../sites.js'
import type { TextKind } from './kinds.js'
import { pairTreeSites } from './pairs.js'

/**
 * Sites of a format whose structure is read as a whole; `undefined` for other kinds, and for a file that is not written
 * as the format wants it: fragments and templates are searched as text.
 */
export function treeSites(source: Source, kind: TextKind): TextSite[] | undefined {
  if (kind.is !== 'settings') return undefined
  if (kind.shape === 'pairs' && kind.language !== 'toml') {
    const isJava = /\.properties$/i.test(source.path)
    return pairTreeSites(source, isJava ? 'properties' : kind.language === 'env' ? 'env' : 'ini')
  }
  return undefined
}
