import { alternate } from '../measure.mjs'
import { hasRipgrep, ours } from '../tools.mjs'
import { exportHosts, hitsTree } from '../trees.mjs'

/** One file in 200 holds old names: what is read is the same as in a clean tree, what is parsed is little. */
export function hits({ isQuick, run, tree, settle, needles, count, report }) {
  const files = isQuick ? 2_000 : 20_000
  const cwd = tree('hits', (folder) => hitsTree(folder, files, files * 10_000))
  const name = `audit of ${files.toLocaleString('en')} files, 0.5 % with old names, every rule`
  const audit = run([...ours, 'audit', '.'], { cwd })
  const search = run(['rg', '-n', '-i', '-F', ...needles, '.'], { cwd })
  const rounds = isQuick ? 3 : 11
  if (hasRipgrep) {
    const [us, other] = alternate([audit, search], { rounds, seconds: 90 })
    report.ratio(name, us, other, 'rg -n, the same needles', 1.6)
  } else report.skip(name, 'rg -n', 'rg is not installed')
  const grep = run(['git', 'grep', '-n', '-i', '-F', ...needles], { cwd })
  const [us, other] = alternate([audit, grep], { rounds: isQuick ? 2 : 3, seconds: 60 })
  report.ratio(name, us, other, 'git grep -n, the same needles')
  count('hits', cwd)

  exportHosts(cwd)
  settle()
  const across = `${name}, hosts that modules export among them`
  if (!hasRipgrep) return report.skip(across, 'rg -n', 'rg is not installed')
  const [followed, again] = alternate([audit, search], { rounds, seconds: 90 })
  report.ratio(across, followed, again, 'rg -n, the same needles', 1.6)
  count('hits-exported', cwd)
}
