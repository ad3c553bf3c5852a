import { type ChildProcess, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { journalOf, readJournal } from '../../src/edits/journal.js'
import { interrupted, recover, undo } from '../../src/edits/undo.js'
import { after, BUNDLES, before } from './kill/files.js'

let home = ''
let entry = ''

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'kommo-kill-'))
  entry = join(home, 'entry.cjs')
  const source = fileURLToPath(new URL('./kill/entry.ts', import.meta.url))
  await build({
    entryPoints: [source],
    outfile: entry,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  })
})

afterAll(() => rmSync(home, { recursive: true, force: true }))

let folders = 0

/** A work tree with every file as it is before the write. */
function tree(names: readonly string[]): string {
  const root = join(home, `tree-${++folders}`)
  for (const name of names) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    const bytes = before(name)
    if (bytes) writeFileSync(join(root, name), bytes, { mode: 0o755 })
  }
  mkdirSync(join(root, '.git'))
  writeFileSync(join(root, '.git/HEAD'), 'ref: refs/heads/main\n')
  return root
}

interface Ended {
  /** Whether it came to its end before it was killed. */
  steps: number | undefined
}

/** Runs the entry; kills it `delay` milliseconds after it began. */
function run(
  mode: string,
  root: string,
  size: number,
  kill: { at?: string; delay?: number } = {},
): Promise<Ended> {
  const [point = '', how = ''] = kill.at?.split(' ') ?? []
  const env = { ...process.env, KILL_AT: point, KILL_HOW: how }
  const child: ChildProcess = spawn(process.execPath, [entry, mode, root, String(size)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve) => {
    let output = ''
    child.stdout?.on('data', (chunk) => {
      output += chunk
      if (kill.delay !== undefined && output.startsWith('ready'))
        setTimeout(() => child.kill('SIGKILL'), kill.delay)
    })
    child.on('close', () => {
      const steps = /done (\d+)/.exec(output)?.[1]
      resolve({ steps: steps === undefined ? undefined : Number(steps) })
    })
  })
}

function states(root: string, names: readonly string[]): ('old' | 'new' | 'damaged')[] {
  return names.map((name) => {
    const place = join(root, name)
    const bytes = existsSync(place) ? readFileSync(place) : undefined
    if (bytes === undefined) return before(name) === undefined ? 'old' : 'damaged'
    if (bytes.equals(after(name))) return 'new'
    return before(name)?.equals(bytes) ? 'old' : 'damaged'
  })
}

/** Files of the tree that are neither the user's nor the journal's. */
function litter(root: string, names: readonly string[]): string[] {
  const all = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replaceAll('\\', '/'),
  )
  return all.filter(
    (name) => !name.startsWith('.git') && !names.includes(name) && statSync(join(root, name)).isFile(),
  )
}

/** What must hold after any kill, and all the way back to the beginning. */
async function expectWayBack(root: string, names: readonly string[]): Promise<void> {
  const journal = journalOf(root)
  expect(states(root, names)).not.toContain('damaged')
  await recover(journal)
  expect(interrupted(journal)).toEqual([])
  const now = new Set(states(root, names))
  expect(now.size).toBe(1)
  expect(litter(root, names)).toEqual([])
  if (now.has('new')) await undo(journal)
  expect(new Set(states(root, names))).toEqual(new Set(['old']))
  const posix = process.platform !== 'win32'
  for (const name of names)
    if (posix && before(name)) expect(statSync(join(root, name)).mode & 0o777).toBe(0o755)
  await expect(undo(journal)).rejects.toMatchObject({ code: 'nothing-to-undo' })
}

describe.skipIf(process.platform === 'win32')('a process killed at a known step', () => {
  const names = BUNDLES(4).flat().concat('created-9.js')
  const size = 4

  it.each(['write', 'undo', 'recover'])(
    '%s: never leaves a damaged file or a journal that cannot be used',
    async (mode) => {
      const files = names.slice(0, size)
      const prepare = async () => {
        const root = tree(files)
        if (mode === 'undo') await run('write', root, size)
        // Two of four files written, and then no more.
        if (mode === 'recover') await run('write', root, size, { at: `${halfway} before` })
        return root
      }
      const whole = tree(files)
      const halfway = Math.round(((await run('write', whole, size)).steps ?? 0) * 0.6)
      const first = await prepare()
      const { steps = 0 } = await run(mode, first, size)
      expect(steps).toBeGreaterThan(10)
      const stride = mode === 'write' ? 1 : 3
      for (let step = 1; step <= steps; step += stride) {
        const how = ['before', 'after', 'torn'][(step + Math.floor(step / 3)) % 3]
        const root = await prepare()
        expect(await run(mode, root, size, { at: `${step} ${how}` })).toEqual({ steps: undefined })
        await expectWayBack(root, files)
        rmSync(root, { recursive: true })
      }
    },
    400_000,
  )
})

describe('a process killed at any time', () => {
  const size = 60
  const names = BUNDLES(size).flat()

  it('never leaves a damaged file or a journal that cannot be used', async () => {
    const span: Record<string, number> = {}
    for (const mode of ['write', 'fix']) {
      const whole = tree(names)
      const began = Date.now()
      expect((await run(mode, whole, size)).steps).toBeGreaterThan(size)
      span[mode] = Date.now() - began
      expect(new Set(states(whole, names))).toEqual(new Set(['new']))
    }
    const seen = { none: 0, half: 0, all: 0 }
    for (let round = 0; round < 44; round++) {
      const root = tree(names)
      const mode = round % 2 === 0 ? 'write' : 'fix'
      const whole = span[mode] as number
      await run(mode, root, size, { delay: Math.random() * whole * 0.8 })
      const written = states(root, names).filter((state) => state === 'new').length
      expect(states(root, names)).not.toContain('damaged')
      expect(() => readJournal(journalOf(root))).not.toThrow()
      seen[written === 0 ? 'none' : written === size ? 'all' : 'half']++
      if (round % 4 === 1 && written > 0)
        await run('recover', root, size, { delay: Math.random() * whole * 0.2 })
      if (round % 3 === 2 && written > 0)
        await run('undo', root, size, { delay: Math.random() * whole * 0.4 })
      if (round % 11 === 3) {
        await run('fix', root, size)
        expect(new Set(states(root, names))).toEqual(new Set(['new']))
      }
      await expectWayBack(root, names)
      rmSync(root, { recursive: true })
    }
    // Else the kills came too late or too early to show anything.
    expect(seen.half).toBeGreaterThan(3)
  }, 400_000)
})
