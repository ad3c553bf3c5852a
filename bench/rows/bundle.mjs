import { alternate } from '../measure.mjs'
import { astGrep, eslint, hasRipgrep, jscodeshift, ours } from '../tools.mjs'
import { bundleTree } from '../trees.mjs'

/** One very large file: joined by hand and thus analysed; and on one line, known as built, thus only searched. */
export function bundle({ isQuick, run, tree, needles, count, report }) {
  const megabytes = isQuick ? 0.5 : 10
  const cwd = tree('bundle', (folder) => bundleTree(folder, megabytes * 1e6, 'joined'))
  const name = `audit of one script of ${megabytes} MB, every rule`
  const audit = run([...ours, 'audit', '.'], { cwd })
  const paired = (peer, rounds) =>
    alternate([audit, peer], { rounds: isQuick ? 1 : rounds, seconds: 45, warm: false })
  if (astGrep) {
    const [us, other] = paired(run([...astGrep, '.'], { cwd }), 5)
    report.ratio(name, us, other, 'ast-grep, one rename pattern')
  } else report.skip(name, 'ast-grep', 'its package has no binary for this platform')
  const [besideEslint, linted] = paired(run([...eslint, '.'], { cwd }), 3)
  report.faster(name, besideEslint, linted, 'ESLint, no-restricted-globals only')
  const [us, shifted] = paired(run([...jscodeshift, '--dry', '.'], { cwd }), 1)
  report.faster(name, us, shifted, 'jscodeshift --dry, only the rename')
  count('bundle', cwd)

  const built = tree('built', (folder) => bundleTree(folder, megabytes * 1e6, 'one-line'))
  const builtName = `audit of one built file of ${megabytes} MB on one line`
  const search = run(['rg', '-c', '-i', '-F', ...needles, '.'], { cwd: built })
  if (!hasRipgrep) return report.skip(builtName, 'rg -c', 'rg is not installed')
  const both = [run([...ours, 'audit', '.'], { cwd: built }), search]
  const [ourBuilt, other] = alternate(both, { rounds: isQuick ? 3 : 9, seconds: 30 })
  report.ratio(builtName, ourBuilt, other, 'rg -c, the same needles')
  count('built', built)
}
