import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kindOf, plan, unitsOf } from '../../src/edits/plan.js'
import { isConflict } from '../../src/edits/splice.js'
import type { RawFinding } from '../../src/engine/types.js'
import type { Edit, FixKind } from '../../src/findings/finding.js'

function finding(
  file: string,
  start: number,
  edits: Edit[],
  more: Partial<RawFinding> & { kind?: FixKind } = {},
): RawFinding {
  const { kind = 'safe', ...rest } = more
  return {
    rule: 'rule',
    severity: 'warning',
    span: { file, start, end: start + 1 },
    message: 'message',
    help: 'help',
    fix: { kind, title: 'Fix', edits, create: [] },
    ...rest,
  }
}

function edit(path: string, start: number, end: number, text = 'x'): Edit {
  return { path, start, end, text, expect: '' }
}

const SAFE = { kinds: ['safe'] as const }

describe('plan', () => {
  it('chooses safe fixes, and review ones when asked', () => {
    const all = (['safe', 'review', 'manual'] as const).map((kind, i) =>
      finding('a', i * 9, [edit('a', i * 9, i * 9 + 1)], { kind }),
    )
    expect(plan(all, SAFE).units.map(kindOf)).toEqual(['safe'])
    expect(plan(all, { kinds: ['safe', 'review'] }).units.map(kindOf)).toEqual(['safe', 'review'])
    expect(plan(all, { kinds: ['safe', 'review', 'manual'] }).units.map(kindOf)).toEqual(['safe', 'review'])
  })

  it('counts a group once, over all its files', () => {
    const edits = [edit('a', 0, 1), edit('b', 0, 1)]
    const members = [finding('a', 0, edits, { group: 'g' }), finding('b', 0, edits, { group: 'g' })]
    const [unit, ...others] = plan(members, SAFE).units
    expect(others).toEqual([])
    expect(unit?.paths).toEqual(['a', 'b'])
    expect(unit?.edits).toHaveLength(2)
    expect(unit?.members).toEqual(members)
  })

  it('takes a group only when every member is of the kind and chosen', () => {
    const members = [
      finding('a', 0, [edit('a', 0, 1)], { group: 'g' }),
      finding('b', 0, [edit('a', 0, 1)], { group: 'g', kind: 'review' }),
    ]
    expect(plan(members, SAFE).units).toEqual([])
    const both = { kinds: ['safe', 'review'] as const }
    expect(plan(members, both).units).toHaveLength(1)
    expect(plan(members, { ...both, isChosen: ({ span }) => span.file === 'a' }).units).toEqual([])
  })

  it('lets the earlier fix win and the other one wait', () => {
    const late = finding('a', 5, [edit('a', 4, 8, 'late')])
    const early = finding('a', 3, [edit('a', 3, 5, 'early')])
    const other = finding('b', 3, [edit('b', 3, 5, 'other')])
    const { units, waiting } = plan([late, other, early], SAFE)
    expect(units.map(({ members }) => members[0])).toEqual([early, other])
    expect(waiting.map(({ members }) => members[0])).toEqual([late])
  })

  it('breaks a tie by rule', () => {
    const two = finding('a', 3, [edit('a', 3, 5, 'two')], { rule: 'b-rule' })
    const one = finding('a', 3, [edit('a', 3, 5, 'one')], { rule: 'a-rule' })
    expect(plan([two, one], SAFE).units.map(({ members }) => members[0]?.rule)).toEqual(['a-rule'])
  })

  it('does not call the same edit of two fixes a conflict', () => {
    const shared = edit('a', 0, 0, 'import x\n')
    const both = [finding('a', 3, [shared, edit('a', 3, 4)]), finding('a', 9, [shared, edit('a', 9, 10)])]
    expect(plan(both, SAFE).units).toHaveLength(2)
  })

  it('makes one fix of findings with the very same edits', () => {
    const edits = [edit('a', 3, 4)]
    expect(unitsOf([finding('a', 3, edits), finding('a', 3, edits, { rule: 'other' })])).toHaveLength(1)
  })

  it('lets two fixes create a file only with the same text', () => {
    const create = (start: number, text: string) => {
      const one = finding('a', start, [edit('a', start, start + 1)])
      return { ...one, fix: { ...one.fix, create: [{ path: 'new', text }] } }
    }
    expect(plan([create(0, 'same'), create(3, 'same')], SAFE).waiting).toEqual([])
    expect(plan([create(0, 'one'), create(3, 'two')], SAFE).waiting).toHaveLength(1)
  })

  it('never plans two edits that overlap, and loses no fix', () => {
    const edits = fc.array(
      fc
        .tuple(fc.constantFrom('a', 'b'), fc.nat(20), fc.nat(4), fc.constantFrom('x', 'y'))
        .map(([path, start, length, text]) => edit(path, start, start + length, text)),
      { minLength: 1, maxLength: 2 },
    )
    const findings = fc.array(
      fc
        .tuple(edits, fc.option(fc.constantFrom('g', 'h'), { nil: undefined }))
        .map(([edits, group]) =>
          finding(edits[0]?.path ?? 'a', edits[0]?.start ?? 0, edits, group === undefined ? {} : { group }),
        ),
      { maxLength: 25 },
    )
    fc.assert(
      fc.property(findings, (findings) => {
        const { units, waiting } = plan(findings, SAFE)
        expect(units.length + waiting.length).toBe(unitsOf(findings).length)
        const owned = units.flatMap((unit) => unit.edits.map((edit) => ({ unit, edit })))
        for (const a of owned) {
          for (const b of owned) {
            if (a.unit === b.unit || a.edit.path !== b.edit.path) continue
            expect(isConflict(a.edit, b.edit)).toBe(false)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})
