import type { Report } from '../../findings/finding.js'
import type { ReportContext } from '../context.js'
import { openFindings } from '../fixes.js'
import { html as text } from '../markup.js'
import { plural } from '../style.js'
import { type PageData, pageData } from './data.js'
import { SCRIPT } from './script.js'
import { STYLE } from './style.js'
import { type Tile, treemap } from './treemap.js'

/** Width of the map, in units of its view box; it is the taller, the more files are on it. */
const WIDTH = 1000

function heightFor(files: number): number {
  return Math.min(360, 90 + files * 15)
}

/** Files on the map; the others are one tile. */
const TILES = 60

/**
 * The report as one HTML file: counts, charts, a map of where the work is, every finding with its code and the diff of its
 * fix, filters and search. It loads nothing: its policy allows its own style and script alone, and the findings are data
 * that is only ever shown as text.
 */
export function html(report: Report, context: ReportContext): string {
  const data = pageData(report, context)
  const hash = (content: string) =>
    `'sha256-${process.getBuiltinModule('node:crypto').hash('sha256', content, 'base64')}'`
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src ${hash(SCRIPT)}; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en" data-theme="light">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>kommo-migrate: ${text(headline(data))}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<div><h1>${text(headline(data))}</h1><p class="dim">${text(subtitle(data))}</p></div>
<button type="button" id="theme" aria-pressed="false">Dark</button>
</header>
<main>
${cards(data)}
${progress(data)}
<div class="grid" id="charts">${map(report)}</div>
${about(data)}
<section id="findings" aria-label="Findings">
<h2>Findings</h2>
<form id="filters" role="search">
<input type="search" id="search" placeholder="Search ( / )" aria-label="Search in paths, code and messages">
${['severity', 'rule', 'role', 'kind', 'state'].map(select).join('\n')}
<button type="reset">Reset</button>
<button type="button" id="path" hidden></button>
</form>
<p class="dim" id="count" role="status"></p>
<div id="list"></div>
<noscript><p>The findings are shown by a script that stands in this file. Allow it, or take the Markdown report.</p></noscript>
</section>
</main>
<script type="application/json" id="data">${embedded(data)}</script>
<script>${SCRIPT}</script>
</body>
</html>
`
}

function headline({ counts, findings, errors }: PageData): string {
  const open = findings.filter(({ state }) => state === 'new')
  if (open.length === 0)
    return errors.length > 0
      ? 'Not everything could be examined'
      : `Nothing ${counts.baseline > 0 ? 'new ' : ''}to migrate`
  return `${plural(open.length, 'finding')} in ${plural(new Set(open.map(({ path }) => path)).size, 'file')}`
}

const KINDS: Record<string, string> = {
  widget: 'widget',
  integration: 'server-side integration',
  both: 'widget and server-side integration',
}

function subtitle({ tool, repository, files }: PageData): string {
  return [tool, KINDS[repository] ?? '', `${plural(files, 'file')} looked at`].filter(Boolean).join(' · ')
}

function cards({ counts, fixes }: PageData): string {
  const card = (name: string, count: number, label: string) =>
    `<div class="card"><b class="${name}">${count}</b>${text(label)}</div>`
  return `<div class="cards">${[
    card('error', counts.error, 'errors'),
    card('warning', counts.warning, 'warnings'),
    card('info', counts.info, 'notes'),
    card('safe', fixes.safe, 'fixed by fix --write'),
    card('review', fixes.review, 'fixed by --unsafe, to be read'),
    card('manual', fixes.manual, 'for a person'),
  ].join('')}</div>`
}

/** What is new, accepted and suppressed, where anything is. */
function progress({ counts }: PageData): string {
  const open = counts.error + counts.warning + counts.info
  const parts = [
    ['new', open, 'var(--error)'],
    ['accepted in the baseline', counts.baseline, 'var(--review)'],
    ['suppressed', counts.suppressed, 'var(--dim)'],
  ] as const
  const all = open + counts.baseline + counts.suppressed
  if (all === open) return ''
  const bars = parts.map(
    ([, count, color]) => `<i style="width:${(100 * count) / all}%;background:${color}"></i>`,
  )
  const words = parts.map(([name, count]) => `${count} ${name}`).join(' · ')
  return `<section class="card"><h2>Progress</h2><div class="progress" role="img" aria-label="${attribute(words)}">${bars.join('')}</div><p class="dim">${text(words)}</p></section>`
}

function map(report: Report): string {
  const counts = new Map<string, number>()
  for (const { path } of openFindings(report)) counts.set(path, (counts.get(path) ?? 0) + 1)
  const all = [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count)
  if (all.length === 0) return ''
  const height = heightFor(all.length)
  const tiles = treemap(all.slice(0, TILES), WIDTH, height).map(tile).join('')
  const more =
    all.length > TILES ? `<p class="dim">The ${TILES} files with most findings, of ${all.length}.</p>` : ''
  return `<section class="card" style="grid-column:1/-1"><h2>Where the work is</h2><svg class="map" viewBox="0 0 ${WIDTH} ${height}" role="group" aria-label="Files by number of findings">${tiles}</svg>${more}</section>`
}

function tile({ name, count, x, y, width, height }: Tile): string {
  const room = Math.floor((width - 10) / 6.6)
  const base = name.slice(name.lastIndexOf('/') + 1)
  const label =
    room >= 4 && height >= 18
      ? `<text x="${n(x + 6)}" y="${n(y + 16)}">${text(base.length > room ? `${base.slice(0, room - 1)}…` : base)}</text>`
      : ''
  const number = room >= 2 && height >= 34 ? `<text x="${n(x + 6)}" y="${n(y + 31)}">${count}</text>` : ''
  const title = `${name}: ${plural(count, 'finding')}`
  return `<g tabindex="0" role="button" data-path="${attribute(name)}" aria-label="${attribute(title)}"><title>${text(title)}</title><rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="3"/>${label}${number}</g>`
}

function n(value: number): string {
  return value.toFixed(1)
}

function about({ questions, steps, errors, notes }: PageData): string {
  const list = (title: string, items: readonly string[], tag = 'ul') =>
    items.length === 0
      ? ''
      : `<section class="card"><h2>${title}</h2><${tag}>${items.map((item) => `<li>${item}</li>`).join('')}</${tag}></section>`
  const placed = ({ path, message }: { path: string; message: string }) =>
    `${path ? `<code>${text(path)}</code>: ` : ''}${text(message)}`
  return `<div class="grid">${[
    list(
      'Deploy in this order',
      steps.map(({ title, text: what, caution }) => `<b>${text(title)}</b>: ${text(what)} ${text(caution)}`),
      'ol',
    ),
    list(
      'Whether the migration concerns this repository',
      questions.map(
        ({ question, answer, check }) =>
          `<b>${text(answer)}</b>: ${text(question)} ${answer === 'unknown' ? text(check) : ''}`,
      ),
    ),
    list('Errors', errors.map(placed)),
    list('Notes', notes.map(placed)),
  ].join('')}</div>`
}

const LABELS: Record<string, string> = {
  severity: 'severity',
  rule: 'rule',
  role: 'role',
  kind: 'fix',
  state: 'state',
}

function select(key: string): string {
  return `<select id="${key}" aria-label="${LABELS[key]}"><option value="">any ${LABELS[key]}</option></select>`
}

/** JSON inside a script element: nothing of it can end the element. */
function embedded(data: PageData): string {
  return JSON.stringify(data).replace(
    /[<\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function attribute(value: string): string {
  return text(value).replaceAll('"', '&quot;')
}
