import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dirtyFiles } from '../../src/edits/dirty.js'
import { type Audited, type FixOptions, type FixOutcome, fix } from '../../src/edits/fix.js'
import { beginTransaction, journalOf, readJournal } from '../../src/edits/journal.js'
import { undo } from '../../src/edits/undo.js'
import { asRules, type FakeRule, fakeCheck } from './fake.js'
import { commit, fill, folder, git, read, repository, workTree } from './folder.js'

const RENAME: FakeRule = { id: 'rename', find: /old/g, replace: () => 'new' }
const GROUP: FakeRule = { id: 'group', find: /decl|use/g, replace: () => 'X', group: () => 'one' }

/** Fixes every file of a folder whose name does not begin with a dot. */
function run(
  root: string,
  rules: readonly FakeRule[] = [RENAME],
  more: Partial<FixOptions<Audited>> = {},
): Promise<FixOutcome> {
  const { check } = fakeCheck(rules)
  const audit = async (): Promise<Audited> => {
    const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => !name.startsWith('.') && statSync(join(root, name)).isFile())
      .sort()
    const inputs = paths.map((path) => ({ path, bytes: readFileSync(join(root, path)) }))
    const options = { rules: asRules(rules), listed: paths }
    return { inputs, options, check, result: await check(inputs, options) }
  }
  return fix({ root, roots: [root], kinds: ['safe'], write: true, allowDirty: true, audit, ...more })
}

describe('fix', () => {
  it('touches nothing without write', async () => {
    const root = workTree({ 'a.js': 'old' })
    const { changes, written, after } = await run(root, [RENAME], { write: false })
    expect(changes.map(({ path, after }) => [path, after.toString()])).toEqual([['a.js', 'new']])
    expect({ written, after }).toEqual({ written: [], after: undefined })
    expect(read(root, 'a.js')).toBe('old')
    expect(existsSync(journalOf(root).folder)).toBe(false)
  })

  it('writes what it verified, says what is left, and can be undone', async () => {
    const manual: FakeRule = { id: 'manual', find: /leave/g }
    const root = workTree({ 'a.js': 'old leave', 'sub/b.js': 'old old' })
    const outcome = await run(root, [RENAME, manual])
    expect(outcome.written).toEqual(['a.js', 'sub/b.js'])
    expect([read(root, 'a.js'), read(root, 'sub/b.js')]).toEqual(['new leave', 'new new'])
    expect(outcome.after?.verified.findings.map(({ rule }) => rule)).toEqual(['manual'])
    expect((await run(root, [RENAME, manual])).changes).toEqual([])
    await undo(journalOf(root))
    expect([read(root, 'a.js'), read(root, 'sub/b.js')]).toEqual(['old leave', 'old old'])
  })

  it('leaves a withdrawn fix out of the write, and audits say the same before and after', async () => {
    const bad: FakeRule = { id: 'bad', find: /bad/g, replace: () => '<<<' }
    const root = workTree({ 'a.js': 'old bad' })
    const outcome = await run(root, [RENAME, bad])
    expect(read(root, 'a.js')).toBe('new bad')
    expect(outcome.verified.findings.map(({ fix }) => fix.kind)).toEqual(['safe', 'manual'])
    expect(outcome.after?.verified.findings.map(({ fix }) => fix.kind)).toEqual(['manual'])
  })

  it('writes the other fixes when a file of one cannot be written, and nothing of that one', async () => {
    const root = workTree({ 'a.js': 'decl old', 'b.js': 'use', 'c.js': 'old' })
    chmodSync(join(root, 'b.js'), 0o444)
    const outcome = await run(root, [RENAME, GROUP])
    expect(['a.js', 'b.js', 'c.js'].map((path) => read(root, path))).toEqual(['decl new', 'use', 'new'])
    expect(outcome.refused).toEqual([{ path: 'b.js', reason: 'is read-only' }])
    expect(outcome.verified.withdrawn[0]?.reason).toBe('the fix needs to write b.js, which is read-only')
  })

  it('writes neither through symlinks nor outside the given paths', async () => {
    const root = workTree({ 'a.js': 'old', 'b.js': 'old' })
    symlinkSync(join(root, 'a.js'), join(root, 'link.js'))
    const outcome = await run(root, [RENAME], { roots: [join(root, 'a.js'), join(root, 'link.js')] })
    expect(outcome.written).toEqual(['a.js'])
    expect(read(root, 'b.js')).toBe('old')
    expect(outcome.refused).toEqual([
      { path: 'b.js', reason: 'lies outside the given paths' },
      { path: 'link.js', reason: 'is a symlink' },
    ])
  })

  it('creates files and takes them away again', async () => {
    const make: FakeRule = { ...RENAME, create: [{ path: 'made/new.js', text: 'fine\n' }] }
    const root = workTree({ 'a.js': 'old' })
    const outcome = await run(root, [make])
    expect(outcome.written).toEqual(['a.js', 'made/new.js'])
    expect(read(root, 'made/new.js')).toBe('fine\n')
    await undo(journalOf(root))
    expect([read(root, 'a.js'), read(root, 'made/new.js')]).toEqual(['old', undefined])
  })

  it('ends the interrupted write of an earlier run first', async () => {
    const root = workTree({ 'a.js': 'before', 'b.js': 'old' })
    const [path, mode] = [join(root, 'a.js'), 0o644]
    beginTransaction(journalOf(root), 'fix', [
      { path, before: Buffer.from('before'), after: Buffer.from('half'), mode },
      { path: join(root, 'b.js'), before: Buffer.from('old'), after: Buffer.from('half'), mode },
    ])
    writeFileSync(path, 'half')
    const outcome = await run(root)
    expect(outcome.recovered).toMatchObject([{ state: 'rolled-back', restored: [path] }])
    expect([read(root, 'a.js'), read(root, 'b.js')]).toEqual(['before', 'new'])
    expect(readJournal(journalOf(root)).map(({ state }) => state)).toEqual(['rolled-back', 'committed'])
  })

  it('only makes the fixes that were chosen', async () => {
    const root = workTree({ 'a.js': 'old old' })
    await run(root, [RENAME], { isChosen: ({ span }) => span.start > 0 })
    expect(read(root, 'a.js')).toBe('old new')
  })

  it('works outside a repository', async () => {
    const root = folder({ 'a.js': 'old' })
    await run(root, [RENAME], { allowDirty: false })
    expect(read(root, 'a.js')).toBe('new')
    await undo(journalOf(root))
    expect(read(root, 'a.js')).toBe('old')
  })

  it('keeps single-byte encodings, byte order marks and line ends', async () => {
    const bytes = Buffer.from('\xcf\xf0\xe8\xe2\xe5\xf2 old\r\n', 'latin1')
    const root = workTree({ 'a.php': bytes, 'b.js': '\ufeffold\r\n' })
    await run(root)
    expect(readFileSync(join(root, 'a.php'))).toEqual(
      Buffer.from('\xcf\xf0\xe8\xe2\xe5\xf2 new\r\n', 'latin1'),
    )
    expect(read(root, 'b.js')).toBe('\ufeffnew\r\n')
  })
})

