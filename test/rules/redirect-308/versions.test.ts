import { describe, expect, it } from 'vitest'
import { verdictOf } from '../../../src/rules/redirect-308/verdict.js'
import { read } from '../../languages/read.js'

const ASKED = { client: 'net/http', verb: 'GET', carries: 'bearer', settings: {}, body: 'plain' } as const

describe('releases of Go', () => {
  it.each([
    ['go 1.21\n', '>=1.21'],
    ['go 1.21\n\ntoolchain go1.22.4\n', '>=1.22.4'],
  ])('%j asks for %s', async (lines, version) => {
    const { packages = [] } = await read('go.mod', `module studio/amocrm\n\n${lines}`)
    expect(packages.filter(({ name }) => name === 'go').map((each) => each.version)).toEqual([version])
  })

  it('says that a release newer than all that were measured is newer', () => {
    expect(verdictOf(ASKED, () => ({ declared: '>=1.21' }))).toMatchObject({
      outcome: 'lost',
      standing: { is: 'beyond', isNewer: true },
    })
    expect(verdictOf(ASKED, () => ({ declared: '>=1.16' }))).toMatchObject({ standing: { is: 'every' } })
  })
})
