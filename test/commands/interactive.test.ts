import { describe, expect, test } from 'vitest'
import { askEach } from '../../src/commands/interactive.js'
import { keyOf } from '../../src/commands/key.js'
import { progress } from '../../src/commands/progress.js'
import type { Terminal } from '../../src/commands/terminal.js'
import type { FixOutcome } from '../../src/edits/fix.js'
import type { RawFinding } from '../../src/engine/types.js'
import type { FixKind } from '../../src/findings/finding.js'

const TEXT = 'AMOCRM AMOCRM AMOCRM AMOCRM\n'

function finding(start: number, kind: FixKind, group?: string): RawFinding {
  const edit = { path: 'a.js', start, end: start + 6, text: 'APP', expect: 'AMOCRM' }
  return {
    rule: 'amocrm-global',
    severity: 'warning',
    span: { file: 'a.js', start, end: start + 6 },
    message: 'm',
    help: 'h',
    fix: { kind, title: 'Use APP', edits: [edit], create: [] },
    ...(group ? { group } : {}),
  }
}

/** Two findings that are one fix, one of its own, one to review. */
const FOUND = [finding(0, 'safe', 'g'), finding(7, 'safe', 'g'), finding(14, 'safe'), finding(21, 'review')]

function terminal(answers: string[]) {
  const shown: string[] = []
  const asked: string[] = []
  const output = (write: (text: string | Buffer) => void) => ({ isTTY: true, color: false, width: 80, write })
  const fake: Terminal = {
    cwd: '/',
    stdout: output(() => {
      throw new Error('stdout carries the report alone')
    }),
    stderr: output((text) => shown.push(String(text))),
    canAsk: true,
    canAnimate: true,
    unicode: true,
    signal: new AbortController().signal,
    env: {},
    readStdin: async () => Buffer.alloc(0),
    ask: async (question) => {
      asked.push(question)
      return answers.shift()
    },
  }
  return { fake, shown, asked }
}

async function ask(answers: string[], kinds: FixKind[] = ['safe']) {
  const { fake, shown, asked } = terminal(answers)
  const outcome = {
    audited: { inputs: [{ path: 'a.js', bytes: Buffer.from(TEXT) }], result: { sources: new Map() } },
    verified: { findings: FOUND, fixed: FOUND.filter(({ fix }) => kinds.includes(fix.kind)) },
  } as unknown as FixOutcome
  const agreed = await askEach(outcome, kinds, fake)
  return { agreed: FOUND.map((one) => agreed.has(keyOf(one))), shown, asked }
}

describe('asking for each fix', () => {
  test('is one question a fix, with its diff', async () => {
    const { agreed, shown, asked } = await ask(['y', 'n'])
    expect(agreed).toEqual([true, true, false, false])
    expect(asked[0]).toBe('Use APP (2 places, one fix) [safe] (1/2) [y,n,a,q,?] ')
    expect(asked[1]).toBe('Use APP [safe] (2/2) [y,n,a,q,?] ')
    expect(shown[0]).toContain('+APP APP AMOCRM AMOCRM')
    expect(shown[1]).toContain('+AMOCRM AMOCRM APP AMOCRM')
  })

  test.each([
    ['all', ['a'], [true, true, true, false]],
    ['quit keeps what was agreed to', ['Y', 'q'], [true, true, false, false]],
    ['the end of input is a quit', [], [false, false, false, false]],
    ['nonsense and ? ask again', ['what', '?', 'n', 'y'], [false, false, true, false]],
  ])('%s', async (_, answers, expected) => {
    expect((await ask(answers)).agreed).toEqual(expected)
  })

  test('includes fixes to review where they are wanted', async () => {
    const { agreed, asked } = await ask(['n', 'n', 'y'], ['safe', 'review'])
    expect(agreed).toEqual([false, false, false, true])
    expect(asked[2]).toContain('[review] (3/3)')
  })
})

describe('progress', () => {
  test('is silent in short runs and where nothing may move', () => {
    const { fake, shown } = terminal([])
    const quick = progress(fake)
    quick.report('read', 1, 10)
    quick.stop()
    progress({ ...fake, canAnimate: false }).report('read', 1, 10)
    expect(shown).toEqual([])
  })

  test('draws one line in long runs and takes it away', async () => {
    const { fake, shown } = terminal([])
    const line = progress(fake)
    await new Promise((resolve) => setTimeout(resolve, 520))
    line.report('read', 1200, 2000)
    line.report('read', 1201, 2000)
    line.stop()
    expect(shown).toEqual(['\r\u001b[Kreading 1,200 of 2,000 files', '\r\u001b[K'])
  })
})
