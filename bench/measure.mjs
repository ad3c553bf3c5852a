import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'

const { NODE_EXTRA_CA_CERTS: _, ...ENV } = process.env
const GNU_TIME = '/usr/bin/time'
/** How `timeout` of coreutils ends when the command did not. */
const TIMED_OUT = 124

/** CPU time and memory are known where GNU time is; elsewhere only the clock is read. */
export const hasUsage = /GNU/.test(spawnSync(GNU_TIME, ['--version'], { encoding: 'utf8' }).stdout ?? '')

/**
 * Runs a command to its end, its output into a file of the folder `out`.
 * Gives back wall time and, with `usage`, the CPU time of all its processes (user and system), both in milliseconds, and
 * the peak resident memory of its largest process in MB.
 * @param limit seconds after which it is ended, where coreutils can do that
 * @throws when it cannot be started or ends with an exit code that is not in `exits`: `tookTooLong` tells the limit apart
 */
export function time(command, { cwd, out, exits = [0, 1], usage = hasUsage, limit }) {
  const [stdout, figures] = [join(out, 'stdout'), join(out, 'usage')]
  const limited = limit && hasUsage ? ['timeout', String(limit), ...command] : command
  const measured = usage ? [GNU_TIME, '-o', figures, '-f', '%U %S %M', '--', ...limited] : limited
  const output = openSync(stdout, 'w')
  const start = process.hrtime.bigint()
  const run = spawnSync(measured[0], measured.slice(1), { cwd, env: ENV, stdio: ['ignore', output, 'pipe'] })
  const ms = Number(process.hrtime.bigint() - start) / 1e6
  closeSync(output)
  if (run.error) throw run.error
  if (limit && run.status === TIMED_OUT)
    throw Object.assign(new Error(`over ${limit} s`), { tookTooLong: true })
  if (!exits.includes(run.status))
    throw new Error(`${command.join(' ')}: exit ${run.status}\n${run.stderr}${readFileSync(stdout, 'utf8')}`)
  return usage ? { ms, ...usageOf(readFileSync(figures, 'utf8')) } : { ms }
}

/** The last line; a line about the exit code may stand in front. */
function usageOf(text) {
  const [user, system, kilobytes] = text.trim().split('\n').at(-1).split(' ').map(Number)
  return { cpuMs: (user + system) * 1000, mb: kilobytes / 1024 }
}

/**
 * Alternates jobs (A B A B …), after one round that warms the file cache, and gives back the medians of each.
 * @param rounds how many rounds at most; no further one begins when `seconds` have gone by
 * @param warm `false` where one round alone takes minutes
 */
export function alternate(jobs, { rounds, seconds = Number.POSITIVE_INFINITY, warm = true }) {
  if (warm) for (const job of jobs) job()
  const samples = jobs.map(() => [])
  const end = Date.now() + seconds * 1000
  for (let round = 0; round < rounds && (round === 0 || Date.now() < end); round++) {
    for (const [index, job] of jobs.entries()) samples[index].push(job())
  }
  return samples.map(summary)
}

function summary(runs) {
  const median = (key) => {
    const values = runs.map((run) => run[key])
    return values.includes(undefined) ? undefined : quantile(values, 0.5)
  }
  const walls = runs.map(({ ms }) => ms)
  const spread = (quantile(walls, 0.75) - quantile(walls, 0.25)) / quantile(walls, 0.5)
  return { runs: runs.length, ms: median('ms'), cpuMs: median('cpuMs'), mb: median('mb'), spread }
}

function quantile(list, at) {
  const sorted = [...list].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))]
}

/** Why figures that are taken from now on are not to be trusted, or undefined. The benchmark itself is a load: ask first. */
export function busy(cores) {
  const load = loadavg()[0]
  return load > cores * 0.6 ? `load average ${load.toFixed(1)} on ${cores} cores before the start` : undefined
}
