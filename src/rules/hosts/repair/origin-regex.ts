import type { ListSite, Use } from '../../../sites.js'
import { insertion, type Repair, repaired, replacement, type Subject } from './repair.js'

const HEAD = /\ballow_origins(\s*=\s*)\[\s*[rRbBuU]?["']?$/

/**
 * `allow_origins=["https://*.amocrm.com"]` of Starlette and FastAPI: no `*` is expanded there, a pattern is an option of its
 * own. It takes the place of the list where nothing else stands in that, and stands behind it otherwise.
 */
export function repairOriginRegex(
  { file, occurrence }: Subject,
  list: ListSite,
  uses: readonly Use[],
): Repair | undefined {
  const { literal } = occurrence
  const isOption = uses.some(
    (use) =>
      use.is === 'argument' &&
      /(?:^|\.)allow_origins$/.test(use.name ?? '') &&
      !use.args?.join(' ').includes('allow_origin_regex'),
  )
  if (!isOption || !/\bCORSMiddleware\b/.test(file.source.text)) return undefined
  if (!/^https?:\/\/\*\.amocrm\.com$/.test(literal.text) || list.items.length === 0) return undefined
  const { text } = file.source
  const items = [...list.items].sort((a, b) => a.span.start - b.span.start)
  const first = file.source.indexAt(items[0]?.span.start ?? 0)
  const last = file.source.indexAt(items.at(-1)?.span.end ?? 0)
  const head = HEAD.exec(text.slice(0, first).slice(-200))
  const tail = /^["']?\s*,?\s*\]/.exec(text.slice(last))
  if (!head || !tail) return undefined
  const quote = occurrence.site.anchor.quote.replace(/^[^"']*/, '')
  const source = literal.text.replace('*', '[a-z0-9-]+').replace('.amocrm.com', '\\.(?:amocrm|kommo)\\.com')
  const option = `allow_origin_regex${head[1]}r${quote}${source}${quote}`
  const end = file.source.byteAt(last + tail[0].length)
  const start = file.source.byteAt(first - head[0].length)
  const span = { file: file.source.path, start, end }
  const front = /[^\r\n]*$/.exec(text.slice(0, first - head[0].length))?.[0] ?? ''
  const gap = front.trim() === '' ? `\n${front}` : ' '
  return repaired([
    items.length === 1 ? replacement(file, span, option) : insertion(file, end, `,${gap}${option}`),
  ])
}
