import { nameOf as classified, isLockFile } from '../files/classify.js'
import { manifestKindOf } from '../files/packages.js'
import type { Adapter, Family } from './language.js'
import { isUntold, toldBy } from './shebang.js'

/** File name endings (lower case, without the dot) by family; everything else is text. */
const ENDINGS: Record<Exclude<Family, 'text' | 'code'>, readonly string[]> = {
  script: ['js', 'cjs', 'mjs', 'jsx', 'es6', 'ts', 'cts', 'mts', 'tsx', 'gs', 'userscript'],
  markup: [
    ...['html', 'htm', 'xhtml', 'shtml', 'vue', 'svelte', 'twig', 'hbs', 'handlebars', 'ejs', 'mustache'],
    ...['php', 'phtml', 'php5', 'inc', 'tpl', 'njk', 'liquid', 'jinja', 'jinja2', 'j2', 'erb', 'cshtml'],
    ...['razor', 'jsp', 'aspx', 'latte', 'svg'],
  ],
  json: [
    'json',
    'jsonc',
    'json5',
    'webmanifest',
    'har',
    'code-workspace',
    'tsbuildinfo',
    'map',
    'jsonl',
    'ndjson',
  ],
  markdown: ['md', 'mdx', 'markdown', 'rst', 'adoc'],
}

/** Whole file names that have no telling ending. */
const NAMES: Record<string, Family> = {
  '.eslintrc': 'json',
  '.babelrc': 'json',
  '.jshintrc': 'json',
  '.jscsrc': 'json',
  'composer.lock': 'json',
}

/** Languages with a grammar of their own, by the endings of their files. */
const CODE = {
  shell: ['sh', 'bash', 'zsh', 'ksh'],
  csharp: ['cs', 'csx'],
  go: ['go'],
  hcl: ['hcl', 'tf', 'tfvars'],
  java: ['java'],
  kotlin: ['kt', 'kts'],
  php: ['php', 'phtml', 'php5', 'inc'],
  python: ['py', 'pyi', 'pyw'],
  ruby: ['rb', 'rake', 'ru', 'gemspec', 'jbuilder', 'rakefile', 'capfile'],
  rust: ['rs'],
} as const satisfies Record<string, readonly string[]>

type CodeName = keyof typeof CODE

const FAMILIES = new Map<string, Family>([
  ...Object.values(CODE).flatMap((endings) => endings.map((e) => [e, 'code'] as const)),
  ...Object.entries(ENDINGS).flatMap(([family, endings]) =>
    endings.map((e) => [e, family as Family] as const),
  ),
])

const LANGUAGES = new Map<string, CodeName>(
  Object.entries(CODE).flatMap(([name, endings]) => endings.map((e) => [e, name as CodeName] as const)),
)

/**
 * Language family of a file by its name, where that tells nothing by its first line. `path` may use either separator.
 * @param text of the file, or how it begins
 */
export function familyOf(path: string, text = ''): Family {
  const name = nameOf(path)
  const known = NAMES[name] ?? FAMILIES.get(endingOf(name))
  if (known) return known
  const told = toldIn(name, text)
  return told && told !== 'script' ? 'code' : (told ?? 'text')
}

/** Whether the name of a file leaves open what it is, so that its first line has to tell. */
export function isToldByText(path: string): boolean {
  const name = nameOf(path)
  return isUntold(name) && NAMES[name] === undefined && !FAMILIES.has(endingOf(name))
}

const toldIn = (name: string, text: string) => (isUntold(name) ? toldBy(text) : undefined)

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase()
}

function endingOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

/**
 * The language whose grammar reads a file; templates that are compiled to PHP are none.
 * @param text of the file, or how it begins
 */
export function codeOf(path: string, text = ''): CodeName | undefined {
  const name = nameOf(path)
  if (name.endsWith('.blade.php')) return undefined
  const known = LANGUAGES.get(endingOf(name))
  if (known || NAMES[name]) return known
  const told = toldIn(name, text)
  return told === 'script' ? undefined : told
}

/** Formats that the text family reads with a parser of their own. */
type FormatName = 'yaml' | 'toml'

function formatOf(path: string): FormatName | undefined {
  const name = nameOf(path)
  if (/\.ya?ml(?:\.(?:dist|example|sample|j2))?$/.test(name)) return 'yaml'
  return /\.toml(?:\.(?:dist|example|sample))?$|^pipfile$/.test(name) ? 'toml' : undefined
}

type Loadable = Family | CodeName | FormatName | 'lock'

const loaded = new Map<Loadable, Promise<Adapter>>()

/**
 * Imports the adapter for a file, and with it its parser, on first use.
 * @param text of the file, or how it begins
 */
export function loadAdapter(path: string, text = ''): Promise<Adapter> {
  if (isLockFile(classified(path))) return once('lock')
  const code = codeOf(path, text)
  const adapter = code ? onceOr(code, path) : once(formatOf(path) ?? familyOf(path, text))
  return manifestKindOf(path) ? adapter.then(ofManifest) : adapter
}

function once(key: Loadable): Promise<Adapter> {
  let adapter = loaded.get(key)
  if (!adapter) {
    adapter = importAdapter(key)
    loaded.set(key, adapter)
  }
  return adapter
}

const refused = new Map<CodeName, Promise<Adapter>>()

/** A language whose grammar does not load here is searched as text, and says so. */
function onceOr(code: CodeName, path: string): Promise<Adapter> {
  return once(code).catch((error: Error) => {
    const known = refused.get(code) ?? withoutGrammar(code, path, error)
    refused.set(code, known)
    return known
  })
}

async function withoutGrammar(code: CodeName, path: string, error: Error): Promise<Adapter> {
  const plain = await importAdapter(code === 'php' ? 'markup' : 'text')
  const why = error.message.split('\n')[0]
  const note = `the grammar of ${code} could not be loaded (${why}): such files are searched as text, no fix in them is safe`
  return {
    ...plain,
    model: (source) => ({ ...plain.model(source), ...(source.path === path && { note }) }),
  }
}

async function ofManifest(adapter: Adapter): Promise<Adapter> {
  return (await import('./packages/adapter.js')).withPackages(adapter)
}

async function importAdapter(key: Loadable): Promise<Adapter> {
  switch (key) {
    case 'shell':
      return (await import('./shell/adapter.js')).loadShell()
    case 'csharp':
      return (await import('./csharp/adapter.js')).loadCsharp()
    case 'lock':
      return (await import('./packages/adapter.js')).adapter
    case 'go':
      return (await import('./go/adapter.js')).loadGo()
    case 'hcl':
      return (await import('./hcl/adapter.js')).loadHcl()
    case 'java':
      return (await import('./java/adapter.js')).loadJava()
    case 'kotlin':
      return (await import('./kotlin/adapter.js')).loadKotlin()
    case 'php':
      return (await import('./php/adapter.js')).loadPhp()
    case 'python':
      return (await import('./python/adapter.js')).loadPython()
    case 'ruby':
      return (await import('./ruby/adapter.js')).loadRuby()
    case 'rust':
      return (await import('./rust/adapter.js')).loadRust()
    case 'yaml':
      return (await import('./yaml/adapter.js')).adapter
    case 'toml':
      return (await import('./toml/adapter.js')).adapter
    case 'script':
      return (await import('./script/adapter.js')).adapter
    case 'markup':
      return (await import('./markup/adapter.js')).adapter
    case 'json':
      return (await import('./json/adapter.js')).adapter
    case 'markdown':
      return (await import('./markdown/adapter.js')).adapter
    default:
      return (await import('./text/adapter.js')).adapter
  }
}
