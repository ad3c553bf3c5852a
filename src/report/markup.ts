import { clean } from './style.js'

/** Without line breaks. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** Text of others as code, between more backticks than it holds in a row. */
export function inCode(text: string): string {
  const line = clean(oneLine(text)) || ' '
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const ticks = '`'.repeat(longest + 1)
  const gap = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return `${ticks}${gap}${line}${gap}${ticks}`
}

/** Text of others inside a tag. */
export function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Our own sentences: Markdown with `code`; what else could be a mark of either language is made harmless. */
export function prose(text: string): string {
  return oneLine(text)
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : html(part).replace(/([*_[\]|#~\\])/g, '\\$1')))
    .join('')
}
