import { basename } from 'node:path'

/** Names of languages and formats by the ending of a file's name, as the tables show them. */
const ENDINGS: Record<string, readonly string[]> = {
  PHP: ['php', 'phtml', 'php5', 'inc'],
  Python: ['py', 'pyi', 'pyw', 'ipynb'],
  Ruby: ['rb', 'rake', 'ru', 'gemspec', 'jbuilder', 'rakefile', 'rbs', 'rbi'],
  Go: ['go'],
  'C#': ['cs', 'csx', 'csproj'],
  Java: ['java'],
  Kotlin: ['kt', 'kts'],
  Rust: ['rs'],
  shell: ['sh', 'bash', 'zsh', 'ps1', 'bat'],
  JavaScript: ['js', 'cjs', 'mjs', 'jsx', 'es6', 'gs'],
  TypeScript: ['ts', 'cts', 'mts', 'tsx'],
  markup: ['html', 'htm', 'xhtml', 'vue', 'svelte', 'twig', 'hbs', 'ejs', 'erb', 'cshtml', 'svg', 'tpl'],
  JSON: ['json', 'jsonc', 'json5', 'webmanifest', 'har', 'tsbuildinfo', 'map', 'jsonl', 'ndjson'],
  YAML: ['yml', 'yaml'],
  SQL: ['sql', 'prisma'],
  settings: [
    'toml',
    'ini',
    'properties',
    'xml',
    'conf',
    'cfg',
    'env',
    'tf',
    'nginx',
    'htaccess',
    'dockerfile',
  ],
  documents: ['md', 'mdx', 'markdown', 'rst', 'adoc', 'txt', 'csv'],
}

const BY_ENDING = new Map(
  Object.entries(ENDINGS).flatMap(([name, endings]) => endings.map((ending) => [ending, name] as const)),
)

/** Language of a file by its name alone; `other` for the rest. */
export function languageOf(path: string): string {
  const name = basename(path).toLowerCase()
  if (name.endsWith('.blade.php')) return 'markup'
  if (/(?:^|[-.])lock\.(?:json|ya?ml)$|\.lock$|^go\.sum$/.test(name)) return 'manifests, locks'
  if (/^(package|composer)\.json$|^(go\.mod|gemfile|requirements.*\.txt|pyproject\.toml|pipfile)$/.test(name))
    return 'manifests, locks'
  if (/^\.env(\.|$)/.test(name)) return 'settings'
  return BY_ENDING.get(name.slice(name.lastIndexOf('.') + 1)) ?? 'other'
}
