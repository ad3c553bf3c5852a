import { alternate } from '../measure.mjs'
import { astGrep, eslint, hasRipgrep, jscodeshift, ours } from '../tools.mjs'
import { bundleTree } from '../trees.mjs'

/** Seconds that the audit of the large script may take before its rows are given up. */
const LIMIT = 120

/** One very large file: joined by hand and thus analysed; and on one line, known as built, thus only searched. */
export function bundle(context) {
  const megabytes = context.isQuick ? 0.5 : 10
  joined(context, megabytes)
  built(context, megabytes)
}

function joined({ isQuick, run, tree, count, report }, megabytes) {
  const cwd = tree('bundle', (folder) => bundleTree(folder, megabytes * 1e6, 'joined'))
  const name = `audit of one script of ${megabytes} MB, every rule`
  const audit = run([...ours, 'audit', '.'], { cwd, limit: LIMIT })
  const failure = failureOf(audit)
  if (failure) return report.skip(name, 'every peer', `kommo-migrate ${failure}`)
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
}

function built({ isQuick, run, tree, needles, count, report }, megabytes) {
  const cwd = tree('built', (folder) => bundleTree(folder, megabytes * 1e6, 'one-line'))
  const name = `audit of one built file of ${megabytes} MB on one line`
  if (!hasRipgrep) return report.skip(name, 'rg -c', 'rg is not installed')
  const search = run(['rg', '-c', '-i', '-F', ...needles, '.'], { cwd })
  const audit = run([...ours, 'audit', '.'], { cwd })
  const [us, other] = alternate([audit, search], { rounds: isQuick ? 3 : 9, seconds: 30 })
  report.ratio(name, us, other, 'rg -c, the same needles')
  count('built', cwd)
}

/** Why a job cannot be measured, or undefined. */
function failureOf(job) {
  try {
    job()
    return undefined
  } catch (error) {
    if (error.tookTooLong) return `does not end within ${LIMIT} s`
    return error.message.includes('heap out of memory') ? 'runs out of memory' : 'fails'
  }
}
