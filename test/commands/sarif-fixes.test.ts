import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Log, Region } from 'sarif'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { repository } from '../files/tree.js'
import { buildCommand, type Command } from '../transcripts/command.js'

let command: Command
beforeAll(async () => {
  command = await buildCommand()
})
afterAll(() => command?.dispose())

/** Columns, line ends and encodings that a consumer may count differently from us. */
const FILES = {
  'crlf.js':
    "var a = 'Сделка 📇 ' + AMOCRM.data\r\nAMOCRM.x(AMOCRM.y)\r\n\tfetch('https://acme.amocrm.com/')\r\n",
  'mark.js': "\ufeffAMOCRM.constant('user')\n",
  'last line.js': "fetch('https://amojo.amocrm.com/v2/origin/custom/')",
  'two/page.html': '<p>📇📇<a href="https://acme.amocrm.com/leads">x</a>\n<script>AMOCRM.x()</script>',
  'list.js':
    'const ORIGIN = /^https:\\/\\/[a-z0-9-]+\\.amocrm\\.com$/\nexport const ok = (o) => ORIGIN.test(o)\n',
}

test('the fixes of a report, made by its lines and columns alone, are those that fix --write makes', async () => {
  const root = repository(FILES)
  await command.run(['--format', 'sarif=.git/report.sarif'], { cwd: root })
  const log: Log = JSON.parse(readFileSync(join(root, '.git/report.sarif'), 'utf8'))
  const byHand = new Map(Object.entries(apply(log, FILES)))
  await command.run(['fix', '--write', '--unsafe', '--format', 'compact'], { cwd: root })
  for (const [path, text] of Object.entries(FILES)) {
    const written = readFileSync(join(root, path), 'utf8')
    expect(written).not.toBe(text)
    expect(byHand.get(path)).toBe(written)
  }
})

test('a fix of several files is told once, whole', async () => {
  const root = repository(FILES)
  writeFileSync(join(root, 'crlf.js'), FILES['crlf.js'])
  const { stdout } = await command.run(['--format', 'sarif'], { cwd: root })
  const log: Log = JSON.parse(stdout)
  const regions = (log.runs[0]?.results ?? []).flatMap(({ fixes = [] }) =>
    fixes.flatMap(({ artifactChanges }) =>
      artifactChanges.flatMap(({ artifactLocation, replacements }) =>
        replacements.map(({ deletedRegion }) => JSON.stringify([artifactLocation.uri, deletedRegion])),
      ),
    ),
  )
  expect(regions.length).toBeGreaterThan(5)
  expect(new Set(regions).size).toBe(regions.length)
})

/** Makes every replacement of a report, as an editor would that knows nothing but SARIF. */
function apply(log: Log, files: Readonly<Record<string, string>>): Record<string, string> {
  const changes = (log.runs[0]?.results ?? [])
    .flatMap(({ fixes = [] }) => fixes)
    .flatMap(({ artifactChanges }) => artifactChanges)
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => {
      const edits = changes
        .filter(({ artifactLocation: { uri = '' } }) => decodeURIComponent(uri) === path)
        .flatMap(({ replacements }) => replacements)
        .map(({ deletedRegion, insertedContent }) => ({
          ...offsets(text, deletedRegion),
          to: insertedContent?.text ?? '',
        }))
        .sort((a, b) => b.start - a.start)
      return [
        path,
        edits.reduce((done, { start, end, to }) => done.slice(0, start) + to + done.slice(end), text),
      ]
    }),
  )
}

function offsets(
  text: string,
  { startLine = 1, startColumn = 1, endLine = startLine, endColumn = 1 }: Region,
) {
  const mark = text.startsWith('\ufeff') ? 1 : 0
  const starts = [mark, ...[...text.matchAll(/\r\n|\n/g)].map(({ index, 0: end }) => index + end.length)]
  const at = (line: number, column: number) => (starts[line - 1] ?? Number.NaN) + column - 1
  return { start: at(startLine, startColumn), end: at(endLine, endColumn) }
}
