import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** The flags with which a rehearsal is made. */
const UNSHARE = '--user --map-root-user --net --mount --pid --mount-proc --fork --kill-child'.split(' ')

/** Why no rehearsal can be made on this machine; `undefined` where one can. */
export const refusal: string | undefined = (() => {
  if (process.platform !== 'linux') return `no namespaces on ${process.platform}`
  const { error, status, stderr } = spawnSync('unshare', [...UNSHARE, 'true'], { encoding: 'utf8' })
  return status === 0 ? undefined : (error?.message ?? stderr.trim())
})()

/** Why a program cannot be run here; `undefined` where it can. */
export function missing(program: string, ...args: string[]): string | undefined {
  const { error, status }: SpawnSyncReturns<string> = spawnSync(program, args, { encoding: 'utf8' })
  return error || status !== 0 ? `${[program, ...args].join(' ')} does not run here` : undefined
}

/** Starts the command with a mark in its environment, by which all its processes are found. */
export function start(
  bin: string,
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const mark = `KOMMO_MARK=${process.pid}-${performance.now()}`
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', KOMMO_MARK: mark.slice(11), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += chunk
  })
  return {
    mark,
    pid: child.pid as number,
    stdout: () => text,
    says: (word: string) => until(() => text.includes(word)),
    code: new Promise<number | null>((done) => {
      child.on('close', done)
    }),
  }
}

/** Numbers of the processes that were started with a mark, on Linux. */
export function processesWith(mark: string): string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false
    try {
      return readFileSync(`/proc/${name}/environ`, 'utf8').includes(mark)
    } catch {
      return false
    }
  })
}

export async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + 30_000
  while (!isSo()) {
    if (performance.now() > end) throw new Error('it did not come to that')
    await new Promise((done) => setTimeout(done, 50))
  }
}
