import { type SpawnSyncReturns, spawnSync } from 'node:child_process'

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
