import { describe, expect, it } from 'vitest'
import { stepsIn } from '../../../src/migrations/raw/index.js'
import { following } from '../../../src/migrations/raw/number.js'
import type { RawStep, StepFile } from '../../../src/migrations/raw/step.js'
import { rules } from '../../../src/rules/index.js'
import { audit } from '../../contract/engine.js'
import { runStep, whyNot } from './run.js'
import { SAMPLES } from './samples.js'

/** Statements with everything that a language could take for its own. */
const STEP: RawStep = {
  slug: 'accounts_to_kommo',
  head: [
    'kommo-migrate: stored-host accounts.domain',
    'Former rows are kept in accounts_domain_before_kommo.',
  ],
  up: [
    `UPDATE "accounts" SET "domain" = REPLACE("domain", '.amocrm.com', '.kommo.com')\nWHERE "domain" LIKE '_%.amocrm.com' AND note <> '' AND "tag" <> "other"`,
    "UPDATE `accounts` SET `note` = '#{a} ${b} $c {d} %s ? :e \\n it''s'",
  ],
  down: [`DROP TABLE "accounts_domain_before_kommo"`],
}

const written = (step: StepFile | { reason: string } | undefined): StepFile => {
  if (!step || 'reason' in step) throw new Error(step?.reason ?? 'no history')
  return step
}

describe.each(SAMPLES)('$title in $folder', ({ title, folder, files, names, run }) => {
  const history = stepsIn(folder, files)
  const first = written(history?.next(STEP))

  it('carries on with the numbers of the folder', () => {
    expect(history?.title).toBe(title)
    const second = written(stepsIn(folder, [...files, first])?.next(STEP))
    expect([first.name, second.name]).toEqual(names)
  })

  it('is written as the steps before it', async () => {
    await expect(first.text).toMatchFileSnapshot(`expected/${folder.replaceAll('/', '_')}${first.name}.txt`)
  })

  it('parses, and is nothing that an audit speaks of', async () => {
    const { syntax, findings } = await audit(new Map([[folder + first.name, Buffer.from(first.text)]]), {
      rules,
      kinds: ['safe'],
    })
    expect(Object.values(syntax)).toEqual(['tree'])
    expect(findings).toEqual([])
  })

  if (run === undefined) return
  const reason = whyNot(run)
  it.skipIf(reason !== undefined)(
    `runs the statements as they are${reason ? ` (${reason})` : ''}`,
    async () => {
      const plain = (statements: readonly string[]) => statements.map((each) => each.trim())
      const ran = await runStep(run, first)
      expect({ up: plain(ran.up), down: plain(ran.down) }).toEqual({ up: STEP.up, down: STEP.down })
    },
  )
})

describe('a step that cannot be told', () => {
  const reasonOf = (folder: string, files: readonly StepFile[]) => {
    const next = stepsIn(folder, files)?.next(STEP)
    return next && 'reason' in next ? next.reason : undefined
  }
  const revision = (own: string, former: string): StepFile => ({
    name: `${own}_x.py`,
    text: `revision = "${own}"\ndown_revision = ${former}\n`,
  })

  it('says why, for revisions of Alembic with two heads or a part of the history', () => {
    expect(
      reasonOf('versions/', [revision('a', 'None'), revision('b', '"a"'), revision('c', '"a"')]),
    ).toMatch(/several/)
    expect(reasonOf('versions/', [revision('b', '"a"')])).toMatch(/not read/)
    expect(reasonOf('versions/', [revision('a', 'None'), revision('b', '("a", "z")')])).toMatch(/not read/)
  })

  it('says why, for steps of Django that are not merged', () => {
    const text =
      'from django.db import migrations\nclass Migration(migrations.Migration):\n    operations = []\n'
    expect(
      reasonOf('crm/migrations/', [
        { name: '0002_a.py', text },
        { name: '0002_b.py', text },
      ]),
    ).toMatch(/0002/)
    expect(reasonOf('migrations/', [{ name: '0001_initial.py', text }])).toMatch(/name of the app/)
  })

  it('says why, where the context of EF Core is not beside it', () => {
    const text = 'namespace A\n{\n    public partial class X : Migration { }\n}\n'
    expect(reasonOf('Migrations/', [{ name: '20240131120059_X.cs', text }])).toMatch(/context/)
  })

  it('knows no history in a folder of other code', () => {
    expect(
      stepsIn('src/', [
        { name: 'index.ts', text: 'export {}' },
        { name: '20240131120059_x.rb', text: '' },
      ]),
    ).toBeUndefined()
  })
})

describe('the number behind a number', () => {
  it.each([
    ['0009', '0010'],
    ['999', '1000'],
    ['2024_02_28_235959', '2024_02_29_000000'],
    ['20231231235959', '20240101000000'],
    ['241231_235959', '250101_000000'],
    ['1706702459123', '1706702460123'],
    ['2024-01-31T12-00-59', '2024-01-31T12-01-00'],
  ])('%s is %s', (last, next) => {
    expect(following(last, 1)).toBe(next)
  })
})
