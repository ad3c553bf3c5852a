import { chmodSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { discover } from '../../src/files/discover.js'
import { isLargeRepository } from '../../src/files/git.js'
import { reportPath } from '../../src/files/list.js'
import { add, git, repository, tree } from './tree.js'

/** `path` -> class, or reason where there is one. */
async function list(cwd: string, ...paths: string[]): Promise<Record<string, string>> {
  const { files } = await discover({ cwd, paths })
  return Object.fromEntries(files.map((file) => [file.path, 'reason' in file ? file.reason : file.class]))
}

describe('in a repository', () => {
  test('lists tracked and untracked files once, without the ignored ones', async () => {
    const root = repository({ 'a.js': '', 'gone.zip': '', 'sub/b.js': '', '.gitignore': 'dist/\n*.log\n' })
    add(root, { 'new.js': '', 'dist/app.js': '', 'sub/x.log': '' })
    rmSync(join(root, 'gone.zip'))
    expect(await list(root)).toEqual({
      '.gitignore': 'editable',
      'a.js': 'editable',
      'new.js': 'editable',
      'sub/b.js': 'editable',
    })
  })

  test('a subfolder as working folder or as path obeys the ignore files above it', async () => {
    const root = repository({ '.gitignore': 'secret.js\n/sub/out\n', 'sub/a.js': '', 'top.js': '' })
    add(root, { 'sub/secret.js': '', 'sub/out/x.js': '' })
    expect(await list(join(root, 'sub'))).toEqual({ 'a.js': 'editable' })
    expect(await list(root, 'sub')).toEqual({ 'sub/a.js': 'editable' })
    expect(await list(join(root, 'sub'), '..')).toEqual({
      '../.gitignore': 'editable',
      'a.js': 'editable',
      '../top.js': 'editable',
    })
  })

  test('a file in a conflict of a merge is listed once', async () => {
    const root = repository({ 'a.js': 'base\n' })
    git(root, 'checkout', '-q', '-b', 'side')
    add(root, { 'a.js': 'side\n' })
    git(root, 'commit', '-qam', 'side')
    git(root, 'checkout', '-q', '-')
    add(root, { 'a.js': 'main\n' })
    git(root, 'commit', '-qam', 'main')
    expect(() => git(root, 'merge', 'side')).toThrow()
    const { files } = await discover({ cwd: root, paths: [] })
    expect(files.map((file) => file.path)).toEqual(['a.js'])
  })

  test.each([
    ['spaces', 'my widget/old script.js'],
    ['Cyrillic', 'виджет/скрипт.js'],
    ['brackets', 'pages/[id]/(group)/{x}.js'],
    ['a newline', 'odd\nname.js'],
    ['quotes and a backslash', 'it\'s "q"\\.js'],
    ['a leading dash', '-rf.js'],
    ['a leading colon', ':(top)x.js'],
    ['a star', 'a*.js'],
  ])('a name with %s works in a folder and on its own', async (_, name) => {
    const root = repository({ [name]: '', 'other/a1.js': '' })
    expect(await list(root)).toEqual({ [name]: 'editable', 'other/a1.js': 'editable' })
    expect(await list(root, name)).toEqual({ [name]: 'editable' })
    git(root, 'rm', '-q', '--cached', '-r', '.')
    expect(await list(root, name)).toEqual({ [name]: 'editable' })
  })

  test('links are named and never followed, loops included', async () => {
    const root = repository({ 'a.js': '', 'dir/b.js': '' })
    const outside = tree({ 'c.js': '' })
    symlinkSync('a.js', join(root, 'link.js'))
    symlinkSync(outside, join(root, 'outside'))
    symlinkSync('..', join(root, 'dir/loop'))
    symlinkSync('self', join(root, 'self'))
    git(root, 'add', 'link.js')
    const expected = {
      'a.js': 'editable',
      'dir/b.js': 'editable',
      'dir/loop': 'symlink',
      'link.js': 'symlink',
      outside: 'symlink',
      self: 'symlink',
    }
    expect(await list(root)).toEqual(expected)
    expect(await list(root, 'link.js', 'self')).toEqual({ 'link.js': 'symlink', self: 'symlink' })
    rmSync(join(root, '.git'), { recursive: true })
    expect(await list(root)).toEqual(expected)
  })

  test('a tracked folder that became a link is not read through it', async () => {
    const root = repository({ 'lib/deep/a.js': '', 'b.js': '' })
    const outside = tree({ 'deep/a.js': 'amocrm.com' })
    rmSync(join(root, 'lib'), { recursive: true })
    symlinkSync(outside, join(root, 'lib'))
    expect(await list(root)).toEqual({ 'b.js': 'editable', lib: 'symlink' })
  })

  test('submodules and repositories inside are skipped by name', async () => {
    const library = repository({ 'x.js': '' })
    const root = repository({ 'a.js': '' })
    git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'lib')
    add(root, { 'nested/n.js': '' })
    git(join(root, 'nested'), 'init', '-q')
    expect(await list(root)).toEqual({
      '.gitmodules': 'editable',
      'a.js': 'editable',
      lib: 'submodule',
      nested: 'submodule',
    })
    expect(await list(root, 'lib')).toEqual({ 'lib/x.js': 'editable' })
  })

  test('a linked work tree, whose `.git` is a file, is listed like any other', async () => {
    const root = repository({ 'a.js': '', '.gitignore': 'out/' })
    const linked = join(root, 'out', 'linked')
    git(root, 'worktree', 'add', '-q', linked)
    add(linked, { 'new.js': '' })
    expect(isLargeRepository(linked)).toBe(false)
    expect(await list(linked)).toEqual({ '.gitignore': 'editable', 'a.js': 'editable', 'new.js': 'editable' })
  })

  test('a large repository is listed by two processes, like a small one', async () => {
    const names = Array.from({ length: 4200 }, (_, index) => `src/${index % 70}/${index}.js`)
    const root = repository(Object.fromEntries([...names, 'lib/a.js'].map((name) => [name, ''])))
    add(root, { 'new/b.js': '', 'src/7/new.js': '' })
    rmSync(join(root, 'lib'), { recursive: true })
    symlinkSync('src', join(root, 'lib'))
    symlinkSync('7', join(root, 'src/link'))
    expect(isLargeRepository(root)).toBe(true)
    const expected = Object.fromEntries(
      [...names, 'new/b.js', 'src/7/new.js'].map((name) => [name, 'editable']),
    )
    expect(await list(root)).toEqual({ ...expected, lib: 'symlink', 'src/link': 'symlink' })
  })

  test('a file that a sparse checkout left out is not listed', async () => {
    const root = repository({ 'a.js': '', 'b.js': '' })
    git(root, 'update-index', '--skip-worktree', 'a.js')
    expect(await list(root)).toEqual({ 'a.js': 'editable', 'b.js': 'editable' })
    rmSync(join(root, 'a.js'))
    expect(await list(root)).toEqual({ 'b.js': 'editable' })
  })

  test('never runs a program that the repository names', async () => {
    const root = repository({ 'a.js': '' })
    const trace = join(root, '.git', 'ran')
    writeFileSync(join(root, '.git', 'hook.sh'), `#!/bin/sh\ntouch '${trace}'\n`, { mode: 0o755 })
    git(root, 'config', 'core.fsmonitor', join(root, '.git', 'hook.sh'))
    await list(root)
    expect(() => git(root, 'hash-object', trace)).toThrow()
  })

  test('the variables of a git hook do not lead to another repository', async () => {
    const root = repository({ 'a.js': '' })
    const other = repository({ 'b.js': '' })
    process.env.GIT_DIR = join(other, '.git')
    try {
      expect(await list(root)).toEqual({ 'a.js': 'editable' })
    } finally {
      delete process.env.GIT_DIR
    }
  })

  test('linguist attributes of a whole language (`*.js`, as Laravel ships them) hide nothing', async () => {
    const root = repository({
      '.gitattributes': '*.js linguist-vendored\n*.css linguist-generated\nlib/*.js linguist-vendored\n',
      'script.js': '1',
      'lib/a.js': '1',
      'style.css': '1',
    })
    expect(await list(root)).toEqual({
      '.gitattributes': 'editable',
      'lib/a.js': 'vendored',
      'script.js': 'editable',
      'style.css': 'editable',
    })
  })

  test('linguist attributes: generated is scanned only, vendored is skipped', async () => {
    const root = repository({
      '.gitattributes':
        'api/*.ts linguist-generated=true\nlib/** linguist-vendored\nlib/own.js -linguist-vendored\n',
      'api/client.ts': '',
      'lib/theirs.js': '',
      'lib/own.js': '',
    })
    const expected = {
      '.gitattributes': 'editable',
      'api/client.ts': 'generated',
      'lib/theirs.js': 'vendored',
      'lib/own.js': 'editable',
    }
    expect(await list(root)).toEqual(expected)
    rmSync(join(root, '.git'), { recursive: true })
    expect(await list(root)).toEqual(expected)
  })
})

