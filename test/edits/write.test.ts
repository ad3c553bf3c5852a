import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  beginTransaction,
  type Change,
  type Journal,
  journalOf,
  readJournal,
} from '../../src/edits/journal.js'
import { withLock } from '../../src/edits/lock.js'
import { interrupted, recover, undo } from '../../src/edits/undo.js'
import { modeOf, type Written, writeBundles } from '../../src/edits/write.js'
import { fill, folder, git, read, repository, workTree } from './folder.js'

const posix = it.skipIf(process.platform === 'win32')

function change(root: string, path: string, before: string | undefined, after: string | undefined): Change {
  const place = join(root, path)
  const bytes = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text))
  return { path: place, before: bytes(before), after: bytes(after), mode: modeOf(place) }
}

function write(journal: Journal, root: string, ...bundles: Change[][]): Promise<Written> {
  return withLock(journal, () => writeBundles(journal, bundles, { what: 'fix', roots: [root] }))
}

describe('writeBundles', () => {
  it('writes, records, and leaves no temporary file', async () => {
    const root = workTree({ 'a.js': 'old', 'deep/b.js': 'old' })
    const journal = journalOf(root)
    const done = await write(
      journal,
      root,
      [change(root, 'a.js', 'old', 'new')],
      [change(root, 'deep/b.js', 'old', 'new')],
    )
    expect(done.written).toEqual([join(root, 'a.js'), join(root, 'deep/b.js')])
    expect([read(root, 'a.js'), read(root, 'deep/b.js')]).toEqual(['new', 'new'])
    expect(readdirSync(root).sort()).toEqual(['.git', 'a.js', 'deep'])
    const [transaction, ...others] = readJournal(journal)
    expect(others).toEqual([])
    expect(transaction).toMatchObject({ id: done.id, what: 'fix', state: 'committed' })
    expect(transaction?.files.map(({ path }) => path)).toEqual(['a.js', 'deep/b.js'])
  })

  posix('keeps the mode, and the journal to itself', async () => {
    const root = workTree({ 'a.sh': 'old' })
    chmodSync(join(root, 'a.sh'), 0o751)
    const journal = journalOf(root)
    await write(journal, root, [change(root, 'a.sh', 'old', 'new')])
    expect(statSync(join(root, 'a.sh')).mode & 0o7777).toBe(0o751)
    expect(statSync(journal.folder).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(journal.folder)) {
      expect(statSync(join(journal.folder, name)).mode & 0o777).toBe(0o600)
    }
  })

  it('refuses a file that changed since it was read, and writes the others', async () => {
    const root = workTree({ 'a.js': 'mine', 'b.js': 'old' })
    const done = await write(
      journalOf(root),
      root,
      [change(root, 'a.js', 'old', 'new')],
      [change(root, 'b.js', 'old', 'new')],
    )
    expect(done.refused).toEqual([{ path: join(root, 'a.js'), reason: 'changed since it was read' }])
    expect([read(root, 'a.js'), read(root, 'b.js')]).toEqual(['mine', 'new'])
  })

  it('writes many files at once: what is refused is named in order, and the rest can be taken back', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `d${i % 7}/f${String(i).padStart(2, '0')}.js`)
    const root = workTree(Object.fromEntries(names.map((name, i) => [name, i % 9 === 4 ? 'mine' : 'old'])))
    const bundles = names.map((name) => [change(root, name, 'old', 'new')])
    const journal = journalOf(root)
    const done = await write(journal, root, ...bundles)
    const [refused, written] = [names.filter((_, i) => i % 9 === 4), names.filter((_, i) => i % 9 !== 4)]
    expect(done.refused.map(({ path }) => path)).toEqual(refused.map((name) => join(root, name)))
    expect(done.written).toEqual(written.map((name) => join(root, name)))
    expect(refused.map((name) => read(root, name))).toEqual(refused.map(() => 'mine'))
    expect(written.map((name) => read(root, name))).toEqual(written.map(() => 'new'))
    for (let i = 0; i < 7; i++)
      expect(readdirSync(join(root, `d${i}`))).toHaveLength(
        names.filter((name) => name.startsWith(`d${i}/`)).length,
      )
    expect((await undo(journal)).restored).toHaveLength(written.length)
    expect(names.map((name) => read(root, name))).not.toContain('new')
  })

  it('puts a bundle back when one of its files cannot be written', async () => {
    const root = workTree({ 'a.js': 'old', 'b.js': 'mine', 'c.js': 'old' })
    const journal = journalOf(root)
    const bundle = [
      change(root, 'a.js', 'old', 'new'),
      change(root, 'new.js', undefined, 'x'),
      change(root, 'b.js', 'old', 'new'),
    ]
    const done = await write(journal, root, bundle, [change(root, 'c.js', 'old', 'new')])
    expect(done.written).toEqual([join(root, 'c.js')])
    expect(['a.js', 'new.js', 'b.js', 'c.js'].map((path) => read(root, path))).toEqual([
      'old',
      undefined,
      'mine',
      'new',
    ])
    expect(readJournal(journal)[0]?.files.map(({ path }) => path)).toEqual(['c.js'])
  })

  it('records nothing to undo when nothing could be written', async () => {
    const root = workTree({ 'a.js': 'mine' })
    const journal = journalOf(root)
    expect(await write(journal, root, [change(root, 'a.js', 'old', 'new')])).toMatchObject({
      id: undefined,
      written: [],
    })
    await expect(undo(journal)).rejects.toMatchObject({ code: 'nothing-to-undo' })
  })

  it.each<[string, (root: string) => void, string, string]>([
    ['a symlink', (root) => symlinkSync(join(root, 'b.js'), join(root, 'a.js')), 'a.js', 'is a symlink'],
    [
      'a file behind a symlinked folder',
      (root) => {
        fill(root, { 'real/a.js': 'old' })
        symlinkSync(join(root, 'real'), join(root, 'linked'))
      },
      'linked/a.js',
      'lies outside the given paths',
    ],
    [
      'a file above',
      (root) => fill(root, { '../kommo-outside.js': 'old' }),
      '../kommo-outside.js',
      'lies outside the given paths',
    ],
    [
      'a read-only file',
      (root) => {
        fill(root, { 'a.js': 'old' })
        chmodSync(join(root, 'a.js'), 0o444)
      },
      'a.js',
      'is read-only',
    ],
    ['a folder', (root) => void mkdirSync(join(root, 'a.js')), 'a.js', 'is not a regular file'],
    ['a file that is gone', () => {}, 'a.js', 'is gone since it was read'],
  ])('refuses %s', async (_, prepare, path, reason) => {
    const root = workTree({ 'b.js': 'old' })
    prepare(root)
    const done = await write(journalOf(root), root, [change(root, path, 'old', 'new')])
    rmSync(join(root, '../kommo-outside.js'), { force: true })
    expect(done).toMatchObject({ written: [], refused: [{ reason }] })
    expect(read(root, 'b.js')).toBe('old')
  })

  posix('refuses files in a read-only folder', async () => {
    const root = workTree({ 'locked/a.js': 'old' })
    chmodSync(join(root, 'locked'), 0o555)
    const done = await write(journalOf(root), root, [change(root, 'locked/a.js', 'old', 'new')])
    chmodSync(join(root, 'locked'), 0o755)
    expect(done.refused).toEqual([{ path: join(root, 'locked/a.js'), reason: 'lies in a read-only folder' }])
  })

  it('does not create over a file that is there', async () => {
    const root = workTree({ 'a.js': 'mine' })
    const done = await write(journalOf(root), root, [change(root, 'a.js', undefined, 'new')])
    expect(done.refused[0]?.reason).toBe('exists already')
    expect(read(root, 'a.js')).toBe('mine')
  })

  it('writes through a given path that is a symlink to a folder', async () => {
    const root = workTree({ 'real/a.js': 'old' })
    symlinkSync(join(root, 'real'), join(root, 'given'))
    const given = join(root, 'given')
    const done = await write(journalOf(root), given, [change(given, 'a.js', 'old', 'new')])
    expect(done.refused).toEqual([])
    expect(read(root, 'real/a.js')).toBe('new')
    expect(lstatSync(given).isSymbolicLink()).toBe(true)
  })

  it('writes empty files and large ones', async () => {
    const large = 'x'.repeat(3_000_000)
    const root = workTree({ 'a.js': 'old', 'b.js': '' })
    const journal = journalOf(root)
    await write(journal, root, [change(root, 'a.js', 'old', ''), change(root, 'b.js', '', large)])
    expect([read(root, 'a.js'), read(root, 'b.js')]).toEqual(['', large])
    await undo(journal)
    expect([read(root, 'a.js'), read(root, 'b.js')]).toEqual(['old', ''])
  })
})

