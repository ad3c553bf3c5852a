import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyScripts } from '../../src/migrations/data-scripts.js'

const hasShell = spawnSync('sh', ['-c', 'command -v find sed grep']).status === 0

/** The scripts for files and for keys of Redis do what they say, and only that. */
describe.skipIf(!hasShell)(
  `scripts${hasShell ? '' : ' (skipped: there is no sh with find, sed and grep)'}`,
  () => {
    let folder = ''
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'kommo-migrate-scripts-'))
    })
    afterEach(() => rmSync(folder, { recursive: true, force: true }))

    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    const run = (script: string, args: readonly string[], env: Record<string, string> = {}) => {
      const { stdout, stderr, status } = spawnSync('sh', [join(folder, script), ...args], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, ...env },
      })
      expect([stderr, status]).toEqual(['', 0])
      return stdout.trim().split('\n').filter(Boolean).sort()
    }
    const filesIn = (path: string) =>
      readdirSync(join(folder, path), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, path).length + 1))
        .sort()

    it('renames token files, keeps what is there, and can be run again', () => {
      const [script] = keyScripts([
        { kind: 'file', text: 'tokens/{domain}.json' },
        { kind: 'file', text: "{root}/o'brien/{referer}.token" },
      ])
      write('rename.sh', script?.text ?? '')
      const before = [
        'tokens/acme.amocrm.com.json',
        'tokens/twin.amocrm.com.json',
        'tokens/twin.kommo.com.json',
        'tokens/other.amocrm.ru.json',
        'tokens/amojo.amocrm.com.json',
        'tokens/with space.amocrm.com.json',
        "o'brien/acme.amocrm.com.token",
        'elsewhere/acme.amocrm.com.json',
      ].sort()
      for (const path of before) write(`storage/${path}`, path)

      expect(run('rename.sh', ['storage'])).toEqual([
        'stays: ./tokens/twin.amocrm.com.json (./tokens/twin.kommo.com.json is there)',
        "would rename: ./o'brien/acme.amocrm.com.token -> ./o'brien/acme.kommo.com.token",
        'would rename: ./tokens/acme.amocrm.com.json -> ./tokens/acme.kommo.com.json',
        'would rename: ./tokens/with space.amocrm.com.json -> ./tokens/with space.kommo.com.json',
      ])
      expect(filesIn('storage')).toEqual(before)

      run('rename.sh', ['storage'], { APPLY: '1' })
      const after = filesIn('storage')
      expect(after).toEqual(
        [
          'tokens/acme.kommo.com.json',
          'tokens/twin.amocrm.com.json',
          'tokens/twin.kommo.com.json',
          'tokens/other.amocrm.ru.json',
          'tokens/amojo.amocrm.com.json',
          'tokens/with space.kommo.com.json',
          "o'brien/acme.kommo.com.token",
          'elsewhere/acme.amocrm.com.json',
        ].sort(),
      )
      expect(readFileSync(join(folder, 'storage/tokens/acme.kommo.com.json'), 'utf8')).toBe(
        'tokens/acme.amocrm.com.json',
      )
      run('rename.sh', ['storage'], { APPLY: '1' })
      expect(filesIn('storage')).toEqual(after)
    })

    it('renames keys of Redis by RENAMENX alone', () => {
      const [script] = keyScripts([{ kind: 'cache', text: 'tokens:{domain}' }])
      write('rename.sh', script?.text ?? '')
      // Keys are files of a folder; `--scan` and RENAMENX are all that is known.
      write(
        'bin/redis-cli',
        `#!/bin/sh
cd "$KEYS"
[ "$1" = -n ] && shift 2
case $1 in
--scan) for key in $3; do [ -e "$key" ] && echo "$key"; done; true ;;
RENAMENX) if [ -e "$3" ]; then echo 0; else mv "$2" "$3" && echo 1; fi ;;
*) echo "unknown: $*" >&2; exit 1 ;;
esac
`,
      )
      chmodSync(join(folder, 'bin/redis-cli'), 0o755)
      const before = [
        'tokens:acme.amocrm.com',
        'tokens:twin.amocrm.com',
        'tokens:twin.kommo.com',
        'tokens:x.amocrm.ru',
        'tokens:amojo.amocrm.com',
        'other:acme.amocrm.com',
      ].sort()
      for (const key of before) write(`keys/${key}`, key)
      const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, KEYS: join(folder, 'keys') }

      expect(run('rename.sh', ['-n', '2'], env)).toEqual([
        'would rename: tokens:acme.amocrm.com -> tokens:acme.kommo.com',
        'would rename: tokens:twin.amocrm.com -> tokens:twin.kommo.com',
      ])
      expect(filesIn('keys')).toEqual(before)

      expect(run('rename.sh', ['-n', '2'], { ...env, APPLY: '1' })).toEqual([
        'renamed: tokens:acme.amocrm.com -> tokens:acme.kommo.com',
        'stays: tokens:twin.amocrm.com',
      ])
      expect(existsSync(join(folder, 'keys/tokens:acme.kommo.com'))).toBe(true)
      expect(filesIn('keys')).toHaveLength(before.length)
      expect(run('rename.sh', ['-n', '2'], { ...env, APPLY: '1' })).toEqual(['stays: tokens:twin.amocrm.com'])
    })

    it('is not written for names without a pattern of their own', () => {
      expect(
        keyScripts([
          { kind: 'file', text: '{domain}' },
          { kind: 'map', text: 'tokens:{domain}' },
        ]),
      ).toEqual([])
    })
  },
)
