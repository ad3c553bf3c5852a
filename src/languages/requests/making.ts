import type { Making } from '../../requests.js'
import { unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from '../storage/context.js'
import type { Call } from './call.js'

/** Where a class of the file's own can be declared and named for the object that a call goes through (Python). */
export function makingOf(context: StorageContext, { creation }: Call): Making | undefined {
  const module = creation?.module
  if (!creation || module === undefined || context.language !== 'python') return undefined
  const callee = unwrap(creation.node.callee)
  const before = lineOfStatement(context, creation.node)
  const imported = new RegExp(`^import[ \\t]+(?:[^\\n#]*[\\s,])?${module}\\b`, 'm').exec(context.text)
  if (before === undefined || !imported || imported.index >= before) return undefined
  return { callee: context.span(callee), module, before: context.span({ start: before, end: before }).start }
}

/** The beginning of the line on which the statement of the module around begins, with its decorators and comments. */
function lineOfStatement({ tree, text }: StorageContext, node: Node): number | undefined {
  let at = node
  while (at.parent && at.parent !== tree.program) at = at.parent
  let start = text.lastIndexOf('\n', at.start - 1) + 1
  for (let above = lineAbove(text, start); /^[@#]/.test(above.text); above = lineAbove(text, start))
    start = above.start
  const above = lineAbove(text, start).text
  // What stands close above may be the end of a decorator or of a string.
  const isApart = above.trim() === '' || /^(?:import|from)\b[^(\\]*$/.test(above)
  return isApart && /^\S/.test(text.slice(start)) ? start : undefined
}

function lineAbove(text: string, start: number): { start: number; text: string } {
  if (start === 0) return { start: 0, text: '' }
  const begin = text.lastIndexOf('\n', start - 2) + 1
  return { start: begin, text: text.slice(begin, start - 1).replace(/\r$/, '') }
}
