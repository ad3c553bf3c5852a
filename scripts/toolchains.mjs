// `npm run toolchains [-- FOLDER…]`: what fixes leave behind parses as before, by each language's own tools.
//
// Every fixture's `input` and `expected` (or every file of the given folders, before and after) goes to the parser of its language
// where that is installed. A result that no longer parses although its input did is a failure. A tool that is not installed is named,
// never taken for a pass.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commandOf, isInstalled, parseWith, toolNames, toolOf } from './toolchains/tools.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const work = mkdtempSync(join(tmpdir(), 'kommo-migrate-toolchains-'))

const pairs =
  process.argv.length > 2 ? process.argv.slice(2).flatMap((folder) => fromFolder(folder)) : fromFixtures()
const counts = {}
const failures = []
try {
  for (const name of toolNames) {
    const own = pairs.filter(({ before }) => toolOf(before) === name)
    if (own.length === 0) continue
    counts[name] = isInstalled(name)
      ? check(name, own)
      : `not checked, ${commandOf(name)} is not installed (${own.length} files)`
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
for (const [name, count] of Object.entries(counts)) console.log(`${name.padEnd(8)} ${count}`)
for (const failure of failures) console.error(failure)
if (failures.length > 0) process.exitCode = 1

function check(name, own) {
  let parsed = 0
  let broken = 0
  for (const { before, after } of own) {
    const was = parseWith(name, before, work)
    if (!was) continue
    const is = before === after ? was : parseWith(name, after, work)
    if (was.isFine) parsed++
    else broken++
    if (was.isFine && !is?.isFine)
      failures.push(`${relative(root, after)} does not parse any more:\n${is?.output}`)
  }
  return `${parsed} files parse as before${broken > 0 ? `, ${broken} did not parse before either` : ''}`
}

/** Inputs with what is expected of them; without an `expected` nothing may change. */
function fromFixtures() {
  const fixtures = join(root, 'fixtures')
  return readdirSync(fixtures).flatMap((rule) =>
    readdirSync(join(fixtures, rule)).flatMap((name) => {
      const folder = join(fixtures, rule, name)
      const entries = readdirSync(folder)
      const single = entries.find((entry) => entry.startsWith('input.'))
      if (single) {
        const after = entries.find((entry) => entry === `expected${extname(single)}`)
        return [{ before: join(folder, single), after: join(folder, after ?? single) }]
      }
      const changed = entries.includes('expected') ? 'expected' : 'input'
      return filesIn(join(folder, 'input')).map((file) => ({
        before: join(folder, 'input', file),
        after: join(folder, changed, file),
      }))
    }),
  )
}

/** Files as they are against what `fix --write --unsafe` makes of a copy. */
function fromFolder(folder) {
  const copy = mkdtempSync(join(tmpdir(), 'kommo-migrate-after-'))
  const files = filesIn(folder).filter((file) => toolOf(file) !== undefined)
  for (const file of files) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    writeFileSync(join(copy, file), readFileSync(join(folder, file)))
  }
  const cli = join(root, 'bin', 'kommo-migrate.js')
  spawnSync(
    process.execPath,
    [cli, 'fix', '--write', '--unsafe', '--allow-dirty', '--fail-on', 'never', '.'],
    { cwd: copy },
  )
  return files
    .filter((file) => !readFileSync(join(folder, file)).equals(readFileSync(join(copy, file))))
    .map((file) => ({ before: join(folder, file), after: join(copy, file) }))
}

function filesIn(folder, prefix = '') {
  return readdirSync(join(folder, prefix)).flatMap((entry) => {
    const path = join(prefix, entry)
    if (entry === '.git' || entry === 'node_modules') return []
    return statSync(join(folder, path)).isDirectory() ? filesIn(folder, path) : [path]
  })
}
