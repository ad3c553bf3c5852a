import { relative, sep } from 'node:path'
import { journalOf } from '../edits/journal.js'
import { undo as undoWrite } from '../edits/undo.js'
import { plural } from '../report/style.js'
import type { Terminal } from './terminal.js'

/** Takes the last write back and says which files came back; gives the exit code. */
export async function undo(terminal: Terminal): Promise<number> {
  const { restored, foreign, at } = await undoWrite(journalOf(terminal.cwd))
  const name = (path: string) => relative(terminal.cwd, path).split(sep).join('/')
  const lines = [
    `${plural(restored.length, 'file')} as before the write of ${at.replace('T', ' ').slice(0, 16)} UTC:`,
    ...restored.map((path) => `  ${name(path)}`),
    ...foreign.map((path) => `  ${name(path)} was changed by somebody else and stays as it is`),
  ]
  terminal.stdout.write(`${lines.join('\n')}\n`)
  return foreign.length > 0 ? 2 : 0
}
