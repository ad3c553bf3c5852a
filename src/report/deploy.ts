import type { Finding, Report } from '../findings/finding.js'

/** What decides where in the order a finding belongs. */
type Placed = Pick<Finding, 'rule' | 'role'>

/** One step of a roll-out. */
export interface Step {
  title: string
  text: string
  /** What can go wrong in it, as far as these findings and this kind of repository are concerned. */
  caution?(findings: readonly Placed[], repository: Report['repository']): string | undefined
  /** Whether a finding is a reason to take this step. */
  concerns(finding: Placed): boolean
}

/**
 * The order to deploy in: what lets Kommo in, then what is stored, then what calls Kommo. The other way round, an
 * account on kommo.com meets a server that refuses it, or a row that is not found.
 */
const STEPS: readonly Step[] = [
  {
    title: 'Allow-lists and servers',
    text: 'Ship what lets kommo.com in beside amocrm.com (CORS, CSP, origin and referer checks, branches by host) and wait until it is live everywhere. Keep amocrm.com: accounts and webhooks still name it.',
    concerns: ({ rule, role }) =>
      rule === 'origin-allowlist' ||
      rule === 'widget-cors' ||
      rule === 'platform-branch' ||
      role === 'matcher' ||
      role === 'peer',
  },
  {
    title: 'Stored data',
    text: 'Give rows a key of their own and move stored hosts to kommo.com, while the code still reads both.',
    concerns: ({ rule }) => rule === 'account-key' || rule === 'stored-host',
  },
  {
    title: 'Hosts and the constant',
    text: 'Ship what calls kommo.com and what uses APP. Tokens stay valid and nobody has to install the integration again.',
    concerns: ({ rule, role }) =>
      role !== 'text' &&
      role !== 'recorded' &&
      role !== 'matcher' &&
      role !== 'peer' &&
      ['legacy-host', 'chat-host', 'amocrm-global', 'redirect-308', 'sdk-host'].includes(rule),
    caution: refusalAdvice,
  },
]

const ARCHIVE: Pick<Step, 'title' | 'text'> = {
  title: 'The widget archive',
  text: 'Build it again from these sources, raise the version in manifest.json and upload it.',
}

/** The steps that findings of this repository (left or just fixed) ask for, in order. */
export function deploySteps(
  findings: readonly Placed[],
  repository: Report['repository'],
): { title: string; text: string; caution?: string | undefined }[] {
  const steps = STEPS.filter((step) => findings.some(step.concerns)).map(({ title, text, caution }) => ({
    title,
    text,
    caution: caution?.(findings, repository),
  }))
  const isWidget = repository === 'widget' || repository === 'both'
  return steps.length > 0 && isWidget ? [...steps, ARCHIVE] : steps
}

/**
 * Rules whose safe fixes belong to the first step alone, while later steps have fixes of their own: they can be made
 * and shipped first. Empty when there is nothing to keep apart.
 */
export function rulesToShipFirst(open: readonly (Placed & Pick<Finding, 'fix'>)[]): string[] {
  const [servers, ...later] = STEPS as [Step, ...Step[]]
  const safe = open.filter(({ fix }) => fix.kind === 'safe')
  const first = new Set(safe.filter(servers.concerns).map(({ rule }) => rule))
  const others = safe.filter((finding) => later.some((step) => step.concerns(finding)))
  return others.length > 0 ? [...first].filter((rule) => others.every((other) => other.rule !== rule)) : []
}

/** What to do when kommo.com refuses a server; `undefined` when no server of this repository calls it. */
function refusalAdvice(findings: readonly Placed[], repository: Report['repository']): string | undefined {
  // A widget's own requests come from a browser; chat API requests never do, they are signed with a secret.
  const calls = findings.some(
    ({ rule, role }) =>
      rule === 'chat-host' || (rule === 'legacy-host' && role === 'target' && repository !== 'widget'),
  )
  if (!calls) return undefined
  return 'If kommo.com answers a server with 403 (it has been reported): leave that server on amocrm.com for now, whose API still answers, and ask Kommo support to let its address in. One read-only request from every server tells before you ship.'
}
