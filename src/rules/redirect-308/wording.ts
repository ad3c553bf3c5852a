import { clientOf } from '../../brand/clients/table.js'
import type { RequestSite } from '../../requests.js'
import { aftermathOf, isMasked } from './checks.js'
import type { Destination } from './destination.js'
import type { Outcome, Verdict } from './verdict.js'
import type { Release, Standing } from './versions.js'
import { SESSION_LOST, WORDS } from './words.js'

export interface Judged {
  request: RequestSite
  destination: Destination
  verdict: Verdict
  /** What would happen with the net of its client, where it can be given one. */
  netted?: Verdict
  /** Version of what decides, as a lock file pins it. */
  locked?: string
}

/** What happens, in one sentence, and how it is known. */
export function messageOf(judged: Judged): string {
  const { request, destination, verdict, locked } = judged
  const { label } = clientOf(request.client)
  const option = verdict.option === undefined ? '' : ` with \`${verdict.option}\``
  const version = locked === undefined || verdict.decidedBy ? '' : ` ${locked}`
  const isOld = destination.is === 'old'
  const where = isOld ? `\`${destination.host}\`` : `the host (\`${destination.host}\`, not written here)`
  const why = isOld ? '' : ` Taken for the CRM because ${destination.because}.`
  const may = verdict.standing?.is === 'varies' ? 'in some versions ' : ''
  const verb = request.verb === undefined ? 'the request' : `\`${request.verb}\``
  const what = `${verb} by ${label}${version}${option}`
  return `When ${where} answers 308, ${may}${what} ${whatHappens(verdict.outcome, request)}. ${howKnown(request, verdict, locked)}${aftermathOf(judged)}${why}`
}

function whatHappens(outcome: Outcome, { carries }: RequestSite): string {
  switch (outcome) {
    case 'silent':
      return 'goes on to kommo.com with its token but without its verb or body: the answer looks like success, and nothing was written'
    case 'hangs':
      return 'never gets an answer'
    case 'changed':
      return `arrives at kommo.com without its verb or body${carries === 'bearer' ? ', and without its token' : ''}`
    case 'blocked':
      return 'loses its token or is blocked by the browser before it is sent'
    case 'lost':
      if (carries === 'unknown')
        return 'goes on to kommo.com, but an Authorization header or session does not come along'
      return `goes on to kommo.com without ${carries === 'cookie' ? 'its session' : 'its Authorization header'} and is refused with 401`
    case 'not-followed':
      return 'is not sent again: the code gets the 308 (or an exception) instead of its answer'
    case 'unmeasured':
      return 'may or may not arrive'
    case 'survives':
      return 'arrives whole'
  }
}

function howKnown(
  request: RequestSite,
  { standing, decidedBy }: Verdict,
  locked: string | undefined,
): string {
  if (!standing) return `This client was not measured.${documentedOf(request)}`
  const of = decidedBy ? ` of ${decidedBy}` : ''
  switch (standing.is) {
    case 'exact':
      return `Measured with ${decidedBy ?? ''}${decidedBy ? ' ' : ''}${standing.at.version}.`
    case 'bracketed':
      return `Measured with ${standing.low.version} and ${standing.high.version}${of}, between which ${locked ?? 'yours'} lies.`
    case 'changed':
      return `${locked ?? 'Your version'} lies between ${standing.low.version} (${WORDS[standing.low.says]}) and ${standing.high.version} (${WORDS[standing.high.says]})${of}; it was not measured itself.`
    case 'beyond':
      return `Measured with ${standing.at.version}${of}, the ${standing.isNewer ? 'last' : 'first'} version that was; ${locked ?? 'yours'} is ${standing.isNewer ? 'newer' : 'older'}.`
    case 'every':
      return standing.first.version === standing.last.version
        ? `Measured with ${standing.first.version}${of}.`
        : `So it was in every version measured (${standing.first.version} to ${standing.last.version})${of}.`
    case 'varies':
      return `It depends on the version, and no lock file here says which one is used: ${changes(standing)}.`
  }
}

/** What the documentation of a client says, as a sentence that follows another one. */
function documentedOf(request: RequestSite): string {
  const { documented } = clientOf(request.client)
  const says = typeof documented === 'function' ? documented(request) : documented
  return says === undefined ? '' : ` ${says}`
}

const shortly = (outcome: Outcome, { carries }: RequestSite): string =>
  outcome === 'lost' && carries === 'cookie' ? SESSION_LOST : WORDS[outcome]

/** `2.6.1 to 2.6.6 survives, 2.6.7 to 2.7.0 token lost`. */
function changes({ all }: Extract<Standing<Outcome>, { is: 'varies' }>): string {
  const runs: { from: Release<Outcome>; to: Release<Outcome> }[] = []
  for (const release of all) {
    const run = runs.at(-1)
    if (run && run.from.says === release.says) run.to = release
    else runs.push({ from: release, to: release })
  }
  return runs
    .map(
      ({ from, to }) =>
        `${from === to ? from.version : `${from.version} to ${to.version}`} ${WORDS[from.says]}`,
    )
    .join(', ')
}

/** @param isWritten whether the fix writes the net itself */
export function helpOf({ request, destination, verdict, netted }: Judged, isWritten: boolean): string {
  const { net, label } = clientOf(request.client)
  const host =
    destination.is === 'old'
      ? 'Change the host to kommo.com: that alone is enough.'
      : 'See that this host is SUB.kommo.com wherever it is kept (settings, environment; `kommo-migrate data` for tables): that alone is enough.'
  if (isWritten)
    return `${host} The fix is a net until every address has moved: it gives the token back to accounts of kommo.com over https, and to no other host.`
  if (!net && !verdict.standing) return host
  if (request.carries === 'cookie')
    return `${host} Log in there as well: a cookie belongs to the host that gave it.`
  if (!net) return `${host} No option of ${label} carries the token across hosts.`
  if (netted && netted.outcome !== 'survives')
    return `${host} No option of this version carries the token across hosts.`
  const blind = net.isBlind ? ' Mind that the token then follows a redirect to any host.' : ''
  return `${host} As a net until every address has moved: \`${net.snippet.replace(/\n\s*/g, ' ')}\`.${blind}`
}

export function noteOf({ request, verdict }: Judged): string {
  return `${request.verb ?? 'a request'} here: ${shortly(verdict.outcome, request)}`
}

/** Beside the finding about the host itself. */
export function remarkOf(judged: Judged): string {
  const { request, verdict } = judged
  const verb = request.verb ?? 'request'
  const told = isMasked(judged) ? ', and is taken for success' : ''
  return `until the host is changed, a 308 breaks this ${verb} (${clientOf(request.client).label}: ${shortly(verdict.outcome, request)}${told})`
}
