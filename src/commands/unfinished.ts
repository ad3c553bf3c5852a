import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryOf } from '../edits/repository.js'
import type { Report } from '../findings/finding.js'

/**
 * Says in the report when a killed `fix --write` left its work half done. The journal is looked into only where there
 * is one: most repositories have none, and starting is to stay quick.
 */
export async function noteUnfinished(report: Report, folder: string): Promise<void> {
  const repository = repositoryOf(folder)
  if (!repository || !existsSync(join(repository.gitFolder, 'kommo-migrate'))) return
  const [{ interrupted }, { journalOf }] = await Promise.all([
    import('../edits/undo.js'),
    import('../edits/journal.js'),
  ])
  let isOpen: boolean
  try {
    isOpen = interrupted(journalOf(folder)).length > 0
  } catch {
    // Another user's journal is no reason to refuse a report; whoever writes is told.
    return
  }
  if (!isOpen) return
  report.notes.unshift({
    path: '',
    code: 'interrupted',
    message: 'an earlier `fix --write` was interrupted: `undo` or the next `fix --write` ends it first',
  })
}
