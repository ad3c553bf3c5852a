import type { Role, Severity } from '../findings/finding.js'

/** What a configuration file says, checked. Globs and file names are relative to `folder`. */
export interface Settings {
  include?: string[] | undefined
  exclude?: string[] | undefined
  rules?: RuleSettings | undefined
  overrides?: { paths: string[]; rules: RuleSettings }[] | undefined
  suppressions?: SuppressionSetting[] | undefined
  verified?: VerifiedSetting[] | undefined
  parseErrors?: 'error' | 'warn' | undefined
  failOn?: Severity | 'never' | undefined
  baseline?: string | undefined
}

export type Level = Severity | 'off'

export type RuleSetting =
  | Level
  | { severity?: Level | undefined; roles?: Partial<Record<Role, Level | undefined>> | undefined }

/** By rule id. */
export type RuleSettings = Record<string, RuleSetting | undefined>

export interface SuppressionSetting {
  rule: string
  paths?: string[] | undefined
  fingerprint?: string | undefined
  reason: string
}

export interface VerifiedSetting {
  rule: string
  match: string
  reason: string
  /** YYYY-MM-DD. */
  date: string
}

/** Settings with the place they were read from. */
export interface Loaded {
  /** Absolute path of the file. */
  file: string
  /** Absolute path of its folder. */
  folder: string
  settings: Settings
}

/** Rules whose findings may end outside the code: in stored data, on a server, in a package. */
export const EXTERNALLY_ENDED = [
  'account-key',
  'stored-host',
  'sdk-host',
  'redirect-308',
  'widget-manifest',
] as const
