import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { audit } from '../../src/index.js'

const roots: string[] = []
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true })
})

function folder(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'companions-'))
  roots.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

const kinds = async (files: Record<string, string>) => {
  const report = await audit({ cwd: folder(files) })
  return {
    kinds: report.findings.filter(({ rule }) => rule === 'amocrm-global').map(({ fix }) => fix.kind),
    parsed: report.summary.files.parsed,
  }
}

describe('files without a needle that declare the new name', () => {
  it('are asked once a file uses the old one', async () => {
    const use = { 'card.js': 'start(AMOCRM.isCard())\n' }
    expect(await kinds(use)).toEqual({ kinds: ['safe'], parsed: 1 })
    expect(await kinds({ ...use, 'app.js': 'var APP = {}\n' })).toEqual({ kinds: ['review'], parsed: 2 })
    expect(await kinds({ ...use, 'app.js': 'var app = {}\n' })).toEqual({ kinds: ['safe'], parsed: 1 })
  })

  it('stay unread otherwise', async () => {
    expect(await kinds({ 'a.js': "var url = 'amocrm.ru'\n", 'app.js': 'var APP = {}\n' })).toMatchObject({
      parsed: 1,
    })
  })
})
