import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import { isKnownError, KnownError } from '../errors.js'
import { nearest } from '../findings/nearest.js'
import { FORMATS } from '../report/index.js'
import type { Shell } from './completion.js'
import { FAIL_ON } from './options.js'
import type { Terminal } from './terminal.js'

/** Runs a command and keeps its exit code. */
type Finish = (run: () => Promise<number>) => Promise<void>

/**
 * The command line: what can be typed, and the help for it. Each command is imported when it runs, so that
 * `--help` loads nothing but this.
 */
export function createProgram(terminal: Terminal, version: string, finish: Finish): Command {
  const program = new Command('kommo-migrate')
    .description(
      'Finds and fixes everything in a widget or integration repository that still speaks amocrm.com instead of kommo.com.',
    )
    .usage('[command] [options] [paths...]')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      getOutHelpWidth: () => Math.min(terminal.stdout.width, 100),
      getErrHelpWidth: () => Math.min(terminal.stderr.width, 100),
      getOutHasColors: () => terminal.stdout.color,
      getErrHasColors: () => terminal.stderr.color,
      outputError: (text, write) => write(text.replace(/^error: /, 'kommo-migrate: ')),
    })
    .configureHelp({ styleTitle: (title) => `\u001b[1m${title}\u001b[22m`, showGlobalOptions: true })
    .showSuggestionAfterError()
    .showHelpAfterError('Run kommo-migrate --help for every command and option.')
    .helpCommand('help [command]', 'Show help for a command.')
    .helpOption('-h, --help', 'show help')
    .option('--color', 'colours, even when stdout is no terminal')
    .option('--no-color', 'no colours')
    .version(version, '-V, --version', 'show the version')

  common(program.command('audit', { isDefault: true }))
    .description('Report what is left of amocrm.com; writes nothing. This is the default command.')
    .option('--archives', 'also examine the zips that are found; one that is named is examined anyway')
    .addHelpText('after', examples(AUDIT_EXAMPLES) + EXIT_CODES)
    .action((paths: string[], options) =>
      finish(async () => {
        const { audit } = await import('./audit.js')
        return audit(paths, options, terminal).catch((error) => throwTypo(error, paths, program))
      }),
    )
  common(program.command('fix'))
    .description('Show the diff of every safe fix; with --write, make them.')
    .option('--write', 'make the fixes; kommo-migrate undo takes them back')
    .option('--unsafe', 'include fixes that want a look first (class "review")')
    .option('-i, --interactive', 'ask for each fix, then make those agreed to')
    .option('--allow-dirty', 'also edit files with uncommitted changes')
    .option('--summary <file>', 'with --write: the text of a pull request, what was changed and what is left')
    .addHelpText('after', examples(FIX_EXAMPLES) + EXIT_CODES)
    .action((paths: string[], options) =>
      finish(async () => (await import('./fix.js')).fix(paths, options, terminal)),
    )
  program
    .command('baseline')
    .description('Accept what is found today: from then on, only new findings make the check fail.')
    .usage('[options] [paths...]')
    .argument('[paths...]', 'accept what is found in these alone; everything by default')
    .option('--prune', 'accept nothing new: take out what is no longer found')
    .option('--baseline <file>', 'the file to write (default: kommo-migrate.baseline.json)')
    .option('--config <file>', 'take this configuration, and no other')
    .option('--no-config', 'take no configuration')
    .addHelpText('after', examples(BASELINE_EXAMPLES) + BASELINE_EXIT_CODES)
    .action((paths: string[], options) =>
      finish(async () => (await import('./baseline.js')).baseline(paths, options, terminal)),
    )
  program
    .command('data')
    .description(
      'Write the migration of stored addresses: SQL that moves SUB.amocrm.com to SUB.kommo.com, and back.',
    )
    .argument('[paths...]', 'files, folders or globs; the current folder by default')
    .addOption(
      new Option('--dialect <name>', 'the database, where the code does not show it').choices([
        'postgresql',
        'mysql',
        'sqlite',
        'sqlserver',
      ]),
    )
    .option(
      '--out <folder>',
      'write files there, numbered as its other steps are; without it, all goes to stdout',
    )
    .option('--config <file>', 'take this configuration, and no other')
    .option('--no-config', 'take no configuration')
    .addHelpText('after', examples(DATA_EXAMPLES) + DATA_EXIT_CODES)
    .action((paths: string[], options) =>
      finish(async () => (await import('./data.js')).data(paths, options, terminal)),
    )
  program
    .command('probe')
    .description(
      'Ask your own servers whether widgets on kommo.com may use them. The only command that opens a connection to another machine.',
    )
    .usage('[options] <url...>')
    .argument('<url...>', 'addresses that the widget asks, http or https')
    .addOption(
      repeatable(
        '--origin <origin>',
        'where the page is; repeatable (default: https://example.kommo.com and https://example.amocrm.com)',
      ),
    )
    .option('--method <method>', 'what the widget sends', 'GET')
    .addOption(
      repeatable(
        '--header <name>',
        'name of a header that the widget sets; repeatable. Values are refused, but for Content-Type',
      ),
    )
    .option('--credentials', 'judge as for a request with cookies (withCredentials); none are sent')
    .option('--timeout <seconds>', 'how long to wait for one answer', '10')
    .addOption(
      new Option('--format <format>', 'for people or for tools')
        .choices(['pretty', 'json'])
        .default('pretty'),
    )
    .addHelpText('after', PROBE_NOTE + examples(PROBE_EXAMPLES) + PROBE_EXIT_CODES)
    .action((urls: string[], options) =>
      finish(async () => (await import('./probe.js')).probe(urls, options, terminal)),
    )
  program
    .command('rehearse')
    .description('Run your own program where amocrm.com answers 308, and say what would break.')
    .usage('[options] -- <command...>')
    .argument('<command...>', 'the program and its arguments')
    .option(
      '--upstream <url>',
      'what answers for kommo.com, an address of this machine; without it, a stub with invented answers',
    )
    .addOption(
      repeatable(
        '--allow <port>',
        'a port of this machine (or the path of a socket) that the program may reach, its database say; repeatable',
      ),
    )
    .option(
      '--without-namespace',
      'run it where other hosts can be reached: only Node and programs that ask a proxy are led to the stand-ins',
    )
    .addOption(
      new Option(
        '--format <format>',
        'for people or for tools; json sends the output of the program to stderr',
      )
        .choices(['pretty', 'json'])
        .default('pretty'),
    )
    .addHelpText('after', REHEARSE_NOTE + examples(REHEARSE_EXAMPLES) + REHEARSE_EXIT_CODES)
    .action((command: string[], options) =>
      finish(async () => (await import('./rehearse.js')).rehearse(command, options, terminal)),
    )
  program
    .command('undo')
    .description('Take the last write back. Refuses when a file changed since, and says which.')
    .allowExcessArguments(false)
    .addHelpText('after', examples([['kommo-migrate undo', 'take back the last fix --write']]))
    .action(() => finish(async () => (await import('./undo.js')).undo(terminal)))
  program
    .command('explain')
    .description('Say why a rule exists, what it finds, what it leaves alone, before and after.')
    .argument('[rule]', 'id of a rule; without one, all are listed')
    .allowExcessArguments(false)
    .addHelpText('after', examples(EXPLAIN_EXAMPLES))
    .action((rule: string | undefined) =>
      finish(async () => (await import('./explain.js')).explain(rule, terminal)),
    )
  program
    .command('rules')
    .description('List the rules.')
    .option('--json', 'as JSON, with everything that a rule says about itself')
    .allowExcessArguments(false)
    .addHelpText('after', examples([['kommo-migrate rules --json', 'for tools']]))
    .action((options) => finish(async () => (await import('./rules.js')).rules(options, terminal)))
  program
    .command('init')
    .description('Write a configuration and, on request, what runs the check. Nothing is written over.')
    .option('--github', 'a workflow of GitHub Actions')
    .option('--gitlab', 'a job of GitLab CI')
    .option('--pre-commit', 'a hook of pre-commit')
    .option('--husky', 'a hook of husky')
    .option('--lint-staged', 'a configuration of lint-staged')
    .allowExcessArguments(false)
    .addHelpText('after', examples(INIT_EXAMPLES))
    .action((options) => finish(async () => (await import('./init.js')).init(options, terminal)))
  program
    .command('completion')
    .description('Print what completes commands, options and their values in your shell.')
    .addArgument(new Argument('<shell>', 'bash, zsh or fish').choices(['bash', 'zsh', 'fish']))
    .allowExcessArguments(false)
    .addHelpText('after', examples(COMPLETION_EXAMPLES))
    .action((shell: Shell) =>
      finish(async () => {
        const { completionOf } = await import('./completion.js')
        terminal.stdout.write(completionOf(program, shell))
        return 0
      }),
    )
  program.addHelpText('after', examples(EXAMPLES) + EXIT_CODES)
  return program
}

