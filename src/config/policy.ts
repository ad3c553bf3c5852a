import { relative, resolve, sep } from 'node:path'
import type { Report, Severity, Suppressed } from '../findings/finding.js'
import type { CheckedFinding } from '../findings/render.js'
import { catalog } from '../rules/about/index.js'
import { matchesAny, type Pattern, patternOf } from './globs.js'
import type { Level, Loaded, RuleSettings, SuppressionSetting, VerifiedSetting } from './settings.js'
import { levelOf } from './severity.js'

/** What the configuration says about files and findings. Report paths throughout. */
export interface Policy {
  /** Whether a file is examined. */
  includes(path: string): boolean
  /** `off`: the finding is left out. */
  level(finding: CheckedFinding): Level
  /** Who accepted a finding, and why. Its `look` has to be there. */
  suppression(finding: CheckedFinding): Suppressed | undefined
  /** Whether a file that does not parse leaves the run complete. */
  toleratesParseErrors(path: string): boolean
  /** What of the configuration had no effect; to be asked at the end of a run over everything that it is about, with the rules that ran. */
  unused(active: readonly string[]): Note[]
}

type Note = Report['notes'][number]

/** One configuration, made ready. */
interface Part {
  loaded: Loaded
  /** Report path of the file. */
  shown: string
  include: Pattern[] | undefined
  exclude: Pattern[]
  rules: RuleSettings
  overrides: { patterns: Pattern[]; rules: RuleSettings }[]
  suppressions: { setting: SuppressionSetting; patterns: Pattern[] | undefined; isUsed: boolean }[]
  verified: { setting: VerifiedSetting; isUsed: boolean }[]
  /** The path of a file from the configuration's folder; `undefined` for one that lies elsewhere. */
  local(path: string): string | undefined
  /** Whether a run from the working folder sees everything that the configuration is about. */
  isWhole: boolean
}

/**
 * @param cwd absolute; report paths are relative to it
 * @param configurations outer folders first; a single one that was named counts for every file below the working folder
 */
export function policyOf(cwd: string, configurations: readonly Loaded[]): Policy {
  const parts = configurations.map((loaded) => prepare(cwd, loaded))
  const inner = [...parts].reverse()
  const partOf = (path: string): { part: Part; local: string } | undefined => {
    for (const part of inner) {
      const local = part.local(path)
      if (local !== undefined) return { part, local }
    }
    return undefined
  }
  return {
    includes(path) {
      const found = partOf(path)
      if (!found) return true
      const { part, local } = found
      const isIncluded = part.include === undefined || matchesAny(part.include, local)
      // Both are asked: a pattern that another one makes idle is of use all the same.
      for (const { patterns } of part.overrides) matchesAny(patterns, local)
      for (const { patterns } of part.suppressions) if (patterns) matchesAny(patterns, local)
      return !matchesAny(part.exclude, local) && isIncluded
    },
    level(finding) {
      const found = partOf(finding.span.file)
      return found ? levelIn(found.part, found.local, finding) : finding.severity
    },
    suppression(finding) {
      const found = partOf(finding.span.file)
      return found && suppressionIn(found.part, found.local, finding)
    },
    toleratesParseErrors: (path) => partOf(path)?.part.loaded.settings.parseErrors === 'warn',
    unused: (active) => parts.filter(({ isWhole }) => isWhole).flatMap((part) => [...unusedIn(part, active)]),
  }
}

function prepare(cwd: string, loaded: Loaded): Part {
  const { folder, settings } = loaded
  const way = posix(relative(cwd, folder))
  return {
    loaded,
    shown: posix(relative(cwd, loaded.file)),
    include: settings.include?.map(patternOf),
    exclude: (settings.exclude ?? []).map(patternOf),
    rules: settings.rules ?? {},
    overrides: (settings.overrides ?? []).map(({ paths, rules }) => ({
      patterns: paths.map(patternOf),
      rules,
    })),
    suppressions: (settings.suppressions ?? []).map((setting) => ({
      setting,
      patterns: setting.paths?.map(patternOf),
      isUsed: false,
    })),
    verified: (settings.verified ?? []).map((setting) => ({ setting, isUsed: false })),
    local: localPaths(cwd, folder, way),
    isWhole: !way.startsWith('..'),
  }
}

