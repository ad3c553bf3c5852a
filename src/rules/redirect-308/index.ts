import type { RuleFinding, Severity } from '../../findings/finding.js'
import type { FileModel } from '../../languages/language.js'
import type { RequestSite } from '../../requests.js'
import { redirect308 as about } from '../about/redirect-308.js'
import { defineRule, type Project } from '../define-rule.js'
import { isChangedSafely } from '../hosts/findings.js'
import { checkRemarks, checksOf, isMasked, isWriting, rankOf } from './checks.js'
import { collectRedirectFacts, type RedirectFacts } from './facts.js'
import { isOfCommands, judgedRequests } from './judge.js'
import { netFix } from './net.js'
import { helpOf, type Judged, messageOf, noteOf } from './wording.js'

/**
 * Matches clients and wrappers whose requests go to amocrm.com, or to a host that the source does not name, and that lose
 * something when that host answers 308. Does not match requests that survive, hosts of kommo.com and of others, and
 * hosts that another rule changes safely.
 */
export const redirect308 = defineRule(about, {
  collect: collectRedirectFacts,
  // Letters in a text make no host that is unknown: only requests to such a one are left when no needle is.
  isSpent: (fact) => {
    const { sends, offers } = (fact as RedirectFacts | undefined) ?? {}
    return sends !== true && offers === undefined
  },
  check,
})

function* check(file: FileModel, project: Project): Iterable<RuleFinding> {
  const groups = new Map<string, Judged[]>()
  for (const judged of judgedRequests(file, project)) {
    const { request, destination } = judged
    if (destination.is === 'old' && isChangedSafely(file, request.address.literals, project)) continue
    const key = isDocument(file) ? 'document' : groupOf(judged, isOfCommands(file))
    groups.set(key, [...(groups.get(key) ?? []), judged])
  }
  for (const group of groups.values()) yield findingOf(file, group)
}

const isDocument = ({ nature }: FileModel): boolean => nature === 'docs'

/** Commands of a script that ask one host are told together: each line of it is one. */
function groupOf({ request: { client, through }, destination }: Judged, isScript: boolean): string {
  return isScript && through.kind === 'facade'
    ? `${client} of ${destination.host}`
    : `${client} ${through.key}`
}

function findingOf(file: FileModel, group: readonly Judged[]): RuleFinding {
  const [worst, ...others] = group.toSorted((a, b) => rankOf(a) - rankOf(b)) as [Judged, ...Judged[]]
  const { request } = worst
  const net = netFix(file, group)
  return {
    span: request.through.span,
    severity: isDocument(file) ? 'info' : severityOf(worst),
    role: 'target',
    message: messageOf(worst),
    help: helpOf(worst, net !== undefined),
    fix: net ?? {
      kind: 'manual',
      title: 'Send the request to kommo.com',
      edits: [],
      create: [],
    },
    related: [
      ...(request.through.kind === 'facade' ? [] : [{ span: request.span, note: noteOf(worst) }]),
      ...others.map((each) => ({ span: each.request.span, note: noteOf(each) })),
      ...checkRemarks(group),
      ...callersOf(group).map(({ span, path }) => ({
        span,
        note: path === undefined ? 'a call of it' : `asks for \`${path}\``,
      })),
    ],
  }
}

/** Calls of the wrappers of a finding, each once, in the order of the file. */
function callersOf(group: readonly Judged[]): RequestSite['through']['callers'] {
  const all = group.flatMap(({ request }) => request.through.callers)
  return [...new Map(all.map((each) => [each.span.start, each])).values()].sort(
    (a, b) => a.span.start - b.span.start,
  )
}

/** Silent damage, then what breaks calls that prove themselves by a token, then the rest. */
function severityOf(judged: Judged): Severity {
  const {
    request: { carries },
    verdict: { outcome },
  } = judged
  if (outcome === 'silent' || (isMasked(judged) && isWriting(judged))) return 'error'
  if (outcome === 'unmeasured') return 'info'
  if (outcome === 'not-followed' || outcome === 'lost')
    return carries === 'bearer' || carries === 'cookie' || checksOf(judged).length > 0 ? 'warning' : 'info'
  return 'warning'
}
