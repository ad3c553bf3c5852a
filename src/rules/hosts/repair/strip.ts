import type { Use } from '../../../sites.js'
import { textOf } from '../decided.js'
import { type Repair, repaired, replacement, type Subject, shift, twinOf } from './repair.js'

/** Texts that are cut out of a host, or at which it is cut. */
const SUFFIX = /^\.?amocrm\.(?:com)?$/

/**
 * `host.replace('.amocrm.com', '')` and `host.split('.amocrm.')`: the text becomes a pattern for both names. A text cut
 * out once and a pattern without flags do the same; where all are cut out the pattern is global.
 */
export function repairStrip(
  { file, occurrence }: Subject,
  use: Use & { is: 'argument' },
): Repair | undefined {
  const method = /\.(replace|replaceAll|split)$/.exec(use.callee)?.[1]
  const { text } = occurrence.literal
  const { expression } = occurrence.site.anchor
  if (method === undefined || use.index !== 0 || !SUFFIX.test(text)) return undefined
  if (occurrence.site.parts.length !== 1 || !/^(['"`]).*\1$/s.test(textOf(file, expression))) return undefined
  if (method !== 'split' && !/^(['"`])\1$/.test(use.args?.[1] ?? '')) return undefined
  const source = text.replace(/\./g, '\\.').replace('amocrm', '(?:amocrm|kommo)')
  if (use.as !== undefined) return repairFunction({ file, occurrence }, use.as, source)
  if (file.family !== 'script') return undefined
  const pattern = `/${source}/${method === 'replaceAll' ? 'g' : ''}`
  return repaired([replacement(file, expression, pattern)], remarks(text))
}

function remarks(text: string): string[] {
  return text.endsWith('.') ? ['what follows the brand decides something in the code behind it'] : []
}

/** Functions that cut out every text of a list, and one that splits at a text and has a sister for patterns. */
const OF_LISTS = /^(?:str_i?replace|Str::(?:replace|remove))$/
const SPLITTING = /\bexplode\(\s*$/

/** The same where a function gets the text: it takes a list, or a pattern under another name. */
function repairFunction(subject: Subject, name: string, source: string): Repair | undefined {
  const { file, occurrence } = subject
  const { expression } = occurrence.site.anchor
  const { text } = occurrence.literal
  if (OF_LISTS.test(name)) {
    const added = twinOf(subject, expression)
    const list = `[${textOf(file, expression)}, ${added}]`
    return added === undefined ? undefined : repaired([replacement(file, expression, list)], remarks(text))
  }
  const at = file.source.indexAt(expression.start)
  const head = SPLITTING.exec(file.source.text.slice(Math.max(0, at - MAX_HEAD), at))
  // A limit below zero leaves out what comes last, which patterns cannot.
  const tail = /^\s*,[^,()]*(?:\([^()]*\)[^,()]*)*(?:,\s*\d+\s*)?\)/.test(
    file.source.text.slice(file.source.indexAt(expression.end)),
  )
  if (name !== 'explode' || !head || !tail) return undefined
  const start = file.source.byteAt(at - head[0].length)
  const span = { ...expression, start, end: shift(file, start, 'explode'.length) }
  return repaired(
    [replacement(file, span, 'preg_split'), replacement(file, expression, `'/${source}/'`)],
    remarks(text),
  )
}

const MAX_HEAD = 60
