import { alternate } from '../measure.mjs'
import { floor, hasRipgrep, ours } from '../tools.mjs'
import { cleanTree } from '../trees.mjs'

/** Trees without the old names, of two sizes: what a search costs, and how it grows. */
export function clean({ isQuick, run, tree, needles, count, report }) {
  const sizes = isQuick ? [500, 2_000] : [20_000, 100_000]
  const measured = sizes.map((files, index) => {
    const bytes = files * 10_000
    const cwd = tree(`clean-${files}`, (folder) => cleanTree(folder, files, bytes))
    const name = `audit of a clean tree, ${files.toLocaleString('en')} files, ${bytes / 1e6} MB`
    const audit = run([...ours, 'audit', '.'], { cwd, exits: [0] })
    const rg = run(['rg', '-i', '-F', '--files-with-matches', ...needles, '.'], { cwd })
    const grep = run(['git', 'grep', '-i', '-F', '--files-with-matches', ...needles], { cwd })
    const rounds = isQuick ? 3 : index === 0 ? 11 : 7
    const found = { files }
    if (hasRipgrep) {
      const [us, other] = alternate([audit, rg], { rounds, seconds: 90 })
      report.ratio(name, us, other, 'ripgrep, the same needles', 1.5, 1)
      Object.assign(found, { us, rg: other })
    } else report.skip(name, 'ripgrep', 'rg is not installed')
    const [us, other] = alternate([audit, grep], { rounds: isQuick ? 2 : 3, seconds: 60 })
    report.ratio(name, us, other, 'git grep, the same needles')
    const [above, least] = alternate([audit, run(floor('read'), { cwd })], { rounds: 3, seconds: 30 })
    report.ratio(name, above, least, 'Node: the same files, only read and searched')
    count(`clean-${files}`, cwd)
    return { us, ...found }
  })
  const [small, large] = measured
  const sized = (tool) => [small, large].map((entry) => ({ ...entry[tool], count: entry.files }))
  report.grows('clean tree', 'kommo-migrate', ...sized('us'))
  if (hasRipgrep) report.grows('clean tree', 'ripgrep', ...sized('rg'))
}
