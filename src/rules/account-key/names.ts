/** What of an account a name stands for. */
export type Identity = 'id' | 'subdomain' | 'domain'

/** Words that say whose account, host or domain it is, and words that add nothing. */
const BRAND = new Set(['amo', 'amocrm', 'kommo', 'amojo'])
const NEUTRAL = new Set([
  ...BRAND,
  'crm',
  'the',
  'my',
  'current',
  'full',
  'name',
  'value',
  'str',
  'text',
  'raw',
  'new',
  'old',
  'external',
  'ext',
  'remote',
  'client',
  'customer',
  'user',
  'source',
  'key',
  'this',
  'self',
  'unique',
  'api',
])

const SUBDOMAIN = new Set(['subdomain', 'suburl', 'subdomen', 'accountsubdomain'])
const DOMAIN = new Set(['domain', 'basedomain', 'domainname', 'host', 'hostname', 'referer', 'referrer'])
/** Hosts whose word says that they are somebody's: they need a second word. */
const OWNED = new Set(['portal', 'account', 'accounts', 'base', 'url', 'address', 'link', 'domain'])

/** The words of a name, lower case: `amoCrmDomainName` is amo, crm, domain, name. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replace(/sub[_-](domain|url)/g, 'sub$1')
    .replace(/amo[_-]crm/g, 'amocrm')
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '')
}

/** Whether a name says amoCRM or Kommo. */
export function isBranded(name: string): boolean {
  return wordsOf(name).some((word) => BRAND.has(word) || /^(?:amocrm|kommo)/.test(word))
}

/** What of an account a column, field or value is called as; `undefined` for every other name. */
export function identityOf(name: string): Identity | undefined {
  const words = wordsOf(name).filter((word) => !/^\d+$/.test(word))
  const rest = words.filter((word) => !NEUTRAL.has(word))
  if (rest.length === 0) return undefined
  if (rest.some((word) => SUBDOMAIN.has(word)))
    return rest.every((word) => SUBDOMAIN.has(word) || OWNED.has(word)) ? 'subdomain' : undefined
  const joined = rest.join('')
  if (/^(?:accounts?|portals?)(?:id|ids)$/.test(joined)) return 'id'
  if (
    rest.every((word) => DOMAIN.has(word) || OWNED.has(word)) &&
    (rest.some((word) => DOMAIN.has(word)) || /^(?:account|portal)(?:url|address|link)$/.test(joined))
  )
    return 'domain'
  return undefined
}

/** Names that many products use for things of their own: they need evidence of more than a word nearby. */
export function isCommon(name: string): boolean {
  return (
    /^(?:domain|host|hostname|domain_?name|account_?id|accounts?_?ids?|account_?url)$/i.test(name) &&
    !isBranded(name)
  )
}
