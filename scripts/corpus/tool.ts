import { spawnSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import type { Report } from '../../src/findings/finding.js'

export interface Run {
  code: number
  stdout: string
  stderr: string
  ms: number
}

/** Runs the built command line in a folder, as a user would. */
export function runTool(bin: string, folder: string, args: readonly string[]): Run {
  const start = performance.now()
  const result = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, NO_COLOR: '1', NODE_EXTRA_CA_CERTS: undefined },
    timeout: 600_000,
  })
  const ms = performance.now() - start
  return { code: result.status ?? -1, stdout: result.stdout, stderr: result.stderr, ms }
}

/** Audits a folder. Throws with the tool's own words when it prints no report. */
export function audit(bin: string, folder: string): { report: Report; run: Run } {
  const run = runTool(bin, folder, ['audit', '--format', 'json', '--kept'])
  try {
    return { report: JSON.parse(run.stdout) as Report, run }
  } catch {
    throw new Error(`audit printed no report (exit ${run.code}): ${run.stderr.slice(0, 2000)}`)
  }
}

/** The exit code that a report promises: 2 for an incomplete run, 1 for findings from warning on, else 0. */
export function promisedCode(report: Report): number {
  if (report.errors.length > 0) return 2
  const open = report.findings.filter((each) => each.state === 'new' && each.severity !== 'info')
  return open.length > 0 ? 1 : 0
}
