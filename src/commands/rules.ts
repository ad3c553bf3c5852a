import { styleOf } from '../report/style.js'
import { catalog } from '../rules/about/index.js'
import type { Terminal } from './terminal.js'

/** Lists every rule; gives the exit code. */
export function rules({ json }: { json?: boolean }, terminal: Terminal): number {
  terminal.stdout.write(json ? metadata() : list(terminal))
  return 0
}

/** `id  severity  title`, one line a rule. */
export function list(terminal: Terminal): string {
  const style = styleOf({ ...terminal.stdout, unicode: terminal.unicode })
  const width = Math.max(...catalog.map(({ id }) => id.length))
  return catalog
    .map(({ id, severity, title }) => {
      const name = style.chalk.bold(id) + ' '.repeat(width - id.length)
      return `${name}  ${style.severity(severity)(severity.padEnd(7))}  ${title}\n`
    })
    .join('')
}

/** What a rule says about itself, without its code. */
function metadata(): string {
  const rows = catalog.map(({ id, title, severity, why, finds, keeps, source, needles, examples }) => ({
    id,
    title,
    severity,
    why,
    finds,
    keeps,
    source,
    needles,
    examples,
  }))
  return `${JSON.stringify(rows, undefined, 2)}\n`
}