/** Paths and the options that audit and fix share. */
function common(command: Command): Command {
  return command
    .usage('[options] [paths...]')
    .argument('[paths...]', 'files, folders or globs; the current folder by default')
    .addOption(
      repeatable('--format <format>', `${FORMATS.join(', ')}; json=out.json writes a file; repeatable`),
    )
    .addOption(repeatable('--rule <id>', 'run this rule only; repeatable'))
    .addOption(repeatable('--skip <id>', 'leave this rule out; repeatable'))
    .addOption(
      new Option(
        '--fail-on <severity>',
        'exit 1 from this severity on: error, warning, info or never (default: warning)',
      ).argParser(failOn),
    )
    .option('--changed', 'report on files that differ from where the branch began')
    .option('--since <ref>', 'the branch that the changes go to; implies --changed')
    .option('--staged', 'report on what is staged: reads the index, not the work tree')
    .option('--baseline <file>', 'findings that were accepted (default: kommo-migrate.baseline.json)')
    .option('--no-baseline', 'count the findings of the baseline as well')
    .option('--config <file>', 'take this configuration, and no other')
    .option('--no-config', 'take no configuration')
    .option('--kept', 'list every occurrence that stays, with the reason')
    .option('--stdin', 'read one file from stdin')
    .option('--stdin-filepath <path>', 'the name of that file: it tells the language')
}

