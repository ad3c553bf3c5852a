import { redirectStatus } from '../../brand/redirects.js'
import { armOfKommo } from '../../roles/branches.js'
import type { Decision } from '../../roles/decision.js'
import type { FoundOccurrence } from '../../roles/occurrences.js'
import { code, type Signal } from '../../roles/signals.js'

/** What is wrong, in one line. */
export function messageOf(occurrence: FoundOccurrence, decision: Decision): string {
  const token = code(occurrence.token)
  if (decision.said) return decision.said.message
  switch (decision.role) {
    case 'matcher':
      return `${token} is ${why(decision, 'matcher') ?? why(decision, 'list') ?? 'matched'}: hosts on kommo.com are not ${isDenied(decision) ? 'kept out' : 'let in'}.`
    case 'peer':
      return `${token} is ${why(decision, 'peer') ?? 'the only origin'}: a page on kommo.com is not addressed.`
    case 'branch':
      return branchMessage(occurrence, decision)
    case 'recorded':
      return `${token} is recorded data of the old host.`
    case 'text':
      return `${token} is mentioned in text.`
    default:
      return targetMessage(occurrence, token)
  }
}

/** Whether the matcher keeps out what it takes, by its name or by what follows from it. */
export function isDenied(decision: Decision): boolean {
  const matchers = decision.readings.filter((reading) => reading.signal === 'matcher')
  return matchers.some((reading) => reading.denies)
}

function why(decision: Decision, signal: Signal): string | undefined {
  return decision.readings.find((reading) => reading.signal === signal)?.why
}

function targetMessage(occurrence: FoundOccurrence, token: string): string {
  const host = plainHost(occurrence)
  // A bare domain without a scheme is completed with an account somewhere.
  if (host === 'amocrm.com' && occurrence.scheme === '')
    return `${token} is the old domain of Kommo accounts.`
  const { sentence } = redirectStatus(host, occurrence.path)
  return `${token} is the old host of ${subject(host)}. ${sentence}`
}

function subject(host: string): string {
  if (host.startsWith('amojo.')) return 'the chat API'
  return host === 'amocrm.com' || host === 'www.amocrm.com' ? "the vendor's site" : 'Kommo accounts'
}

function plainHost(occurrence: FoundOccurrence): string {
  return occurrence.host.replace(/\.\*$/, '.com')
}

function branchMessage(occurrence: FoundOccurrence, decision: Decision): string {
  const token = code(occurrence.token)
  if (decision.branch.branch === 'missed') {
    const arm = armOfKommo(decision.branch.test) === 'then' ? 'first' : 'other'
    return `An account such as acme.kommo.com takes the ${arm} arm of ${code(decision.branch.test)}, not this one with ${token}.`
  }
  if (occurrence.tld === 'choice') {
    return `The pattern around ${token} takes hosts apart by their top-level domain and does not know acme.kommo.com.`
  }
  if (decision.readings.some((reading) => reading.signal === 'matcher')) {
    return `${token} is ${why(decision, 'matcher')}: a host such as acme.kommo.com does not contain it.`
  }
  const built = `${occurrence.scheme ? `${occurrence.scheme.replace(/:$/, '')}://` : ''}${plainHost(occurrence).replace(/^\*/, 'acme')}`
  return `${token} is completed with a top-level domain: for an account on acme.kommo.com (\`com\`) this builds \`${built}\`.`
}

/** What to do, in one or two lines. */
export function helpOf(occurrence: FoundOccurrence, decision: Decision): string {
  const twin = code(twinOf(occurrence))
  const advice = decision.fact.advice
  if (decision.said) return decision.said.help
  switch (decision.role) {
    case 'matcher':
      if (isDenied(decision))
        return `Keep kommo.com out as well (${twin}): accounts that have moved there are no longer stopped. Keep amocrm.com, Kommo's own webhooks still name it.${alsoCalled(decision, twin)}`
      return `Let kommo.com in beside it (${twin}); keep amocrm.com, Kommo's own webhooks still name it.${alsoCalled(decision, twin)}`
    case 'peer':
      return peerHelp(occurrence, why(decision, 'peer') ?? '')
    case 'branch':
      return 'Give kommo.com its own branch, or store the whole host from the OAuth `referer` instead of building it.'
    case 'recorded':
      return decision.because.length > 0
        ? sentence([...decision.because])
        : 'Record it again after the migration; do not edit recorded data by hand.'
    case 'text':
      return sentence([`Kommo's name is ${twin}`, ...decision.because, advice])
    default:
      return sentence([`Use ${twin}`, ...decision.because, advice])
  }
}

function sentence(parts: readonly string[]): string {
  const said = parts.filter((part) => part !== '').map((part) => part.replace(/\.$/, ''))
  return said.length === 0 ? '' : `${said.map(capital).join('. ')}.`
}

/** A recipe for a place that holds exactly one origin. */
function peerHelp(occurrence: FoundOccurrence, place: string): string {
  const both = `${code(occurrence.token)} and ${code(twinOf(occurrence))}`
  if (/postMessage/.test(place)) {
    return `Send to the origin that the page really has: take it from \`event.origin\` or \`document.referrer\`, check it against ${both}, and pass that.`
  }
  if (/Allow[-_]?Origin/i.test(place)) {
    return `Answer with the request's \`Origin\` when it is one of ${both}, and add \`Vary: Origin\`.`
  }
  if (/X[-_]?Frame[-_]?Options/i.test(place)) {
    return `Browsers ignore ALLOW-FROM: send \`Content-Security-Policy: frame-ancestors\` with ${both}.`
  }
  return `Only one value fits here: choose it by the actual origin of the page, checked against ${both}.`
}

/** A text with two purposes: both are named. */
function alsoCalled(decision: Decision, twin: string): string {
  const targets = decision.readings
    .filter((reading) => reading.signal === 'target' && !reading.weak)
    .map((reading) => reading.why)
  const target = targets.find((said) => said.startsWith('called')) ?? targets[0]
  return target ? ` The same text is also ${target}: give that one ${twin} of its own.` : ''
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The token with the new brand. */
export function twinOf(occurrence: FoundOccurrence): string {
  return occurrence.token.replace(/amocrm/i, newBrand)
}

/** The new brand's letters in the case that the old ones are written in. */
export function newBrand(old: string): string {
  if (old === old.toUpperCase() && old !== old.toLowerCase()) return 'KOMMO'
  return /^A/.test(old) ? 'Kommo' : 'kommo'
}