/** Ignore files that are hard to get right: nested, negated, anchored, escaped, folders only. */
const IGNORED: Record<string, string> = {
  '.gitignore': [
    '# comment',
    '',
    '*.log',
    '!keep.log',
    '/only-top.js',
    'build/',
    'a/*/z.js',
    '**/deep/*.tmp',
    'foo/**',
    '!foo/bar',
    'trail.js   ',
    'esc\\ ',
    '\\#hash.js',
    '\\!bang.js',
    'cache',
    'doc/*.txt',
    '!/doc/read.txt',
    '*.[oa]',
    'x?.js',
    'data/*',
    '!data/keep/',
    'data/keep/*',
    '!data/keep/me.js',
    'nest/**/leaf.js',
    '/slash/',
  ].join('\n'),
  'sub/.gitignore': '!*.log\n/local.js\ninner/\n!cache\nkeep/only.js\n',
  'sub/more/.gitignore': '*\n!.gitignore\n!yes.js\n!dir/\n',
  'we [ird] #1/.gitignore': '/here.js\nthere.js\n!x1.js\n',
  'crlf/.gitignore': 'gone.js\r\n*.dat\r\n',
  'build-not/.gitignore': '\ufeffbom.js\n',
}
const NAMES = [
  ...[
    'a.log',
    'keep.log',
    'only-top.js',
    'sub/only-top.js',
    'build/x.js',
    'sub/build/x.js',
    'build.js',
    'a/b/z.js',
    'a/b/c/z.js',
  ],
  ...[
    'q/deep/a.tmp',
    'deep/a.tmp',
    'deep/r/a.tmp',
    'foo/a.js',
    'foo/bar',
    'foo/baz/c.js',
    'trail.js',
    'esc ',
    '#hash.js',
    '!bang.js',
  ],
  ...[
    'cache/a.js',
    'sub/cache/a.js',
    'doc/a.txt',
    'doc/read.txt',
    'doc/s/a.txt',
    'm.o',
    'm.a',
    'm.oa',
    'x1.js',
    'x12.js',
  ],
  ...[
    'data/a.js',
    'data/keep/me.js',
    'data/keep/no.js',
    'nest/leaf.js',
    'nest/a/b/leaf.js',
    'slash/a.js',
    'sub/slash/a.js',
  ],
  ...[
    'sub/a.log',
    'sub/local.js',
    'sub/d/local.js',
    'sub/inner/a.js',
    'sub/d/inner/a.js',
    'sub/keep/only.js',
    'sub/d/keep/only.js',
  ],
  ...[
    'sub/more/no.js',
    'sub/more/yes.js',
    'sub/more/dir/yes.js',
    'sub/more/dir/no.js',
    'sub/more/other/yes.js',
  ],
  ...[
    'we [ird] #1/here.js',
    'we [ird] #1/d/here.js',
    'we [ird] #1/d/there.js',
    'we [ird] #1/x1.js',
    'wei/there.js',
  ],
  ...['crlf/gone.js', 'crlf/a.dat', 'crlf/b.js', 'build-not/bom.js', 'build-not/a.js'],
]

