import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A temporary folder with these files; removed when the test ends. */
export function tree(files: Record<string, string | Buffer>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'kommo-migrate-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  add(root, files)
  return root
}

export function add(root: string, files: Record<string, string | Buffer>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), content)
  }
}

/** Runs the real git in a folder, whatever the machine's own configuration says. */
export function git(root: string, ...args: string[]): string {
  const settings = ['-c', 'user.name=acme', '-c', 'user.email=dev@acme.example', '-c', 'commit.gpgsign=false']
  return execFileSync('git', [...settings, ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  })
}

/** The same tree as a repository with everything committed. */
export function repository(files: Record<string, string | Buffer>): string {
  const root = tree(files)
  git(root, 'init', '-q')
  git(root, 'add', '-A')
  git(root, 'commit', '-q', '-m', 'start', '--allow-empty')
  return root
}
