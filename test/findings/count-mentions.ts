import { execFileSync } from 'node:child_process'
import { MENTION_PCRE } from '../../src/findings/kept.js'

const BATCH = 400

/**
 * Counts mentions of the old names per file with `git grep`, which works on bytes and shares no code with the
 * tool: the independent side of the accounting. UTF-16 files count 0.
 * @param folder working folder of the search
 * @param paths POSIX paths below it
 * @returns paths with at least one match, and how many
 */
export function countMentions(folder: string, paths: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (let at = 0; at < paths.length; at += BATCH) {
    for (const path of matchesOf(folder, paths.slice(at, at + BATCH))) {
      counts.set(path, (counts.get(path) ?? 0) + 1)
    }
  }
  return counts
}

/** One path per match. Exit code 1 of git means that nothing matched. */
function matchesOf(folder: string, paths: readonly string[]): string[] {
  const options = [
    '--literal-pathspecs',
    'grep',
    '--no-index',
    '--text',
    '-o',
    '-z',
    '-i',
    '-P',
    '-e',
    MENTION_PCRE,
  ]
  try {
    const output = execFileSync('git', [...options, '--', ...paths], {
      cwd: folder,
      env: { ...process.env, LC_ALL: 'C' },
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'pipe'],
    }).toString('latin1')
    return output
      .split('\n')
      .filter(Boolean)
      .map((line) => Buffer.from(line.slice(0, line.indexOf('\0')), 'latin1').toString('utf8'))
  } catch (error) {
    if ((error as { status?: number }).status === 1) return []
    throw error
  }
}
