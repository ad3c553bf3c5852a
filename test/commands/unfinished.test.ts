import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { noteUnfinished } from '../../src/commands/unfinished.js'
import { beginTransaction, journalOf } from '../../src/edits/journal.js'
import type { Report } from '../../src/findings/finding.js'
import { folder } from '../edits/folder.js'

const codes = async (root: string): Promise<string[]> => {
  const report = { notes: [] as Report['notes'] } as Report
  await noteUnfinished(report, root)
  return report.notes.map((note) => note.code)
}

test('says that a write was interrupted, until it has ended', async () => {
  const root = folder({ 'a.js': 'old' })
  execFileSync('git', ['init', '-q'], { cwd: root })
  expect(await codes(root)).toEqual([])
  const change = {
    path: join(root, 'a.js'),
    before: Buffer.from('old'),
    after: Buffer.from('new'),
    mode: 0o644,
  }
  const recorder = beginTransaction(journalOf(root), 'fix', [change])
  expect(await codes(root)).toEqual(['interrupted'])
  recorder.commit([])
  expect(await codes(root)).toEqual([])
})

test('a journal that cannot be read does not stop a report', async () => {
  const root = folder({ 'a.js': 'old', '.git/kommo-migrate/journal.jsonl/x': '' })
  execFileSync('git', ['init', '-q'], { cwd: root })
  expect(await codes(root)).toEqual([])
})
