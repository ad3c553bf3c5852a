import type { PatternSite, Use } from '../../../sites.js'
import { flattenUses } from '../../flatten.js'
import type { Node } from '../tree.js'
import type { Context, Flow } from './context.js'

/** What a regular expression at `node` (a literal, or `new RegExp(…)`) is used for. */
export function patternUses(context: Context, node: Node, source: string, flags: string): Flow {
  const flow: Flow = { uses: [], closed: true }
  context.follow({ node, path: [], depth: 0, out: flow })
  const uses: Use[] = []
  const beside = flow.uses.flatMap((use) => {
    if (use.is !== 'receiver') return []
    return [use.beside ?? '', use.test?.chain ?? '', use.test?.known ?? ''].filter((text) => text !== '')
  })
  const denies = flow.uses.some((use) => use.is === 'receiver' && use.test?.denies)
  const subjects = flow.uses.flatMap((use) =>
    (use.is === 'receiver' || use.is === 'argument') && use.test?.subject ? [use.test.subject] : [],
  )
  const subject = subjects.length > 0 ? subjects.join('\n') : undefined
  const push = (op: PatternSite['op'], replacement?: string) =>
    uses.push({
      is: 'pattern',
      of: {
        dialect: node.dialect ?? 'js',
        source,
        flags,
        op,
        ...(node.whole && { whole: true }),
        ...(replacement !== undefined && { replacement }),
        ...(denies && { denies }),
        ...(subject !== undefined && { subject }),
        ...(beside.length > 0 && { beside: beside.join('\n') }),
      },
    })
  if (node.isTested) push('test')
  for (const use of flattenUses(flow.uses)) {
    if (use.is === 'receiver' && use.method === 'test') push('test')
    else if (use.is === 'receiver' && use.method === 'exec') push('capture')
    else if (use.is === 'entry' || use.is === 'key') uses.push({ ...use, of: [] })
    else if (use.is !== 'argument') uses.push(use)
    else if (/\.(replace|replaceAll)$/.test(use.callee) && use.index === 0) push('replace', use.args?.[1])
    else if (/\.split$/.test(use.callee)) push('split')
    else if (/\.(match|matchAll|search)$/.test(use.callee)) push('capture')
    else if (/(^|\.)(cors|enableCors|cross_origin|origins)$/i.test(use.callee)) push('test')
    else uses.push(use)
  }
  if (!uses.some((use) => use.is === 'pattern')) push('unknown')
  return { uses, closed: flow.closed }
}
