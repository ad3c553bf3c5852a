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

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const work = mkdtempSync(join(tmpdir(), 'kommo-migrate-toolchains-'))

/** Tools by file ending: `probe` must answer for the tool to be there, `check` tells whether a file parses. */
const TOOLS = {
  php: { endings: ['.php', '.phtml'], probe: ['php', '--version'], check: (file) => ['php', '-l', file] },
  python3: {
    endings: ['.py'],
    probe: ['python3', '--version'],
    check: (file) => [
      'python3',
      '-c',
      'import sys; compile(open(sys.argv[1], "rb").read(), "x", "exec")',
      file,
    ],
  },
  ruby: {
    endings: ['.rb', '.ru', '.rake'],
    probe: ['ruby', '--version'],
    check: (file) => ['ruby', '-c', file],
  },
  gofmt: {
    endings: ['.go'],
    probe: ['gofmt', '-h'],
    isThere: (run) => run.error === undefined,
    check: (file) => ['gofmt', '-e', '-l', file],
  },
  javac: {
    endings: ['.java'],
    probe: ['javac', '--version'],
    check: (file) => ['javac', '-proc:none', '-d', join(work, 'classes'), file],
    // Imports of libraries that are not here are no syntax errors.
    isFine: ({ status, stderr }) =>
      status === 0 ||
      !/: error: (?!package |cannot find symbol|class \w+ is public|incompatible types|unreported|method |no suitable|constructor |static import|duplicate class)/.test(
        stderr,
      ),
  },
  bash: { endings: ['.sh', '.bash'], probe: ['bash', '--version'], check: (file) => ['bash', '-n', file] },
  nginx: {
    endings: ['.nginx', '.conf'],
    probe: ['nginx', '-v'],
    // Only whole configurations: a fragment is no file that nginx starts with.
    applies: (text) => /^\s*events\b/m.test(text) && /^\s*http\b/m.test(text),
    check: (file) => ['nginx', '-t', '-q', '-c', file, '-p', work],
  },
}

const pairs =
  process.argv.length > 2 ? process.argv.slice(2).flatMap((folder) => fromFolder(folder)) : fromFixtures()
const counts = {}
const failures = []
try {
  for (const [name, tool] of Object.entries(TOOLS)) {
    const own = pairs.filter(({ before }) => tool.endings.includes(extname(before)))
    if (own.length === 0) continue
    const [command, ...args] = tool.probe
    const probe = spawnSync(command, args, { stdio: 'ignore' })
    const isHere = tool.isThere ? tool.isThere(probe) : probe.status === 0
    counts[name] = isHere
      ? check(tool, own)
      : `not checked, ${command} is not installed (${own.length} files)`
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
for (const [name, count] of Object.entries(counts)) console.log(`${name.padEnd(8)} ${count}`)
for (const failure of failures) console.error(failure)
if (failures.length > 0) process.exitCode = 1

function check(tool, own) {
  let parsed = 0
  let broken = 0
  for (const { before, after } of own) {
    if (tool.applies && !tool.applies(readFileSync(before, 'utf8'))) continue
    const was = run(tool, before)
    const is = before === after ? was : run(tool, after)
    if (was.isFine) parsed++
    else broken++
    if (was.isFine && !is.isFine)
      failures.push(`${relative(root, after)} does not parse any more:\n${is.output}`)
  }
  return `${parsed} files parse as before${broken > 0 ? `, ${broken} did not parse before either` : ''}`
}

function run({ check, isFine = ({ status }) => status === 0 }, file) {
  const [command, ...args] = check(file)
  const result = spawnSync(command, args, { encoding: 'utf8' })
  return { isFine: isFine(result), output: `${result.stdout}${result.stderr}`.trim() }
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
  const files = filesIn(folder).filter((file) =>
    Object.values(TOOLS).some(({ endings }) => endings.includes(extname(file))),
  )
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
