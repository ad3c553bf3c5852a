import { expect, test } from 'vitest'
import { levelOf } from '../../src/config/severity.js'

test.each([
  // What a rule says with its own severity gets the new one.
  ['error', undefined, 'warning', 'error', 'warning'],
  ['warning', undefined, 'error', 'warning', 'error'],
  ['error', undefined, 'off', 'error', 'off'],
  // What it says more quietly is lowered, and never raised.
  ['info', undefined, 'error', 'error', 'info'],
  ['info', undefined, 'warning', 'error', 'info'],
  ['info', undefined, 'off', 'error', 'off'],
  ['warning', undefined, 'info', 'error', 'info'],
  // What it says more loudly than usual is lowered with it.
  ['error', undefined, 'info', 'warning', 'info'],
  // A role is meant for exactly these.
  ['info', 'text', { roles: { text: 'warning' } }, 'error', 'warning'],
  ['info', 'text', { severity: 'error', roles: { text: 'off' } }, 'error', 'off'],
  ['error', 'target', { severity: 'warning', roles: { text: 'off' } }, 'error', 'warning'],
  ['error', 'target', { roles: { text: 'off' } }, 'error', 'error'],
  ['error', 'target', {}, 'error', 'error'],
] as const)('%s %s under %j of a rule with %s is %s', (severity, role, setting, own, expected) => {
  expect(levelOf({ severity, ...(role ? { role } : {}) }, setting, own)).toBe(expected)
})
