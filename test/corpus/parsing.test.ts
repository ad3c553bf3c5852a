import { describe, expect, it } from 'vitest'
import { parseEdited, sumParsed } from '../../scripts/corpus/parsing.js'
import type { Snapshot } from '../../scripts/corpus/snapshot.js'
import { isInstalled } from '../../scripts/toolchains/tools.mjs'

const taken = (files: Record<string, string>): Snapshot =>
  new Map(Object.entries(files).map(([path, text]) => [path, { bytes: Buffer.from(text), mode: 0o644 }]))

describe('edited files', () => {
  it('are named when they no longer parse, by whose parser it is', () => {
    const before = taken({ 'a.js': 'x()\n', 'b.jsx': 'y()\n', 'c.sh': 'echo a\n', 'd.txt': 'a' })
    const after = taken({ 'a.js': 'x(\n', 'b.jsx': 'z()\n', 'c.sh': 'if\n', 'd.txt': 'b' })
    const problems: string[] = []
    const parsed = parseEdited([...before.keys()], { before, after }, 'fix', problems)
    const isThere = isInstalled('bash')
    expect(problems).toEqual([
      'fix: a.js does not parse as before',
      ...(isThere ? ['fix: c.sh: bash does not accept it any more'] : []),
    ])
    expect(parsed).toEqual({ files: { here: 1 }, unasked: isThere ? {} : { bash: 1 } })
  })

  it('are counted by tool over all repositories', () => {
    const one = { files: { here: 2, php: 1 }, unasked: {} }
    expect(sumParsed([one, { files: { php: 3 }, unasked: { go: 1 } }])).toEqual({
      files: { here: 2, php: 4 },
      unasked: { go: 1 },
    })
  })
})
