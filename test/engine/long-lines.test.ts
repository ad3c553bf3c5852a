import { expect, test } from 'vitest'
import { auditContent } from '../../src/index.js'

const LENGTH = 120_000
const FETCH = "fetch('https://acme.amocrm.com/api/v4/leads')\n"
/** Enough short lines that the long one does not make the file count as generated. */
const SHORT = 'next()\n'.repeat(60)

const fill = (unit: string) => unit.repeat(LENGTH / unit.length)

/** Lines on which a careless regular expression takes the square of their length. */
test.each<[string, string, string]>([
  ['a word in a string', 'a.js', `var a = '${fill('x')}'\n`],
  ['a word in a comment', 'a.js', `// ${fill('x')}\n`],
  ['base64 in HTML', 'a.html', `<img src="data:image/png;base64,${fill('QUJD')}">\n<script>\n`],
  ['base64 in CSS', 'a.css', `a { background: url(data:image/png;base64,${fill('QUJD')}) }\n/*\n`],
  ['spaces', 'a.js', `${fill(' ')}\n`],
  ['dots', 'a.js', `// ${fill('a.')}\n`],
  ['dashes', 'a.txt', `${fill('a-')}\n`],
  ['slashes', 'a.js', `var a = '${fill('/')}'\n`],
  ['escapes', 'a.js', `var a = '${fill('\\\\')}'\n`],
  ['URL escapes', 'a.js', `var a = '${fill('%2F')}'\n`],
  ['equal signs', 'a.ini', `x=${fill('a=')}\n`],
  ['at signs', 'a.txt', `${fill('a@')}\n`],
  ['open braces', 'a.twig', `${fill('{{ a ')}\n<script>\n`],
  ['open tags', 'a.html', `${fill('<a ')}\n<script>\n`],
  ['open comments', 'a.php', `<?php ${fill('/* ')}*/\n`],
  ['open brackets', 'a.md', `${fill('[')}\n`],
  ['backquotes', 'b.md', `${fill('`a')}\n`],
  ['quotes', 'a.txt', `${fill('"')}\n`],
  ['stars', 'c.md', `${fill('*')}\n`],
  ['carriage returns', 'a.txt', fill('\r')],
  ['digits', 'a.json', `{"n": ${fill('1')},\n"u": "https://acme.amocrm.com"}\n`],
  ['a token before the host', 'a.txt', `https://${fill('a')}.amocrm.com/\n`],
  ['a path after the host', 'a.txt', `https://acme.amocrm.com/${fill('a/')}\n`],
  ['a query after the host', 'a.txt', `https://acme.amocrm.com/?${fill('a=b&')}\n`],
  ['labels before the host', 'a.txt', `https://${fill('a.')}amocrm.com/\n`],
])('a long line of %s is audited in time', { timeout: 60_000 }, async (_, path, line) => {
  const report = await auditContent(path, line + FETCH + SHORT, { kept: true, threads: 1 })
  expect(report.errors.filter(({ code }) => code === 'internal-error')).toEqual([])
  expect(report.findings.length + (report.kept?.length ?? 0)).toBeGreaterThan(0)
})
