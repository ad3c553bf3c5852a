import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Where the systems keep state. */
const STATE = ['XDG_STATE_HOME', 'LOCALAPPDATA'] as const

/** A temporary folder that goes away with the test. Journals outside git land in it too. */
export function folder(files: Record<string, string | Buffer> = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'kommo edits ')))
  const before = { ...process.env }
  for (const name of STATE) process.env[name] = join(root, '.state')
  onTestFinished(() => {
    for (const name of STATE) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
    rmSync(root, { recursive: true, force: true })
  })
  fill(root, files)
  return root
}

export function fill(root: string, files: Record<string, string | Buffer>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
}

/** A folder that looks like a repository, which is enough for the journal. */
export function workTree(files: Record<string, string | Buffer> = {}): string {
  return folder({ ...files, '.git/HEAD': 'ref: refs/heads/main' })
}

/** A repository with one commit of the files. */
export function repository(files: Record<string, string | Buffer> = {}): string {
  const root = folder(files)
  git(root, 'init', '-q', '-b', 'main')
  git(root, 'config', 'core.autocrlf', 'false')
  commit(root)
  return root
}

export function commit(root: string): void {
  git(root, 'add', '-A')
  git(root, '-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-q', '--allow-empty', '-m', 'x')
}

export function git(root: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

export function read(root: string, path: string): string | undefined {
  const place = join(root, path)
  return existsSync(place) ? readFileSync(place, 'utf8') : undefined
}
