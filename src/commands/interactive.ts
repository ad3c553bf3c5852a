import { apply, stateOf } from '../edits/apply.js'
import { diffText } from '../edits/diff.js'
import type { FixOutcome } from '../edits/fix.js'
import { kindOf, type Unit, unitsOf } from '../edits/plan.js'
import type { FixKind } from '../findings/finding.js'
import { styleOf } from '../report/style.js'
import { keyOf } from './key.js'
import type { Terminal } from './terminal.js'

const HELP = `y - make this fix
n - leave this one as it is
a - make this fix and all that follow
q - leave this one and all that follow; fixes agreed to are made
? - this help
`

/**
 * Asks for every fix, showing its diff; one question a fix, however many places and files it has.
 * Gives the keys of the findings whose fixes are to be made.
 */
export async function askEach(
  { audited, verified }: FixOutcome,
  kinds: readonly FixKind[],
  terminal: Terminal,
): Promise<Set<string>> {
  const fixed = new Set(verified.fixed)
  const units = unitsOf(verified.findings).filter(
    (unit) => kinds.includes(kindOf(unit)) && unit.members.some((member) => fixed.has(member)),
  )
  const state = stateOf(audited.inputs, audited.result.sources)
  const agreed = new Set<string>()
  let answer: Answer = 'no'
  for (const [index, unit] of units.entries()) {
    if (answer !== 'all') {
      const { changed, created } = apply(state, [unit])
      const files = [
        ...[...changed].map(([path, { bytes }]) => ({
          path,
          before: state.source(path).bytes,
          after: bytes,
        })),
        ...[...created].map(([path, after]) => ({ path, before: undefined, after })),
      ]
      terminal.stderr.write(`\n${diffText(files, terminal.stderr.color)}`)
      answer = await askOne(unit, `${index + 1}/${units.length}`, terminal)
    }
    if (answer === 'quit') break
    if (answer !== 'no') for (const member of unit.members) agreed.add(keyOf(member))
  }
  return agreed
}

type Answer = 'yes' | 'no' | 'all' | 'quit'

const ANSWERS: Record<string, Answer> = { y: 'yes', yes: 'yes', n: 'no', no: 'no', a: 'all', q: 'quit' }

async function askOne(unit: Unit, count: string, terminal: Terminal): Promise<Answer> {
  const { chalk, kind } = styleOf({ ...terminal.stderr, unicode: terminal.unicode })
  const [first] = unit.members
  const places = unit.members.length > 1 ? ` (${unit.members.length} places, one fix)` : ''
  const badge = kind(kindOf(unit))(`[${kindOf(unit)}]`)
  for (;;) {
    const question = `${first?.fix.title}${places} ${badge} ${chalk.bold(`(${count}) [y,n,a,q,?]`)} `
    const line = await terminal.ask(question)
    if (line === undefined) return 'quit'
    const answer = ANSWERS[line.trim().toLowerCase()]
    if (answer) return answer
    terminal.stderr.write(HELP)
  }
}
