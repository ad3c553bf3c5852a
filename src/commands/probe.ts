import { isAbort } from '../errors.js'
import { decide } from '../probe/decide.js'
import type { Answer, Asked, Exchange, Remark, Seen, Verdict } from '../probe/model.js'
import { ask, type Sending } from '../probe/send.js'
import { version } from '../version.js'
import {
  addressesOf,
  headersOf,
  methodOf,
  originsOf,
  type ProbeOptions,
  timeoutOf,
  withoutSecrets,
} from './probe-options.js'
import type { Terminal } from './terminal.js'

/** What one address answered to one origin. */
type Probed = { asked: Asked; seen: Seen; verdict: Verdict } | { asked: Asked; error: string }

/** Asks servers whether pages of these origins may use them; gives the exit code. */
export async function probe(
  urls: readonly string[],
  options: ProbeOptions,
  terminal: Terminal,
): Promise<number> {
  const addresses = addressesOf(urls)
  const origins = originsOf(options.origin)
  const request = {
    method: methodOf(options.method),
    ...headersOf(options.header),
    credentials: options.credentials ?? false,
  }
  const sending: Sending = {
    timeout: timeoutOf(options.timeout),
    signal: terminal.signal,
    userAgent: `kommo-migrate/${version()}`,
  }
  const all: Probed[] = []
  for (const url of addresses) {
    for (const origin of origins) {
      const probed = await probeOne({ url, origin, ...request }, sending)
      all.push(probed)
      if (options.format === 'pretty') terminal.stdout.write(prettyOf(probed))
    }
  }
  if (options.format === 'json')
    terminal.stdout.write(`${JSON.stringify({ probes: all.map(jsonOf) }, null, 2)}\n`)
  return exitCodeOf(all)
}

async function probeOne(asked: Asked, sending: Sending): Promise<Probed> {
  try {
    const seen = await ask(asked, sending)
    return { asked, seen, verdict: decide(asked, seen) }
  } catch (error) {
    if (sending.signal.aborted || isAbort(error)) throw error
    return { asked, error: error instanceof Error ? error.message : String(error) }
  }
}

/** What is not known outranks what is refused. */
function exitCodeOf(all: readonly Probed[]): number {
  const decisions = all.map((each) => ('error' in each ? 'undecided' : each.verdict.decision))
  return decisions.includes('undecided') ? 2 : decisions.includes('refused') ? 1 : 0
}

function prettyOf(probed: Probed): string {
  const { asked } = probed
  const decision = 'error' in probed ? 'no answer' : probed.verdict.decision
  const lines = [`${withoutSecrets(asked.url)} from ${asked.origin}: ${decision}`]
  if ('error' in probed) return `${lines[0]}\n  ${probed.error}\n\n`
  const { seen, verdict } = probed
  const part = (about: Remark['about'], title: string | undefined): string[] => {
    const remarks = verdict.remarks.filter((each) => each.about === about)
    if (remarks.length === 0 && title === undefined) return []
    return [...(title === undefined ? [] : [`  ${title}`]), ...remarks.flatMap(remarkLines)]
  }
  lines.push(
    ...part('page', undefined),
    ...part('preflight', seen.preflight && titleOf(seen.preflight)),
    ...part('request', seen.request && titleOf(seen.request)),
  )
  return `${lines.join('\n')}\n\n`
}

const titleOf = ({ method, answer }: Exchange): string => `${method} -> ${answer.status}`

function remarkLines({ level, header, text }: Remark): string[] {
  const label = `    ${level.padEnd(8)}`
  return header === undefined
    ? [`${label} ${printable(text)}`]
    : [`${label} ${printable(header)}`, `${' '.repeat(label.length)} ${printable(text)}`]
}

/** What a server sends must not steer the terminal. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be written
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?')
}

function jsonOf(probed: Probed): object {
  const { url, ...asked } = probed.asked
  const shown = { url: withoutSecrets(url), ...asked }
  if ('error' in probed) return { ...shown, decision: 'no-answer', error: probed.error }
  const { seen, verdict } = probed
  return {
    ...shown,
    decision: verdict.decision,
    ...(seen.preflight && { preflight: exchangeOf(seen.preflight) }),
    ...(seen.request && { request: exchangeOf(seen.request) }),
    remarks: verdict.remarks,
  }
}

function exchangeOf({ method, answer }: Exchange): object {
  return { method, status: answer.status, headers: decidingHeaders(answer) }
}

/** Headers that the decision rests on: others (cookies among them) are not shown. */
function decidingHeaders({ headers }: Answer): (readonly [string, string])[] {
  return headers.filter(([name]) => /^(?:access-control-.*|vary)$/i.test(name))
}