describe('the dirty check', () => {
  const strict = { allowDirty: false }

  it('refuses with names when a file to be edited has uncommitted work, and nothing is written', async () => {
    const root = repository({ 'a.js': 'old', 'b.js': 'old', 'c.js': 'x', 'имя файла.js': 'old' })
    fill(root, {
      'b.js': 'old mine',
      'c.js': 'dirty, but not edited',
      'new.js': 'old',
      'имя файла.js': 'old mine',
    })
    await expect(run(root, [RENAME], strict)).rejects.toMatchObject({
      code: 'dirty-files',
      message: expect.stringMatching(/: b\.js, new\.js, имя файла\.js$/),
    })
    expect(read(root, 'a.js')).toBe('old')
    expect((await run(root, [RENAME])).written).toHaveLength(4)
  })

  it('takes staged work for uncommitted, and a committed state for clean', async () => {
    const root = repository({ 'a.js': 'old' })
    fill(root, { 'a.js': 'old staged' })
    git(root, 'add', '-A')
    await expect(run(root, [RENAME], strict)).rejects.toMatchObject({ code: 'dirty-files' })
    commit(root)
    expect((await run(root, [RENAME], strict)).written).toEqual(['a.js'])
  })

  it('does not mind what the tool itself last wrote', async () => {
    const root = repository({ 'a.js': 'old stale' })
    await run(root, [RENAME], strict)
    const second: FakeRule = { id: 'second', find: /stale/g, replace: () => 'fresh' }
    expect((await run(root, [second], strict)).written).toEqual(['a.js'])
    expect(read(root, 'a.js')).toBe('new fresh')
    await undo(journalOf(root))
    fill(root, { 'a.js': 'new stale mine' })
    await expect(run(root, [second], strict)).rejects.toMatchObject({ code: 'dirty-files' })
  })

  it('does not take for its own what an undo brought back', async () => {
    const root = repository({ 'a.js': 'x' })
    fill(root, { 'a.js': 'old mine' })
    await run(root, [RENAME])
    await undo(journalOf(root))
    await expect(run(root, [RENAME], strict)).rejects.toMatchObject({ code: 'dirty-files' })
  })

  it('works in a subfolder, a fresh repository, and a submodule', async () => {
    const root = repository({ 'sub/a.js': 'old', 'b.js': 'old' })
    fill(root, { 'b.js': 'dirty old' })
    expect((await run(join(root, 'sub'), [RENAME], strict)).written).toEqual(['a.js'])
    const fresh = folder({ 'a.js': 'old' })
    git(fresh, 'init', '-q')
    await expect(run(fresh, [RENAME], strict)).rejects.toMatchObject({ code: 'dirty-files' })
    const outer = repository()
    git(
      outer,
      '-c',
      'protocol.file.allow=always',
      'submodule',
      'add',
      '-q',
      repository({ 'a.js': 'old' }),
      'module',
    )
    const file = { path: join(outer, 'module/a.js'), before: Buffer.from('old') }
    expect(await dirtyFiles(journalOf(outer), [file])).toEqual([])
    fill(outer, { 'module/a.js': 'mine' })
    expect(await dirtyFiles(journalOf(outer), [file])).toEqual([file.path])
  })

  it('goes by content, as git does: line ends that git converts are no work', async () => {
    const root = repository({ 'a.js': 'old\n' })
    git(root, 'config', 'core.autocrlf', 'true')
    fill(root, { 'a.js': 'old\r\n' })
    expect((await run(root, [RENAME], strict)).written).toEqual(['a.js'])
    expect(read(root, 'a.js')).toBe('new\r\n')
  })
})