/** A word that is no path may be a mistyped command: the default command took it for a path. */
function throwTypo(error: unknown, paths: readonly string[], program: Command): never {
  const [word = ''] = paths
  if (isKnownError(error) && error.code === 'no-such-path' && /^[a-z-]+$/i.test(word)) {
    const near = nearest(
      word,
      program.commands.map((command) => command.name()),
    )
    if (near) throw new KnownError('no-such-path', word, `Did you mean kommo-migrate ${near}?`)
  }
  throw error
}

function repeatable(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, all: string[] = []) => [...all, value])
}

function failOn(value: string): string {
  if ((FAIL_ON as readonly string[]).includes(value)) return value
  throw new InvalidArgumentError(`Choose from ${FAIL_ON.join(', ')}.`)
}

type Example = readonly [command: string, meaning: string]

const EXAMPLES: readonly Example[] = [
  ['kommo-migrate', 'audit the current folder'],
  ['kommo-migrate fix', 'show the diff of every safe fix'],
  ['kommo-migrate fix --write', 'make them'],
  ['kommo-migrate explain legacy-host', 'why, and what happens to which host'],
]

const AUDIT_EXAMPLES: readonly Example[] = [
  ['kommo-migrate', 'the current folder'],
  ['kommo-migrate widget server/src', 'two folders'],
  ['kommo-migrate widget.zip', 'an archive as it was uploaded'],
  ['kommo-migrate --kept', 'also what is left alone, and why'],
  ['kommo-migrate --changed --since origin/main', 'what a pull request changes'],
  ['kommo-migrate --staged', 'in a pre-commit hook'],
  ['kommo-migrate --format compact | grep error', 'one line a finding'],
  ['kommo-migrate --format json=report.json', 'a report for tools'],
  ['kommo-migrate --format pretty --format sarif=kommo.sarif', 'for people, and for code scanning'],
  ['git show HEAD:script.js | kommo-migrate --stdin --stdin-filepath script.js', ''],
]

const FIX_EXAMPLES: readonly Example[] = [
  ['kommo-migrate fix', 'the diff, nothing is written'],
  ['kommo-migrate fix --write', 'make every safe fix'],
  ['kommo-migrate fix -i --unsafe', 'ask for each, also those of class "review"'],
  ['kommo-migrate fix --rule amocrm-global src', 'one rule, one folder'],
  ['kommo-migrate fix > kommo.patch', 'for git apply'],
  ['kommo-migrate fix --write --summary pr.md', 'for a pull request'],
]

const BASELINE_EXAMPLES: readonly Example[] = [
  ['kommo-migrate baseline', 'accept everything that is found today'],
  ['kommo-migrate', 'from now on: fails for new findings only'],
  ['kommo-migrate baseline --prune', 'after a fix: take out what has gone'],
  ['kommo-migrate --no-baseline', 'see all that is left'],
]

