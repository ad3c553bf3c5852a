/**
 * A process to be killed: `node entry.cjs <fix|write|undo|recover> <root> <files>`. With `KILL_AT=n` it kills itself at its
 * n-th step on the disk, with `KILL_HOW=before`, `after`, or `torn` (half of the bytes are written).
 * Prints `ready` when it begins and `done <steps>` at its end.
 */
import fs from 'node:fs'
import promises from 'node:fs/promises'
import { join } from 'node:path'
import { type Audited, fix } from '../../../src/edits/fix.js'
import { type Change, journalOf } from '../../../src/edits/journal.js'
import { withLock } from '../../../src/edits/lock.js'
import { recover, undo } from '../../../src/edits/undo.js'
import { modeOf, writeBundles } from '../../../src/edits/write.js'
import { asRules, type FakeRule, fakeCheck } from '../fake.js'
import { after, BUNDLES, before } from './files.js'

const [mode = '', root = '', size = '0'] = process.argv.slice(2)
const killAt = Number(process.env.KILL_AT ?? 0)
let steps = 0

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)
}

// biome-ignore lint/suspicious/noExplicitAny: any function of any signature
type Fs = Record<string, (...args: any[]) => any>

function watch(target: Fs, names: readonly string[]): void {
  for (const name of names) {
    const original = target[name] as Fs[string]
    target[name] = function patched(this: unknown, ...args: unknown[]) {
      steps++
      if (steps !== killAt) return original.apply(this, args)
      if (process.env.KILL_HOW === 'torn' && /^write/.test(name)) {
        const half = Buffer.from(args[1] as string)
        const place = typeof args[0] === 'number' ? args[0] : fs.openSync(args[0] as string, 'w')
        fs.writeSync(place, half.subarray(0, half.length >> 1))
      }
      if (process.env.KILL_HOW !== 'after') die()
      if (typeof args.at(-1) === 'function') args[args.length - 1] = die
      const result = original.apply(this, args)
      if (result instanceof Promise) return result.then(die)
      if (typeof args.at(-1) !== 'function') die()
      return result
    }
  }
}

watch(fs as unknown as Fs, [
  'mkdirSync',
  'openSync',
  'writeFileSync',
  'fsyncSync',
  'linkSync',
  'rmSync',
  'unlinkSync',
])
watch(fs as unknown as Fs, ['open', 'write', 'fsync', 'chmod', 'rename', 'unlink'])
watch(promises as unknown as Fs, ['writeFile'])

/** The whole of `fix --write`, with a rule that renames and creates what the files say. */
async function fixAll(names: readonly string[]): Promise<void> {
  const create = names.filter((name) => !before(name)).map((path) => ({ path, text: after(path).toString() }))
  const rule: FakeRule = {
    id: 'rename',
    find: /^.*AMOCRM.*$/gs,
    replace: (all) => all.replaceAll('AMOCRM', 'APP'),
    create,
  }
  const { check } = fakeCheck([rule])
  const audit = async (): Promise<Audited> => {
    const paths = names.filter((name) => fs.existsSync(join(root, name)))
    const inputs = paths.map((path) => ({ path, bytes: fs.readFileSync(join(root, path)) }))
    const options = { rules: asRules([rule]), listed: paths }
    return { inputs, options, check, result: await check(inputs, options) }
  }
  await fix({ root, roots: [root], kinds: ['safe'], write: true, allowDirty: true, audit })
}

async function main(): Promise<void> {
  const journal = journalOf(root)
  process.stdout.write('ready\n')
  if (mode === 'fix') await fixAll(BUNDLES(Number(size)).flat())
  if (mode === 'undo') await undo(journal)
  if (mode === 'recover') await recover(journal)
  if (mode === 'write') {
    const bundles = BUNDLES(Number(size)).map((names) =>
      names.map((name): Change => {
        const path = join(root, name)
        return { path, before: before(name), after: after(name), mode: modeOf(path) }
      }),
    )
    await withLock(journal, () => writeBundles(journal, bundles, { what: 'fix', roots: [root] }))
  }
  process.stdout.write(`done ${steps}\n`)
}

void main()