describe('outside a repository', () => {
  test('nested and negated ignore files decide as git does', async () => {
    const files = Object.fromEntries(NAMES.map((name) => [name, '']))
    const root = tree({ ...files, ...IGNORED })
    const walked = await list(root)
    git(root, 'init', '-q')
    const listed = await list(root)
    expect(Object.keys(listed).length).toBeGreaterThan(25)
    expect(walked).toEqual(listed)
  })

  test('a repository inside is listed by git, its own folder and other version control are not entered', async () => {
    const root = tree({
      'a.js': '',
      '.svn/entries': '',
      '.hg/x': '',
      'repo/tracked.js': '',
      'repo/.gitignore': 'no.js\n',
    })
    git(join(root, 'repo'), 'init', '-q')
    add(root, { 'repo/no.js': '' })
    expect(await list(root)).toEqual({
      'a.js': 'editable',
      'repo/.gitignore': 'editable',
      'repo/tracked.js': 'editable',
    })
  })

  test('a vendored folder is one entry', async () => {
    const root = tree({ 'node_modules/x/a.js': '', 'a.js': '' })
    expect(await list(root)).toEqual({ 'a.js': 'editable', node_modules: 'vendored' })
  })
})

describe('what files are', () => {
  test('lock files, generated names, archives, binaries, own files, vendored folders', async () => {
    const root = repository({
      'package-lock.json': '{}',
      'web/yarn.lock': '',
      'composer.lock': '{}',
      'go.sum': '',
      'js/app.min.js': '',
      'js/app.bundle.js': '',
      'js/lib-min.js': '',
      'js/app.js.map': '',
      'js/mini.js': '',
      'widget.zip': '',
      'logo.png': '',
      'kommo-migrate.config.js': '',
      '.kommo-migrate-baseline.json': '',
      'kommo-migrate-report.md': '',
      'vendor/autoload.php': '',
      'vendor/acme/a.php': '',
      'go/vendor/modules.txt': '',
      'go/vendor/x/a.go': '',
      'resources/views/vendor/mail.php': '',
      'public/vendor/telescope/app.js': '',
      'third_party/a.js': '',
      'app/node_modules/x/index.js': '',
      '.yarn/releases/yarn.cjs': '',
      '.pnp.cjs': '',
      'env/pyvenv.cfg': '',
      'env/lib/a.py': '',
      'api/env/a.js': '',
    })
    expect(await list(root)).toEqual({
      'package-lock.json': 'lock-file',
      'web/yarn.lock': 'lock-file',
      'composer.lock': 'lock-file',
      'go.sum': 'lock-file',
      'js/app.min.js': 'generated',
      'js/app.bundle.js': 'generated',
      'js/lib-min.js': 'generated',
      'js/app.js.map': 'generated',
      'js/mini.js': 'editable',
      'widget.zip': 'archive',
      'logo.png': 'binary',
      'kommo-migrate.config.js': 'own-file',
      '.kommo-migrate-baseline.json': 'own-file',
      'kommo-migrate-report.md': 'own-file',
      'vendor/autoload.php': 'vendored',
      'vendor/acme/a.php': 'vendored',
      'go/vendor/modules.txt': 'vendored',
      'go/vendor/x/a.go': 'vendored',
      'resources/views/vendor/mail.php': 'editable',
      'public/vendor/telescope/app.js': 'vendored',
      'third_party/a.js': 'vendored',
      'app/node_modules/x/index.js': 'vendored',
      '.yarn/releases/yarn.cjs': 'vendored',
      '.pnp.cjs': 'vendored',
      'env/pyvenv.cfg': 'vendored',
      'env/lib/a.py': 'vendored',
      'api/env/a.js': 'editable',
    })
  })

  test('archives are named in a note', async () => {
    const { notes } = await discover({ cwd: repository({ 'widget.zip': '' }), paths: [] })
    expect(notes).toMatchObject([{ path: 'widget.zip', code: 'archive' }])
    expect(notes[0]?.message).toContain('not examined')
  })

  test('an archive that is named itself is an error: nobody looked into it', async () => {
    const cwd = repository({ 'widget.zip': '' })
    const { notes, errors } = await discover({ cwd, paths: ['widget.zip'] })
    expect(notes).toEqual([])
    expect(errors).toMatchObject([{ path: 'widget.zip', code: 'archive' }])
  })

  test('a folder called like a vendored one above the given path does not matter', async () => {
    const root = tree({ 'node_modules/acme/src/a.js': '' })
    expect(await list(join(root, 'node_modules/acme'))).toEqual({ 'src/a.js': 'editable' })
  })
})

