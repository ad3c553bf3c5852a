/**
 * Runs the built tool over a folder of repositories and measures it: `npm run corpus -- <folder>`.
 *
 * Each sub-folder that is a git work tree is copied, audited, fixed, checked (syntax by the languages' own tools, bytes outside
 * edits, second run, undo, accounting, exit codes) and judged against `test/corpus/labels.jsonl`. The folder itself is only read.
 *
 * Options: `--repo TEXT` takes repositories whose name contains TEXT (repeatable), `--json FILE` writes every result, `--labels FILE`
 * takes other labels, `--bin FILE` runs another build, `--copies DIR` leaves the fixed copies there.
 * `--transforms N` hands N real files to the jscodeshift transforms and compares their bytes with `fix --write`.
 * Exit code: 1 when a promise is broken or an answer is wrong, 2 for wrong usage or a tool that does not run, else 0.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { renderLanguages, renderParsed, renderRules } from './corpus/breakdown.js'
import { readLabels } from './corpus/labels.js'
import { checkRepository, type RepositoryResult, repositoryName } from './corpus/repository.js'
import {
  align,
  renderDisagreements,
  renderErrors,
  renderProblems,
  renderReplacements,
  renderTable,
} from './corpus/table.js'
import { runTool } from './corpus/tool.js'
import { type Compared, compareTransforms } from './corpus/transforms.js'

const USAGE =
  'usage: npm run corpus -- <folder> [--repo TEXT]… [--json FILE] [--labels FILE] [--bin FILE] [--copies DIR] [--transforms N]'

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      repo: { type: 'string', multiple: true },
      json: { type: 'string' },
      labels: { type: 'string', default: 'test/corpus/labels.jsonl' },
      bin: { type: 'string', default: 'bin/kommo-migrate.js' },
      copies: { type: 'string' },
      transforms: { type: 'string' },
    },
  })
  const [folder] = positionals
  const limit = Number(values.transforms ?? 0)
  if (!folder || positionals.length > 1 || !Number.isSafeInteger(limit) || limit < 0) {
    console.error(USAGE)
    process.exitCode = 2
    return
  }
  const probe = runTool(resolve(values.bin), process.cwd(), ['--version'])
  if (probe.code !== 0) {
    console.error(`${values.bin} does not run; build it first (npm run build)\n${probe.stderr}`)
    process.exitCode = 2
    return
  }
  const folders = repositories(folder, values.repo)
  const { results, failures } = check(folders, {
    bin: resolve(values.bin),
    labels: readLabels(readFileSync(values.labels, 'utf8')),
    copies: values.copies,
  })
  const compared = limit > 0 ? compare(folders, results, { bin: resolve(values.bin), limit }) : undefined
  console.log(renderTable(results))
  section('By rule', align(renderRules(results)))
  section('By language', align(renderLanguages(results)))
  section('Parsers', renderParsed(results))
  if (compared) section('Transforms', renderCompared(compared))
  section('Replacements', renderReplacements(results))
  section('Failures', failures.join('\n'))
  section('Broken promises', renderProblems(results))
  section('Errors that the tool reported', renderErrors(results))
  section('Disagreements with the labels', renderDisagreements(results))
  if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 1)}\n`)
  const isClean = results.every(
    (each) => each.problems.length === 0 && each.judgements.every((one) => one.verdict === 'right'),
  )
  const areSame = (compared?.problems.length ?? 0) === 0
  if (!isClean || !areSame || failures.length > 0) process.exitCode = 1
}

/** Work trees below a folder, by name, those that match a filter when there is one. */
function repositories(folder: string, filters: readonly string[] = []): string[] {
  return readdirSync(folder)
    .sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase()))
    .map((name) => resolve(folder, name))
    .filter((path) => existsSync(join(path, '.git')))
    .filter(
      (path) =>
        filters.length === 0 ||
        filters.some((text) => repositoryName(path).includes(text.replace('__', '/'))),
    )
}

function check(
  folders: readonly string[],
  options: { bin: string; labels: ReturnType<typeof readLabels>; copies: string | undefined },
): { results: RepositoryResult[]; failures: string[] } {
  const work = options.copies ? resolve(options.copies) : mkdtempSync(join(tmpdir(), 'kommo-corpus-'))
  const results: RepositoryResult[] = []
  const failures: string[] = []
  try {
    for (const folder of folders) {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${repositoryName(folder)}`)
      try {
        results.push(checkRepository(folder, { ...options, work, keep: options.copies !== undefined }))
      } catch (error) {
        failures.push(`${repositoryName(folder)}: ${(error as Error).message}`)
      }
    }
  } finally {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
    if (!options.copies) rmSync(work, { recursive: true, force: true })
  }
  return { results, failures }
}

function compare(
  folders: readonly string[],
  results: readonly RepositoryResult[],
  options: { bin: string; limit: number },
): Compared {
  const work = mkdtempSync(join(tmpdir(), 'kommo-transforms-'))
  try {
    return compareTransforms(folders, results, { ...options, work })
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function renderCompared({ files, same, left, problems }: Compared): string {
  const counts = `${files} files: ${same} changed alike by transform and fix --write, ${left} left to fix --write`
  return [counts, ...problems].join('\n')
}

function section(title: string, body: string): void {
  if (body !== '') console.log(`\n${title}\n${body}`)
}

main()
