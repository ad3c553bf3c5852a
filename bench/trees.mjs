// Deterministic trees to measure on: the same seed gives the same bytes on every machine.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { hitFile } from './texts/hit.mjs'
import { prose } from './texts/prose.mjs'
import { pick, random, WORDS } from './texts/random.mjs'
import { widget } from './texts/widget.mjs'

const ENDINGS = ['js', 'ts', 'tsx', 'php', 'json', 'html', 'css', 'md', 'py', 'vue']

/** Writes files and puts them into a fresh git repository with one commit; returns the folder. */
function writeTree(folder, files) {
  for (const [path, text] of files) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  git(folder, 'init', '--quiet')
  return commit(folder)
}

function commit(folder) {
  git(folder, 'add', '--all')
  git(folder, 'commit', '--quiet', '--message', 'bench')
  return folder
}

/** Whoever measures here is neither disturbed by git's housekeeping nor by the user's settings. */
const SETTINGS = [
  'core.autocrlf=false',
  'core.compression=0',
  'core.fsync=none',
  'gc.auto=0',
  'maintenance.auto=false',
  'commit.gpgSign=false',
  'user.name=bench',
  'user.email=bench@localhost',
].flatMap((setting) => ['-c', setting])

function git(cwd, ...args) {
  execFileSync('git', [...SETTINGS, ...args], { cwd })
}

/** A tree without any old name. Sizes spread from 1 to about 40 kB around the mean of `bytes / count`. */
export function cleanTree(folder, count, bytes) {
  return writeTree(folder, cleanFiles(count, bytes))
}

/** The same, but every 200th file holds old names. */
export function hitsTree(folder, count, bytes) {
  return writeTree(folder, files())

  function* files() {
    const next = random(3)
    let index = 0
    for (const file of cleanFiles(count, bytes)) {
      if (index++ % 200 !== 100) yield file
      else {
        const number = Math.floor(index / 200)
        const [ending, text] = hitFile(next, number)
        yield [`src/hits/${number}/script.${ending}`, text]
      }
    }
  }
}

/** Lets the TypeScript files of a tree with hits export their host, so that its uses elsewhere have to be looked for. */
export function exportHosts(folder) {
  const hits = join(folder, 'src', 'hits')
  for (const name of readdirSync(hits)) {
    const file = join(hits, name, 'script.ts')
    if (existsSync(file)) writeFileSync(file, `${readFileSync(file, 'utf8')}export { api }\n`)
  }
  return commit(folder)
}

function* cleanFiles(count, bytes) {
  const next = random(1)
  for (let i = 0; i < count; i++) {
    const size = Math.max(200, Math.round(((bytes / count) * (next() + next() + next() * 2)) / 2))
    const ending = pick(next, ENDINGS)
    yield [
      `src/${pick(next, WORDS)}/${pick(next, WORDS)}/${pick(next, WORDS)}-${i}.${ending}`,
      prose(next, size),
    ]
  }
}

/** Widget scripts of about 250 lines, each with the constant in several forms and with a host. */
export function widgetTree(folder, count) {
  const next = random(2)
  const files = new Map()
  for (let i = 0; i < count; i++) files.set(`widgets/${pick(next, WORDS)}-${i}/script.js`, widget(next, i))
  return writeTree(folder, files)
}

/**
 * One script of `bytes` bytes, made of modules of which every 20th holds old names.
 * @param form `joined`: as people join scripts, nothing says that it was built; `one-line`: as a minifier leaves it
 */
export function bundleTree(folder, bytes, form) {
  const next = random(4)
  const modules = []
  for (let length = 0; length < bytes; ) {
    const script = widget(next, modules.length)
    const text = modules.length % 20 === 0 ? script : migrated(script)
    modules.push(form === 'one-line' ? text.replaceAll(/\n\s*/g, ' ') : text)
    length += modules.at(-1).length
  }
  return writeTree(folder, [['widget/script.js', modules.join(form === 'one-line' ? '' : '\n')]])
}

function migrated(script) {
  return script.replaceAll('AMOCRM', 'APP').replaceAll('amocrm.com', 'kommo.com')
}
