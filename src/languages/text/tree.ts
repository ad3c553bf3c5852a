import type { Source } from '../../files/source.js'
import type { TextSite } from '../../sites.js'
import { dockerfileSites } from './dockerfile.js'
import type { TextKind } from './kinds.js'
import { nginxSites } from './nginx.js'
import { pairTreeSites } from './pairs.js'
import { serverTreeSites } from './server.js'
import { tagTreeSites } from './tags.js'

/**
 * Sites of a format whose structure is read as a whole; `undefined` for other kinds, and for a file that is not written
 * as the format wants it: fragments and templates are searched as text.
 */
export function treeSites(source: Source, kind: TextKind): TextSite[] | undefined {
  if (kind.is === 'tags') return tagTreeSites(source)
  if (kind.language === 'dockerfile') return dockerfileSites(source)
  if (kind.is !== 'settings') return undefined
  if (kind.shape === 'pairs' && kind.language !== 'toml') {
    const isJava = /\.properties$/i.test(source.path)
    return pairTreeSites(source, isJava ? 'properties' : kind.language === 'env' ? 'env' : 'ini')
  }
  return kind.shape === 'blocks' ? blockSites(source) : undefined
}

function blockSites(source: Source): TextSite[] | undefined {
  const name = source.path.slice(source.path.lastIndexOf('/') + 1).toLowerCase()
  if (/\.vcl$/.test(name)) return undefined
  if (/caddyfile/.test(name)) return serverTreeSites(source, 'caddy')
  const served = nginxSites(source) ?? serverTreeSites(source, 'apache')
  if (served) return served
  // Supervisors and daemons call their INI files so.
  return /^\s*\[[^\]]+\]\s*$/m.test(source.text) ? pairTreeSites(source, 'ini') : undefined
}
