import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, extname, join, resolve } from 'node:path'
import type { Report } from '../../src/findings/finding.js'
import { type RepositoryResult, repositoryName } from './repository.js'
import { changedPaths, type Snapshot, snapshot } from './snapshot.js'
import { runTool } from './tool.js'

/** The published transforms and the rules whose fixes they make. */
const TRANSFORMS: Record<string, readonly string[]> = {
  origins: ['origin-allowlist', 'platform-branch'],
  'amocrm-to-app': ['amocrm-global'],
  hosts: ['legacy-host', 'chat-host'],
}

export interface Compared {
  /** Files that were handed to the transforms. */
  files: number
  /** Files that both changed, byte for byte alike. */
  same: number
  /** Files that the transforms leave to `fix --write`, as they say: fixes over several files, other encodings. */
  left: number
  problems: string[]
}

/**
 * Runs the built transforms by jscodeshift on real files and compares every byte with `fix --write` of the same rules.
 * @param limit most files to hand over, those with something to fix first
 */
export function compareTransforms(
  folders: readonly string[],
  results: readonly RepositoryResult[],
  { bin, work, limit }: { bin: string; work: string; limit: number },
): Compared {
  const compared: Compared = { files: 0, same: 0, left: 0, problems: [] }
  const chosen = choose(results, limit)
  for (const folder of folders) {
    const paths = chosen.get(repositoryName(folder))
    const report = results.find(({ repo }) => repo === repositoryName(folder))?.report
    if (!paths || !report) continue
    compared.files += paths.length
    const copy = copyOf(folder, work)
    const before = snapshot(copy)
    for (const [name, rules] of Object.entries(TRANSFORMS)) {
      if (!report.findings.some(({ rule }) => rules.includes(rule))) continue
      runTool(bin, copy, ['fix', '--write', ...rules.flatMap((rule) => ['--rule', rule])])
      const fixed = snapshot(copy)
      restore(copy, before, fixed)
      const output = jscodeshift(bin, name, copy, paths)
      if (!/\b0 errors\b/.test(output))
        compared.problems.push(`${repositoryName(folder)}: ${name}: ${output}`)
      const transformed = snapshot(copy)
      restore(copy, before, transformed)
      const changed = new Set(changedPaths(before, fixed))
      const elsewhere = joinedPaths(report, rules)
      for (const path of paths) {
        const [a, b] = [fixed.get(path)?.bytes, transformed.get(path)?.bytes]
        if (a && b && a.equals(b)) compared.same += changed.has(path) ? 1 : 0
        else if (elsewhere.has(path) || !isUtf8(before.get(path)?.bytes)) compared.left++
        else
          compared.problems.push(`${repositoryName(folder)}: ${name}: ${path} is not what fix --write makes`)
      }
    }
    rmSync(copy, { recursive: true, force: true })
  }
  return compared
}

/** Files whose name has an ending: those with something to fix first, then others that hold the old names; by repository. */
function choose(results: readonly RepositoryResult[], limit: number): Map<string, string[]> {
  const hot: [string, string][] = []
  const cold: [string, string][] = []
  for (const { repo, report } of results) {
    const told = [...report.findings, ...(report.kept ?? [])].filter(({ path }) => extname(path) !== '')
    const rest = new Set(told.map(({ path }) => path))
    const safe = report.findings.filter(({ fix, path }) => fix.kind === 'safe' && rest.has(path))
    const fixable = new Set(safe.map(({ path }) => path))
    for (const path of fixable) hot.push([repo, path])
    for (const path of rest) if (!fixable.has(path)) cold.push([repo, path])
  }
  // Every so many of the rest, so that all repositories have their part.
  const room = Math.max(0, limit - hot.length)
  const step = Math.max(1, Math.floor(cold.length / Math.max(1, room)))
  const chosen = new Map<string, string[]>()
  for (const [repo, path] of [...hot, ...cold.filter((_, index) => index % step === 0)].slice(0, limit)) {
    const paths = chosen.get(repo) ?? []
    chosen.set(repo, paths)
    paths.push(path)
  }
  return chosen
}

/** Files that a fix over several files touches. */
function joinedPaths(report: Report, rules: readonly string[]): Set<string> {
  const joined = new Set<string>()
  for (const { rule, path, fix } of report.findings) {
    const touched = new Set([path, ...fix.edits.map((edit) => edit.path)])
    if (rules.includes(rule) && touched.size > 1) for (const each of touched) joined.add(each)
  }
  return joined
}

function isUtf8(bytes: Buffer | undefined): boolean {
  return bytes !== undefined && Buffer.from(bytes.toString('utf8')).equals(bytes)
}

function copyOf(folder: string, work: string): string {
  const copy = join(work, basename(folder))
  mkdirSync(work, { recursive: true })
  cpSync(realpathSync(folder), copy, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
  return copy
}

/** Puts every file back that a run changed. */
function restore(copy: string, before: Snapshot, after: Snapshot): void {
  for (const path of changedPaths(before, after)) {
    const bytes = before.get(path)?.bytes
    if (bytes) writeFileSync(join(copy, path), bytes)
    else rmSync(join(copy, path), { force: true })
  }
}

/** What the runner prints. */
function jscodeshift(bin: string, transform: string, cwd: string, paths: readonly string[]): string {
  const runner = join(
    dirname(createRequire(resolve('package.json')).resolve('jscodeshift/package.json')),
    'bin',
    'jscodeshift.js',
  )
  const file = resolve(dirname(bin), '..', 'dist', 'transforms', `${transform}.cjs`)
  // The runner leaves out what has another ending, also where it is named.
  const endings = [...new Set(paths.map((path) => extname(path).slice(1)))].join()
  const args = [runner, `--extensions=${endings}`, '--cpus=1', '--no-babel', '-t', file]
  for (const path of paths) args.push(`./${path}`)
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, NODE_EXTRA_CA_CERTS: undefined },
  })
  return `${stdout}${stderr}`
}
