import { isReservedLabel } from '../../brand/hosts.js'
import { snakeCase } from '../../languages/storage/names.js'
import type { RequestSite } from '../../requests.js'

/** Where a request goes: to amocrm.com as written, or to a host that is not written here. */
export type Destination =
  | { is: 'old'; host: string }
  | {
      is: 'unknown'
      host: string
      because: string
      /** What tells it is the function or the file: other requests to such a host may be for others. */
      isAlone?: true
    }

/** Paths that the API of amoCRM and Kommo has, and other APIs have not. Source: its documentation. */
const API_PATH =
  /(?:^|\/)(?:api\/v[234]\/(?:leads|contacts|companies|customers|tasks|account|users|catalogs|events|webhooks|sources|talks|chats|notes|roles|widgets|salesbot|short_links|calls|bots|elements|incoming_leads|pipelines|website_buttons)\b|oauth2\/access_token\b|private\/api\/(?:v2|auth\.php)|api\/v2\/(?:json\/)?(?:leads|contacts|companies|account|tasks|notes)|v2\/origin\/custom\/)/
const API_BASE = /(?:^|\/)api\/v[234](?:[/{]|$)|oauth2\//
const BRAND = /(?:^|[._{}$])amo(?:_?crm|_?jo)?(?:$|[._{}])|amo_?crm|kommo/
const ACCOUNT =
  /sub_?domain|base_?domain|account_?(?:domain|url|host)|referer|(?:^|[_.])(?:domain|host|portal)|base_?ur[li]|api_?(?:domain|host|ur[li])|(?:^|\.)(?:ur[li]|link|endpoint)$/i
const MENTIONED = /amo_?crm|kommo/i
/** Names of settings and fields: `amoDomain`, `AMO_TOKEN`. */
const NAMED = /(?<![A-Za-z])amo(?=[A-Z_])|(?<![A-Za-z])AMO_/

/**
 * Which requests of a file may meet the redirect of amocrm.com, and why they are taken for ones to the CRM. `undefined` for
 * calls of others, for amocrm.ru, and where every host is kommo.com already. What one request says of a host holds for
 * the others that name it in the same way.
 * @param text the whole file
 */
export function destinationsOf(
  requests: readonly RequestSite[],
  path: string,
  text: string,
): (Destination | undefined)[] {
  const found = requests.map((request) => destinationOf(request, path, text))
  const known = new Map(
    found.flatMap((each): [string, Destination][] =>
      each?.is === 'unknown' && !each.isAlone ? [[firstName(each.host), each]] : [],
    ),
  )
  return requests.map((request, i) => found[i] ?? sameAs(request, known))
}

/** Whether a file speaks of the CRM at all. */
export function isAboutTheCrm(path: string, text: string): boolean {
  return MENTIONED.test(text) || MENTIONED.test(path) || NAMED.test(text)
}

/** The first name in a host: `base` of `{base}{path}`. */
export const firstName = (host: string): string => /\{([^}]*)\}/.exec(host)?.[1] ?? host

function sameAs(request: RequestSite, known: ReadonlyMap<string, Destination>): Destination | undefined {
  const hosts = openHosts(request)
  const [name] = hosts?.map(firstName).filter((each) => known.has(each)) ?? []
  const other = name === undefined ? undefined : known.get(name)
  return other?.is === 'unknown' && name !== undefined && ACCOUNT.test(snakeCase(name))
    ? {
        is: 'unknown',
        host: `{${name}}`,
        because: other.because.replace(/^it asks/, 'another request to it here asks'),
      }
    : undefined
}

/** Hosts of a request where none is known; `undefined` where one is another's. */
function openHosts(request: RequestSite): string[] | undefined {
  const found = request.address.texts.map((each) => hostIn(each, request))
  return found.every((each) => each?.is === 'unknown') ? found.flatMap((each) => each?.host ?? []) : undefined
}

function destinationOf(request: RequestSite, path: string, text: string): Destination | undefined {
  const old = request.address.texts.map((each) => hostIn(each, request)).find((each) => each?.is === 'old')
  if (old) return { is: 'old', host: old.host }
  for (const host of openHosts(request) ?? []) {
    const because = evidenceOf(request, host, path, text)
    if (because !== undefined) return { is: 'unknown', host, because }
    const told = toldOf(request, path, text)
    if (told !== undefined) return { is: 'unknown', host, because: told, isAlone: true }
  }
  return undefined
}

interface Host {
  is: 'old' | 'unknown' | 'other'
  host: string
}

