// Proves the parts for other tools from the installed package: the code of docs/other-tools.md runs as it stands
// there, under jscodeshift and ESLint as people install them.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const SCRIPT = [
  "define(['jquery'], function ($) {",
  "  var user = AMOCRM.constant('user'); // 🎉",
  "  $.post('https://' + user.sub + '.amocrm.com/api/v4/leads');",
  '  if (/\\.amocrm\\.com$/.test(location.hostname)) go();',
  '});',
].join('\r\n')
const HOSTS = SCRIPT.replace("'.amocrm.com/", "'.kommo.com/")
const FIXED = HOSTS.replace('AMOCRM', 'APP').replace('\\.amocrm\\', '\\.(?:amocrm|kommo)\\')

/** What the runners are installed as, beside the package. */
const TOOLS = [
  'jscodeshift@17',
  'eslint@10',
  'eslint-9@npm:eslint@9',
  '@typescript-eslint/parser@8',
  'typescript@5.9',
  '@types/node@20',
]

/** A type that only TypeScript reads around a host. */
const TYPED = "const base: string = 'https://acme.amocrm.com/api/v4'\nfetch(base as string)\n"

/** A run that reports its progress, one that is ended on the way, and files that are on no disk. */
const PROGRAM = `
import { audit, fix } from 'kommo-migrate'
const phases = new Set()
const files = [{ path: 'a.ts', contents: ${JSON.stringify(TYPED)} }]
const { changes } = await fix({ files, onProgress: (phase) => phases.add(phase) })
console.log(changes.map(({ path, after }) => path + ' ' + Buffer.from(after).includes('acme.kommo.com')).join())
console.log([...phases].join())
const ending = new AbortController()
const ended = audit({ cwd: '.', signal: ending.signal, onProgress: () => ending.abort(new Error('enough')) })
console.log(await ended.then(() => 'went on', (error) => error.message))
`

export function checkTools({ root, app, run, npm, environment, expect }) {
  run(npm, ['install', '--no-audit', '--no-fund', '--loglevel=error', ...TOOLS], { cwd: app })
  const blocks = codeBlocks(readFileSync(join(root, 'docs', 'other-tools.md'), 'utf8'))
  const node = (...args) =>
    spawnSync(process.execPath, args, { cwd: app, encoding: 'utf8', env: environment() })
  const fill = () => {
    for (const folder of ['widget', 'src']) {
      rmSync(join(app, folder), { recursive: true, force: true })
      mkdirSync(join(app, folder))
      writeFileSync(join(app, folder, 'script.js'), SCRIPT)
    }
  }
  const script = (folder) => readFileSync(join(app, folder, 'script.js'), 'utf8')

  fill()
  const programs = blocks.filter(
    ({ language, code }) => language === 'js' && code.includes("from 'kommo-migrate'"),
  )
  for (const [index, { code }] of programs.entries()) {
    writeFileSync(join(app, `program-${index}.mjs`), code)
    const result = node(`program-${index}.mjs`)
    const wanted =
      index === 0 ? /script\.js: \d+ -> \d+ bytes\n3 findings would go/ : /APP\.constant[\s\S]*\n0\n/
    expect(
      `program ${index + 1} of the documentation`,
      result.status === 0 && wanted.test(result.stdout),
      result,
    )
  }
  expect('two programs are documented', programs.length === 2)
  expect('they write nothing', script('widget') === SCRIPT)

  writeFileSync(join(app, 'program.mjs'), PROGRAM)
  const program = node('program.mjs')
  expect(
    'files in memory, progress and the end of a run',
    program.status === 0 && program.stdout === 'a.ts true\nlist,check,verify\nenough\n',
    program,
  )

  for (const { code } of blocks.filter(({ language }) => language === 'sh')) {
    for (const line of code.trim().split('\n')) {
      const args = line.replace(/^npx jscodeshift /, '').split(' ')
      const result = node(join('node_modules', 'jscodeshift', 'bin', 'jscodeshift.js'), ...args)
      expect(line, result.status === 0 && /\b1 ok\b/.test(result.stdout), result)
    }
  }
  expect('the transforms write the bytes of fix --write', script('src') === FIXED)
  const required = node(
    '-p',
    "['amocrm-to-app','hosts','origins'].map(t=>typeof require('kommo-migrate/transforms/'+t)).join()",
  )
  expect('the transforms are exported', required.stdout.trim() === 'function,function,function', required)

  const config = blocks.find(
    ({ code }) => code.includes('kommo-migrate/eslint') && code.includes('export default'),
  )
  writeFileSync(join(app, 'eslint.config.mjs'), config.code)
  writeFileSync(
    join(app, 'typed.config.mjs'),
    "import parser from '@typescript-eslint/parser'\nimport kommoMigrate from 'kommo-migrate/eslint'\n" +
      "export default [{ files: ['**/*.ts'], languageOptions: { parser } }, kommoMigrate.configs.recommended]\n",
  )
  for (const eslint of ['eslint', 'eslint-9']) {
    fill()
    const lint = (...args) => node(join('node_modules', eslint, 'bin', 'eslint.js'), ...args, 'src')
    const found = lint('--format', 'json')
    const ids = found.status === 1 ? JSON.parse(found.stdout)[0].messages.map(({ ruleId }) => ruleId) : []
    const wanted = ['amocrm-global', 'legacy-host', 'origin-allowlist'].map((id) => `kommo-migrate/${id}`)
    expect(`${eslint} shows the findings`, ids.join() === wanted.join(), found)
    const result = lint('--fix')
    expect(
      `${eslint} --fix writes the bytes of fix --write`,
      result.status === 0 && script('src') === FIXED,
      result,
    )
    writeFileSync(join(app, 'src', 'typed.ts'), TYPED)
    const typed = lint('--fix', '--config', 'typed.config.mjs')
    const after = readFileSync(join(app, 'src', 'typed.ts'), 'utf8')
    expect(
      `${eslint} --fix reads TypeScript`,
      typed.status === 0 && after === TYPED.replace('amocrm.com', 'kommo.com'),
      typed,
    )
  }
  const commonjs = node('-p', "typeof require('kommo-migrate/eslint').default.configs.recommended.rules")
  expect('the ESLint plugin can be required', commonjs.stdout.trim() === 'object', commonjs)

  cpSync(join(root, 'scripts', 'self-check', 'types.ts.txt'), join(app, 'types.mts'))
  const types = node(
    join('node_modules', 'typescript', 'bin', 'tsc'),
    ...['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext', '--target', 'es2023'],
    ...['--types', 'node', '--skipLibCheck', 'types.mts'],
  )
  expect('the types hold', types.status === 0, types)
}

function codeBlocks(markdown) {
  return [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, code]) => ({
    language,
    code,
  }))
}