describe('paths that the user gives', () => {
  test('a named file is always examined, but never written when ignored, vendored or generated', async () => {
    const root = repository({
      'a.js': '',
      '.gitignore': 'out.js\n',
      'x.min.js': '',
      'node_modules/p/i.js': '',
    })
    add(root, { 'out.js': '', 'logo.png': '' })
    expect(await list(root, 'a.js', 'out.js', 'x.min.js', 'node_modules/p/i.js', 'logo.png')).toEqual({
      'a.js': 'editable',
      'out.js': 'read-only',
      'x.min.js': 'read-only',
      'node_modules/p/i.js': 'read-only',
      'logo.png': 'read-only',
    })
    expect(await list(root, '.', 'x.min.js')).toMatchObject({ 'a.js': 'editable', 'x.min.js': 'read-only' })
  })

  test('globs obey the ignore files and may match nothing only as an error', async () => {
    const root = repository({
      '.gitignore': 'out/\n',
      'src/a.js': '',
      'src/b.ts': '',
      'src/deep/c.js': '',
      'd.js': '',
    })
    add(root, { 'out/e.js': '', 'src/new.js': '' })
    expect(await list(root, 'src/**/*.js')).toEqual({
      'src/a.js': 'editable',
      'src/deep/c.js': 'editable',
      'src/new.js': 'editable',
    })
    expect(await list(root, '*.{js,ts}')).toEqual({ 'd.js': 'editable' })
    expect(await list(root, '**/*.js')).not.toHaveProperty(['out/e.js'])
    await expect(list(root, '**/*.php')).rejects.toMatchObject({ code: 'no-such-path' })
  })

  test('a path that does not exist is an error that names it', async () => {
    const root = tree({})
    await expect(list(root, 'nope.js')).rejects.toMatchObject({
      code: 'no-such-path',
      message: expect.stringContaining('nope.js'),
    })
    await expect(list(root, 'nope/**/*.js')).rejects.toMatchObject({ code: 'no-such-path' })
  })

  test('a folder of which git ignores everything is named in a note', async () => {
    const root = repository({ '.gitignore': 'dist/\n' })
    add(root, { 'dist/a.js': '' })
    const { files, notes } = await discover({ cwd: root, paths: ['dist'] })
    expect(files).toEqual([])
    expect(notes).toMatchObject([{ path: 'dist', code: 'nothing-listed' }])
  })

  test('files above the working folder and in other repositories are listed too', async () => {
    const one = repository({ 'a.js': '' })
    const two = repository({ 'b.js': '', 'in/c.js': '' })
    const { files } = await discover({ cwd: join(two, 'in'), paths: [one, '../b.js'] })
    expect(files.map((file) => file.absolute).sort()).toEqual([join(one, 'a.js'), join(two, 'b.js')].sort())
    expect(files.map((file) => file.path)).toContain('../b.js')
  })

  test('a working folder that is reached through a link works', async () => {
    const root = repository({ 'a.js': '' })
    const elsewhere = tree({})
    symlinkSync(root, join(elsewhere, 'way'))
    expect(await list(join(elsewhere, 'way'))).toEqual({ 'a.js': 'editable' })
    expect(await list(join(elsewhere, 'way'), 'a.js')).toEqual({ 'a.js': 'editable' })
  })

  test('stops when it is aborted', async () => {
    const root = tree({ 'a.js': '' })
    await expect(discover({ cwd: root, paths: [], signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
  })

  test.skipIf(!process.getuid?.())('a folder that cannot be listed is an error of the run', async () => {
    const root = tree({ 'a.js': '', 'shut/b.js': '' })
    chmodSync(join(root, 'shut'), 0)
    onTestFinished(() => chmodSync(join(root, 'shut'), 0o755))
    const { files, errors } = await discover({ cwd: root, paths: [] })
    expect(files.map((file) => file.path)).toEqual(['a.js'])
    expect(errors).toMatchObject([{ path: 'shut', code: 'unreadable' }])
  })
})

test('report paths are POSIX and relative', () => {
  expect(reportPath('/w/acme', '/w/acme/src/a.js')).toBe('src/a.js')
  expect(reportPath('/w/acme', '/w/acme')).toBe('.')
  expect(reportPath('/w/acme', '/w/lumen/a.js')).toBe('../lumen/a.js')
})
