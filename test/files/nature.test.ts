import { expect, test } from 'vitest'
import { natureOf } from '../../src/files/nature.js'

test.each([
  ['script.js', 'source'],
  ['src/api/client.ts', 'source'],
  ['app/Http/Controllers/TestController.php', 'source'],
  ['latest/contest.js', 'source'],
  ['stubs/model.php', 'source'],
  ['snapshots.js', 'source'],
  ['src/cookies.js', 'source'],
  ['database/migrations/2023_create_dumps.sql', 'source'],
  ['docs/.vitepress/theme.js', 'source'],
  ['templates/page.html', 'source'],
  ['test/widget.js', 'test'],
  ['src/__tests__/a.tsx', 'test'],
  ['src/widget.test.ts', 'test'],
  ['src/widget.spec.js', 'test'],
  ['pkg/host_test.go', 'test'],
  ['tests/test_hosts.py', 'test'],
  ['src/ClientTest.php', 'test'],
  ['spec/client_spec.rb', 'test'],
  ['test/fixtures/server.js', 'test'],
  ['cypress/support/a.js', 'test'],
  ['test/fixtures/account.json', 'recorded'],
  ['fixtures/lead.xml', 'recorded'],
  ['spec/cassettes/token.yml', 'recorded'],
  ['__snapshots__/a.snap', 'recorded'],
  ['src/a.test.js.snap', 'recorded'],
  ['dump.sql', 'recorded'],
  ['backup-2023.sql', 'recorded'],
  ['debug/session.har', 'recorded'],
  ['cookie.txt', 'recorded'],
  ['tmp/cookies.txt', 'recorded'],
  ['curl/cookie-jar', 'recorded'],
  ['logs/app.log', 'recorded'],
  ['samples/webhook.json', 'recorded'],
  ['testdata/webhook.json', 'recorded'],
  ['export/leads.csv', 'recorded'],
  ['README.md', 'docs'],
  ['docs/guide.html', 'docs'],
  ['CHANGELOG', 'docs'],
  ['notes.txt', 'docs'],
  ['package.json', 'configuration'],
  ['i18n/en.json', 'configuration'],
  ['.env', 'configuration'],
  ['.env.example', 'configuration'],
  ['deploy/prod.env', 'configuration'],
  ['docker-compose.yml', 'configuration'],
  ['Dockerfile', 'configuration'],
  ['nginx/site.conf', 'configuration'],
  ['requirements.txt', 'configuration'],
  ['robots.txt', 'configuration'],
])('%s is %s', (path, nature) => {
  expect(natureOf(path)).toBe(nature)
})

test('the first line tells a cookie jar and a recording by any name', () => {
  expect(natureOf('storage/jar', '# Netscape HTTP Cookie File\n')).toBe('recorded')
  expect(natureOf('storage/session.json', '{\n  "log": {\n    "version": "1.2"')).toBe('recorded')
  expect(natureOf('storage/token.yml', '---\nhttp_interactions:\n- request:')).toBe('recorded')
  expect(natureOf('storage/a.json', '{"log": true}')).toBe('configuration')
})
