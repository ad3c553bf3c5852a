import type { PatternSite, Use } from '../../../sites.js'

const HOSTS = /(?:^|\.)config\.hosts(?:\.(?:push|unshift|append|prepend|concat))?$/

/**
 * A pattern in `config.hosts` of Rails as what Rails makes of it: the whole host is tested, whatever anchors it has.
 * @param text the whole file
 */
export function asRailsReads(pattern: PatternSite, uses: readonly Use[], text: string): PatternSite {
  const isHost = uses.some(
    (use) =>
      (use.is === 'binding' && HOSTS.test(use.name)) || (use.is === 'argument' && HOSTS.test(use.callee)),
  )
  if (
    !isHost ||
    !/\bRails\.application\b/.test(text) ||
    pattern.dialect !== 'onigmo' ||
    pattern.op !== 'unknown'
  )
    return pattern
  return { ...pattern, op: 'test', whole: true }
}
