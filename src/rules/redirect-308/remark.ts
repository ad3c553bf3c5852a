import type { FileModel } from '../../languages/language.js'
import type { Span } from '../../sites.js'
import type { Project } from '../define-rule.js'
import { judgedRequests } from './judge.js'
import { remarkOf } from './wording.js'

/**
 * What happens to the requests that a host is part of until it is changed: remarks for the finding about that host.
 * @param at the host in the file
 */
export function redirectRemarks(file: FileModel, at: Span, project: Project): { span: Span; note: string }[] {
  return judgedRequests(file, project)
    .filter(({ request }) =>
      request.address.literals.some(({ start, end }) => at.start >= start && at.end <= end),
    )
    .map((judged) => ({ span: judged.request.span, note: remarkOf(judged) }))
}
