import type { Answer, Asked, Exchange, Remark, Seen, Verdict } from './model.js'
import { isHarmless, needsPreflight, unsafeHeaders } from './preflight.js'

type About = Remark['about']

/**
 * Decides as a browser does by the Fetch standard ("CORS check", "CORS-preflight fetch"): from what was asked and what was
 * answered, nothing else.
 */
export function decide(asked: Asked, { preflight, request }: Seen): Verdict {
  const remarks: Remark[] = []
  if (isMixed(asked))
    remarks.push({
      level: 'refused',
      about: 'page',
      text: `A page on https does not ask ${new URL(asked.url).protocol}// at all (mixed content).`,
    })
  const isAsked = needsPreflight(asked)
  if (preflight && isAsked) remarks.push(...preflightRemarks(asked, preflight.answer))
  if (preflight && !isAsked) return standIn(asked, preflight, remarks)
  if (request) remarks.push(...requestRemarks(asked, request))
  if (!request && preflight) remarks.push(...varyRemarks(asked, preflight.answer, 'preflight'))
  const goesElsewhere = request !== undefined && isRedirect(request.answer)
  const isRefused = remarks.some(({ level }) => level === 'refused')
  return { decision: isRefused ? 'refused' : goesElsewhere ? 'undecided' : 'accepted', remarks }
}

/** A page may send a POST of a form without asking. It is not sent here: the answer to OPTIONS has to do. */
function standIn(asked: Asked, { answer }: Exchange, before: readonly Remark[]): Verdict {
  const found = originRemarks(asked, answer, 'preflight')
  const isOpen = found.some(({ level }) => level === 'refused')
  const remarks: Remark[] = [
    ...before,
    ...found.map((each): Remark => (each.level === 'refused' ? { ...each, level: 'warning' } : each)),
    {
      level: 'note',
      about: 'request',
      text: isOpen
        ? `A browser sends this ${asked.method} without asking first. It is not sent here, and the answer to OPTIONS lets nobody in: what ${asked.method} is answered is not known.`
        : `A browser sends this ${asked.method} without asking first. It is not sent here: judged by the answer to OPTIONS.`,
    },
  ]
  const isRefused = remarks.some(({ level }) => level === 'refused')
  return { decision: isRefused ? 'refused' : isOpen ? 'undecided' : 'accepted', remarks }
}

function preflightRemarks(asked: Asked, answer: Answer): Remark[] {
  const about = 'preflight'
  const remarks = originRemarks(asked, answer, about)
  if (isRedirect(answer))
    remarks.push({ level: 'refused', about, text: `${answer.status}: a preflight must not be redirected.` })
  else if (answer.status < 200 || answer.status > 299)
    remarks.push({ level: 'refused', about, text: `${answer.status}: OPTIONS has to be answered with 2xx.` })
  return [...remarks, ...methodRemarks(asked, answer), ...headerRemarks(asked, answer)]
}

function methodRemarks({ method, credentials }: Asked, answer: Answer): Remark[] {
  const about = 'preflight'
  const list = listOf(answer, 'access-control-allow-methods')
  const header = shown(answer, 'access-control-allow-methods')
  if (list === 'invalid')
    return [{ level: 'refused', about, ...header, text: 'This is no list of methods: nothing is let in.' }]
  if (list?.includes(method)) return [{ level: 'ok', about, ...header, text: `Names ${method}.` }]
  if (/^(?:GET|HEAD|POST)$/.test(method))
    return [{ level: 'ok', about, ...header, text: `${method} needs no permission.` }]
  if (list?.includes('*') && !credentials)
    return [{ level: 'ok', about, ...header, text: '`*` stands for every method.' }]
  const other = list?.find((each) => each.toUpperCase() === method)
  const why = other
    ? `Names \`${other}\`, and methods are compared with their case: \`${method}\` is another.`
    : list?.includes('*')
      ? '`*` is a name like any other where cookies are sent.'
      : list
        ? `Does not name ${method}.`
        : `Access-Control-Allow-Methods is missing: it has to name ${method}.`
  return [{ level: 'refused', about, ...header, text: why }]
}

function headerRemarks(asked: Asked, answer: Answer): Remark[] {
  const about = 'preflight'
  const wanted = unsafeHeaders(asked)
  const list = listOf(answer, 'access-control-allow-headers')
  const header = shown(answer, 'access-control-allow-headers')
  if (list === 'invalid')
    return [{ level: 'refused', about, ...header, text: 'This is no list of names: nothing is let in.' }]
  if (wanted.length === 0) return []
  const names = new Set(list?.map((name) => name.toLowerCase()))
  const isWild = names.has('*') && !asked.credentials
  const missing = wanted.filter((name) => !names.has(name) && !(isWild && name !== 'authorization'))
  if (missing.length === 0) return [{ level: 'ok', about, ...header, text: `Lets in ${wanted.join(', ')}.` }]
  if (!list)
    return [
      {
        level: 'refused',
        about,
        text: `Access-Control-Allow-Headers is missing: it has to name ${missing.join(', ')}.`,
      },
    ]
  const why = names.has('*')
    ? asked.credentials
      ? ' `*` is a name like any other where cookies are sent.'
      : ' `*` does not stand for it.'
    : ''
  return [{ level: 'refused', about, ...header, text: `Does not name ${missing.join(', ')}.${why}` }]
}

