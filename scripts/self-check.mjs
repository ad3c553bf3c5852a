// Proves the published package: packs it, installs the tarball in an empty folder and runs the command there, as
// a user would. Fails with the name of the check. Needs npm and its registry, for the dependencies and for
// the tools that the package works with.
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkBytes } from './self-check/bytes.mjs'
import { checkTools } from './self-check/tools.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const work = mkdtempSync(join(tmpdir(), 'kommo-migrate-self-check-'))
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
let passed = 0
let failed = 0

try {
  const tarball = pack()
  const app = install(tarball)
  const bin = join(app, 'node_modules', 'kommo-migrate', 'bin', 'kommo-migrate.js')
  checkPackage(app)
  checkCommand(bin)
  checkTools({ root, app, run, npm, environment, expect })
  checkBytes({ root, app, environment, expect })
} catch (error) {
  failed++
  console.error(`not ok  ${error.message}`)
} finally {
  rmSync(work, { recursive: true, force: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

/** The tarball named on the command line, else a fresh one. */
function pack() {
  if (process.argv[2]) return resolve(process.argv[2])
  run(npm, ['pack', '--silent', '--pack-destination', work], { cwd: root })
  return join(
    work,
    readdirSync(work).find((name) => name.endsWith('.tgz')),
  )
}

function install(tarball) {
  const app = join(work, 'app')
  mkdirSync(app)
  writeFileSync(join(app, 'package.json'), '{ "private": true }\n')
  run(npm, ['install', '--no-audit', '--no-fund', '--loglevel=error', tarball], { cwd: app })
  return app
}

function checkPackage(app) {
  const folder = join(app, 'node_modules', 'kommo-migrate')
  for (const file of [
    'dist/cli.js',
    'dist/index.js',
    'dist/index.d.ts',
    'dist/eslint.d.ts',
    'dist/transforms/hosts.d.cts',
    'dist/THIRD-PARTY.txt',
    'LICENSE',
    'README.md',
  ]) {
    expect(`the package holds ${file}`, existsSync(join(folder, file)))
  }
  expect(
    'the package holds no sources',
    !existsSync(join(folder, 'src')) && !existsSync(join(folder, 'fixtures')),
  )
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  expect('the package runs no script when it is installed', scripts === undefined)
}

/** A widget with one safe fix in each of two files, one file that must stay, and a file in windows-1251. */
function checkCommand(bin) {
  const widget = join(work, 'widget')
  mkdirSync(widget)
  const script =
    "define(['jquery'], function ($) {\r\n  var user = AMOCRM.constant('user');\r\n  return user;\r\n});"
  const cyrillic = Buffer.concat([
    Buffer.from('// '),
    Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]),
    Buffer.from("\nvar api = 'https://acme.amocrm.com/api/v4/account';\n"),
  ])
  const other = "fetch('https://acme.amocrm.ru/api/v4/account')\n"
  writeFileSync(join(widget, 'script.js'), script)
  writeFileSync(join(widget, 'api.js'), cyrillic)
  writeFileSync(join(widget, 'other.js'), other)
  cpSync(widget, join(work, 'before'), { recursive: true })
  const read = (name) => readFileSync(join(widget, name))
  const cli = (...args) =>
    spawnSync(process.execPath, [bin, ...args], { cwd: widget, encoding: 'utf8', env: environment() })
  const unchanged = () =>
    ['script.js', 'api.js', 'other.js'].every((name) =>
      read(name).equals(readFileSync(join(work, 'before', name))),
    )

  const version = cli('--version')
  expect('--version', version.status === 0 && /^\d+\.\d+\.\d+/.test(version.stdout), version)
  const help = cli('--help')
  expect('--help', help.status === 0 && help.stdout.includes('audit'), help)
  const rules = cli('rules', '--json')
  expect('rules --json', rules.status === 0 && isJson(rules.stdout), rules)
  const unknown = cli('--no-such-option')
  expect('an unknown option is a usage error', unknown.status === 2 && unknown.stdout === '', unknown)

  const audit = cli('audit')
  expect('audit finds, exit 1', audit.status === 1 && audit.stdout.includes('amocrm-global'), audit)
  const json = cli('audit', '--format', 'json')
  const found = isJson(json.stdout)
    ? JSON.parse(json.stdout).findings.map((f) => `${f.path} ${f.rule} ${f.fix.kind}`)
    : []
  expect(
    'audit --format json lists the two findings',
    found.join() === 'api.js legacy-host safe,script.js amocrm-global safe',
    json,
  )
  const diff = cli('fix')
  expect('fix shows a diff', diff.stdout.includes("+  var user = APP.constant('user');"), diff)
  expect('fix writes nothing', unchanged())
  const write = cli('fix', '--write', '--allow-dirty')
  expect('fix --write leaves nothing, exit 0', write.status === 0, write)
  expect(
    'the constant is renamed, its line ends stay',
    read('script.js').equals(Buffer.from(script.replace('AMOCRM', 'APP'))),
  )
  expect(
    'the host is replaced, the encoding stays',
    read('api.js').equals(
      Buffer.from(cyrillic.toString('latin1').replace('amocrm.com', 'kommo.com'), 'latin1'),
    ),
  )
  expect('amocrm.ru stays', read('other.js').toString() === other)
  const again = cli('audit')
  expect('audit is clean afterwards, exit 0', again.status === 0, again)
  const script308 = "fetch('https://acme.amocrm.com/', { headers: { Authorization: 'Bearer x' } })"
  const rehearsal = cli('rehearse', '--format', 'json', '--', process.execPath, '-e', script308)
  const isRefused = rehearsal.status === 2 && rehearsal.stderr.includes('rehearsal could not be made')
  const isLost = rehearsal.status === 1 && rehearsal.stdout.includes('token lost')
  expect('rehearse sees the token lost, or says why it cannot look', isLost || isRefused, rehearsal)
  const undo = cli('undo')
  expect('undo brings every byte back', undo.status === 0 && unchanged(), undo)
}

function environment() {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env
  return { ...env, NO_COLOR: '1', XDG_STATE_HOME: join(work, 'state'), LOCALAPPDATA: join(work, 'state') }
}

function isJson(text) {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function expect(name, ok, result) {
  if (ok) passed++
  else failed++
  console.log(`${ok ? 'ok     ' : 'not ok '} ${name}`)
  if (!ok && result)
    console.log(`exit ${result.status}\n${result.stdout}${result.stderr}`.replace(/^/gm, '        '))
}

function run(command, args, options) {
  const result = spawnSync(command, args, {
    ...options,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}\n${result.stdout}${result.stderr}`)
}
