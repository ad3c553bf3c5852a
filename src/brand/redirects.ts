import { isChatHost, isReservedLabel } from './hosts.js'

/**
 * What the vendor's announcement says about an address of amocrm.com today:
 * - `exempt`: an API method, not redirected yet (it will be, with HTTP 308);
 * - `redirected`: a page of an account, already redirected to kommo.com;
 * - `chat`: the chat API, still accepted on the old host;
 * - `site`: the vendor's own site, of which the announcement says nothing;
 * - `unknown`: the address is completed elsewhere, or the announcement does not cover the host.
 */
export type RedirectState = 'exempt' | 'redirected' | 'chat' | 'site' | 'unknown'

export interface RedirectStatus {
  state: RedirectState
  /** One sentence for people, always "according to the announcement". */
  sentence: string
}

/** Masks of the announcement, section "Redirect amocrm.com accounts to the new domain". */
const ANNOUNCED_MASKS = ['private/api/', 'api/v2/', 'api/v3/', 'api/v4/', 'auth2/'] as const

/** The announcement writes `auth2/*`; every documented path is `oauth2/…`, so both are read as exempt. */
const MASKS: readonly string[] = [...ANNOUNCED_MASKS, 'oauth2/']

/** Characters that can stand for an unknown part: holes, placeholders, template tags. */
const HOLE = /[*{}$%<>[\]:]/

/**
 * Whether the announcement counts an address as redirected today.
 * @param host normalised host: lower case, `*` for an unknown label (`*.amocrm.com`), a leading dot allowed
 * @param path what follows the host in the same text, from the first `/`; `''` when nothing follows
 */
export function redirectStatus(host: string, path: string): RedirectStatus {
  const name = host.toLowerCase().replace(/^\*?\./, '*.')
  if (isChatHost(name)) {
    return {
      state: 'chat',
      sentence: 'By the announcement it still accepts requests and will later answer 308 to amojo.kommo.com.',
    }
  }
  const labels = name.split('.').slice(0, -2)
  if (labels.length === 0 || (labels.length === 1 && labels[0] === 'www')) {
    return {
      state: 'site',
      sentence: 'The announcement names no redirect for it.',
    }
  }
  if (labels.length > 1 || isReservedLabel(labels[0] as string)) {
    return { state: 'unknown', sentence: 'The announcement says nothing of this host.' }
  }
  return ofAccount(path)
}

function ofAccount(path: string): RedirectStatus {
  const { known, open } = knownPath(path)
  const mask = MASKS.find((m) => known.startsWith(m) || `${known}/` === m)
  if (mask) {
    const shown = mask === 'oauth2/' ? 'auth2/* (read as oauth2/* too)' : `${mask}*`
    return {
      state: 'exempt',
      sentence: `By the announcement ${shown} is exempt from the redirect for now and will later answer 308.`,
    }
  }
  if (open && MASKS.some((m) => m.startsWith(known))) {
    return {
      state: 'unknown',
      sentence:
        'By the announcement API paths are exempt from the redirect for now; other pages are redirected already.',
    }
  }
  return {
    state: 'redirected',
    sentence: 'By the announcement this path is no exempt API method: it is redirected to kommo.com already.',
  }
}

/** The literal beginning of a path without its first slash, and whether more of it may follow unseen. */
function knownPath(path: string): { known: string; open: boolean } {
  const plain = path
    .replace(/\\/g, '')
    .replace(/^\/+/, '')
    .replace(/\/{2,}/g, '/')
    .toLowerCase()
  const end = plain.search(/[?#\s]/)
  const hole = plain.search(HOLE)
  const stop = [end, hole].filter((at) => at >= 0)
  const known = stop.length > 0 ? plain.slice(0, Math.min(...stop)) : plain
  // A text that ends in the middle of the address may be completed by the code around it.
  const open = end >= 0 && (hole < 0 || end < hole) ? false : hole >= 0 || known === '' || known.endsWith('/')
  return { known, open }
}
