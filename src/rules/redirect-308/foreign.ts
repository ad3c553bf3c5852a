import type { FileModel } from '../../languages/language.js'
import type { ForeignCall, Offer, RequestSite } from '../../requests.js'
import type { Project } from '../define-rule.js'
import { isAboutTheCrm } from './destination.js'

/** Fact by path: calls in other files of what a file exports to send requests with (`ForeignCall[]` by exported name). */
export const FOREIGN_CALLS = 'foreign-calls'

/** Exported names that are worth to be followed into other files. */
export function offersOf({ requests, source }: FileModel): string[] {
  const offers = requests?.offers ?? []
  return isAboutTheCrm(source.path, source.text) ? offers.map(({ name }) => name) : []
}

/** Requests of a file, with those that other files send through its clients and functions. */
export function withForeign(file: FileModel, project: Project): RequestSite[] {
  const { requests = [], offers = [] } = file.requests ?? {}
  const calls = project.facts<Record<string, ForeignCall[]>>(FOREIGN_CALLS).get(file.source.path) ?? {}
  const told = offers.map((offer) => ({ offer, calls: calls[offer.name] ?? [] }))
  const isWrapper = ({ offer }: (typeof told)[number]) => offer.request.through.kind === 'wrapper'
  const callers = new Map(
    told.filter(isWrapper).map(({ offer, calls: its }) => [offer.request.through.key, its] as const),
  )
  return [
    ...requests.map((request) => withCallers(request, callers.get(request.through.key) ?? [])),
    ...told.filter((each) => !isWrapper(each)).flatMap(({ offer, calls: its }) => sentThrough(offer, its)),
  ]
}

/** A wrapper and what asks it elsewhere. */
function withCallers(request: RequestSite, calls: readonly ForeignCall[]): RequestSite {
  if (calls.length === 0) return request
  const { through, address } = request
  const callers = calls.map(({ span, texts }) => {
    const path = texts.find((text) => text.includes('/')) ?? texts.find((text) => /^[a-z_]+$/.test(text))
    return { span, ...(path !== undefined && { path }) }
  })
  const isWhole = address.texts.some((text) => /^\{[\w$.]+\}$/.test(text))
  const paths = isWhole ? callers.flatMap(({ path }) => path ?? []) : []
  return {
    ...request,
    address: { ...address, texts: [...new Set([...address.texts, ...paths])] },
    through: { ...through, callers: [...through.callers, ...callers] },
  }
}

const VERB = /^(?:get|post|put|patch|delete|head)$/

/** What calls of an exported client send. */
function sentThrough({ request }: Offer, calls: readonly ForeignCall[]): RequestSite[] {
  return calls.flatMap(({ name, member, texts: [path = ''], span, whole }) => {
    if (member !== undefined && !VERB.test(member) && member !== 'request') return []
    const verb = member !== undefined && VERB.test(member) ? member.toUpperCase() : undefined
    const { verb: _, ...rest } = request
    return {
      ...rest,
      name,
      span,
      whole,
      ...(verb !== undefined && { verb }),
      address: { ...request.address, texts: request.address.texts.map((base) => joined(base, path)) },
    }
  })
}

function joined(base: string, path: string): string {
  if (path === '' || /^(?:[a-z]+:)?\/\//i.test(path)) return path || base
  return `${base.replace(/\/$/, '')}/${path.replace(/^\//, '')}`
}
