import type { Adapter, Family } from './language.js'

/** File name endings (lower case, without the dot) by family; everything else is text. */
const ENDINGS: Record<Exclude<Family, 'text'>, readonly string[]> = {
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

const FAMILIES = new Map<string, Family>(
  Object.entries(ENDINGS).flatMap(([family, endings]) => endings.map((e) => [e, family as Family] as const)),
)

/** Language family of a file by its name. `path` may use either separator. */
export function familyOf(path: string): Family {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase()
  return NAMES[name] ?? FAMILIES.get(name.slice(name.lastIndexOf('.') + 1)) ?? 'text'
}

const loaded = new Map<Family, Promise<Adapter>>()

/** Imports the adapter of a family, and with it its parser, on first use. */
export function loadAdapter(family: Family): Promise<Adapter> {
  let adapter = loaded.get(family)
  if (!adapter) {
    adapter = importAdapter(family)
    loaded.set(family, adapter)
  }
  return adapter
}

async function importAdapter(family: Family): Promise<Adapter> {
  switch (family) {
    case 'script':
      return (await import('./script/adapter.js')).adapter
    case 'markup':
      return (await import('./markup/adapter.js')).adapter
    case 'json':
      return (await import('./json/adapter.js')).adapter
    case 'markdown':
      return (await import('./markdown/adapter.js')).adapter
    case 'text':
      return (await import('./text/adapter.js')).adapter
  }
}
