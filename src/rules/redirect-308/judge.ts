import { clientOf } from '../../brand/clients/table.js'
import type { FileModel } from '../../languages/language.js'
import { redirect308 as about } from '../about/redirect-308.js'
import type { Project } from '../define-rule.js'
import { destinationsOf, firstName } from './destination.js'
import { isKommoElsewhere, isOfAnother, type RedirectFacts, versionIn } from './facts.js'
import { withForeign } from './foreign.js'
import { withNet } from './net.js'
import { verdictOf } from './verdict.js'
import type { Judged } from './wording.js'

const cache = new WeakMap<FileModel, { project: Project; judged: readonly Judged[] }>()

/** Requests of a file that something happens to when amocrm.com answers 308, in order. Two rules ask, so it is kept. */
export function judgedRequests(file: FileModel, project: Project): readonly Judged[] {
  const known = cache.get(file)
  if (known?.project === project) return known.judged
  const judged = judge(file, project)
  cache.set(file, { project, judged })
  return judged
}

/** Whether a file holds commands alone: what is in it is run as it stands. */
export const isOfCommands = ({ language }: FileModel): boolean => /^(?:markdown|shell)$/.test(language)

function judge(file: FileModel, project: Project): Judged[] {
  if (!file.requests || file.nature === 'test' || file.nature === 'recorded') return []
  // Code in documents is an example; a command is copied and run.
  if (file.nature === 'docs' && !isOfCommands(file)) return []
  const { path, text } = file.source
  const facts = project.facts<RedirectFacts>(about.id)
  const isElsewhere = isOfAnother(facts)
  const lock = versionIn(facts, path)
  const requests = withForeign(file, project)
  const destinations = destinationsOf(requests, path, text)
  return requests.flatMap((request, i) => {
    const destination = destinations[i]
    if (!destination || (destination.is === 'unknown' && isElsewhere)) return []
    if (destination.is === 'unknown' && isKommoElsewhere(facts, path, firstName(destination.host))) return []
    const ecosystem = clientOf(request.client).package?.ecosystem
    const versionOf = (name: string) => lock(`${ecosystem}:${name}`)
    const verdict = verdictOf(request, versionOf)
    if (verdict.outcome === 'survives') return []
    const name = verdict.decidedBy ?? clientOf(request.client).package?.name
    const locked = name === undefined ? undefined : versionOf(name).locked
    const net = withNet(request)
    const netted = net && { netted: verdictOf(net, versionOf) }
    return [{ request, destination, verdict, ...netted, ...(locked !== undefined && { locked }) }]
  })
}
