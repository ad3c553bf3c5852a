import { describe, expect, test } from 'vitest'
import { followExports } from '../../src/languages/script/references.js'

async function follow(name: string, files: Record<string, string>, paths = {}) {
  const found = await followExports([{ path: 'src/config.ts', name }], new Map(Object.entries(files)), paths)
  return found['src/config.ts']?.[name]
}

const config = "export const HOST = 'lumen.amocrm.com'\nexport default 'lumen.amocrm.com'\n"

describe('uses of an exported value in other files', () => {
  test('imports by name, under another name, through a namespace and a re-export', async () => {
    const uses = await follow('HOST', {
      'src/config.ts': config,
      'src/a.ts': "import { HOST } from './config'\nfetch('https://' + HOST + '/api')\n",
      'src/b.ts': "import { HOST as H } from './config'\nif (x === H) y()\n",
      'src/c.ts': "import * as C from './config'\nlist.includes(C.HOST)\n",
      'src/index.ts': "export * from './config'\n",
      'src/d.ts': "import { HOST } from './index'\nswitch (x) { case HOST: y() }\n",
    })
    expect(uses?.closed).toBe(true)
    expect(uses?.uses.map((use) => use.is)).toEqual(expect.arrayContaining(['part', 'argument', 'case']))
    expect(uses?.uses).toContainEqual(
      expect.objectContaining({ is: 'compare', operator: '===', with: 'x', place: 'src/b.ts:2' }),
    )
    expect(uses?.uses).toContainEqual(
      expect.objectContaining({ is: 'argument', callee: 'list.includes', place: 'src/c.ts:2' }),
    )
  })

  test('default imports', async () => {
    const uses = await follow('default', {
      'src/config.ts': "const HOST = 'lumen.amocrm.com'\nexport default HOST\n",
      'src/a.ts': "import host from './config'\nif (x === host) y()\n",
    })
    expect(uses).toMatchObject({ closed: true, uses: [{ is: 'compare', with: 'x' }] })
  })

  test('a local of the same name in another file is another thing', async () => {
    const uses = await follow('HOST', {
      'src/config.ts': config,
      'src/a.ts': "const HOST = 'localhost'\nif (x === HOST) y()\n",
    })
    expect(uses).toEqual({ uses: [], closed: true })
  })

  test('an import that cannot be resolved leaves the name open', async () => {
    const uses = await follow('HOST', {
      'src/config.ts': config,
      'src/a.ts': "import { HOST } from '@/config'\nif (x === HOST) y()\n",
    })
    expect(uses?.closed).toBe(false)
  })

  test('path aliases of the tsconfig are followed', async () => {
    const files = {
      'src/config.ts': config,
      'src/a.ts': "import { HOST } from '@/config'\nif (x === HOST) y()\n",
    }
    const uses = await follow('HOST', files, { baseUrl: '', paths: { '@/*': ['src/*'] } })
    expect(uses).toMatchObject({ closed: true, uses: [{ is: 'compare' }] })
  })

  test('names taken from require() stay open', async () => {
    const uses = await follow('HOST', {
      'src/config.ts': config,
      'src/a.js': "const { HOST } = require('./config')\nfetch(HOST)\n",
    })
    expect(uses?.closed).toBe(false)
  })

  test('a file that does not parse leaves the name open', async () => {
    const uses = await follow('HOST', { 'src/config.ts': config, 'src/a.ts': 'HOST ( {' })
    expect(uses?.closed).toBe(false)
  })
})
