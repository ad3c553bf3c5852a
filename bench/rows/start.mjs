import { alternate } from '../measure.mjs'
import { bare, ours } from '../tools.mjs'
import { cleanTree } from '../trees.mjs'

/** Starting up: alone, and with a repository that has nothing to do. The clock alone: GNU time would be a part of it. */
export function start({ isQuick, run, tree, report }) {
  const rounds = isQuick ? 9 : 31
  const nothing = run(bare, { usage: false })
  const [version, node] = alternate([run([...ours, '--version'], { usage: false }), nothing], { rounds })
  report.ratio('--version', version, node, 'node -e 0', 2.5)

  const cwd = tree('small', (folder) => cleanTree(folder, 30, 240_000))
  const audit = run([...ours, 'audit', '.'], { cwd, exits: [0], usage: false })
  const [small, again] = alternate([audit, nothing], { rounds })
  report.above('audit of 30 clean files', small, again, 'node -e 0', 60)
}
