import { REDIRECT_HOST } from '../../brand/inputs.js'
import type { RuleFinding } from '../../findings/finding.js'
import { flattenUses } from '../../languages/flatten.js'
import type { FileModel } from '../../languages/language.js'
import { readArgument } from '../../roles/callees.js'
import type { HostPlace, InputSite, Use } from '../../sites.js'
import type { Project } from '../define-rule.js'
import { isChecked, isGuarded, isLookedUp } from './checks.js'

/** What one file tells the others about the host of the OAuth redirect. */
export interface RedirectFacts {
  /** It is read from a request, and not checked here. */
  open: boolean
  /** It is checked here. */
  checked: boolean
}

/** @returns `undefined` when the file has nothing to do with it; a file that is handed the host sees the others' facts */
export function redirectFacts(file: FileModel): RedirectFacts | undefined {
  if (!file.source.text.includes(REDIRECT_HOST)) return undefined
  const inputs = inputsOf(file)
  const checked = isGuarded(file) || inputs.some((input) => isChecked(file, input))
  if (inputs.length === 0 && !checked) return undefined
  return { open: !checked && inputs.some(isOfRequest), checked }
}

function inputsOf(file: FileModel): InputSite[] {
  return (file.inputs ?? []).filter(({ name }) => name === REDIRECT_HOST)
}

/**
 * The host of the OAuth redirect where it becomes the host of a request and nothing asks what host it is. One finding a
 * value; further places are named in it. Where it is handed in by callers elsewhere, they must read it unchecked.
 */
export function* redirectHosts(file: FileModel, project: Project, rule: string): Generator<RuleFinding> {
  const inputs = inputsOf(file)
  if (inputs.length === 0 || file.nature !== 'source') return
  const facts = [...project.facts<RedirectFacts>(rule)]
  if (redirectFacts(file)?.checked) return
  const isOpen = facts.some(([, { open }]) => open) && !facts.some(([, { checked }]) => checked)
  const seen = new Set<number>()
  const byOrigin = [...inputs.filter(isOfRequest), ...inputs.filter((input) => !isOfRequest(input))]
  for (const input of byOrigin) {
    const places = sentPlaces(file, input).filter(({ place }) => !seen.has(place.span.start))
    for (const { place } of places) seen.add(place.span.start)
    const first = places.find(({ secret }) => secret) ?? places[0]
    if (first && (isOfRequest(input) || isOpen)) yield findingOf(file, input, first, places)
  }
}

function isOfRequest({ from }: InputSite): boolean {
  return from === 'request'
}

interface Sent {
  place: HostPlace
  /** The request carries the client secret (`client`), a token, or nothing that is seen here. */
  secret?: 'client' | 'token'
}

const TOKEN_PATH = /^\/oauth2\/access_token\b/
const API_PATH = /^\/(?:api\/v\d|private\/api|oauth2\/|ajax\/|v\d\/user)/
/** Where people are sent, and what only takes an address apart. */
const NO_REQUEST =
  /redirect|location|pushState|replaceState|navigate|goto|visit|openExternal|window\.open|(?:^|[._])(?:open|URL)$/
const BRAND = /amo_?crm|kommo|(?<![A-Za-z])(?:amo|AMO|Amo)(?![a-z])/i
const CLIENT = /amo|kommo/i
const RECORD = /(?:model|entity|error|exception|dto|event|record|user|token|installation|account)$/i

function sentPlaces(file: FileModel, input: InputSite): Sent[] {
  const lookedUp = isLookedUp(input)
  return input.hosts.flatMap((place): Sent[] => {
    const uses = flattenUses(place.uses)
    const path = pathOf(place, uses)
    if (TOKEN_PATH.test(path)) return [{ place, secret: 'client' }]
    if (lookedUp || !isOurs(file)) return []
    const requests = uses.filter(isArgument).filter(isRequest)
    const isSent =
      place.path === undefined
        ? uses.filter(isArgument).some(takesHost)
        : requests.length > 0 || API_PATH.test(path)
    if (!isSent) return []
    const carries = requests.map((use) => use.args?.join(' ') ?? '').join(' ')
    if (/client_?secret/i.test(carries)) return [{ place, secret: 'client' }]
    return [{ place, ...(/authorization|bearer|token/i.test(carries) && { secret: 'token' as const }) }]
  })
}

function isOurs({ source }: FileModel): boolean {
  return BRAND.test(source.path) || BRAND.test(source.text)
}

/** Path behind the host, which may be put there only later: `${base}/oauth2/access_token`. */
function pathOf(place: HostPlace, uses: readonly Use[]): string {
  if (place.path) return place.path
  const later = uses.flatMap((use) => (use.is === 'part' && use.before === '' ? [use.after] : []))
  return later.find((after) => TOKEN_PATH.test(after)) ?? later.find((after) => after.startsWith('/')) ?? ''
}

type Argument = Use & { is: 'argument' }

function isArgument(use: Use): use is Argument {
  return use.is === 'argument'
}

function isRequest(use: Argument): boolean {
  if (NO_REQUEST.test(use.callee)) return false
  const reading = readArgument(use)
  return reading?.signal === 'target' && reading.why.startsWith('called through')
}

/** A client of amoCRM or Kommo, or a request, that is given its host. */
function takesHost(use: Argument): boolean {
  if (isRequest(use)) return use.name !== undefined
  const name = use.callee.slice(use.callee.lastIndexOf('.') + 1)
  if (use.construct) return CLIENT.test(use.callee) && !RECORD.test(name)
  return /^set/.test(name) && /client|api|sdk|amo|kommo|oauth|provider/i.test(use.receiver ?? '')
}

const CARRIED = {
  client: 'and receives the client secret',
  token: 'and receives the token',
} as const

function findingOf(file: FileModel, input: InputSite, first: Sent, all: readonly Sent[]): RuleFinding {
  const isOwn = isOfRequest(input)
  const carried = first.secret ? ` ${CARRIED[first.secret]}` : ''
  const others = all.filter((one) => one !== first).map(({ place }) => place.span)
  return {
    span: first.place.span,
    severity: isOwn && first.secret ? 'error' : 'warning',
    role: 'matcher',
    message: `\`referer\` becomes the host of a request, and nothing checks it: whoever calls the redirect URI chooses the server that is called${carried}.`,
    help: `${isOwn ? '' : 'Callers hand it in as they read it from their request. '}Refuse it before this line unless the whole of it matches ${accountPattern(file)}: accounts live on amocrm.com and kommo.com during the change.`,
    fix: { kind: 'manual', title: 'Check the host before it is used', edits: [], create: [] },
    related: [
      ...(input.span.start === first.place.span.start
        ? []
        : [{ span: input.span, note: isOwn ? '`referer` is read here' : '`referer` is handed in here' }]),
      ...others.map((span) => ({ span, note: 'it is the host of a request here too' })),
    ],
  }
}

/** The pattern of an account's host, with amocrm.ru where the file serves it. */
function accountPattern({ source }: FileModel): string {
  const names = /amocrm\\?\.ru/i.test(source.text)
    ? 'amocrm\\.com|kommo\\.com|amocrm\\.ru'
    : 'amocrm\\.com|kommo\\.com'
  return `\`^[a-z0-9-]+\\.(${names})$\``
}
