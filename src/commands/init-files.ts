/** A file that `init` can write. */
export interface Template {
  /** The option that asks for it, without dashes. */
  option: 'github' | 'gitlab' | 'preCommit' | 'husky' | 'lintStaged'
  /** As a question on a terminal. */
  question: string
  /** POSIX, from the working folder. */
  path: string
  text: string
  isExecutable?: boolean
  /** What to add by hand where the file is there already; without it, the whole text. */
  part?: string
  /** What shows that a project uses this: one of these files or folders. */
  signs: readonly string[]
}

export const CONFIGURATION = {
  path: 'kommo-migrate.config.json',
  text: `{
  "$schema": "./node_modules/kommo-migrate/dist/schema.json",
  "exclude": []
}
`,
} as const

const GITHUB = `name: kommo-migrate
on: pull_request
permissions: {}
jobs:
  check:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      security-events: write # code scanning takes the report
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 0 # --changed compares with where the branch began
          persist-credentials: false
      - uses: actions/setup-node@v5
        with:
          node-version: 22
      - run: npx --yes kommo-migrate --changed --format github --format sarif=kommo-migrate.sarif
      # Code scanning does not read suppressions: what is accepted would be an open alert.
      - run: jq '.runs[].results |= map(select(.suppressions | not))' kommo-migrate.sarif > upload.sarif
        if: always()
      - uses: github/codeql-action/upload-sarif@v4
        if: always()
        with:
          sarif_file: upload.sarif
`

const GITLAB = `kommo-migrate:
  image: node:22
  variables:
    GIT_DEPTH: 0 # --changed compares with where the branch began
  script:
    - npx --yes kommo-migrate --changed --format pretty --format gitlab=gl-code-quality.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality.json
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
`

const HOOK = `      - id: kommo-migrate
        name: kommo-migrate
        entry: npx --yes kommo-migrate --staged
        language: system
        pass_filenames: false
`

const COMMAND = 'npx --yes kommo-migrate --staged\n'

const LINT_STAGED = `export default {
  // Once, and not for each file: it asks git itself what is staged.
  '*': () => 'kommo-migrate --staged',
}
`

export const TEMPLATES: readonly Template[] = [
  {
    option: 'github',
    question: 'Check pull requests in GitHub Actions?',
    path: '.github/workflows/kommo-migrate.yml',
    text: GITHUB,
    signs: ['.github'],
  },
  {
    option: 'gitlab',
    question: 'Check merge requests in GitLab CI?',
    path: '.gitlab-ci.yml',
    text: GITLAB,
    signs: ['.gitlab-ci.yml', '.gitlab'],
  },
  {
    option: 'preCommit',
    question: 'Check what is staged with pre-commit?',
    path: '.pre-commit-config.yaml',
    text: `repos:\n  - repo: local\n    hooks:\n${HOOK}`,
    part: `  - repo: local\n    hooks:\n${HOOK}`,
    signs: ['.pre-commit-config.yaml'],
  },
  {
    option: 'husky',
    question: 'Check what is staged with husky?',
    path: '.husky/pre-commit',
    text: COMMAND,
    isExecutable: true,
    signs: ['.husky'],
  },
  {
    option: 'lintStaged',
    question: 'Check what is staged with lint-staged?',
    path: 'lint-staged.config.js',
    text: LINT_STAGED,
    part: "'*': () => 'kommo-migrate --staged',\n",
    signs: ['lint-staged.config.js', 'lint-staged.config.mjs', '.lintstagedrc', '.lintstagedrc.json'],
  },
]
