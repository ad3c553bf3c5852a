import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** Whom a server runs as: it refuses to be root. */
export interface User {
  uid?: number
  gid?: number
}

/** The first of the users that exists, where this process may become another one; itself otherwise. */
export function serverUser(...names: string[]): User {
  if (process.getuid?.() !== 0) return {}
  for (const name of [...names, 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {}
  }
  return {}
}

/** The path of a program in one of the folders, or on the search path. */
export function program(name: string, folders: readonly string[] = []): string | undefined {
  return [...folders, ...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))
}

/** Folders `bin` of every version below a folder, the newest first. */
export function versions(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names.sort((a, b) => Number(b) - Number(a)).map((name) => join(folder, name, 'bin'))
}

/** A folder for a server's data and socket. Its path is short: that of a socket may have a hundred characters. */
export function serverFolder({ uid, gid }: User): string {
  const folder = mkdtempSync(join(tmpdir().length < 40 ? tmpdir() : '/tmp', 'km-'))
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid)
  return folder
}

interface Started {
  command: string
  args: string[]
  user: User
  folder: string
  /** Throws until the server answers. */
  ask(): void
}

/** Starts a server and waits until it answers; what it gives stops it and removes its folder. */
export async function start({ command, args, user, folder, ask }: Started): Promise<() => void> {
  const child = spawn(command, args, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (data) => {
    said = `${said}${data}`.slice(-2000)
  })
  child.on('error', (error) => {
    said += error.message
  })
  const stop = () => {
    kill(child)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  process.once('exit', () => kill(child))
  for (const end = Date.now() + 30_000; ; ) {
    try {
      ask()
      return stop
    } catch (error) {
      if (Date.now() < end && child.exitCode === null && child.pid !== undefined) {
        await new Promise((done) => setTimeout(done, 100))
        continue
      }
      stop()
      throw new Error(lastLine(said) || (error as Error).message)
    }
  }
}

function kill(child: ChildProcess): void {
  if (child.exitCode === null) child.kill('SIGKILL')
}

/** What a client says to a text of SQL; an error is in the server's words. */
export function ask(command: string, args: string[], input: string, env?: NodeJS.ProcessEnv): string {
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    ...(env && { env: { ...process.env, ...env } }),
  })
  if (error || status !== 0) throw error ?? new Error(stderr.trim())
  return stdout
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
