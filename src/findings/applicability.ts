import { hasAnnouncedLanguage, isRecord, localesOf, manifestKind } from '../brand/manifest.js'
import type { Source } from '../files/source.js'
import type { JsonData } from '../languages/json/data.js'
import type { FileModel } from '../languages/language.js'
import type { Location } from './finding.js'

/** What one file says about the announcement's four questions. Plain data: it crosses threads. */
export interface ApplicabilityFacts {
  /** Set for a file called manifest.json that was read. */
  manifest?: { widget: boolean; locales: string[]; announced: boolean; place: Location }
  /** First place of a host of each brand, comments and recordings left out. */
  hosts: { com?: Location; kommo?: Location; ru?: Location }
  /** A framework, SDK or language that runs on a server. */
  server?: { name: string; place: Location }
  /** Requests of a script, comments left out. */
  requests?: {
    /** First request that goes straight to a server of the integration, with its host. */
    direct?: { host: string; place: Location }
    /** First request whose address is not known to be the account's own. */
    open?: Location
    /** Loads other modules of the project, which may send requests too. */
    modules: boolean
    /** Uses the widget constant or a callback of the widget, so it runs inside the account. */
    inWidget: boolean
  }
}

/** Reads the facts of one parsed file; `undefined` when it says nothing about the questions. */
export function collectApplicability(file: FileModel): ApplicabilityFacts | undefined {
  const { source } = file
  const facts: ApplicabilityFacts = { hosts: {} }
  if (/(^|\/)manifest\.json$/i.test(source.path)) addManifest(facts, file)
  if (file.nature === 'source' || file.nature === 'configuration') addHosts(facts, source)
  const server = serverOf(file)
  if (server) facts.server = server
  if (file.nature === 'source' && (file.family === 'script' || file.family === 'markup')) {
    addRequests(facts, file)
  }
  const said = facts.manifest || facts.server || facts.requests || Object.keys(facts.hosts).length > 0
  return said ? facts : undefined
}

function addManifest(facts: ApplicabilityFacts, file: FileModel): void {
  const data = file.data as Partial<JsonData> | undefined
  if (data?.kind !== 'json') return
  const value = data.value
  const locales = localesOf(value)
  const span = data.valueSpan?.(['widget', 'locale'])
  facts.manifest = {
    widget: manifestKind(value) === 'widget',
    locales,
    announced: hasAnnouncedLanguage(locales),
    place: span ? placeAt(file.source, span.start, span.end) : startOf(file.source.path),
  }
}

const HOSTS = {
  com: /(?<![\w-])amocrm\\?\.com(?![\w-]|\.\w)/i,
  kommo: /(?<![\w-])kommo\\?\.com(?![\w-]|\.\w)/i,
  ru: /(?<![\w-])amocrm\\?\.ru(?![\w-]|\.\w)/i,
} as const

function addHosts(facts: ApplicabilityFacts, source: Source): void {
  for (const brand of ['com', 'kommo', 'ru'] as const) {
    const found = firstMatch(source.text, HOSTS[brand], isAccountHost)
    if (found) facts.hosts[brand] = placeOf(source, found)
  }
}

/** A host that code can send something to: no e-mail address, no comment, no link to the vendor's own pages. */
function isAccountHost(text: string, match: RegExpExecArray): boolean {
  const front = text.slice(Math.max(0, match.index - 100), match.index)
  if (/(@|%40)[\w.-]*$/.test(front) && !/:\/\/[^\s/]*@[\w.-]*$/.test(front)) return false
  if (/(^|[^\w])(www|support|developers|[a-z]{2}-developers)\.$/i.test(front)) return false
  if (/:\/\/$/.test(front) && !/^\/(api|oauth2|v\d)/.test(text.slice(match.index + match[0].length)))
    return false
  return !isCommented(text, match.index)
}

