import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CONFIG_NAMES, configurationsAbove } from '../config/find.js'
import { KnownError } from '../errors.js'
import { CONFIGURATION, TEMPLATES, type Template } from './init-files.js'
import type { Terminal } from './terminal.js'

export type InitOptions = Partial<Record<Template['option'], boolean>>

/** Writes a configuration, and what runs the check where the options or the answers say so; never over a file. */
export async function init(options: InitOptions, terminal: Terminal): Promise<number> {
  const { cwd, stdout } = terminal
  const chosen = await choose(options, terminal)
  stdout.write(initConfiguration(cwd))
  for (const template of chosen) stdout.write(place(cwd, template))
  if (chosen.length === 0 && !terminal.canAsk) stdout.write(OFFER)
  stdout.write(
    'Next: kommo-migrate shows what there is to do; kommo-migrate baseline accepts it, so that the check fails for new findings only.\n',
  )
  return 0
}

const OFFER = `Nothing else was asked for: ${TEMPLATES.map(({ option }) => `--${dashed(option)}`).join(', ')} write what runs the check.\n`

/** What the options ask for; without any, on a terminal, what the answers do. What a project uses already is asked for alone. */
async function choose(options: InitOptions, { cwd, ask, canAsk }: Terminal): Promise<Template[]> {
  const named = TEMPLATES.filter(({ option }) => options[option])
  if (named.length > 0 || !canAsk) return named
  const used = TEMPLATES.filter(({ signs }) => signs.some((sign) => existsSync(join(cwd, sign))))
  const chosen: Template[] = []
  for (const template of used.length > 0 ? used : TEMPLATES.slice(0, 2)) {
    const answer = await ask(`${template.question} [y/N] `)
    if (answer === undefined) break
    if (/^y(?:es)?$/i.test(answer.trim())) chosen.push(template)
  }
  return chosen
}

/** Writes the configuration where there is none yet. */
function initConfiguration(cwd: string): string {
  const [own] = configurationsAbove(cwd).filter((file) => dirname(file) === cwd)
  const there = own ?? CONFIG_NAMES.map((name) => join(cwd, name)).find((file) => existsSync(file))
  if (there) return `${shown(cwd, there)}: there already.\n`
  write(join(cwd, CONFIGURATION.path), CONFIGURATION.text)
  return `${CONFIGURATION.path}: written.\n`
}

function place(cwd: string, { path, text, part, isExecutable }: Template): string {
  const file = join(cwd, ...path.split('/'))
  if (!existsSync(file)) {
    write(file, text, isExecutable)
    return `${path}: written.\n`
  }
  if (readFileSync(file, 'utf8').includes('kommo-migrate')) return `${path}: runs kommo-migrate already.\n`
  return `${path}: there already, and left as it is. Add to it:\n\n${part ?? text}\n`
}

function write(file: string, text: string, isExecutable = false): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    // Fails where somebody has made the file meanwhile.
    writeFileSync(file, text, { flag: 'wx', mode: isExecutable ? 0o755 : 0o644 })
  } catch (error) {
    throw new KnownError('report-not-written', (error as Error).message)
  }
}

function shown(cwd: string, file: string): string {
  return file.startsWith(`${cwd}/`) ? file.slice(cwd.length + 1) : file
}

/** `preCommit` as an option. */
function dashed(option: string): string {
  return option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
