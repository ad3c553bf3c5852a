import { KnownError } from '../errors.js'
import { isForbiddenHeader } from '../probe/preflight.js'

export interface ProbeOptions {
  origin?: string[]
  method: string
  header?: string[]
  credentials?: boolean
  timeout: string
  format: 'pretty' | 'json'
}

/** Accounts live on both names during the change. */
const ORIGINS = ['https://example.kommo.com', 'https://example.amocrm.com']

/** @throws KnownError `usage` for what is no origin */
export function originsOf(values: readonly string[] = ORIGINS): string[] {
  return values.map((value) => {
    const url = URL.canParse(value) ? new URL(value) : undefined
    if (!url || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`)
      throw new KnownError('usage', `--origin ${value}`, 'An origin looks like https://example.kommo.com.')
    return url.origin
  })
}

/**
 * Addresses to ask, as they are sent.
 * @throws KnownError `usage` for schemes other than http and https, and for credentials in an address
 */
export function addressesOf(values: readonly string[]): string[] {
  return values.map((value) => {
    const url = URL.canParse(value) ? new URL(value) : undefined
    if (!url || !/^https?:$/.test(url.protocol))
      throw new KnownError(
        'usage',
        withoutSecrets(value),
        'Name an address that starts with https:// or http://.',
      )
    if (url.username !== '' || url.password !== '')
      throw new KnownError(
        'usage',
        'an address with a password in it',
        'probe never sends credentials: leave them out.',
      )
    url.hash = ''
    return url.href
  })
}

/** An address without its query, which may hold keys. */
export function withoutSecrets(value: string): string {
  return value.replace(/\?.*$/s, '?...').replace(/\/\/[^/@]*@/, '//')
}

/** @throws KnownError `usage` for methods that no page can use */
export function methodOf(value: string): string {
  const method = value.toUpperCase()
  if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(method) || /^(?:CONNECT|TRACE|TRACK)$/.test(method))
    throw new KnownError('usage', `--method ${value}`, 'No page can send a request of this method.')
  return method
}

/**
 * Names of headers, in lower case and sorted, as browsers ask for them. Content-Type alone may have a value: it decides
 * whether there is a preflight.
 * @throws KnownError `usage` for values, which are never sent, and for headers that no page can set
 */
export function headersOf(values: readonly string[] = []): { headers: string[]; contentType?: string } {
  let contentType: string | undefined
  const names = values.map((given) => {
    const [name = '', ...rest] = given.split(':')
    const key = name.trim().toLowerCase()
    const value = rest.join(':').trim()
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(key))
      throw new KnownError('usage', '--header with no name', 'Give the name of a header: --header X-Api-Key.')
    if (key === 'cookie')
      throw new KnownError(
        'usage',
        '--header Cookie',
        'No page can set it, and probe never sends credentials. --credentials judges the answers as for a request with cookies.',
      )
    if (isForbiddenHeader(key))
      throw new KnownError(
        'usage',
        `--header ${name.trim()}`,
        'The browser sets this header itself: no page can.',
      )
    if (value !== '' && key !== 'content-type')
      throw new KnownError(
        'usage',
        `--header ${name.trim()} with a value`,
        `A preflight asks for names alone, and probe never sends credentials: --header ${name.trim()}.`,
      )
    if (value !== '') contentType = value
    return key
  })
  return { headers: [...new Set(names)].sort(), ...(contentType !== undefined && { contentType }) }
}

/** Seconds to milliseconds. @throws KnownError `usage` */
export function timeoutOf(value: string): number {
  const seconds = Number(value)
  if (!(seconds > 0 && seconds <= 600))
    throw new KnownError('usage', `--timeout ${value}`, 'Give seconds, up to 600.')
  return seconds * 1000
}