function requestRemarks(asked: Asked, { answer, url }: Exchange): Remark[] {
  const about = 'request'
  const remarks = [...originRemarks(asked, answer, about), ...varyRemarks(asked, answer, about)]
  const isLetIn = !remarks.some(({ level }) => level === 'refused')
  if (isRedirect(answer) && isLetIn) {
    const host = targetOf(answer, url)
    remarks.push({
      level: 'warning',
      about,
      text: `${answer.status}: it is sent on to ${host}, with \`Origin: null\` where that is another host. It is not followed: ask that address itself.`,
    })
  } else if (answer.status >= 400 && isLetIn)
    remarks.push({
      level: 'note',
      about,
      text: `${answer.status} without credentials is an answer that the page may read; see that answers to signed-in requests carry the same headers.`,
    })
  return remarks
}

/** The CORS check: who may read the answer, and whether with cookies. */
function originRemarks({ origin, credentials }: Asked, answer: Answer, about: About): Remark[] {
  const name = 'access-control-allow-origin'
  const values = valuesOf(answer, name)
  const header = shown(answer, name)
  const [value] = values
  const refused = (text: string): Remark[] => [{ level: 'refused', about, ...header, text }]
  if (value === undefined) return refused('Access-Control-Allow-Origin is missing: nobody is let in.')
  if (values.length > 1) return refused('It is sent more than once, and exactly one is allowed.')
  if (value === '*' && credentials)
    return refused('`*` does not hold where cookies are sent: the origin has to be named.')
  if (value === '*') return [{ level: 'ok', about, ...header, text: 'Lets every origin in.' }]
  if (value !== origin) return refused(whyNot(value, origin))
  const remarks: Remark[] = [{ level: 'ok', about, ...header, text: 'Lets this origin in.' }]
  return credentials ? [...remarks, ...credentialsRemarks(answer, about)] : remarks
}

function credentialsRemarks(answer: Answer, about: About): Remark[] {
  const name = 'access-control-allow-credentials'
  const value = valuesOf(answer, name).join(', ')
  const header = shown(answer, name)
  if (value === 'true') return [{ level: 'ok', about, ...header, text: 'Lets cookies in.' }]
  const text =
    value === ''
      ? 'Access-Control-Allow-Credentials is missing: it has to be `true` where cookies are sent.'
      : 'It has to be exactly `true`, in small letters.'
  return [{ level: 'refused', about, ...header, text }]
}

function whyNot(value: string, origin: string): string {
  if (value.includes(',') || /\s/.test(value))
    return 'It holds a list, and exactly one origin is allowed: answer with the one that asks.'
  if (value === 'null') return '`null` lets no page of an account in.'
  if (value.replace(/\/+$/, '') === origin) return 'An origin has no slash at its end.'
  if (value.toLowerCase() === origin.toLowerCase()) return 'Origins are compared with their case.'
  if (value.includes('*')) return 'A `*` inside an origin stands for nothing: answer with the one that asks.'
  return 'Lets another origin in, not this one.'
}

/** What one origin is answered must not be kept for another. */
function varyRemarks({ origin }: Asked, answer: Answer, about: About): Remark[] {
  if (valuesOf(answer, 'access-control-allow-origin').join(', ') !== origin) return []
  const names = valuesOf(answer, 'vary').flatMap((value) => value.toLowerCase().split(/\s*,\s*/))
  if (names.includes('origin') || names.includes('*')) return []
  return [
    {
      level: 'warning',
      about,
      ...shown(answer, 'vary'),
      text: 'The answer depends on the origin and Vary does not name Origin: a cache hands it to other origins.',
    },
  ]
}

/** Pages on https ask http only of the own machine. */
function isMixed({ origin, url }: Asked): boolean {
  const { protocol, hostname } = new URL(url)
  return (
    origin.startsWith('https:') &&
    protocol === 'http:' &&
    !/^(?:127(?:\.\d+){3}|\[::1\]|(?:.+\.)?localhost)$/i.test(hostname)
  )
}

/** Whether an answer sends the asker on. */
export function isRedirect({ status }: Pick<Answer, 'status'>): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308
}

/** Values of a header, one for each time that it came. Blanks around a value are no part of it. */
export function valuesOf({ headers }: Answer, name: string): string[] {
  return headers.flatMap(([key, value]) => (key.toLowerCase() === name ? [value.trim()] : []))
}

/** Names of a comma-separated list; `undefined` without the header, `invalid` where something else stands in it. */
function listOf(answer: Answer, name: string): string[] | 'invalid' | undefined {
  const values = valuesOf(answer, name)
  if (values.length === 0) return undefined
  const names = values
    .join(',')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
  return names.every((each) => /^[!#$%&'*+.^_`|~\w-]+$/.test(each)) ? names : 'invalid'
}

function shown(answer: Answer, name: string): { header?: string } {
  const found = answer.headers.filter(([key]) => key.toLowerCase() === name)
  return found.length > 0 ? { header: found.map(([key, value]) => `${key}: ${value}`).join(' | ') } : {}
}

function targetOf(answer: Answer, url: string): string {
  const [to = ''] = valuesOf(answer, 'location')
  return URL.canParse(to, url) ? new URL(to, url).origin : 'an address that cannot be read'
}

/** What has to be sent to decide. */
export function requestsFor(asked: Asked): { preflight: boolean; request: boolean } {
  const request = isHarmless(asked.method)
  return { preflight: needsPreflight(asked) || !request, request }
}
