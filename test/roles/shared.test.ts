import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { audit } from '../../src/index.js'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Rule and fix class of the findings in a project, in order. */
async function found(files: Record<string, string>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shared-'))
  folders.push(folder)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const report = await audit({ cwd: folder, threads: 1 })
  return report.findings.flatMap(({ rule, fix }) => (rule === 'redirect-308' ? [] : [`${rule} ${fix.kind}`]))
}

describe('a host that other files use', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'compared behind a barrel and another name',
      {
        'src/hosts.ts': "export const HOST = 'lumen.amocrm.com'\n",
        'src/index.ts': "export * from './hosts'\n",
        'src/a.ts': "import { HOST } from '.'\nfetch(`https://${HOST}/api`)\n",
        'src/b.ts':
          "import { HOST as own } from './index'\nexport const isOwn = (host: string) => host === own\n",
      },
      'origin-allowlist manual',
    ],
    [
      'passed on to a function elsewhere',
      {
        'src/hosts.ts': "export const HOST = 'lumen.amocrm.com'\n",
        'src/a.ts':
          "import { HOST } from './hosts'\nimport { register } from 'x'\nregister(HOST)\nfetch(`https://${HOST}/api`)\n",
      },
      'legacy-host review',
    ],
    [
      'only called elsewhere',
      {
        'src/hosts.ts': "export const HOST = 'lumen.amocrm.com'\n",
        'src/a.ts': "import { HOST } from './hosts'\nfetch(`https://${HOST}/api`)\n",
      },
      'legacy-host safe',
    ],
    [
      'a variable of the page that another script compares with',
      {
        'a.js': "var LUMEN_HOST = 'lumen.amocrm.com'\n$.get('https://' + LUMEN_HOST + '/api')\n",
        'b.js': 'if (location.host === LUMEN_HOST) allow()\n',
      },
      'origin-allowlist manual',
    ],
    [
      'a constant of the page that another script compares with',
      {
        'a.js': "const LUMEN_HOST = 'lumen.amocrm.com'\n$.get('https://' + LUMEN_HOST + '/api')\n",
        'b.js': 'if (location.host === LUMEN_HOST) allow()\n',
      },
      'origin-allowlist manual',
    ],
    [
      'a variable of the page, and a local one of the same name',
      {
        'a.js': "var LUMEN_HOST = 'lumen.amocrm.com'\n$.get('https://' + LUMEN_HOST + '/api')\n",
        'b.js': "(function (LUMEN_HOST) { if (location.host === LUMEN_HOST) allow() })('x')\n",
      },
      'legacy-host safe',
    ],
    [
      'a public field of an exported class',
      {
        'src/base.ts':
          "export class Base {\n  host = 'lumen.amocrm.com'\n  load() { return fetch(`https://${this.host}/api`) }\n}\n",
        'src/a.ts':
          "import { Base } from './base'\nexport class Own extends Base { isOwn(host: string) { return host === this.host } }\n",
      },
      'legacy-host review',
    ],
    [
      'a private field of an exported class',
      {
        'src/base.ts':
          "export class Base {\n  #host = 'lumen.amocrm.com'\n  load() { return fetch(`https://${this.#host}/api`) }\n}\n",
      },
      'legacy-host safe',
    ],
  ])('%s', async (_, files, expected) => {
    expect(await found(files)).toEqual([expected])
  })
})
