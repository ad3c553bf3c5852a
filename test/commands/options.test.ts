import { describe, expect, test } from 'vitest'
import { exitCodeOf, scopeOf, stdinPath, targetsOf } from '../../src/commands/options.js'
import { hasColor } from '../../src/commands/process.js'
import { reportOf } from '../report/report.js'

describe('--format', () => {
  test('names a format, or a format and a file', () => {
    expect(targetsOf(['pretty', 'json=out/a=b.json'])).toEqual([
      { format: 'pretty' },
      { format: 'json', file: 'out/a=b.json' },
    ])
  })

  test.each([
    [['jsn'], /Unknown format: jsn/],
    [['json='], /names no file/],
    [['json', 'pretty'], /cannot share stdout/],
  ])('%j is refused', (values, message) => {
    expect(() => targetsOf(values)).toThrow(message)
  })
})

describe('--stdin', () => {
  test.each([
    [{ stdin: true }, [], /needs --stdin-filepath/],
    [{ stdinFilepath: 'a.js' }, [], /needs --stdin$/],
    [{ stdin: true, stdinFilepath: 'a.js' }, ['b.js'], /takes no paths/],
  ])('%j %j is refused', (options, paths, message) => {
    expect(() => stdinPath({ failOn: 'warning', ...options }, paths)).toThrow(message)
  })
})

describe('exit code', () => {
  const { report: found } = reportOf({ 'a.js': 'AMOCRM' })
  const { report: clean } = reportOf({ 'a.js': '' })
  const broken = { ...found, errors: [{ path: 'b.js', code: 'parse-error', message: 'm' }] }
  const accepted = reportOf({ 'a.js': 'AMOCRM' }, () => ({ state: 'suppressed' })).report

  test.each([
    ['clean', clean, 'info', 0],
    ['a warning from info on', found, 'info', 1],
    ['a warning from warning on', found, 'warning', 1],
    ['a warning from error on', found, 'error', 0],
    ['never', found, 'never', 0],
    ['suppressed', accepted, 'info', 0],
    ['errors outrank findings', broken, 'info', 2],
    ['errors outrank never', broken, 'never', 2],
  ] as const)('%s', (_, report, failOn, code) => {
    expect(exitCodeOf(report, failOn)).toBe(code)
  })
})

describe('colour', () => {
  const tty = { isTTY: true }
  test.each([
    ['a terminal', tty, {}, undefined, true],
    ['a pipe', {}, {}, undefined, false],
    ['a dumb terminal', tty, { TERM: 'dumb' }, undefined, false],
    ['NO_COLOR', tty, { NO_COLOR: '1' }, undefined, false],
    ['an empty NO_COLOR', tty, { NO_COLOR: '' }, undefined, true],
    ['FORCE_COLOR', {}, { FORCE_COLOR: '1' }, undefined, true],
    ['FORCE_COLOR=0', tty, { FORCE_COLOR: '0' }, undefined, false],
    ['NO_COLOR beats FORCE_COLOR', tty, { NO_COLOR: '1', FORCE_COLOR: '1' }, undefined, false],
    ['--color beats NO_COLOR', {}, { NO_COLOR: '1' }, true, true],
    ['--no-color beats FORCE_COLOR', tty, { FORCE_COLOR: '1' }, false, false],
  ])('%s', (_, stream, env, choice, expected) => {
    expect(hasColor(stream, env, choice)).toBe(expected)
  })
})

test('commands that a report names repeat rules and paths, quoted where a shell would need it', () => {
  const options = { failOn: 'warning' as const, rule: ['chat-host'] }
  expect(scopeOf(options, ['src', "it's a folder/*.js"])).toBe(
    `--rule chat-host src 'it'\\''s a folder/*.js'`,
  )
  expect(scopeOf({ failOn: 'warning' }, [])).toBe('')
  expect(scopeOf({ failOn: 'warning', stdin: true, stdinFilepath: 'a.js' }, [])).toBe('a.js')
})
