import { prose } from './prose.mjs'
import { widget } from './widget.mjs'

const HITS = [
  ['js', (next, number) => widget(next, number)],
  ['html', (next, number) => `<!doctype html>\n<p>Log in</p>\n<script>\n${widget(next, number)}</script>\n`],
  [
    'json',
    (_, number) => `{\n  "name": "acme",\n  "endpoint": "https://acme${number}.amocrm.com/api/v4"\n}\n`,
  ],
  ['ts', (_, number) => client(`https://acme${number}.amocrm.com/api/v4`)],
  [
    'md',
    (next, number) =>
      `# Notes\n\nLeads are at https://acme${number}.amocrm.com/leads\n\n${prose(next, 4000)}`,
  ],
]

/** Ending and text of a file that holds old names; the kinds take turns. */
export function hitFile(next, number) {
  const [ending, text] = HITS[number % HITS.length]
  return [ending, text(next, number)]
}

function client(url) {
  return `const api = '${url}'
const allowed = ['acme.example', 'acme.amocrm.com']

export function load(origin: string) {
  if (!allowed.includes(new URL(origin).hostname)) throw new Error('not allowed')
  return fetch(api + '/leads')
}
`
}
