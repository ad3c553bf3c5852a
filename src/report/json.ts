import type { Report } from '../findings/finding.js'

/** The report as it is, version 1. `kept` is there exactly when it was asked for. */
export function json(report: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`
}
