import { alternate } from '../measure.mjs'
import { astGrep, eslint, floor, jscodeshift, ours } from '../tools.mjs'
import { widgetTree } from '../trees.mjs'

/** Widget scripts, all with findings: parsing, rules and the verification of every fix. */
export function scripts({ isQuick, run, tree, count, report }) {
  const sizes = isQuick ? [30, 100] : [500, 5_000]
  const measured = sizes.map((files, index) => {
    const isLarge = index === 1
    const cwd = tree(`scripts-${files}`, (folder) => widgetTree(folder, files))
    const name = `audit of ${files.toLocaleString('en')} widget scripts, every rule`
    const audit = run([...ours, 'audit', '.'], { cwd })
    const paired = (peer, rounds, seconds) =>
      alternate([audit, peer], { rounds: isQuick ? 2 : rounds, seconds, warm: !isLarge })

    const found = { files }
    if (astGrep) {
      const [us, other] = paired(run([...astGrep, '.'], { cwd }), 7, 75)
      const goals = isLarge ? [1.5] : []
      report.ratio(name, us, other, 'ast-grep, one rename pattern', ...goals)
      Object.assign(found, { us, astGrep: other })
    } else report.skip(name, 'ast-grep', 'its package has no binary for this platform')

    const [besideEslint, linted] = paired(run([...eslint, '.'], { cwd }), isLarge ? 2 : 5, 45)
    report.faster(name, besideEslint, linted, 'ESLint, no-restricted-globals only')
    if (!isLarge) {
      const dry = run([...jscodeshift, '--dry', 'widgets'], { cwd })
      const [us, other] = paired(dry, 5, 60)
      report.faster(name, us, other, 'jscodeshift --dry, only the rename', 15)
    }
    const [above, least] = paired(run(floor('parse'), { cwd }), 3, 45)
    report.ratio(name, above, least, 'Node: the same files, only parsed')
    count(`scripts-${files}`, cwd)
    return { us: besideEslint, ...found }
  })
  const [small, large] = measured
  const sized = (tool) => [small, large].map((entry) => ({ ...entry[tool], count: entry.files }))
  report.grows('widget scripts', 'kommo-migrate', ...sized('us'))
  if (astGrep) report.grows('widget scripts', 'ast-grep', ...sized('astGrep'))
}
