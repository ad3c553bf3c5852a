import type { TextSite } from '../../sites.js'

/** A site that was found by the looks of a text, not by a grammar. */
export function lexical(site: TextSite): TextSite {
  const { parts, uses, owner, closed } = site
  return {
    parts,
    uses,
    owner,
    closed,
    lexical: true,
    get anchor() {
      return site.anchor
    },
  }
}
