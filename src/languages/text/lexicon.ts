/** How strings and comments of a language are written: data for a tolerant lexer, no grammar. */
export interface Lexicon {
  language: string
  /** Regular expression sources of what starts a comment that runs to the end of the line. */
  line: readonly string[]
  block: readonly (readonly [open: string, close: string])[]
  strings: readonly StringForm[]
  /** Regular expression source of the operator that joins strings. */
  join?: string
  /** Whether a line end ends a statement. */
  lineEnds: boolean
  dialect?: 'pcre' | 're2' | 'python' | 'onigmo' | 'java' | 'dotnet'
}

export interface StringForm {
  /** Regular expression source of the opening delimiter; `quote` is a named group when the same text closes. */
  open: string
  /** Closing delimiter; default: what `open` matched (or its group `quote`). */
  close?: string
  /** `c`: backslash escapes; `quote`: only `\\` and the escaped delimiter; `double`: the delimiter twice; `none`. */
  escapes: 'c' | 'quote' | 'double' | 'none'
  lines: boolean
  /** What is filled in at run time: regular expression source, first group is the name. */
  holes?: string
  regex?: boolean
}

const C_COMMENTS = { line: ['\\/\\/'], block: [['/*', '*/']] } as const
const DOUBLE: StringForm = { open: '"', escapes: 'c', lines: false }
const SINGLE: StringForm = { open: "'", escapes: 'c', lines: false }
const TRIPLE: StringForm = { open: '"""', escapes: 'c', lines: true }
const RAW_TRIPLE: StringForm = { open: '"""', escapes: 'none', lines: true }
const DOLLAR_HOLES = '\\$\\{([^{}]*)\\}|\\$(\\w+)'
/** One level of nested braces is enough for `{$a['b']}` and `{x!r}`. */
const BRACE_HOLES = '(?<!\\{)\\{(?!\\{)([^{}"\\r\\n]*)\\}'

const c = (language: string, dialect: Lexicon['dialect'], strings: readonly StringForm[]): Lexicon => ({
  language,
  ...C_COMMENTS,
  strings,
  join: '\\+',
  lineEnds: false,
  ...(dialect && { dialect }),
})

const PHP: Lexicon = {
  language: 'php',
  line: ['\\/\\/', '#(?!\\[)'],
  block: [['/*', '*/']],
  strings: [
    {
      open: '<<<[ \\t]*(?:(?<quote>\\w+)|"(?<quote2>\\w+)")\\r?\\n',
      escapes: 'none',
      lines: true,
      holes: phpHoles(),
    },
    { open: "<<<[ \\t]*'(?<quote>\\w+)'\\r?\\n", escapes: 'none', lines: true },
    { open: "'", escapes: 'quote', lines: true },
    { open: '"', escapes: 'c', lines: true, holes: phpHoles() },
  ],
  join: '\\.(?![\\d.=])',
  lineEnds: false,
  dialect: 'pcre',
}

function phpHoles(): string {
  return '\\{\\$([^{}]*)\\}|\\$\\{([^{}]*)\\}|\\$([A-Za-z_]\\w*(?:->\\w+|\\[[^\\]\\s]*\\])?)'
}

const PYTHON_PLAIN = '(?<![\\w])(?:[rRbBuU]{1,2})?'
const PYTHON_FORMAT = '(?<![\\w])(?:[fF][rR]?|[rR][fF])'

const PYTHON: Lexicon = {
  language: 'python',
  line: ['#'],
  block: [],
  strings: [
    { open: `${PYTHON_FORMAT}(?<quote>"""|''')`, escapes: 'c', lines: true, holes: BRACE_HOLES },
    { open: `${PYTHON_FORMAT}(?<quote>["'])`, escapes: 'c', lines: false, holes: BRACE_HOLES },
    { open: `${PYTHON_PLAIN}(?<quote>"""|''')`, escapes: 'c', lines: true },
    { open: `(?<!\\w)[rR][bB]?(?<quote>["'])`, escapes: 'none', lines: false },
    { open: `${PYTHON_PLAIN}(?<quote>["'])`, escapes: 'c', lines: false },
  ],
  join: '\\+',
  lineEnds: true,
  dialect: 'python',
}

const RUBY: Lexicon = {
  language: 'ruby',
  line: ['#(?!\\{)'],
  block: [['\n=begin', '\n=end']],
  strings: [
    {
      open: '(?<=[=(,~!|]\\s{0,3}|\\bwhen\\s)\\/(?![\\s=/*])',
      close: '/',
      escapes: 'none',
      lines: false,
      regex: true,
    },
    { open: "'", escapes: 'quote', lines: true },
    { open: '"', escapes: 'c', lines: true, holes: '#\\{([^{}]*)\\}' },
    { open: '`', escapes: 'c', lines: false, holes: '#\\{([^{}]*)\\}' },
  ],
  join: '\\+',
  lineEnds: true,
  dialect: 'onigmo',
}