describe('journalOf', () => {
  it('lies where git says, also in worktrees and submodules', () => {
    const root = repository({ 'sub/a.js': 'x' })
    git(root, 'worktree', 'add', '-q', 'tree')
    git(root, 'worktree', 'add', '-q', '-b', 'other', '../kommo tree elsewhere')
    const other = repository({ 'b.js': 'x' })
    git(root, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', other, 'module')
    for (const place of ['.', 'sub', 'tree', 'tree/sub', '../kommo tree elsewhere', 'module']) {
      const at = join(root, place)
      const told = git(at, 'rev-parse', '--path-format=absolute', '--git-path', 'kommo-migrate').trim()
      expect(journalOf(at).folder).toBe(told)
      expect(journalOf(at).base).toBe(git(at, 'rev-parse', '--show-toplevel').trim())
    }
    rmSync(join(root, '../kommo tree elsewhere'), { recursive: true })
  })

  it('lies in the state folder of the user outside git, one a folder', async () => {
    const root = folder({ 'one/a.js': 'old', 'two/a.js': 'old' })
    const [one, two] = [journalOf(join(root, 'one')), journalOf(join(root, 'two'))]
    expect(
      one.folder.startsWith(process.platform === 'win32' ? '' : join(root, '.state', 'kommo-migrate')),
    ).toBe(true)
    expect(one.folder).not.toBe(two.folder)
    await write(one, join(root, 'one'), [change(root, 'one/a.js', 'old', 'new')])
    await expect(undo(two)).rejects.toMatchObject({ code: 'nothing-to-undo' })
    expect((await undo(one)).restored).toEqual([join(root, 'one/a.js')])
  })

  it('passes over torn and foreign lines, and goes on behind them', async () => {
    const root = workTree({ 'a.js': 'old' })
    const journal = journalOf(root)
    await write(journal, root, [change(root, 'a.js', 'old', 'new')])
    const file = join(journal.folder, 'journal.jsonl')
    appendFileSync(file, '{"step":"begin","id":"torn","files":[{"pa')
    await write(journal, root, [change(root, 'a.js', 'new', 'newer')])
    appendFileSync(file, '\n17\nnull\n"x"\n{"step":"commit","id":"unknown"}')
    expect(readJournal(journal).map(({ state }) => state)).toEqual(['committed', 'committed'])
    await undo(journal)
    await undo(journal)
    expect(read(root, 'a.js')).toBe('old')
  })

  it('leads nowhere outside its folder', async () => {
    const root = workTree({ 'a.js': 'old' })
    const journal = journalOf(root)
    const outside = { path: '../kommo-outside.js', before: null, after: null, mode: 420 }
    for (const [id, path] of Object.entries({
      one: outside.path,
      four: 'a/../../b.js',
      '../five': 'a.js',
    })) {
      const line = {
        step: 'begin',
        version: 1,
        id,
        at: new Date().toISOString(),
        what: 'fix',
        files: [{ ...outside, path }],
      }
      fill(journal.folder, { 'journal.jsonl': `${JSON.stringify(line)}\n` })
      expect(readJournal(journal)).toEqual([])
    }
  })

  posix('says so when it cannot be kept, before any file changes', async () => {
    const root = folder({ 'a.js': 'old' })
    process.env.XDG_STATE_HOME = join(root, 'a.js', 'nowhere')
    await expect(write(journalOf(root), root, [change(root, 'a.js', 'old', 'new')])).rejects.toMatchObject({
      code: 'journal-not-written',
    })
    expect(read(root, 'a.js')).toBe('old')
  })

  it('is no file that could not be written when it cannot be read', async () => {
    const root = folder({ 'a.js': 'old' })
    const journal = journalOf(root)
    fill(journal.folder, { 'journal.jsonl/x': '' })
    await expect(undo(journal)).rejects.toMatchObject({
      code: 'journal-not-read',
      title: 'The journal of writes cannot be read',
      exitCode: 2,
    })
  })
})

describe('undo', () => {
  it('takes the last write back, then the one before', async () => {
    const root = workTree({ 'a.js': '1', 'b.js': '1' })
    const journal = journalOf(root)
    await write(journal, root, [change(root, 'a.js', '1', '2'), change(root, 'new.js', undefined, 'made')])
    await write(journal, root, [change(root, 'a.js', '2', '3')], [change(root, 'b.js', '1', '2')])
    expect((await undo(journal)).restored).toEqual([join(root, 'a.js'), join(root, 'b.js')])
    expect([read(root, 'a.js'), read(root, 'b.js'), read(root, 'new.js')]).toEqual(['2', '1', 'made'])
    await undo(journal)
    expect([read(root, 'a.js'), read(root, 'new.js')]).toEqual(['1', undefined])
    await expect(undo(journal)).rejects.toMatchObject({ code: 'nothing-to-undo' })
    await write(journal, root, [change(root, 'a.js', '1', '9')])
    await undo(journal)
    expect(read(root, 'a.js')).toBe('1')
  })

  it('refuses as a whole, with names, when a file changed since', async () => {
    const root = workTree({ 'a.js': 'old', 'b.js': 'old', 'c.js': 'old' })
    const journal = journalOf(root)
    await write(journal, root, ...['a.js', 'b.js', 'c.js'].map((path) => [change(root, path, 'old', 'new')]))
    writeFileSync(join(root, 'b.js'), 'mine')
    rmSync(join(root, 'c.js'))
    await expect(undo(journal)).rejects.toMatchObject({
      code: 'undo-conflict',
      message: expect.stringContaining('b.js, c.js'),
    })
    expect([read(root, 'a.js'), read(root, 'b.js')]).toEqual(['new', 'mine'])
    fill(root, { 'b.js': 'new', 'c.js': 'old' })
    await undo(journal)
    expect(['a.js', 'b.js', 'c.js'].map((path) => read(root, path))).toEqual(['old', 'old', 'old'])
  })

  posix('restores the mode', async () => {
    const root = workTree({ 'a.sh': 'old' })
    chmodSync(join(root, 'a.sh'), 0o755)
    const journal = journalOf(root)
    await write(journal, root, [change(root, 'a.sh', 'old', 'new')])
    chmodSync(join(root, 'a.sh'), 0o600)
    await undo(journal)
    expect(statSync(join(root, 'a.sh')).mode & 0o777).toBe(0o755)
  })

  it('refuses a damaged record instead of writing it', async () => {
    const root = workTree({ 'a.js': 'old' })
    const journal = journalOf(root)
    await write(journal, root, [change(root, 'a.js', 'old', 'new')])
    const pack = readdirSync(journal.folder).find((name) => name.endsWith('.pack')) as string
    writeFileSync(join(journal.folder, pack), 'bad')
    await expect(undo(journal)).rejects.toMatchObject({ code: 'journal-not-read' })
    expect(read(root, 'a.js')).toBe('new')
  })
})

describe('recover', () => {
  /** A transaction as a killed process leaves it: begun, `done` of its files written. */
  function killed(root: string, done: readonly string[]): Journal {
    const journal = journalOf(root)
    const recorder = beginTransaction(journal, 'fix', [
      change(root, 'a.js', 'old a', 'new a'),
      change(root, 'b.js', 'old b', 'new b'),
      change(root, 'c.js', undefined, 'new c'),
    ])
    for (const path of done) fill(root, { [path]: `new ${path[0]}` })
    recorder.temporary(join(root, 'b.js.123456'))
    fill(root, { 'b.js.123456': 'new' })
    return journal
  }
  const files = { 'a.js': 'old a', 'b.js': 'old b' }

  it.each([[[]], [['a.js']], [['a.js', 'c.js']], [['c.js']]])(
    'takes back what was half written: %j',
    async (done) => {
      const root = workTree(files)
      const journal = killed(root, done)
      expect(interrupted(journal)).toHaveLength(1)
      const [recovered] = await recover(journal)
      expect(recovered).toMatchObject({ state: 'rolled-back', foreign: [] })
      expect(recovered?.restored).toEqual(done.map((path) => join(root, path)))
      expect(['a.js', 'b.js', 'c.js', 'b.js.123456'].map((path) => read(root, path))).toEqual([
        'old a',
        'old b',
        undefined,
        undefined,
      ])
      expect(interrupted(journal)).toEqual([])
      await expect(undo(journal)).rejects.toMatchObject({ code: 'nothing-to-undo' })
    },
  )

  it('completes what lacked its last mark only', async () => {
    const root = workTree(files)
    const journal = killed(root, ['a.js', 'b.js', 'c.js'])
    expect(await recover(journal)).toMatchObject([{ state: 'completed' }])
    expect(read(root, 'a.js')).toBe('new a')
    await undo(journal)
    expect(['a.js', 'b.js', 'c.js'].map((path) => read(root, path))).toEqual(['old a', 'old b', undefined])
  })

  it('leaves files alone that somebody changed meanwhile, and names them', async () => {
    const root = workTree(files)
    const journal = killed(root, ['a.js', 'b.js'])
    fill(root, { 'b.js': 'mine' })
    expect(await recover(journal)).toMatchObject([
      { state: 'rolled-back', restored: [join(root, 'a.js')], foreign: [join(root, 'b.js')] },
    ])
    expect([read(root, 'a.js'), read(root, 'b.js')]).toEqual(['old a', 'mine'])
  })

  it('is what undo does first, and all it does then', async () => {
    const root = workTree({ ...files, 'd.js': 'old' })
    await write(journalOf(root), root, [change(root, 'd.js', 'old', 'new')])
    const journal = killed(root, ['a.js'])
    expect(await undo(journal)).toMatchObject({ restored: [join(root, 'a.js')], foreign: [] })
    expect([read(root, 'a.js'), read(root, 'd.js')]).toEqual(['old a', 'new'])
    await undo(journal)
    expect(read(root, 'd.js')).toBe('old')
  })

  it('never removes a file only because its name looks temporary', async () => {
    const root = workTree({ ...files, 'other.js.77': 'mine' })
    const journal = journalOf(root)
    const recorder = beginTransaction(journal, 'fix', [change(root, 'a.js', 'old a', 'new a')])
    for (const name of ['other.js.77', 'b.js', 'a.js']) recorder.temporary(join(root, name))
    await recover(journal)
    expect(['other.js.77', 'b.js', 'a.js'].map((path) => read(root, path))).toEqual([
      'mine',
      'old b',
      'old a',
    ])
  })
})

describe('withLock', () => {
  it('keeps a second writer out, and takes over the lock of a dead one', async () => {
    const root = workTree()
    const journal = journalOf(root)
    const lock = join(journal.folder, 'lock')
    fill(journal.folder, {
      lock: JSON.stringify({ pid: process.ppid, host: (await import('node:os')).hostname() }),
    })
    await expect(withLock(journal, async () => 1)).rejects.toMatchObject({ code: 'locked' })
    expect(existsSync(lock)).toBe(true)
    fill(journal.folder, {
      lock: JSON.stringify({ pid: 2 ** 22 + 1, host: (await import('node:os')).hostname() }),
    })
    expect(await withLock(journal, async () => readFileSync(lock, 'utf8'))).toContain(String(process.pid))
    expect(readdirSync(journal.folder)).toEqual([])
  })

  it('lets go when the work fails', async () => {
    const journal = journalOf(workTree())
    await expect(withLock(journal, () => Promise.reject(new Error('x')))).rejects.toThrow('x')
    expect(await withLock(journal, async () => 'free')).toBe('free')
  })
})
