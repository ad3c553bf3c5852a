import { type BaselineFile, openBaseline } from './baseline/file.js'
import { type Configuration, openConfiguration, UNCONFIGURED } from './config/load.js'
import type { Severity } from './findings/finding.js'

/** What configuration and baseline say about a run as a whole. */
export interface RunSettings {
  configure: Configuration['configure']
  baseline: BaselineFile | undefined
  failOn: Severity | 'never'
}

/** What a caller says about them: a file, or `false` for none. */
export interface SettingsOptions {
  config?: string | false | undefined
  baseline?: string | false | undefined
  failOn?: Severity | 'never' | undefined
}

/**
 * Opens the configuration and the baseline of a run; what the caller says wins.
 * @throws KnownError `configuration`, `baseline`
 */
export async function settingsOf(cwd: string, options: SettingsOptions): Promise<RunSettings> {
  const { main, configure } = await configurationOf(cwd, options)
  return {
    configure,
    baseline: openBaseline(cwd, options.baseline, main),
    failOn: options.failOn ?? main?.settings.failOn ?? 'warning',
  }
}

/** @throws KnownError `configuration` */
export async function configurationOf(
  cwd: string,
  { config }: Pick<SettingsOptions, 'config'>,
): Promise<Configuration> {
  return config === false ? UNCONFIGURED : openConfiguration(cwd, config)
}