const BASELINE_EXIT_CODES = `
Exit codes:
  0  the baseline is as it should be
  2  the run is not complete: wrong usage, a file that cannot be read
`

const DATA_EXAMPLES: readonly Example[] = [
  ['kommo-migrate data', 'show it all'],
  ['kommo-migrate data --dialect mysql', 'for a database that the code does not name'],
  ['kommo-migrate data --out migrations', 'as files: a look, the step, the way back'],
  [
    'kommo-migrate data --dialect mysql --out db/migrate',
    'as the next step of Rails, Laravel, Django, Knex, ...',
  ],
]

const DATA_EXIT_CODES = `
Exit codes:
  0  everything that is known to hold addresses is covered
  1  a column is left, for the reason on stderr
  2  the run is not complete
`

const PROBE_NOTE = `
Sends OPTIONS with the names of method and headers where a browser asks first. The request itself is sent for GET
and HEAD alone, without the headers: nothing is changed on the server. Credentials are never sent, redirects to other
hosts never followed.
`

const PROBE_EXAMPLES: readonly Example[] = [
  ['kommo-migrate probe https://api.example.com/leads', 'GET, from both names'],
  ['kommo-migrate probe https://api.example.com/leads --method POST --header Content-Type', 'a POST of JSON'],
  ['kommo-migrate probe https://api.example.com/me --header Authorization --format json', 'for tools'],
  ['kommo-migrate probe https://api.example.com/me --origin https://acme.kommo.com', 'one account'],
]

const PROBE_EXIT_CODES = `
Exit codes:
  0  every origin is accepted
  1  an origin is refused
  2  not decided: no answer, a redirect to another host, wrong usage
`

const REHEARSE_NOTE = `
The program runs in Linux namespaces of its own. In there amocrm.com answers every request with 308, kommo.com is a
stand-in, both with certificates of a throwaway authority, and nothing else can be reached: no other host, and no service
of this machine but those that --allow names. Its files are the real ones. Ctrl-C is handed to the program, and the table
follows; a second one ends everything at once.

Where the system allows no namespaces (macOS, Windows, many containers), nothing is run before you have agreed to go
without, on the terminal or by --without-namespace: a client that is not of Node and asks no proxy is then not seen, and
would reach the real service with real tokens.
`

const REHEARSE_EXAMPLES: readonly Example[] = [
  ['kommo-migrate rehearse -- node app.js', 'a program'],
  ['kommo-migrate rehearse -- npm test', 'a test suite'],
  ['kommo-migrate rehearse --allow 5432 -- php artisan leads:sync', 'with its database'],
  ['kommo-migrate rehearse --upstream http://localhost:8080 -- node app.js', 'with your own mock of the API'],
]

const REHEARSE_EXIT_CODES = `
Exit codes:
  0  every request to amocrm.com that was seen came back whole
  1  a request would break
  2  nothing was seen, a client did not trust the stand-in, or the program was not run
The exit code of the program is told in the report.
`

const EXPLAIN_EXAMPLES: readonly Example[] = [
  ['kommo-migrate explain', 'list the rules'],
  ['kommo-migrate explain legacy-host', 'also which paths are exempt from the redirect'],
]

const INIT_EXAMPLES: readonly Example[] = [
  ['kommo-migrate init', 'the configuration; asks for the rest on a terminal'],
  ['kommo-migrate init --github --pre-commit', 'without a question'],
]

const COMPLETION_EXAMPLES: readonly Example[] = [
  ['source <(kommo-migrate completion bash)', 'in ~/.bashrc'],
  ['kommo-migrate completion zsh > ~/.zfunc/_kommo-migrate', 'in a folder of $fpath'],
  ['kommo-migrate completion fish > ~/.config/fish/completions/kommo-migrate.fish', ''],
]

const EXIT_CODES = `
Exit codes:
  0  nothing to do at or above --fail-on
  1  findings at or above --fail-on
  2  the run is not complete: wrong usage, a file that cannot be read or parsed
`

function examples(list: readonly Example[]): string {
  const width = Math.max(...list.filter(([, meaning]) => meaning).map(([command]) => command.length))
  const lines = list.map(([command, meaning]) => `  ${command.padEnd(width)}  ${meaning}`.trimEnd())
  return `\nExamples:\n${lines.join('\n')}\n`
}
