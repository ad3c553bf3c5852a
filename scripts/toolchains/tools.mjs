// The languages' own parsers, for every check that asks whether a file still parses as it did.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

/** Tools by file ending: `probe` must answer for the tool to be there, `check` tells whether a file parses. */
const TOOLS = {
  php: { endings: ['.php', '.phtml'], probe: ['php', '--version'], check: (file) => ['php', '-l', file] },
  python3: {
    endings: ['.py'],
    probe: ['python3', '--version'],
    check: (file) => [
      'python3',
      '-c',
      'import sys; compile(open(sys.argv[1], "rb").read(), "x", "exec")',
      file,
    ],
  },
  ruby: {
    endings: ['.rb', '.ru', '.rake'],
    probe: ['ruby', '--version'],
    check: (file) => ['ruby', '-c', file],
  },
  gofmt: {
    endings: ['.go'],
    probe: ['gofmt', '-h'],
    isThere: (run) => run.error === undefined,
    check: (file) => ['gofmt', '-e', '-l', file],
  },
  javac: {
    endings: ['.java'],
    probe: ['javac', '--version'],
    check: (file, work) => ['javac', '-proc:none', '-d', join(work, 'classes'), file],
    // Imports of libraries that are not here are no syntax errors.
    isFine: ({ status, stderr }) =>
      status === 0 ||
      !/: error: (?!package |cannot find symbol|class \w+ is public|incompatible types|unreported|method |no suitable|constructor |static import|duplicate class)/.test(
        stderr,
      ),
  },
  rustfmt: {
    endings: ['.rs'],
    probe: ['rustfmt', '--version'],
    check: (file) => ['rustfmt', '--edition', '2021', '--emit', 'stdout', file],
    // Modules in other files are not beside a fixture; long lines are no errors of syntax.
    isFine: ({ status, stderr }) => status === 0 || !/^error(?!\[(?:E0583|internal)\])/m.test(stderr),
  },
  json: ofPython(['.json', '.har', '.webmanifest'], 'json', 'json.load(f)'),
  toml: ofPython(['.toml'], 'tomllib', 'tomllib.loads(f.read())'),
  xml: ofPython(['.xml', '.config', '.plist', '.csproj'], 'xml.dom.minidom', 'xml.dom.minidom.parse(f)'),
  csv: ofPython(['.csv'], 'csv', 'list(csv.reader(f, strict=True))'),
  yaml: {
    endings: ['.yml', '.yaml'],
    probe: ['ruby', '-ryaml', '-e', ''],
    check: (file) => [
      'ruby',
      '-ryaml',
      '-e',
      'YAML.parse_stream(File.read(ARGV[0], mode: "r:bom|utf-8"))',
      file,
    ],
  },
  bash: { endings: ['.sh', '.bash'], probe: ['bash', '--version'], check: (file) => ['bash', '-n', file] },
  nginx: {
    endings: ['.nginx', '.conf'],
    probe: ['nginx', '-v'],
    // Only whole configurations: a fragment is no file that nginx starts with.
    applies: (text) => /^\s*events\b/m.test(text) && /^\s*http\b/m.test(text),
    check: (file, work) => ['nginx', '-t', '-q', '-c', file, '-p', work],
  },
}

/** A parser of Python's library. */
function ofPython(endings, module, parse) {
  const program = `import sys, ${module}\nwith open(sys.argv[1], encoding="utf-8-sig", newline="") as f: ${parse}`
  return {
    endings,
    probe: ['python3', '-c', `import ${module}`],
    check: (file) => ['python3', '-c', program, file],
  }
}

export const toolNames = Object.keys(TOOLS)

/** Name of the tool that parses files of this name; `undefined` when none does. */
export function toolOf(path) {
  const ending = extname(path).toLowerCase()
  return toolNames.find((name) => TOOLS[name].endings.includes(ending))
}

/** The command that a tool consists of. */
export function commandOf(name) {
  return TOOLS[name].probe[0]
}

const installed = new Map()

/** Whether a tool answers on this machine. */
export function isInstalled(name) {
  if (!installed.has(name)) {
    const { probe, isThere = ({ status }) => status === 0 } = TOOLS[name]
    installed.set(name, isThere(spawnSync(probe[0], probe.slice(1), { stdio: 'ignore' })))
  }
  return installed.get(name)
}

/**
 * Parses a file with a tool that is installed, without running what is in it.
 * `work` is a folder for what tools leave behind. `undefined` where the tool has no say about this file.
 */
export function parseWith(name, file, work) {
  const { applies, check, isFine = ({ status }) => status === 0 } = TOOLS[name]
  if (applies && !applies(readFileSync(file, 'utf8'))) return undefined
  const [command, ...args] = check(file, work)
  const result = spawnSync(command, args, { encoding: 'utf8' })
  return { isFine: isFine(result), output: `${result.stdout}${result.stderr}`.trim() }
}
