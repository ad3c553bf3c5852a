import { spawnSync } from 'node:child_process'
import { loadavg } from 'node:os'

const { NODE_EXTRA_CA_CERTS: _, ...ENV } = process.env

/** Runs a command to its end; wall time in milliseconds. Throws when it cannot be started or exits unexpectedly. */
export function time([command, ...args], { cwd, exits = [0, 1] } = {}) {
  const start = process.hrtime.bigint()
  const run = spawnSync(command, args, {
    cwd,
    env: ENV,
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 30,
  })
  const ms = Number(process.hrtime.bigint() - start) / 1e6
  if (run.error) throw run.error
  if (!exits.includes(run.status))
    throw new Error(`${command} ${args.join(' ')}: exit ${run.status}\n${run.stderr}`)
  return { ms, stdout: run.stdout }
}

/** Alternates the commands (A B A B …) after one round that warms the file cache; median of each. */
export function alternate(jobs, rounds) {
  for (const job of jobs) job()
  const samples = jobs.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, job] of jobs.entries()) samples[index].push(job().ms)
  }
  return samples.map((list) => ({ median: quantile(list, 0.5), spread: spread(list) }))
}

/** Distance of the quartiles over the median. */
function spread(list) {
  return (quantile(list, 0.75) - quantile(list, 0.25)) / quantile(list, 0.5)
}

function quantile(list, at) {
  const sorted = [...list].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))]
}

/** Why figures of this moment are not to be trusted, or undefined. */
export function noise(spreads, cores) {
  const load = loadavg()[0]
  if (load > cores * 0.6) return `load average ${load.toFixed(1)} on ${cores} cores`
  const worst = Math.max(...spreads)
  return worst > 0.25 ? `runs differ by ${Math.round(worst * 100)} %` : undefined
}
