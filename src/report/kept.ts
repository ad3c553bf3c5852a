import type { Report } from '../findings/finding.js'
import { KEPT_WORDS } from '../findings/kept-words.js'
import { clean, plural, type Style, wrap } from './style.js'

type Kept = NonNullable<Report['kept']>[number]

/** Places of a file that are named one by one; a source map may hold thousands. */
const PLACES = 3

/** Every kept occurrence by reason and file, so that nothing that was left alone is hidden. */
export function keptList(report: Report, style: Style): string {
  if (!report.kept || report.kept.length === 0) return ''
  const groups = [...groupBy(report.kept, ({ reason }) => reason)].map(([reason, all]) =>
    [
      `  ${reason} (${all.length})`,
      wrap(style, '    ', KEPT_WORDS[reason]),
      ...[...groupBy(all, ({ path }) => path)].map(([path, kept]) => fileLine(path, kept, style)),
    ].join('\n'),
  )
  return [style.chalk.bold('Kept as they are'), ...groups].join('\n')
}

/** `src/card.js:3:5, 7:1 and 12 more  amoCRM, amocrm.ru` */
function fileLine(path: string, kept: readonly Kept[], style: Style): string {
  const places = kept.slice(0, PLACES).map(({ start }) => `${start.line}:${start.column}`)
  const more = kept.length > PLACES ? ` and ${plural(kept.length - PLACES, 'more', 'more')}` : ''
  const tokens = [...new Set(kept.map(({ token }) => token))].join(', ')
  return `    ${clean(path)}:${places.join(', ')}${more}  ${style.chalk.dim(clean(tokens))}`
}

function groupBy<K>(all: readonly Kept[], keyOf: (kept: Kept) => K): Map<K, Kept[]> {
  const groups = new Map<K, Kept[]>()
  for (const kept of all) {
    const same = groups.get(keyOf(kept))
    if (same) same.push(kept)
    else groups.set(keyOf(kept), [kept])
  }
  return groups
}
