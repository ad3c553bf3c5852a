import { expect, it } from 'vitest'
import { audit } from '../../../src/index.js'

const FOLDER = new URL('../../../fixtures/redirect-308/keep-status-checks/input', import.meta.url).pathname

it('what the code makes of the status is told with the request, and weighs', async () => {
  const { findings } = await audit({ cwd: FOLDER })
  const found = findings.map(({ path, severity, message, related }) => ({
    path,
    severity,
    says: /The (?:check|code) [^.]*\./.exec(message)?.[0],
    related: related
      .filter(({ note }) => /308|401/.test(note))
      .map(({ start, note }) => `${start.line} ${note}`),
  }))
  const written =
    'The check of the status lets a 308 pass for success: nothing is written, and nothing fails.'
  const spent =
    'The code takes a 401 for an expired token, refreshes it and sends the request again: the new one is lost as well, and each time a refresh token, good for one use, is spent.'
  expect(found).toEqual([
    { path: 'orders.go', severity: 'error', says: written, related: ['27 takes a 308 for success'] },
    { path: 'orders.js', severity: 'error', says: written, related: ['17 takes a 308 for success'] },
    {
      path: 'orders.js',
      severity: 'warning',
      says: spent,
      related: ['31 refreshes the token on 401 and sends the request again'],
    },
    { path: 'orders.php', severity: 'error', says: written, related: ['14 takes a 308 for success'] },
    { path: 'orders.php', severity: 'warning', says: undefined, related: [] },
    {
      path: 'orders.py',
      severity: 'warning',
      says: spent,
      related: ['15 refreshes the token on 401 and sends the request again'],
    },
  ])
})
