// The commands that are compared, and their versions.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const require = createRequire(import.meta.url)
const node = process.execPath

export const bare = [node, '-e', '0']
export const ours = [node, join(root, 'bin', 'kommo-migrate.js')]
export const hasRipgrep = spawnSync('rg', ['--version']).status === 0

/** What no program on Node can do without: `read` or `parse` every file of a repository, in two threads. */
export const floor = (task) => [node, join(root, 'bench', 'floor', `${task}.mjs`)]

/** Only the rename, without scopes and without verification; two processes, as many as we have threads. */
export const jscodeshift = [
  node,
  require.resolve('jscodeshift/bin/jscodeshift.js'),
  '--transform',
  join(root, 'bench', 'rename.cjs'),
  '--cpus=2',
  '--silent',
]

/** One rule: reads of the global `AMOCRM`. */
export const eslint = [
  node,
  join(dirname(require.resolve('eslint/package.json')), 'bin', 'eslint.js'),
  '--no-config-lookup',
  '--concurrency=auto',
  '--config',
  join(root, 'bench', 'eslint.config.mjs'),
]

/** One pattern: every identifier `AMOCRM`, with what to write instead; nothing is written. Undefined where it has no binary. */
export const astGrep = astGrepBinary()?.concat(
  'run',
  '--pattern',
  'AMOCRM',
  '--rewrite',
  'APP',
  '--lang',
  'js',
)

/** The native binary: what npm links is a script that starts it when lifecycle scripts are off. */
function astGrepBinary() {
  const { platform, arch } = process
  const suffix = { linux: '-gnu', win32: '-msvc' }[platform] ?? ''
  try {
    const near = createRequire(require.resolve('@ast-grep/cli/package.json'))
    const folder = dirname(near.resolve(`@ast-grep/cli-${platform}-${arch}${suffix}/package.json`))
    const file = join(folder, platform === 'win32' ? 'ast-grep.exe' : 'ast-grep')
    return existsSync(file) ? [file] : undefined
  } catch {
    return undefined
  }
}

export function versions() {
  return {
    'kommo-migrate': packageVersion(join(root, 'package.json')),
    node: process.versions.node,
    git: firstLine(['git', '--version']),
    ...(hasRipgrep ? { ripgrep: firstLine(['rg', '--version']) } : {}),
    ...(astGrep ? { 'ast-grep': firstLine([astGrep[0], '--version']) } : {}),
    jscodeshift: packageVersion(require.resolve('jscodeshift/package.json')),
    eslint: packageVersion(require.resolve('eslint/package.json')),
  }
}

function packageVersion(file) {
  return JSON.parse(readFileSync(file, 'utf8')).version
}

function firstLine([command, ...args]) {
  const { stdout } = spawnSync(command, args, { encoding: 'utf8' })
  return stdout.match(/\d+(?:\.\d+)+/)?.[0] ?? 'unknown'
}
