import type { Command, Option } from 'commander'
import { FORMATS } from '../report/index.js'
import { catalog } from '../rules/about/index.js'
import { FAIL_ON } from './options.js'

export type Shell = 'bash' | 'zsh' | 'fish'

/** What can be typed behind one command. */
interface Entry {
  name: string
  description: string
  options: readonly Option[]
  /** Words that its argument may be, beside files; `undefined` where it takes none. */
  words: readonly string[] | undefined
}

/** The script that completes commands, options and their values in a shell, made from the table of options. */
export function completionOf(program: Command, shell: Shell): string {
  const entries = program.commands.map(
    (command): Entry => ({
      name: command.name(),
      description: sentence(command.description()),
      options: visible(command, program),
      words: wordsOf(command),
    }),
  )
  return { bash, zsh, fish }[shell](entries)
}

function visible(command: Command, program: Command): Option[] {
  return [...command.options, ...program.options.filter(({ long }) => long !== '--version')].filter(
    ({ hidden }) => !hidden,
  )
}

/** Rules for `explain`, shells for `completion`; files for the others. */
function wordsOf(command: Command): readonly string[] | undefined {
  const [argument] = command.registeredArguments
  if (!argument) return undefined
  if (argument.argChoices) return argument.argChoices
  return argument.name() === 'rule' ? RULES : []
}

const RULES = catalog.map(({ id }) => id)

/** The values of an option that are known; `undefined` for a file, `none` for anything else. */
function valuesOf({ long, argChoices, flags }: Option): readonly string[] | 'file' | 'none' {
  if (argChoices) return argChoices
  if (long === '--format') return FORMATS
  if (long === '--rule' || long === '--skip') return RULES
  if (long === '--fail-on') return FAIL_ON
  return /<(?:file|folder|path)>/.test(flags) ? 'file' : 'none'
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional
}

function namesOf({ short, long }: Option): string[] {
  return [short, long].filter((name) => name !== undefined)
}

function sentence(text: string): string {
  return (text.split(/(?<=[.;:])\s/)[0] ?? '').replace(/[.;:]$/, '')
}

function bash(entries: readonly Entry[]): string {
  const commands = entries.map(({ name }) => name).join(' ')
  const options = entries.map(
    ({ name, options }) => `    ${name}) options=${quoted(options.flatMap(namesOf).join(' '))} ;;`,
  )
  const words = entries
    .filter(({ words }) => words?.length)
    .map(({ name, words }) => `    ${name}) words=${quoted((words ?? []).join(' '))} ;;`)
  const values = entries.flatMap(({ name, options }) =>
    options.filter(takesValue).map(
      (option) =>
        `    ${namesOf(option)
          .map((flag) => `${name}:${flag}`)
          .join('|')}) ${bashReply(option)}; return ;;`,
    ),
  )
  return `# bash completion for kommo-migrate: source it, or put it into ~/.local/share/bash-completion/completions/kommo-migrate
_kommo_migrate() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=audit i options= words=
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${entries.map(({ name }) => name).join('|')}) command=\${COMP_WORDS[i]}; break ;;
    esac
  done
  case $command:$before in
${values.join('\n')}
  esac
  case $command in
${options.join('\n')}
  esac
  case $command in
${words.join('\n')}
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  elif ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W ${quoted(commands)} -- "$word") $(compgen -f -- "$word"))
  elif [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _kommo_migrate kommo-migrate
`
}

function bashReply(option: Option): string {
  const known = valuesOf(option)
  if (known === 'none') return 'COMPREPLY=()'
  return `COMPREPLY=($(compgen ${known === 'file' ? '-f' : `-W ${quoted(known.join(' '))}`} -- "$word"))`
}

function zsh(entries: readonly Entry[]): string {
  const described = entries.map(
    ({ name, description }) => `    ${quoted(`${name}:${description.replaceAll(':', '\\:')}`)}`,
  )
  const cases = entries.map(({ name, options, words }) => {
    const specs = [
      ...options.flatMap(zshSpecs),
      ...(words === undefined
        ? []
        : [words.length > 0 ? `'*:argument:(${words.join(' ')})'` : "'*:file:_files'"]),
    ]
    return `    ${name})\n      _arguments -S \\\n        ${specs.join(' \\\n        ')}\n      ;;`
  })
  return `#compdef kommo-migrate
# zsh completion for kommo-migrate: put it as _kommo-migrate into a folder of $fpath
_kommo_migrate() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then
    _describe command commands
    _files
    return
  fi
  local command=audit
  ((\${commands[(I)$words[2]:*]})) && command=$words[2] && shift words && ((CURRENT--))
  case $command in
${cases.join('\n')}
  esac
}
_kommo_migrate "$@"
`
}

function zshSpecs(option: Option): string[] {
  const text = sentence(option.description).replaceAll('[', '(').replaceAll(']', ')').replaceAll(':', '\\:')
  const known = takesValue(option) ? valuesOf(option) : undefined
  const action =
    known === undefined
      ? ''
      : known === 'file'
        ? ':file:_files'
        : known === 'none'
          ? ':value: '
          : `:value:(${known.join(' ')})`
  return namesOf(option).map((name) => quoted(`*${name}[${text}]${action}`))
}

function fish(entries: readonly Entry[]): string {
  const names = entries.map(({ name }) => name).join(' ')
  const first = entries.map(
    ({ name, description }) =>
      `complete -c kommo-migrate -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
  )
  const rest = entries.flatMap(({ name, options, words }) => {
    const isHere =
      name === 'audit'
        ? `not __fish_seen_subcommand_from ${names.replace('audit ', '')}`
        : `__fish_seen_subcommand_from ${name}`
    const flags = options.map((option) => fishOption(option, isHere))
    return words?.length
      ? [...flags, `complete -c kommo-migrate -n ${quoted(isHere)} -f -a ${quoted(words.join(' '))}`]
      : flags
  })
  return `# fish completion for kommo-migrate: put it into ~/.config/fish/completions/kommo-migrate.fish
${[...first, ...rest].join('\n')}
`
}

function fishOption(option: Option, isHere: string): string {
  const { short, long, description } = option
  const known = takesValue(option) ? valuesOf(option) : undefined
  const parts = [
    `complete -c kommo-migrate -n ${quoted(isHere)}`,
    short ? `-s ${short.slice(1)}` : '',
    long ? `-l ${long.slice(2)}` : '',
    known === undefined
      ? ''
      : known === 'file'
        ? '-r -F'
        : known === 'none'
          ? '-x'
          : `-x -a ${quoted(known.join(' '))}`,
    `-d ${quoted(sentence(description))}`,
  ]
  return parts.filter(Boolean).join(' ')
}

/** As one word of a shell; fish and the others agree on it where there is no quote inside. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", '’')}'`
}