const SHELL: Lexicon = {
  language: 'shell',
  line: ['(?<=^|\\s)#'],
  block: [],
  strings: [
    { open: "'", escapes: 'none', lines: true },
    { open: '"', escapes: 'c', lines: true, holes: DOLLAR_HOLES },
  ],
  lineEnds: true,
}

const SQL: Lexicon = {
  language: 'sql',
  line: ['--', '(?<=^|\\n)#'],
  block: [['/*', '*/']],
  strings: [
    { open: "(?<!\\w)[eE]'", close: "'", escapes: 'c', lines: true },
    { open: "(?<!\\w)[nN]'", close: "'", escapes: 'double', lines: true },
    { open: "'", escapes: 'double', lines: true },
    { open: '"', escapes: 'double', lines: true },
  ],
  join: '\\|\\|',
  lineEnds: false,
}

/** In MySQL and MariaDB a backslash escapes. */
const MYSQL: Lexicon = {
  ...SQL,
  strings: [
    { open: "(?<!\\w)[nN]?'", close: "'", escapes: 'c', lines: true },
    { open: '"', escapes: 'c', lines: true },
  ],
}

const GO: Lexicon = {
  ...c('go', 're2', [{ open: '`', escapes: 'none', lines: true }, DOUBLE, SINGLE]),
  lineEnds: true,
}
const JAVA = c('java', 'java', [TRIPLE, DOUBLE, SINGLE])
const KOTLIN: Lexicon = {
  ...c('kotlin', 'java', [
    { ...RAW_TRIPLE, holes: DOLLAR_HOLES },
    { ...DOUBLE, holes: DOLLAR_HOLES },
    SINGLE,
  ]),
  lineEnds: true,
}
const CSHARP = c('csharp', 'dotnet', [
  { open: '\\$@"|@\\$"', close: '"', escapes: 'double', lines: true, holes: BRACE_HOLES },
  { open: '@"', close: '"', escapes: 'double', lines: true },
  { open: '\\$"', close: '"', escapes: 'c', lines: false, holes: BRACE_HOLES },
  RAW_TRIPLE,
  DOUBLE,
  SINGLE,
])
const RUST = c('rust', undefined, [
  { open: '\\br(?<hash>#+)"', close: '"#', escapes: 'none', lines: true },
  { open: '\\br"', close: '"', escapes: 'none', lines: true },
  { ...DOUBLE, lines: true, holes: BRACE_HOLES },
])
const URL: StringForm = { open: 'url\\(\\s*(?!["\'\\s])', close: ')', escapes: 'c', lines: false }
const CSS: Lexicon = { ...c('css', undefined, [URL, DOUBLE, SINGLE]), line: [] }
const JSON_LIKE = c('json', undefined, [DOUBLE, SINGLE])
/** Where a value may begin; behind a name or a bracket the sign divides. */
const REGEX: StringForm = {
  open: '(?<=(?:[=(,:[!&|?{;]|\\b(?:return|case|typeof|in|of)\\b)\\s{0,3}|^)\\/(?![\\s/*])',
  close: '/',
  escapes: 'none',
  lines: false,
  regex: true,
}
const SCRIPT = c('javascript', undefined, [
  REGEX,
  { open: '`', escapes: 'c', lines: true, holes: '\\$\\{([^{}]*)\\}' },
  DOUBLE,
  SINGLE,
])
const C_FAMILY = c('c', undefined, [TRIPLE, DOUBLE, SINGLE])

const HCL: Lexicon = {
  ...c('hcl', 're2', [{ ...DOUBLE, holes: '\\$\\{([^{}]*)\\}' }]),
  line: ['#', '\\/\\/'],
  lineEnds: true,
}

const GRAPHQL: Lexicon = { ...c('graphql', undefined, [TRIPLE, DOUBLE]), line: ['#'], block: [] }

const BY_LANGUAGE: Readonly<Record<string, Lexicon>> = {
  php: PHP,
  python: PYTHON,
  ruby: RUBY,
  shell: SHELL,
  dockerfile: SHELL,
  sql: SQL,
  mysql: MYSQL,
  go: GO,
  java: JAVA,
  kotlin: KOTLIN,
  csharp: CSHARP,
  hcl: HCL,
  rust: RUST,
  css: CSS,
  prisma: C_FAMILY,
  graphql: GRAPHQL,
  json: JSON_LIKE,
  javascript: SCRIPT,
  typescript: SCRIPT,
  c: C_FAMILY,
}

/** Lexicon of a code language, `undefined` for texts that are no code. */
export function lexiconOf(language: string): Lexicon | undefined {
  return BY_LANGUAGE[language]
}
