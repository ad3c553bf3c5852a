import type { Source } from '../../files/source.js'
import type { Use } from '../../sites.js'

/** What a value is for in the export of a tool; `undefined` where its path as a setting tells enough. */
export type ExportUses = (path: readonly string[]) => readonly Use[] | undefined

const RECORDED: readonly Use[] = [{ is: 'recorded' }]
const PROSE: readonly Use[] = [{ is: 'prose' }]

const KINDS: readonly (readonly [RegExp, ExportUses])[] = [
  [/"_postman_id"\s*:|schema\.getpostman\.com/, postman],
  [/"n8n-nodes-|"@n8n\//, n8n],
  [/"(?:jsonBody|bodyFileName|proxyBaseUrl|urlPath\w*|equalTo\w*)"\s*:/, wiremock],
]

/** Reads what a JSON file is the export of by its text. */
export function exportUses({ text }: Source): ExportUses | undefined {
  return KINDS.find(([sign]) => sign.test(text))?.[1]
}

/** Answers that are shown as examples, with the requests that they answered. */
function postman(path: readonly string[]): readonly Use[] | undefined {
  return path[0] === 'item' && path.includes('response') ? RECORDED : undefined
}

/** Data that is pinned to a node, notes on the canvas, and both sides of a condition. */
function n8n(path: readonly string[]): readonly Use[] | undefined {
  const last = path.at(-1) ?? ''
  if (path.includes('pinData')) return RECORDED
  if (path.includes('nodes') && (last === 'notes' || path.slice(-2).join('.') === 'parameters.content'))
    return PROSE
  const isCondition = path.includes('conditions') || path.includes('rules')
  return isCondition && /^(?:value[12]|(?:left|right)Value)$/.test(last)
    ? [{ is: 'compare', operator: 'condition' }]
    : undefined
}

/** Answers of a stand-in server, and the requests that it knows. */
function wiremock(path: readonly string[]): readonly Use[] | undefined {
  const last = path.at(-1) ?? ''
  if (last === 'proxyBaseUrl') return undefined
  if (path.includes('response')) return RECORDED
  const isRequest = path.includes('request')
  return isRequest && /^(?:equalTo\w*|contains|matches\w*|doesNot\w+)$/.test(last)
    ? [{ is: 'compare', operator: last, with: path.at(-2) ?? '' }]
    : undefined
}
