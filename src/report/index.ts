import type { Report } from '../findings/finding.js'
import type { ReportContext } from './context.js'

type Reporter = (report: Report, context: ReportContext) => string

/** Formats by name; each is loaded when it is asked for. */
const REPORTERS = {
  pretty: async () => (await import('./pretty.js')).pretty,
  compact: async () => (await import('./compact.js')).compact,
  json: async () => (await import('./json.js')).json,
  sarif: async () => (await import('./sarif.js')).sarif,
  github: async () => (await import('./github.js')).github,
  gitlab: async () => (await import('./gitlab.js')).gitlab,
  junit: async () => (await import('./junit.js')).junit,
  html: async () => (await import('./html/index.js')).html,
  markdown: async () => (await import('./markdown.js')).markdown,
} as const satisfies Record<string, () => Promise<Reporter>>

export type Format = keyof typeof REPORTERS

export const FORMATS = Object.keys(REPORTERS) as Format[]

export function isFormat(name: string): name is Format {
  return Object.hasOwn(REPORTERS, name)
}

/** Renders a report in one format. */
export async function renderReport(format: Format, report: Report, context: ReportContext): Promise<string> {
  const reporter: Reporter = await REPORTERS[format]()
  return reporter(report, context)
}
