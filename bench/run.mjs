// `npm run bench [-- --quick] [-- --only NAME]…`: side by side with the tools that people know, as ratios of medians.
// Absolute times of one machine say little; both sides of a row run alternately on the same files. A full run writes
// bench/results.json, from which `npm run docs` makes the README's table.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { loadTs } from '../scripts/load-ts.mjs'
import { busy, hasUsage, time } from './measure.mjs'
import { createReport } from './report.mjs'
import { bundle } from './rows/bundle.mjs'
import { clean } from './rows/clean.mjs'
import { fix } from './rows/fix.mjs'
import { hits } from './rows/hits.mjs'
import { scripts } from './rows/scripts.mjs'
import { start } from './rows/start.mjs'
import { ours, versions } from './tools.mjs'

const GROUPS = { start, clean, hits, scripts, fix, bundle }

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean' }, only: { type: 'string', multiple: true }, out: { type: 'string' } },
})
const isQuick = options.quick ?? false
const chosen = options.only ?? Object.keys(GROUPS)
const unknown = chosen.filter((name) => !(name in GROUPS))
const root = dirname(dirname(fileURLToPath(import.meta.url)))
if (unknown.length > 0) throw new Error(`no group ${unknown}: one of ${Object.keys(GROUPS).join(', ')}`)
if (!existsSync(join(root, 'dist', 'cli.js'))) throw new Error('dist/ is missing: run `npm run build` first')

const warnings = [busy(cpus().length)].filter(Boolean)
if (warnings.length > 0) console.log(`The machine is busy: ${warnings[0]}.\n`)
if (!hasUsage) console.log('CPU time and memory are not measured: /usr/bin/time is not GNU time.\n')

const work = mkdtempSync(join(tmpdir(), 'kommo-migrate-bench-'))
const out = join(work, 'out')
mkdirSync(out)
const report = createReport()
const counters = {}
const seconds = {}
try {
  const context = { isQuick, work, report, run, tree, settle, count, needles: await needleArguments() }
  for (const name of chosen) {
    const begin = Date.now()
    console.log(`== ${name}`)
    try {
      GROUPS[name](context)
    } catch (error) {
      report.skip(`the rest of "${name}"`, 'every peer', error.message.split('\n')[0])
      process.exitCode = 1
    }
    seconds[name] = Math.round((Date.now() - begin) / 1000)
    console.log(`== ${name} took ${seconds[name]} s, building its trees included\n`)
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
conclude()

/** A job: one timed run of a command. */
function run(command, settings = {}) {
  return () => time(command, { out, ...settings })
}

/** A tree is built once, whoever asks first. */
function tree(name, build) {
  const folder = join(work, name)
  if (!existsSync(folder)) {
    build(folder)
    settle()
  }
  return folder
}

/** What was written goes to the disk before anything is measured, not while. */
function settle() {
  if (process.platform !== 'win32') spawnSync('sync')
}

/** What the audit did there, as numbers that are the same on every machine. */
function count(name, cwd) {
  time([...ours, 'audit', '.', '--format', 'json'], { cwd, out })
  const { summary } = JSON.parse(readFileSync(join(out, 'stdout'), 'utf8'))
  const { listed, read, parsed } = summary.files
  const { error, warning, info } = summary.findings
  counters[name] = { listed, read, parsed, error, warning, info, ...summary.fixes }
}

/** The needles that the rules make us look for, as `rg` and `git grep` take them. */
async function needleArguments() {
  const { rules } = await loadTs('src/rules/index.ts')
  const { minimalNeedles } = await loadTs('src/files/needles.ts')
  return minimalNeedles(rules.flatMap((rule) => rule.needles)).flatMap((needle) => ['-e', needle])
}

function conclude() {
  const total = Object.values(seconds).reduce((sum, value) => sum + value, 0)
  warnings.push(...report.unsteady())
  const missed = report.rows.flatMap(({ goals = [] }) => goals).filter((goal) => !goal.met)
  const goals = report.rows.flatMap((row) => row.goals ?? []).length
  console.log(`${goals - missed.length} of ${goals} goals met. ${total} s in all.`)
  for (const warning of warnings) console.log(`Not to be trusted: ${warning}.`)
  const isFull = !isQuick && !options.only
  const file = options.out ?? (isFull ? join(root, 'bench', 'results.json') : undefined)
  if (!file)
    return console.log('bench/results.json is written by a full run only; --out FILE writes any run.')
  const results = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`,
    versions: versions(),
    ...(isQuick ? { quick: true } : {}),
    ...(warnings.length > 0 ? { warning: warnings.join('; ') } : {}),
    rows: report.rows,
    growth: report.growth,
    counters,
    seconds: { ...seconds, total },
  }
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
}
