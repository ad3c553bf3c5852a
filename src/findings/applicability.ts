import { hasAnnouncedLanguage, isRecord, localesOf, manifestKind } from '../brand/manifest.js'
import type { Source } from '../files/source.js'
import type { JsonData } from '../languages/json/data.js'
import type { FileModel } from '../languages/language.js'
import { addRequests } from './applicability-requests.js'
import type { Location } from './finding.js'
import { isCommented, placeAt, placeOf, startOf } from './places.js'

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

const HOST = /(?<![\w-])(?:amocrm\\?\.(?:com|ru)|kommo\\?\.com)(?![\w-]|\.\w)/gi

/** The first host of each brand. */
function addHosts({ hosts }: ApplicabilityFacts, source: Source): void {
  for (const found of source.text.matchAll(HOST)) {
    const brand = /^k/i.test(found[0]) ? 'kommo' : /u$/i.test(found[0]) ? 'ru' : 'com'
    if (!hosts[brand] && isAccountHost(source.text, found)) hosts[brand] = placeOf(source, found)
    if (hosts.com && hosts.kommo && hosts.ru) return
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
