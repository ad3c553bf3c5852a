import type { InputSite, Use } from '../../sites.js'
import { identityOf, wordsOf } from '../account-key/names.js'

/** What code does with the host that the OAuth redirect brings. */
export type Kept = { how: 'stored'; where: string } | { how: 'first-label' | 'last-label'; where: string }

const SETTER = /(?:^|[.:>])set(?:Account)?(?:BaseDomain|Domain|Referer|BaseUrl)$/i
const WRITES =
  /(?:^|[.:>])(?:create|update|updateOrCreate|firstOrCreate|save|insert|upsert|fill|put|set|store|add|push|persist|write\w*|setItem|assign)$/i

/** How the host that an account sends is kept, if it is. */
export function keptAs({ name, uses }: InputSite): Kept | undefined {
  if (name !== 'referer') return undefined
  const stored = uses.map(storedIn).find((each) => each !== undefined)
  if (stored) return { how: 'stored', where: stored }
  if (!uses.some((use) => use.is === 'receiver' && use.method === 'split' && use.by === '.')) return undefined
  const names = uses.flatMap((use) => (use.is === 'binding' ? [use.name] : []))
  const zone = names.find((each) => wordsOf(each).some((word) => word === 'zone' || word === 'tld'))
  if (zone) return { how: 'last-label', where: zone }
  const first = names.find(
    (each) => identityOf(each.replace(/^.*\./, '')) === 'subdomain' && each.includes('.'),
  )
  return first ? { how: 'first-label', where: first } : undefined
}

function storedIn(use: Use): string | undefined {
  if (use.is === 'argument' && SETTER.test(use.callee)) return use.as ?? use.callee
  if (
    use.is === 'binding' &&
    use.name.includes('.') &&
    identityOf(use.name.replace(/^.*\./, '')) === 'domain'
  )
    return use.name
  if (use.is !== 'entry' || identityOf(use.key) !== 'domain') return undefined
  return use.of.some((of) => of.is === 'argument' && WRITES.test(of.callee)) ? use.key : undefined
}