/** Most configurations stand in the working folder or below it: a prefix says it all there. */
function localPaths(cwd: string, folder: string, way: string): (path: string) => string | undefined {
  if (way === '') return (path) => (path.startsWith('../') ? undefined : path)
  const prefix = `${way}/`
  if (!way.startsWith('..'))
    return (path) => (path.startsWith(prefix) ? path.slice(prefix.length) : undefined)
  return (path) => {
    const local = posix(relative(folder, resolve(cwd, path)))
    return local.startsWith('../') ? undefined : local
  }
}

function posix(path: string): string {
  return path.split(sep).join('/')
}

const SEVERITIES = new Map<string, Severity>(catalog.map(({ id, severity }) => [id, severity]))

function levelIn(part: Part, local: string, finding: CheckedFinding): Level {
  const settings = [
    part.rules[finding.rule],
    ...part.overrides
      .filter(({ patterns }) => matchesAny(patterns, local))
      .map(({ rules }) => rules[finding.rule]),
  ]
  const setting = settings.findLast((one) => one !== undefined)
  const own = SEVERITIES.get(finding.rule)
  return setting === undefined || own === undefined ? finding.severity : levelOf(finding, setting, own)
}

function suppressionIn(part: Part, local: string, finding: CheckedFinding): Suppressed | undefined {
  for (const one of part.suppressions) {
    const { rule, fingerprint, reason } = one.setting
    if (rule !== finding.rule) continue
    if (fingerprint !== undefined && fingerprint !== finding.look?.fingerprint) continue
    if (one.patterns && !matchesAny(one.patterns, local)) continue
    one.isUsed = true
    return { by: 'configuration', reason }
  }
  for (const one of part.verified) {
    const { rule, match, reason, date } = one.setting
    if (rule !== finding.rule || !isAbout(finding, local, match)) continue
    one.isUsed = true
    return { by: 'verified', reason, date }
  }
  return undefined
}

/** Whether people may have meant a finding by a part of what a report says of it. */
function isAbout({ look, message }: CheckedFinding, local: string, match: string): boolean {
  const wanted = match.toLowerCase()
  return [local, look?.excerpt ?? '', message].some((text) => text.toLowerCase().includes(wanted))
}

function* unusedIn(part: Part, active: readonly string[]): Generator<Note> {
  const note = (code: string, message: string) => ({ path: part.shown, code, message })
  const patterns: [string, readonly Pattern[]][] = [
    ['include', part.include ?? []],
    ['exclude', part.exclude],
    ['overrides', part.overrides.flatMap((override) => override.patterns)],
    ['suppressions', part.suppressions.flatMap((one) => one.patterns ?? [])],
  ]
  for (const [key, list] of patterns) {
    for (const { text, isUsed } of list)
      if (!isUsed)
        yield note('pattern-unused', `"${text}" in ${key} matches no file: correct it or take it out`)
  }
  for (const { setting, isUsed, patterns: own } of part.suppressions) {
    if (isUsed || !active.includes(setting.rule) || own?.some((pattern) => !pattern.isUsed)) continue
    const what = setting.fingerprint ?? own?.map(({ text }) => text).join(', ')
    yield note(
      'suppression-unused',
      `nothing to suppress for ${setting.rule} in ${what} any more: take the entry out`,
    )
  }
  for (const { setting, isUsed } of part.verified) {
    if (isUsed || !active.includes(setting.rule)) continue
    yield note(
      'verified-unused',
      `no finding of ${setting.rule} speaks of "${setting.match}" any more: take the entry out of verified`,
    )
  }
}
