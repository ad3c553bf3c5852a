import { execFileSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { alternate } from '../measure.mjs'
import { jscodeshift, ours } from '../tools.mjs'
import { widgetTree } from '../trees.mjs'

/** Writing: verified fixes of every rule against a bare rename. Each run gets a fresh copy, which is not part of its time. */
export function fix({ isQuick, run, tree, work, settle, report }) {
  const sizes = isQuick ? [30, 100] : [500, 5_000]
  for (const [index, files] of sizes.entries()) {
    const cwd = tree(`scripts-${files}`, (folder) => widgetTree(folder, files))
    const name = `fix --write of ${files.toLocaleString('en')} widget scripts, every rule`
    const onCopy = (command) => () => {
      const copy = freshCopy(cwd, join(work, 'copy'))
      settle()
      return run(command, { cwd: copy })()
    }
    const jobs = [onCopy([...ours, 'fix', '--write', '.']), onCopy([...jscodeshift, 'widgets'])]
    const isLarge = index === 1
    const rounds = isQuick ? 2 : isLarge ? 2 : 5
    const [us, other] = alternate(jobs, { rounds, seconds: 75, warm: !isLarge })
    report.faster(name, us, other, 'jscodeshift, only the rename', ...(isLarge ? [10] : [6, 10]))
    rmSync(join(work, 'copy'), { recursive: true, force: true })
  }
}

/** A copy whose index knows its files, as after a checkout. */
function freshCopy(tree, copy) {
  rmSync(copy, { recursive: true, force: true })
  cpSync(tree, copy, { recursive: true })
  execFileSync('git', ['update-index', '-q', '--refresh'], { cwd: copy })
  return copy
}
