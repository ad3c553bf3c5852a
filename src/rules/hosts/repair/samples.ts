import type { PatternSite } from '../../../sites.js'
import { asJavaScript } from './dialects.js'

export interface Proof {
  /** `proven`: the twin passes exactly where the old host did. `unproven`: no sample reached the old pattern. */
  verdict: 'proven' | 'unproven' | 'refuted'
  /** A host of somebody else that the old pattern takes. */
  spoofedBy?: string
}

const LABELS = ['lumen', 'a', 'my-studio', 'Lumen', 'www', 'amojo', 'x1', '2b']
const FRAMES: readonly ((host: string) => string)[] = [
  (host) => host,
  (host) => `https://${host}`,
  (host) => `http://${host}`,
  (host) => `https://${host}/`,
  (host) => `https://${host}/leads/detail/1?x=y`,
  (host) => `https://${host}:443`,
  (host) => `//${host}/`,
  (host) => `.${host}`,
  (host) => `go to ${host} now`,
]
const SPOILED = ['com.evil.net', 'ru', 'com.ua', 'company', 'org', 'comx']

/** What somebody else may call a host or an address. */
const SPOOFS = ['lumen.amocrm.com.evil.net', 'evil-amocrm.com']

/** Runs a pattern before and after on sample hosts, in this engine. */
export function provePattern(pattern: PatternSite, before: string, after: string): Proof {
  const old = compile(before, pattern)
  const grown = compile(after, pattern)
  if (!old) return { verdict: 'unproven' }
  if (!grown) return { verdict: 'refuted' }
  const spoofedBy = SPOOFS.find((host) => FRAMES.slice(0, 3).some((frame) => take(old, frame(host)) !== null))
  const spoof = spoofedBy === undefined ? {} : { spoofedBy }
  let reached = 0
  for (const text of samples(before)) {
    const kommo = text.replace(/amocrm/g, 'kommo')
    const was = take(old, text)
    if (!sameGroups(was, take(grown, text))) return { verdict: 'refuted', ...spoof }
    const had = take(old, kommo) !== null
    const takes = take(grown, kommo) !== null
    // kommo.ru is nobody's: only what ends in .com has a twin. A host that only begins like one passes no more than before.
    const isTwin = /amocrm\.com(?!\.?\w)/.test(text)
    const mayPass = /amocrm\.com/.test(text) && was !== null
    const isRight = isTwin ? takes === (was !== null || had) : takes ? mayPass || had : !had
    if (!isRight) return { verdict: 'refuted', ...spoof }
    if (was && isTwin) reached++
  }
  return { verdict: reached > 0 ? 'proven' : 'unproven', ...spoof }
}

function* samples(pattern: string): Generator<string> {
  const named = [...pattern.matchAll(/(?<![\\\w?<])[a-z][a-z0-9-]+/gi)].map(([word]) => word).slice(0, 12)
  for (const frame of FRAMES) {
    yield frame('amocrm.com')
    yield frame('myamocrm.com')
    for (const label of [...LABELS, ...named]) {
      yield frame(`${label}.amocrm.com`)
      for (const end of SPOILED) yield frame(`${label}.amocrm.${end}`)
    }
  }
}

function compile(source: string, { flags, dialect, whole }: PatternSite): RegExp | undefined {
  const plain = asJavaScript(source, flags, dialect)
  if (!plain) return undefined
  try {
    return new RegExp(whole ? `^(?:${plain.source})$` : plain.source, plain.flags.replace('g', ''))
  } catch {
    return undefined
  }
}

function take(pattern: RegExp, text: string): RegExpExecArray | null {
  pattern.lastIndex = 0
  return pattern.exec(text)
}

function sameGroups(a: RegExpExecArray | null, b: RegExpExecArray | null): boolean {
  if (a === null || b === null) return a === b
  return a.length === b.length && a.index === b.index && a.every((group, i) => group === b[i])
}
