// `npm run bench [-- --only NAME] [-- --quick]`: side by side with the tools that people know, as ratios of medians.
// Absolute times of one machine say little; both sides of a row run alternately on the same files.

import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadTs } from '../scripts/load-ts.mjs'
import { alternate, noise, time } from './measure.mjs'
import { cleanTree, widgetTree } from './trees.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const require = createRequire(import.meta.url)
const node = process.execPath
const cli = [node, join(root, 'bin', 'kommo-migrate.js')]
const bare = [node, '-e', '0']
const isQuick = process.argv.includes('--quick')
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined

if (!existsSync(join(root, 'dist', 'cli.js'))) throw new Error('dist/ is missing: run `npm run build` first')

const work = mkdtempSync(join(tmpdir(), 'kommo-migrate-bench-'))
const rows = []
const spreads = []
const counters = {}
try {
  if (wanted('start')) start()
  if (wanted('small')) small()
  if (wanted('clean')) await clean()
  if (wanted('widgets')) widgets()
} finally {
  rmSync(work, { recursive: true, force: true })
}
report()

function wanted(name) {
  return only === undefined || only === name
}

function start() {
  const [ours, other] = alternate([() => time([...cli, '--version']), () => time(bare)], isQuick ? 9 : 31)
  ratio('--version', ours, other, 'node -e 0', 2.5)
}

function small() {
  const tree = cleanTree(join(work, 'small'), 30, 240_000)
  const [ours, other] = alternate(
    [() => time([...cli, 'audit', tree], { exits: [0] }), () => time(bare)],
    isQuick ? 9 : 31,
  )
  const more = ours.median - other.median
  add(
    'audit of 30 clean files',
    ours,
    other,
    'node -e 0',
    `+${more.toFixed(0)} ms`,
    'at most +60 ms',
    more <= 60,
  )
}

async function clean() {
  const [count, bytes] = isQuick ? [4_000, 40_000_000] : [20_000, 200_000_000]
  const tree = cleanTree(join(work, 'clean'), count, bytes)
  const name = `audit of a clean tree, ${count.toLocaleString('en')} files, ${bytes / 1e6} MB`
  const { rules } = await loadTs('src/rules/index.ts')
  const { minimalNeedles } = await loadTs('src/files/needles.ts')
  const needles = minimalNeedles(rules.flatMap((rule) => rule.needles))
  const patterns = needles.flatMap((needle) => ['-e', needle])
  const audit = () => time([...cli, 'audit', '.'], { cwd: tree, exits: [0] })
  const search = () => time(['rg', '-i', '-F', '--files-with-matches', ...patterns, '.'], { cwd: tree })
  const rounds = isQuick ? 5 : 11
  if (hasCommand('rg')) {
    const [ours, other] = alternate([audit, search], rounds)
    ratio(name, ours, other, `ripgrep, the same ${needles.length} needles`, 1.5)
  } else skip(name, 'ripgrep', 'rg is not installed')
  const grep = () => time(['git', 'grep', '-i', '-F', '--files-with-matches', ...patterns], { cwd: tree })
  const [ours, other] = alternate([audit, grep], isQuick ? 3 : 5)
  ratio(name, ours, other, 'git grep, the same needles')
  counters.clean = countersOf(tree)
}

function widgets() {
  const count = isQuick ? 100 : 500
  const tree = widgetTree(join(work, 'widgets'), count)
  const runner = require.resolve('jscodeshift/bin/jscodeshift.js')
  const shift = [node, runner, '--transform', join(root, 'bench', 'rename.cjs'), '--cpus=2', '--silent']
  const rounds = isQuick ? 3 : 7
  const [ours, other] = alternate(
    [
      () => time([...cli, 'audit', '.'], { cwd: tree }),
      () => time([...shift, '--dry', 'widgets'], { cwd: tree }),
    ],
    rounds,
  )
  faster(
    `audit of ${count} widget scripts, every rule`,
    ours,
    other,
    'jscodeshift --dry, only the rename',
    15,
  )
  const onCopy = (command) => () => {
    const copy = join(work, 'copy')
    rmSync(copy, { recursive: true, force: true })
    cpSync(tree, copy, { recursive: true })
    return time(command, { cwd: copy })
  }
  const [fix, rename] = alternate(
    [onCopy([...cli, 'fix', '--write', '.']), onCopy([...shift, 'widgets'])],
    rounds,
  )
  faster(`fix --write of ${count} widget scripts, every rule`, fix, rename, 'jscodeshift, only the rename', 6)
  counters.widgets = countersOf(tree)
}

function countersOf(tree) {
  const { summary } = JSON.parse(time([...cli, 'audit', '.', '--format', 'json'], { cwd: tree }).stdout)
  return { ...summary.files, findings: summary.findings, fixes: summary.fixes }
}

function ratio(name, ours, other, against, goal) {
  const value = ours.median / other.median
  add(
    name,
    ours,
    other,
    against,
    `${value.toFixed(2)} x`,
    goal && `at most ${goal} x`,
    goal ? value <= goal : undefined,
  )
}

function faster(name, ours, other, against, goal) {
  const value = other.median / ours.median
  add(name, ours, other, against, `${value.toFixed(1)} x faster`, `at least ${goal} x`, value >= goal)
}

function add(name, ours, other, against, result, goal, met) {
  spreads.push(ours.spread, other.spread)
  const row = { name, ours: round(ours.median), other: round(other.median), against, result, goal, met }
  rows.push(row)
  print(row)
}

function skip(name, against, why) {
  rows.push({ name, against, skipped: why })
  console.log(`${name}\n  skipped: ${why}`)
}

function print({ name, ours, other, against, result, goal, met }) {
  const verdict = goal ? ` (goal: ${goal}${met ? ', met' : ', MISSED'})` : ''
  console.log(`${name}\n  ${ours} ms, ${against} ${other} ms: ${result}${verdict}`)
}

function report() {
  const warning = noise(spreads, cpus().length)
  if (warning) console.log(`\nThe machine is busy (${warning}): repeat this when it is quiet.`)
  console.log(`\n${JSON.stringify(counters, null, 2)}`)
  if (isQuick || only) return console.log('\nbench/results.json is written by a full run only.')
  const results = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.versions.node}`,
    ...(warning ? { warning } : {}),
    rows,
    counters,
  }
  writeFileSync(join(root, 'bench', 'results.json'), `${JSON.stringify(results, null, 2)}\n`)
}

function hasCommand(name) {
  return spawnSync(name, ['--version']).status === 0
}

function round(ms) {
  return Number(ms.toPrecision(3))
}
