import { FOLDERS, type FolderName } from './folders.js'

/** One transcript: command lines, one after the other, in one fresh folder. */
export interface Case {
  /** File name without `.md`, and the title. A command `['>>', path, text]` appends to a file. */
  name: string
  folder: FolderName
  commands: readonly (readonly string[])[]
  env?: Readonly<Record<string, string>>
  stdin?: string
  /** The folder is a git repository with everything committed. */
  isRepository?: boolean
  /** Files to show at the end, when the commands change or make them. */
  show?: readonly string[]
}

const AUDITED = ['clean', 'findings', 'broken', 'suppressed'] as const
const FORMATS = ['pretty', 'compact', 'json', 'sarif', 'github', 'gitlab', 'junit', 'markdown'] as const

const formats: Case[] = AUDITED.flatMap((folder) =>
  FORMATS.map((format) => ({
    name: `audit-${format}-${folder}`,
    folder,
    commands: [format === 'pretty' ? [] : ['audit', '--format', format]],
  })),
)

/** What was found is accepted; then one more comes along. */
const baselined: Case[] = FORMATS.map((format) => ({
  name: `audit-${format}-baseline`,
  folder: 'suppressed',
  commands: [
    ['baseline'],
    ['>>', 'script.js', "fetch('https://acme.amocrm.com/api/v4/leads')\n"],
    ['audit', '--format', format],
  ],
}))

const one = (name: string, folder: FolderName, ...args: string[]): Case => ({
  name,
  folder,
  commands: [args],
})