const SERVER_LANGUAGES: Record<string, string> = {
  php: 'PHP',
  py: 'Python',
  rb: 'Ruby',
  go: 'Go',
  cs: 'C#',
  java: 'Java',
  kt: 'Kotlin',
  rs: 'Rust',
}
const SERVER_IMPORT =
  /(?:from\s*|require\(\s*)['"](?:node:)?(express|fastify|koa|@nestjs\/\w+|@hapi\/hapi|hono|restify|http|https|next|nuxt|knex|pg|mysql2?|typeorm|sequelize|@prisma\/client|mongoose|redis|ioredis)['"]/
const SERVER_PACKAGE =
  /^(express|fastify|koa|@nestjs\/core|@hapi\/hapi|hono|next|amocrm-js|amocrm-connector|kommo-js|@shevernitskiy\/amo|n8n-workflow|laravel\/framework|symfony\/[\w-]+|slim\/slim|yiisoft\/yii2|amocrm\/[\w-]+|ufee\/amoapi(-v4)?|dotzero\/amocrm|andrey-tech\/amocrm-api-php)$/

/** What says that the project has a server side, in the words of its own files. */
function serverOf({ source, family, nature, data }: FileModel): ApplicabilityFacts['server'] {
  if (nature === 'test' || nature === 'recorded' || nature === 'docs') return undefined
  const name = source.path.slice(source.path.lastIndexOf('/') + 1)
  const language = SERVER_LANGUAGES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()]
  if (language) return { name: language, place: startOf(source.path) }
  if (/^(package|composer)\.json$/.test(name))
    return serverPackage(source, data as Partial<JsonData> | undefined)
  if (family !== 'script' || /(^|\/)(scripts|build|config|tools)\/|\bconfig\.[cm]?[jt]s$/.test(source.path))
    return undefined
  const match = SERVER_IMPORT.exec(source.text)
  return match ? { name: match[1] as string, place: placeOf(source, match) } : undefined
}

/** A framework or SDK that a manifest of packages requires at run time. */
function serverPackage(source: Source, data: Partial<JsonData> | undefined): ApplicabilityFacts['server'] {
  if (data?.kind !== 'json' || !isRecord(data.value)) return undefined
  for (const group of ['dependencies', 'peerDependencies', 'require']) {
    const packages = data.value[group]
    const name = isRecord(packages)
      ? Object.keys(packages).find((key) => SERVER_PACKAGE.test(key))
      : undefined
    const span = name === undefined ? undefined : data.keySpan?.([group, name])
    if (name && span) return { name, place: placeAt(source, span.start, span.end) }
  }
  return undefined
}

const REQUEST =
  /(?<![\w$.])(?:(?:window\.)?(?:\$|jQuery)\.(?:ajax|post|get|getJSON)|(?:window\.)?fetch|axios(?:\.\w+)?|(?:[\w$]+\.)*\$authorizedAjax|ky(?:\.\w+)?|\w*(?:xhr|request|req)\.open)\s*\(/gi
const CALL_REACH = 400
const URL_NAME =
  /(?<![\w$])([A-Za-z_$][\w$]*)['"]?\s*[:=]\s*(['"`])(https?:)?\/\/([\w.-]+\.[a-z]{2,}|localhost)(?::\d+)?[^'"`\s]*\2/gi
const ABSOLUTE = /['"`](?:https?:)?\/\/([\w.-]+\.[a-z]{2,})(?=[:/?'"`])/i

/** Requests by what the code says; a proxy of the platform (`crm_post`) is no direct request. */
function addRequests(facts: ApplicabilityFacts, file: FileModel): void {
  const { source } = file
  const { text } = source
  const calls = [...text.matchAll(REQUEST)].filter((call) => !isCommented(text, call.index))
  const inWidget =
    file.globals.some((ref) => ref.name === 'AMOCRM' || ref.name === 'APP') || WIDGET_CODE.test(text)
  if (calls.length === 0 && !inWidget && !/(^|\/)script\.[jt]sx?$/.test(source.path)) return
  facts.requests = { inWidget, modules: OWN_MODULE.test(text) }
  const names = new Map<string, string>()
  for (const [, name, , , host] of text.matchAll(URL_NAME)) {
    if (isThirdParty(host as string)) names.set(name as string, host as string)
  }
  const other = firstMatch(text, OTHER_REQUEST, (_, match) => !isCommented(text, match.index))
  if (other) facts.requests.open = placeOf(source, other)
  for (const call of calls) {
    const written = text.slice(call.index, call.index + CALL_REACH)
    const host = hostOfCall(written, names)
    if (host) {
      facts.requests.direct = { host, place: placeOf(source, call) }
      return
    }
    if (!RELATIVE.test(written)) facts.requests.open ??= placeOf(source, call)
  }
}

const WIDGET_CODE = /\$authorizedAjax|\bcrm_post\b|\b(bind_actions|dpSettings|onSalesbotDesignerSave)\b/
/** Other ways to send a request. `crm_post` is none of them: it goes over the platform's own proxy. */
const OTHER_REQUEST =
  /XMLHttpRequest\s*\(|sendBeacon|new (WebSocket|EventSource)|\bcreateElement\(\s*['"](iframe|script)/
const OWN_MODULE =
  /\b(?:from|import)\s*\(?\s*['"]\.|\brequire\s*\(\s*\[?\s*['"]|\bdefine\s*\(\s*\[[^\]]*['"](?:\.|https?:|[\w-]+\/)/
/** An address of the account itself: it begins with one slash. */
const RELATIVE = /^[^(]*\(\s*(?:\{[^}]*?\burl['"]?\s*:\s*)?['"`]\/(?!\/)/

/** The third-party host that a call names itself, or by a name that holds a URL elsewhere in the file. */
function hostOfCall(window: string, names: ReadonlyMap<string, string>): string | undefined {
  const call = window.slice(0, endOfCall(window))
  const host = ABSOLUTE.exec(call)?.[1]
  if (host && isThirdParty(host)) return host
  for (const [name] of call.matchAll(/[A-Za-z_$][\w$]*/g)) {
    const found = names.get(name)
    if (found) return found
  }
  return undefined
}

/** End of the arguments of a call whose text begins the window; the whole window when they do not close in it. */
function endOfCall(window: string): number {
  let depth = 0
  for (let i = window.indexOf('('); i < window.length; i++) {
    if (window[i] === '(') depth++
    else if (window[i] === ')' && --depth === 0) return i
  }
  return window.length
}

function isThirdParty(host: string): boolean {
  return (
    !/(^|\.)(amocrm\.(ru|com)|kommo\.com|w3\.org|localhost)$/i.test(host) && !/^(127\.|0\.0\.)/.test(host)
  )
}

/** Whether a place stands behind `//`, `#`, `--` or in a line of a block comment. */
function isCommented(text: string, at: number): boolean {
  // Only up to the line feed: files without a lone CR would be searched to their beginning.
  const before = text.slice(text.lastIndexOf('\n', at) + 1, at)
  const line = before.slice(before.lastIndexOf('\r') + 1)
  return /^\s*(\/\/|#|\*|\/\*|<!--|--)/.test(line) || /\s\/\/\s/.test(line)
}

function firstMatch(
  text: string,
  pattern: RegExp,
  holds: (text: string, match: RegExpExecArray) => boolean,
): RegExpExecArray | undefined {
  const all = new RegExp(pattern, 'gi')
  for (let match = all.exec(text); match; match = all.exec(text)) if (holds(text, match)) return match
  return undefined
}

function placeOf(source: Source, match: RegExpExecArray): Location {
  return placeAt(source, source.byteAt(match.index), source.byteAt(match.index + match[0].length))
}

function placeAt(source: Source, start: number, end: number): Location {
  return { path: source.path, start: source.point(start), end: source.point(end) }
}

/** The beginning of a file, where the file itself is the evidence. */
export function startOf(path: string): Location {
  const point = { line: 1, column: 1, offset: 0 }
  return { path, start: point, end: point }
}
