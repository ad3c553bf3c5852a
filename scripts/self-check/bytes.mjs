// Proves that the installed transforms write the bytes of `fix --write`, over script files of many shapes: those of the
// fixtures, each in a repository of its own.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const MOST = 100
const SCRIPT = /^input\.(?:[cm]?js|jsx|tsx?)$/
const TRANSFORMS = ['amocrm-to-app', 'hosts', 'origins']
const EXTENSIONS = 'js,cjs,mjs,jsx,ts,tsx'

/** Writes what `fix --write` writes, in every folder below `written`; one process, because a hundred would take minutes. */
const WRITE = `
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fix } from 'kommo-migrate'
for (const folder of readdirSync('written'))
  await fix({ cwd: join(process.cwd(), 'written', folder), write: true, allowDirty: true })
`

/** @param scripts paths of script files: `undefined` takes fixtures */
export function checkBytes({ root, app, environment, expect }, scripts = fixtureScripts(root)) {
  const chosen = scripts.slice(0, MOST)
  for (const side of ['written', 'transformed']) {
    for (const [index, script] of chosen.entries()) {
      const folder = join(app, side, `case-${index}`)
      mkdirSync(folder, { recursive: true })
      cpSync(script, join(folder, `script${script.slice(script.lastIndexOf('.'))}`))
      spawnSync('git', ['init', '-q'], { cwd: folder })
    }
  }
  const node = (...args) =>
    spawnSync(process.execPath, args, { cwd: app, encoding: 'utf8', env: environment(), timeout: 300_000 })
  writeFileSync(join(app, 'write-all.mjs'), WRITE)
  const write = node('write-all.mjs')
  expect(`fix --write of ${chosen.length} scripts`, write.status === 0 && chosen.length > 0, write)
  for (const name of TRANSFORMS) {
    const transform = join('node_modules', 'kommo-migrate', 'dist', 'transforms', `${name}.cjs`)
    const runner = join('node_modules', 'jscodeshift', 'bin', 'jscodeshift.js')
    const result = node(runner, '-t', transform, `--extensions=${EXTENSIONS}`, '--cpus=2', 'transformed')
    expect(
      `${name} over ${chosen.length} scripts`,
      result.status === 0 && /\b0 errors\b/.test(result.stdout),
      result,
    )
  }
  const differing = []
  let changed = 0
  for (const [index, script] of chosen.entries()) {
    const name = join(`case-${index}`, `script${script.slice(script.lastIndexOf('.'))}`)
    const [written, transformed] = ['written', 'transformed'].map((side) =>
      readFileSync(join(app, side, name)),
    )
    if (!written.equals(transformed)) differing.push(script)
    if (!written.equals(readFileSync(script))) changed++
  }
  expect(
    `the transforms write the bytes of fix --write in ${changed} scripts, and leave ${chosen.length - changed} alone`,
    differing.length === 0 && changed > chosen.length / 4,
    { status: 0, stdout: differing.join('\n'), stderr: '' },
  )
}

/** Every so many scripts of fixtures with one input, so that all rules have their share. */
function fixtureScripts(root) {
  const all = []
  for (const rule of readdirSync(join(root, 'fixtures'))) {
    for (const name of readdirSync(join(root, 'fixtures', rule))) {
      const folder = join(root, 'fixtures', rule, name)
      const inputs = readdirSync(folder).filter((file) => SCRIPT.test(file))
      all.push(...inputs.map((file) => join(folder, file)))
    }
  }
  const step = Math.max(1, all.length / MOST)
  return Array.from({ length: Math.min(MOST, all.length) }, (_, i) => all[Math.floor(i * step)])
}