/** The host of an address; `undefined` for a path alone, which goes where the page or the client is. */
function hostIn(text: string, { client, through }: RequestSite): Host | undefined {
  const host =
    /^(?:[a-z]+:)?\/\/([^/?#]*?)(?=https?:|[/?#]|$)/i.exec(text)?.[1] ??
    /^((?:[\w.-]|\{[^}]*\})*)/.exec(text)?.[1] ??
    ''
  if (host === '') {
    // A client that is handed in has its base elsewhere.
    const isHandedIn =
      through.kind !== 'facade' && /^\//.test(text) && !/^(?:browser-fetch|xhr|jquery|fetch)$/.test(client)
    return isHandedIn ? { is: 'unknown', host: through.name } : undefined
  }
  // What follows may be a path that is handed in: `https://acme.amocrm.com{path}`.
  const old = /^(?:.*[.}])?amocrm\.com(?::\d+)?(?=(?:\{[^}]*\})*$)/i.exec(host)?.[0]
  if (old !== undefined) return { is: isUnannounced(old) ? 'other' : 'old', host: old }
  // Where the page is, and the account that a widget runs in.
  if (/[{.]location\.(?:origin|host|hostname|href)\}|system\(\)\.(?:sub)?domain\}/.test(host))
    return undefined
  // `amocrm.{zone}`: whichever it is, the announcement speaks of one of them.
  if (/(?:^|[.}])amocrm\.\{[^}]*\}/i.test(host)) return { is: 'unknown', host }
  const isOpen = /^[^{]*\{/.test(host) && !/\.[a-z\d-]+\.[a-z]{2,}(?=[:{]|$)/i.test(host)
  return isOpen ? { is: 'unknown', host } : { is: 'other', host }
}

/** Hosts of the vendor’s own services: the announcement speaks of accounts and of the chat API. */
function isUnannounced(host: string): boolean {
  const label = host.slice(0, host.indexOf('.'))
  return label !== 'amojo' && label !== 'www' && isReservedLabel(label)
}

function evidenceOf(
  { address, through }: RequestSite,
  host: string,
  path: string,
  text: string,
): string | undefined {
  const paths = [...address.texts.map(pathOf), ...through.callers.flatMap((caller) => caller.path ?? [])]
  const api = paths.map((each) => API_PATH.exec(each)?.[0]).find((each) => each !== undefined)
  const name = snakeCase(host.replace(/[{}]/g, ''))
  const isMentioned = isAboutTheCrm(path, text)
  if (api !== undefined && (isMentioned || ACCOUNT.test(name)))
    return `it asks for \`${api.replace(/^\//, '')}\``
  if (BRAND.test(name)) return `\`${firstName(host)}\` names the CRM`
  const isAddress = ACCOUNT.test(name)
  if (isAddress && paths.some((each) => API_BASE.test(each)) && isMentioned)
    return `it asks for ${shown(paths)}`
  return undefined
}

/** Why a client or wrapper that is told every path is the one of the CRM: its own name, or that of its folder or package. */
function toldOf({ address, through }: RequestSite, path: string, text: string): string | undefined {
  const { kind, name, callers } = through
  const paths = [...address.texts.map(pathOf), ...callers.flatMap((caller) => caller.path ?? [])]
  const isTold = kind !== 'facade' && paths.every((each) => /^\/?(?:\{[^}]*\})?$/.test(each))
  if (!isTold || ELSEWHERE.test(name)) return undefined
  if (kind === 'wrapper' && MENTIONED.test(name)) return `\`${name}\` names the CRM`
  const own = MENTIONED.test(path) || PACKAGE.test(text) ? PATH_IN_TEXT.exec(text)?.[0] : undefined
  return own === undefined ? undefined : `the file is named for the CRM and speaks of \`${own}\``
}

/** Functions that tell others, at addresses of theirs. */
const ELSEWHERE = /hook|notif|callback|telegram|slack|bot\b/i
const PACKAGE = /^package\s+[\w.]*(?:amo_?crm|kommo)/im
const PATH_IN_TEXT = /api\/v[24]\b|oauth2\/access_token/

const shown = (paths: readonly string[]): string => `\`${paths.find((each) => API_BASE.test(each)) ?? ''}\``

/** What follows the host. */
function pathOf(text: string): string {
  return text.replace(/^(?:[a-z]+:)?\/\/[^/?#]*/i, '').replace(/^\{[^}]*\}/, '')
}