export const CASES: readonly Case[] = [
  ...formats,
  ...baselined,
  {
    name: 'baseline-prune',
    folder: 'many',
    commands: [
      ['baseline'],
      ['fix', '--write', '--format', 'compact', '--rule', 'amocrm-global'],
      ['audit', '--format', 'compact'],
      ['baseline', '--prune'],
      ['baseline', '--prune'],
    ],
    show: ['kommo-migrate.baseline.json'],
  },
  one('baseline-missing', 'findings', '--baseline', 'known.json'),
  one('config', 'configured', '--format', 'compact'),
  one('config-none', 'configured', '--no-config', '--format', 'compact'),
  one('config-missing', 'findings', '--config', 'kommo.json'),
  one('config-wrong', 'misconfigured'),
  one('audit-folded', 'many'),
  one('audit-path', 'findings', 'server'),
  one('audit-kept', 'findings', '--kept', 'README.md', 'server'),
  one('audit-kept-compact', 'findings', '--kept', '--format', 'compact', 'README.md'),
  one('audit-rule', 'findings', 'audit', '--rule', 'amocrm-global', '--format', 'compact'),
  one(
    'audit-skip',
    'findings',
    'audit',
    '--skip',
    'amocrm-global',
    '--skip',
    'legacy-host',
    '--format',
    'compact',
  ),
  one('audit-rule-pretty', 'findings', '--rule', 'chat-host', 'server'),
  one('audit-to-file', 'findings', 'server', '--format', 'compact=out/report.txt'),
  one('audit-two-formats', 'clean', '--format', 'compact', '--format', 'json=report.json'),
  {
    ...one('audit-stdin', 'clean', '--stdin', '--stdin-filepath', 'src/card.js'),
    stdin: 'AMOCRM.isCard()\n',
  },
  { ...one('audit-ascii', 'many'), env: { LANG: 'C' } },
  ...(['error', 'warning', 'info', 'never'] as const).map((severity) =>
    one(
      `fail-on-${severity}`,
      'many',
      '--fail-on',
      severity,
      '--format',
      'compact',
      '--rule',
      'amocrm-global',
    ),
  ),
  { ...one('color-forced', 'suppressed'), env: { FORCE_COLOR: '1' } },
  { ...one('color-no-color-wins', 'many', 'script.js'), env: { FORCE_COLOR: '1', NO_COLOR: '1' } },
  one('color-option', 'broken', 'fix', '--color'),
  { ...one('color-option-off', 'suppressed', '--no-color', '--format', 'pretty'), env: { FORCE_COLOR: '1' } },
  one('fix-diff', 'findings', 'fix'),
  one('fix-clean', 'clean', 'fix'),
  one('fix-format', 'findings', 'fix', '--format', 'compact'),
  {
    name: 'fix-write-undo',
    folder: 'findings',
    commands: [['fix', '--write'], ['fix', '--write', '--format', 'compact'], ['undo'], ['undo']],
  },
  {
    name: 'fix-summary',
    folder: 'findings',
    commands: [
      ['fix', '--write', '--format', 'compact', '--summary', 'pr.md'],
      ['fix', '--summary', 'pr.md'],
    ],
    show: ['pr.md'],
  },
  { name: 'fix-unsafe', folder: 'findings', commands: [['fix', '--unsafe', 'README.md', 'server']] },
  {
    name: 'fix-suppressed',
    folder: 'suppressed',
    commands: [['fix', '--write', '--format', 'compact']],
    show: ['script.js'],
  },
  {
    ...one('fix-stdin', 'clean', 'fix', '--stdin', '--stdin-filepath', 'card.js'),
    stdin: 'AMOCRM.isCard()\n',
  },
  one('fix-interactive-without-terminal', 'findings', 'fix', '-i'),
  one('fix-stdin-write', 'clean', 'fix', '--write', '--stdin', '--stdin-filepath', 'card.js'),
  {
    name: 'fix-write-dirty',
    folder: 'many',
    isRepository: true,
    commands: [
      ['>>', 'script.js', '// not committed yet\n'],
      ['fix', '--write', '--format', 'compact'],
      ['fix', '--write', '--format', 'compact', '--allow-dirty'],
    ],
  },
  {
    name: 'undo-conflict',
    folder: 'findings',
    isRepository: true,
    commands: [
      ['fix', '--write', '--format', 'compact', '--rule', 'amocrm-global'],
      ['>>', 'script.js', '// changed since\n'],
      ['undo'],
    ],
  },
  one('undo-nothing', 'clean', 'undo'),
  one('rules', 'clean', 'rules'),
  one('explain', 'clean', 'explain'),
  one('explain-legacy-host', 'clean', 'explain', 'legacy-host'),
  one('explain-amocrm-global', 'clean', 'explain', 'amocrm-global'),
  one('explain-account-key', 'clean', 'explain', 'account-key'),
  one('data', 'stored', 'data'),
  one('data-none', 'clean', 'data'),
  {
    name: 'data-out',
    folder: 'stored',
    commands: [['data', '--out', 'migrations'], ['data', '--out', 'migrations'], []],
    show: ['migrations/003_kommo_tokens_base_domain_to_kommo.sql'],
  },
  {
    name: 'init',
    folder: 'clean',
    commands: [
      ['init', '--github', '--husky'],
      ['init', '--husky'],
    ],
    show: ['.github/workflows/kommo-migrate.yml'],
  },
  one('data-no-dialect', 'stored-elsewhere', 'data'),
  one('fix-account-key', 'stored', 'fix', '--unsafe', '--rule', 'account-key'),
  one('usage-unknown-option', 'clean', '--fromat', 'json'),
  one('usage-unknown-command', 'clean', 'fxi'),
  one('usage-unknown-rule', 'clean', '--rule', 'legacy-hots'),
  one('usage-unknown-rule-explained', 'clean', 'explain', 'amocrm-globl'),
  one('usage-unknown-format', 'clean', '--format', 'jsn'),
  one('usage-changed-without-git', 'findings', '--changed'),
  one('usage-staged-and-changed', 'findings', '--staged', '--changed'),
  one('usage-fail-on', 'clean', '--fail-on', 'eror'),
  one('usage-no-such-path', 'clean', 'src/missing.js'),
  one('usage-two-reports-on-stdout', 'clean', '--format', 'json', '--format', 'compact'),
  one('usage-stdin-without-name', 'clean', '--stdin'),
  one('usage-stdin-with-paths', 'clean', '--stdin', '--stdin-filepath', 'a.js', 'script.js'),
  one('usage-probe-scheme', 'clean', 'probe', 'ftp://example.com/'),
  one(
    'usage-probe-header-value',
    'clean',
    'probe',
    'https://example.com/',
    '--header',
    'Authorization: Bearer x',
  ),
  one('usage-rehearse-no-command', 'clean', 'rehearse'),
  one('usage-rehearse-upstream', 'clean', 'rehearse', '--upstream', 'https://example.com/', '--', 'true'),
  one(
    'usage-rehearse-upstream-password',
    'clean',
    'rehearse',
    '--upstream',
    'http://user:secret@localhost/',
    '--',
    'true',
  ),
  one('usage-rehearse-allow', 'clean', 'rehearse', '--allow', 'postgres', '--', 'true'),
  one('usage-rehearse-allow-socket', 'clean', 'rehearse', '--allow', '/no/such.sock', '--', 'true'),
  one('usage-undo-arguments', 'clean', 'undo', 'script.js'),
  one('help', 'clean', '--help'),
  ...[
    'audit',
    'fix',
    'data',
    'probe',
    'rehearse',
    'baseline',
    'init',
    'completion',
    'undo',
    'explain',
    'rules',
  ].map((name) => one(`help-${name}`, 'clean', name, '--help')),
  one('help-command', 'clean', 'help', 'undo'),
  one('version', 'clean', '--version'),
]

export { FOLDERS }
