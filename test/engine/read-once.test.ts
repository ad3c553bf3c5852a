import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { isAbsolute, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { audit } from '../../src/index.js'
import { repository } from '../files/tree.js'

/** Every content that is opened, by path. */
const opened = vi.hoisted(() => new Map<string, number>())
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const count = (path: unknown) => opened.set(String(path), (opened.get(String(path)) ?? 0) + 1)
  const openSync = (...args: Parameters<typeof fs.openSync>) => {
    count(args[0])
    return fs.openSync(...args)
  }
  const readFileSync = (...args: Parameters<typeof fs.readFileSync>) => {
    count(args[0])
    return fs.readFileSync(...args)
  }
  return { ...fs, openSync, readFileSync }
})
beforeEach(() => opened.clear())

/** How often each file of a folder was read in an audit of it. */
async function readsOf(root: string): Promise<Record<string, number>> {
  await audit({ cwd: root })
  const inside = [...opened].map(([path, times]) => [relative(root, path), times] as const)
  return Object.fromEntries(
    inside.filter(
      ([path]) =>
        !path.startsWith('..') && !isAbsolute(path) && !/^\.git(?:[/\\]|ignore$|attributes$)/.test(path),
    ),
  )
}

const USE = "import { HOST } from './host'\nfetch(`https://${HOST}/api/v4/leads`)\n"

describe('each file is read once', () => {
  test('where others are asked who declares the new name, and who imports a host', async () => {
    const root = repository({
      'card.js': 'start(AMOCRM.isCard())\n',
      'app.js': 'var APP = {}\n',
      'page.html': '<script>const APP = 1</script>\n',
      'package.json': '{ "dependencies": { "kommo-widget": "1.0.0" } }\n',
      'tsconfig.json': '{ "compilerOptions": { "baseUrl": "." } }\n',
      'src/host.ts': "export const HOST = 'acme.amocrm.com'\n",
      'src/use.ts': USE,
      'src/View.vue': "<script>import { HOST } from './host'</script>\n",
      'src/other.ts': 'export const other = 1\n',
      'notes.md': 'nothing\n',
    })
    const reads = await readsOf(root)
    expect(Object.keys(reads)).toHaveLength(10)
    // The manifest of the folder that a run starts in may hold the configuration: that is looked up first.
    expect(reads).toEqual({
      ...Object.fromEntries(Object.keys(reads).map((path) => [path, 1])),
      'package.json': 2,
    })
  })

  const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url))
  const folders = readdirSync(fixtures).flatMap((rule) =>
    readdirSync(join(fixtures, rule), { withFileTypes: true })
      .map(({ name }) => join(rule, name))
      .filter((name) => readdirSync(join(fixtures, name)).includes('input')),
  )
  test.each(folders)('%s', async (folder) => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'read-once-')))
    try {
      cpSync(join(fixtures, folder, 'input'), root, { recursive: true })
      const reads = await readsOf(root)
      expect(Object.keys(reads).length).toBeGreaterThan(0)
      expect(
        Object.entries(reads).filter(
          ([path, times]) => times > (path === 'package.json' ? 2 : 1) && !path.endsWith('.gitignore'),
        ),
      ).toEqual([])
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })
})
