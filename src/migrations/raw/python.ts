import { following } from './number.js'
import { commented, newest, type RawSystem, type StepFile, type StepPlace } from './step.js'

const DJANGO = /^(\d{4})_\w+\.py$/
const ALEMBIC = /^([\w-]+)\.py$/

/** A statement as a text of several lines; a sign of its own at the end would be one with the quotes. */
const text = (statement: string): string =>
  /"""|\\/.test(statement)
    ? JSON.stringify(statement)
    : `"""${statement}${statement.endsWith('"') ? '\n' : ''}"""`

const django: RawSystem = {
  title: 'Django',
  name: DJANGO,
  text: /\bmigrations\.Migration\b/,
  write(step, place) {
    const last = newest(place)
    const number = DJANGO.exec(last.name)?.[1] as string
    const twins = place.steps.filter(({ name }) => name.startsWith(`${number}_`))
    if (twins.length > 1)
      return { reason: `two steps have the number ${number}, and Django has to merge them first` }
    const app = appOf(place)
    if (app === undefined) return { reason: 'the name of the app does not show from its steps' }
    return {
      name: `${following(number, 1)}_${step.slug}.py`,
      text: `${commented(step.head, '#')}\nfrom django.db import migrations\n\n\nclass Migration(migrations.Migration):\n\n    dependencies = [\n        ("${app}", "${last.name.replace(/\.py$/, '')}"),\n    ]\n\n    operations = [\n        migrations.RunSQL(\n            sql=[${listed(step.up)}],\n            reverse_sql=[${listed(step.down)}],\n        ),\n    ]\n`,
    }
  },
}

const listed = (statements: readonly string[]): string =>
  `\n${statements.map((each) => `                ${text(each)},`).join('\n')}\n            `

/**
 * The app whose steps these are: the folder around them, unless they depend on each other under another name.
 * Other apps have steps of the same names (`0001_initial`), so only what is said of a step behind its own former one counts.
 */
function appOf({ steps, folder }: StepPlace): string | undefined {
  const name = ({ name }: StepFile) => name.replace(/\.py$/, '')
  const around = /([^/]+)\/migrations\/$/.exec(folder)?.[1]
  const said = steps
    .slice(1)
    .flatMap(({ text }, i) =>
      [...text.matchAll(/\(\s*['"](\w+)['"]\s*,\s*['"](\w+)['"]\s*,?\s*\)/g)].flatMap(([, app, step]) =>
        step === name(steps[i] as StepFile) ? [app as string] : [],
      ),
    )
  if (said.length === 0 || (around !== undefined && said.includes(around))) return around
  return new Set(said).size === 1 ? said[0] : undefined
}

const alembic: RawSystem = {
  title: 'Alembic',
  name: ALEMBIC,
  text: /^down_revision\b/m,
  write(step, place) {
    const heads = headsOf(place.steps)
    const [head] = heads
    if (heads.length !== 1 || head === undefined)
      return { reason: 'the newest revision does not show: there are several, or one of them is not read' }
    const revision = revisionBehind(head)
    const body = (statements: readonly string[]) =>
      statements.map((each) => `    op.execute(${text(each)})`).join('\n')
    return {
      name: `${revision}_${step.slug}.py`,
      text: `${commented(step.head, '#')}\nfrom alembic import op\n\nrevision = "${revision}"\ndown_revision = "${head}"\nbranch_labels = None\ndepends_on = None\n\n\ndef upgrade():\n${body(step.up)}\n\n\ndef downgrade():\n${body(step.down)}\n`,
    }
  },
}

const ASSIGNED = (name: string) => new RegExp(`^${name}\\s*(?::[^=\\n]*)?=\\s*(.+(?:\\n[ \\t].*)*)`, 'm')

/** Revisions that no other one comes behind. */
function headsOf(steps: readonly StepFile[]): string[] {
  const own = (text: string, name: string) =>
    [...(ASSIGNED(name).exec(text)?.[1] ?? '').matchAll(/['"]([^'"]+)['"]/g)].map(([, id]) => id as string)
  const all = steps.flatMap(({ text }) => own(text, 'revision').slice(0, 1))
  const former = new Set(steps.flatMap(({ text }) => own(text, 'down_revision')))
  // A revision that is named and is not here: the folder is not the whole history.
  if ([...former].some((id) => !all.includes(id))) return []
  return all.filter((id) => !former.has(id))
}

/** Twelve digits of base 16 that follow from the revision before, so that the same project gets the same name. */
function revisionBehind(head: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of Buffer.from(`kommo ${head}`))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash.toString(16).padStart(16, '0').slice(0, 12)
}

export const pythonSystems: readonly RawSystem[] = [django, alembic]
