/** What a file without a grammar is: code of a language, settings in one of three shapes, or plain text. */
export type TextKind =
  | { is: 'code'; language: string }
  | { is: 'settings'; language: string; shape: 'pairs' | 'yaml' | 'blocks' }
  | { is: 'tags'; language: string }
  | { is: 'prose'; language: string }

const CODE: Readonly<Record<string, readonly string[]>> = {
  php: ['php', 'php3', 'php4', 'php5', 'phps', 'inc'],
  python: ['py', 'pyw', 'pyi', 'pyx'],
  ruby: ['rb', 'rake', 'gemspec', 'ru', 'podspec'],
  go: ['go'],
  java: ['java', 'groovy', 'gradle', 'scala', 'proto'],
  kotlin: ['kt', 'kts', 'swift', 'dart'],
  csharp: ['cs', 'csx', 'fs', 'vb'],
  hcl: ['hcl', 'tf', 'tfvars'],
  rust: ['rs'],
  shell: ['sh', 'bash', 'zsh', 'fish', 'ksh', 'ps1', 'bat', 'cmd', 'mk'],
  dockerfile: ['dockerfile', 'containerfile'],
  sql: ['sql', 'psql', 'pgsql', 'mysql', 'ddl'],
  prisma: ['prisma'],
  graphql: ['graphql', 'gql', 'graphqls'],
  css: ['css', 'scss', 'sass', 'less', 'styl'],
  c: [
    'c',
    'h',
    'cc',
    'cpp',
    'hpp',
    'm',
    'mm',
    'lua',
    'pl',
    'pm',
    'r',
    'ex',
    'exs',
    'erl',
    'hs',
    'clj',
    'bsl',
    'os',
    'coffee',
  ],
}

const PAIRS = [
  'env',
  'ini',
  'cfg',
  'properties',
  'toml',
  'editorconfig',
  'npmrc',
  'conf-env',
  'service',
  'desktop',
  'http',
  'rest',
]
const BLOCKS = ['conf', 'nginx', 'caddyfile', 'vcl', 'htaccess']
const TAGS = [
  'xml',
  'xsd',
  'xsl',
  'xslt',
  'wsdl',
  'plist',
  'csproj',
  'config',
  'resx',
  'rss',
  'atom',
  'xaml',
  'iml',
  'axml',
]

const CODE_BY_ENDING = new Map(
  Object.entries(CODE).flatMap(([language, ends]) => ends.map((e) => [e, language])),
)

const NAMES: Readonly<Record<string, TextKind>> = {
  makefile: { is: 'code', language: 'shell' },
  procfile: { is: 'code', language: 'shell' },
  gemfile: { is: 'code', language: 'ruby' },
  rakefile: { is: 'code', language: 'ruby' },
  vagrantfile: { is: 'code', language: 'ruby' },
  jenkinsfile: { is: 'code', language: 'java' },
  caddyfile: { is: 'settings', language: 'conf', shape: 'blocks' },
  '.htaccess': { is: 'settings', language: 'conf', shape: 'blocks' },
  '.npmrc': { is: 'settings', language: 'ini', shape: 'pairs' },
  '.editorconfig': { is: 'settings', language: 'ini', shape: 'pairs' },
  '.gitconfig': { is: 'settings', language: 'ini', shape: 'pairs' },
}

/** Kind of a file by its name, where need be by its first line (`#!`, `<?xml`). */
export function kindOf(path: string, text: string): TextKind {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  if (name.endsWith('.json5')) return { is: 'code', language: 'json' }
  const ending = name.slice(name.lastIndexOf('.') + 1)
  const known = NAMES[name]
  if (known) return known
  if (/^\.?env(?:[.\-_]|$)|\.env(?:[.\-_]|$)/.test(name))
    return { is: 'settings', language: 'env', shape: 'pairs' }
  if (/\.toml\.(?:dist|example|sample)$|^pipfile$/.test(name))
    return { is: 'settings', language: 'toml', shape: 'pairs' }
  if (/^(?:docker|container)file/.test(name)) return { is: 'code', language: 'dockerfile' }
  if (/\.ya?ml(?:\.(?:dist|example|sample|j2))?$/.test(name))
    return { is: 'settings', language: 'yaml', shape: 'yaml' }
  const language = CODE_BY_ENDING.get(ending)
  if (language) return { is: 'code', language }
  if (PAIRS.includes(ending))
    return { is: 'settings', language: ending === 'toml' ? 'toml' : 'ini', shape: 'pairs' }
  if (BLOCKS.includes(ending)) return { is: 'settings', language: 'conf', shape: 'blocks' }
  if (TAGS.includes(ending) || /^\s*<\?xml\b/.test(text)) return { is: 'tags', language: 'xml' }
  return byContent(name, text)
}

function byContent(name: string, text: string): TextKind {
  const shebang = /^#!.*?\b(sh|bash|zsh|python|php|ruby|node)/.exec(text)?.[1]
  if (shebang) {
    const language = /sh$/.test(shebang) ? 'shell' : shebang === 'node' ? 'javascript' : shebang
    return { is: 'code', language }
  }
  if (/^\s*<\?php\b/.test(text)) return { is: 'code', language: 'php' }
  if (name.startsWith('.') && /^\s*[\w.-]+\s*[:=]/m.test(text))
    return { is: 'settings', language: 'yaml', shape: 'yaml' }
  return { is: 'prose', language: 'text' }
}
