import { ANNOUNCED_LANGUAGES, languageOf } from '../brand/manifest.js'
import type { ApplicabilityFacts } from './applicability.js'
import type { Applicability, Location, Report } from './finding.js'
import { startOf } from './places.js'

const EVIDENCE = 5

/** What the answers are made of. */
interface Knowledge {
  listed: readonly string[]
  facts: ReadonlyMap<string, ApplicabilityFacts>
  /** Folders of widgets, `''` for the root. */
  widgets: readonly string[]
}

/**
 * Answers the announcement's four questions about a repository, and says what kind of repository it is.
 * @param listed report paths of every listed file, also when none of them was parsed
 * @param facts what `collectApplicability` found, by path; empty for a clean tree
 */
export function answerApplicability(
  listed: readonly string[],
  facts: Readonly<Record<string, unknown>>,
): Pick<Report, 'repository' | 'applicability'> {
  const known = new Map(Object.entries(facts as Record<string, ApplicabilityFacts>))
  const knowledge: Knowledge = { listed, facts: known, widgets: widgetFolders(listed, known) }
  return {
    repository: kindOf(knowledge),
    applicability: [languages(knowledge), accounts(knowledge), marketplace(), directRequests(knowledge)],
  }
}

/** Folders that hold a widget: its manifest was read, or its files lie as in the documented archive. */
function widgetFolders(listed: readonly string[], facts: ReadonlyMap<string, ApplicabilityFacts>): string[] {
  const manifests = listed.filter(
    (path) => path.endsWith('manifest.json') && /(^|\/)manifest\.json$/.test(path),
  )
  if (manifests.length === 0) return []
  const all = new Set(listed)
  const translations = listed.filter((path) => /i18n\//i.test(path))
  const translated = new Set(
    translations.flatMap((path) => /^(.*?)i18n\/[a-z]{2}([-_]\w+)?\.json$/i.exec(path)?.[1] ?? []),
  )
  return manifests
    .filter((path) => {
      const read = facts.get(path)?.manifest
      if (read) return read.widget
      const folder = folderOf(path)
      return translated.has(folder) || (all.has(`${folder}script.js`) && hasLogo(listed, folder))
    })
    .map(folderOf)
}

function hasLogo(listed: readonly string[], folder: string): boolean {
  return listed.some((path) => path.startsWith(`${folder}images/logo`))
}

/** Folder of a path with its slash, `''` for the root. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}

const SERVER_FILE = /\.(php|py|rb|go|cs|java|kt|rs)$/

function kindOf({ listed, facts, widgets }: Knowledge): Report['repository'] {
  const outside = (path: string) => !widgets.some((folder) => folder !== '' && path.startsWith(folder))
  const server =
    [...facts].some(([path, fact]) => fact.server !== undefined && outside(path)) ||
    listed.some((path) => SERVER_FILE.test(path) && /(amo|kommo)/i.test(path) && outside(path))
  if (widgets.length > 0) return server ? 'both' : 'widget'
  return server ? 'integration' : 'unknown'
}

function languages({ listed, facts, widgets }: Knowledge): Applicability {
  const question = 'Is the integration available in English, Spanish or Portuguese?'
  const manifests = [...facts.values()].flatMap((fact) => (fact.manifest?.widget ? [fact.manifest] : []))
  const withLocales = manifests.filter((manifest) => manifest.locales.length > 0)
  const announced = withLocales.filter((manifest) => manifest.announced)
  if (announced.length > 0)
    return yes(
      question,
      announced.map((manifest) => manifest.place),
    )
  const files = listed.flatMap((path) => {
    const folder = widgets.find((widget) => path.startsWith(`${widget}i18n/`))
    const name = folder === undefined ? undefined : /\/?([a-z]{2}(?:[-_]\w+)?)\.json$/i.exec(path)?.[1]
    return name === undefined ? [] : [{ path, language: languageOf(name) }]
  })
  const inAnnounced = files.filter((file) => ANNOUNCED_LANGUAGES.some((code) => code === file.language))
  if (withLocales.length === 0 && inAnnounced.length > 0) {
    return yes(
      question,
      inAnnounced.map((file) => startOf(file.path)),
    )
  }
  if (withLocales.length > 0) {
    return {
      question,
      answer: 'no',
      evidence: withLocales.map((manifest) => manifest.place).slice(0, EVIDENCE),
    }
  }
  if (files.length > 0) {
    return { question, answer: 'no', evidence: files.map((file) => startOf(file.path)).slice(0, EVIDENCE) }
  }
  return unknown(question, 'The languages do not show in the files: check which ones you offer to customers.')
}

function accounts({ facts }: Knowledge): Applicability {
  const question = 'Does the integration already work with accounts in amocrm.com?'
  const of = (brand: 'com' | 'kommo' | 'ru') => [...facts.values()].flatMap((fact) => fact.hosts[brand] ?? [])
  const com = of('com')
  if (com.length > 0) return yes(question, com)
  const kommo = of('kommo')
  const check =
    'Accounts cannot be read from code: look into your stored account addresses for amocrm.com and kommo.com.'
  if (kommo.length > 0) {
    return unknown(question, `The code names kommo.com and not amocrm.com. ${check}`, kommo)
  }
  const ru = of('ru')
  if (ru.length > 0)
    return unknown(question, `The code names amocrm.ru alone, which stays as it is. ${check}`, ru)
  return unknown(question, check)
}

function marketplace(): Applicability {
  return unknown(
    'Is the integration available on the kommo.com marketplace?',
    'A listing cannot be read from code: look the integration up on the kommo.com marketplace.',
  )
}

function directRequests({ listed, facts, widgets }: Knowledge): Applicability {
  const question = 'Does the integration have an archive whose script.js calls third-party servers directly?'
  if (widgets.length === 0) {
    const zips = listed.filter((path) => /\.zip$/i.test(path))
    return zips.length > 0
      ? unknown(question, 'Archives are not examined: unpack the widget and audit it.', zips.map(startOf))
      : unknown(
          question,
          'No widget archive (manifest.json with script.js) is here. If there is one elsewhere, audit it.',
        )
  }
  const scripts = [...facts].flatMap(([path, fact]) =>
    fact.requests && isOfWidget(path, fact, widgets) ? [{ path, requests: fact.requests }] : [],
  )
  const direct = scripts.flatMap((script) => script.requests.direct?.place ?? [])
  if (direct.length > 0) return yes(question, direct)
  const open = scripts.flatMap((script) => script.requests.open ?? [])
  const main = widgets.map((folder) => `${folder}script.js`).filter((path) => listed.includes(path))
  const read = main.flatMap((path) => facts.get(path)?.requests ?? [])
  if (open.length === 0 && read.length === widgets.length && read.every((script) => !script.modules)) {
    return { question, answer: 'no', evidence: main.map(startOf).slice(0, EVIDENCE) }
  }
  return unknown(
    question,
    'No such request was recognised. Check which servers script.js calls: each must accept requests from *.kommo.com (CORS).',
    open.length > 0 ? open : main.map(startOf),
  )
}

/** A script of the widget's own folder, its entry, or code that runs inside the account. */
function isOfWidget(path: string, fact: ApplicabilityFacts, widgets: readonly string[]): boolean {
  if (fact.server) return false
  if (fact.requests?.inWidget) return true
  return (
    widgets.some((folder) => folder !== '' && path.startsWith(folder)) || /(^|\/)script\.[jt]sx?$/.test(path)
  )
}

function yes(question: string, evidence: readonly Location[]): Applicability {
  return { question, answer: 'yes', evidence: evidence.slice(0, EVIDENCE) }
}

function unknown(question: string, check: string, evidence: readonly Location[] = []): Applicability {
  return { question, answer: 'unknown', evidence: evidence.slice(0, EVIDENCE), check }
}
