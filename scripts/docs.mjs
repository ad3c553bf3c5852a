// Writes docs/rules/<id>.md, docs/kept.md and the generated blocks of README.md: the rule table from the rules' own metadata, the
// speed table from bench/results.json. `--check` writes nothing and fails when a file is stale.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { toJsonSchema } from '@valibot/to-json-schema'
import { loadTs } from './load-ts.mjs'
import { speedTables } from './speed-tables.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const isCheck = process.argv.includes('--check')
const stale = []

const { rules } = await loadTs('src/rules/index.ts')
const { RECIPES } = await loadTs('src/rules/recipes.ts')
const { FACTS } = await loadTs('src/commands/explain-facts.ts')
const { MEASURED } = await loadTs('src/brand/clients/measured.ts')
const { configuration } = await loadTs('src/config/schema.ts')
const { KEPT_WORDS } = await loadTs('src/findings/kept-words.ts')
for (const rule of rules) await put(`docs/rules/${rule.id}.md`, rulePage(rule))
await put('docs/kept.md', keptPage())
await put('docs/redirects.md', redirectsPage())
const schema = configurationSchema()
await put('docs/configuration.schema.json', `${JSON.stringify(schema, undefined, 2)}\n`)
await put(
  'docs/configuration.md',
  configurationPage(await readFile(join(root, 'docs', 'configuration.md'), 'utf8')),
)
await removeOthers()
await put('README.md', await readme())

if (isCheck && stale.length > 0) {
  console.error(`Stale: ${stale.join(', ')}. Run \`npm run docs\` and commit the result.`)
  process.exitCode = 1
}

async function put(file, text) {
  const path = join(root, file)
  const before = existsSync(path) ? await readFile(path, 'utf8') : undefined
  if (before === text) return
  stale.push(file)
  if (isCheck) return
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, text)
}

/** Pages of rules that are no more. */
async function removeOthers() {
  const folder = join(root, 'docs', 'rules')
  const current = new Set(rules.map((rule) => `${rule.id}.md`))
  for (const name of existsSync(folder) ? await readdir(folder) : []) {
    if (current.has(name)) continue
    stale.push(`docs/rules/${name}`)
    if (!isCheck) await rm(join(folder, name))
  }
}

function rulePage(rule) {
  const found = rule.examples.filter((example) => 'before' in example)
  const kept = rule.examples.filter((example) => 'keep' in example)
  return `<!-- Generated from the rule by \`npm run docs\`. -->

# ${rule.id}

${rule.title}.

Severity: **${rule.severity}** · Source: ${rule.source}

## Why

${rule.why.trim()}

## What it finds

${rule.finds.trim()}

## What it leaves alone

${rule.keeps.trim()}

${recipes(rule.id)}## Found

${found.map(foundExample).join('\n\n')}

## Kept

${kept.map(keptExample).join('\n\n')}

## Suppressing it

Write the reason down, in the comment style of the file:

\`\`\`js
// kommo-migrate-ignore-next-line ${rule.id} -- why it stays
\`\`\`
`
}

/** How it is done right, for rules that have something to teach. */
function recipes(id) {
  const list = RECIPES[id] ?? []
  if (list.length === 0) return ''
  const facts = (FACTS[id] ?? []).map(
    ({ title, items }) => `## ${title}\n\n${items.map((item) => `- ${item}`).join('\n')}\n\n`,
  )
  const codes = list.map(({ title, language, code }) => `### ${title}\n\n${fence(`x.${language}`, code)}\n\n`)
  return `${facts.join('')}## How it is written right\n\n${codes.join('')}`
}

function keptPage() {
  const rows = Object.entries(KEPT_WORDS).map(([reason, words]) => `| \`${reason}\` | ${words} |`)
  return `<!-- Generated from the reasons by \`npm run docs\`. -->

# What is kept, and why

Every mention of the old names is a finding or is kept for one of these reasons. \`--kept\` lists them all.

| reason | what it means |
|---|---|
${rows.join('\n')}
`
}

/** For editors, which offer keys and values and underline what is wrong. The build copies it into the package. */
function configurationSchema() {
  // Conditions that JSON Schema cannot express are checked when the file is read.
  const { $schema, ...rest } = toJsonSchema(configuration, { errorMode: 'ignore' })
  return { $schema, title: 'Configuration of kommo-migrate', ...rest }
}

function configurationPage(text) {
  const rows = keysOf(schema, '')
  return replaceBlock(
    text,
    'keys',
    ['| key | value | what it means |', '|---|---|---|', ...rows].join('\n'),
    'docs/configuration.md',
  )
}

/** One row a key; those of a rule are the same for all of them. */
function keysOf({ properties = {}, required = [] }, prefix) {
  return Object.entries(properties).flatMap(([key, value]) => {
    if (key === '$schema') return []
    const name = `${prefix}${key}`
    const needed = required.includes(key) && prefix ? ' Required.' : ''
    const row = `| \`${name}\` | ${typeOf(value)} | ${value.description ?? ''}${needed} |`
    const isRules = key === 'rules'
    const inner = isRules ? [] : keysOf(value.items ?? value, `${name}${value.items ? '[]' : ''}.`)
    return [row, ...inner]
  })
}

function typeOf({ type, enum: values, items, properties }) {
  if (values) return values.map((value) => `\`"${value}"\``).join(', ')
  if (type === 'array') return items.type === 'object' ? 'list' : 'list of texts'
  return properties ? 'object' : type === 'string' ? 'text' : (type ?? '')
}

/** Every measured row, by language and client: which clients survive a 308 to another host, by version. */
function redirectsPage() {
  const clients = new Map()
  for (const row of MEASURED) {
    const name = `${row.lang}: ${row.client}`
    clients.set(name, [...(clients.get(name) ?? []), row])
  }
  const sections = [...clients].map(([name, rows]) => `### ${name}\n\n${measuredTable(rows)}`)
  const arrived = (row) => Object.values(row.methods).every((cell) => cell === 'OK')
  const defaults = MEASURED.filter((row) => row.default)
  return `<!-- Generated from src/brand/clients/measured.json by \`npm run docs\`. -->

# What HTTP clients do with a 308 to another host

The API on amocrm.com will answer HTTP 308 to kommo.com. These are measurements of what clients make of that: two servers on
one machine that differ only in their host, the first answers every request with 308 to the second, and what arrives there
is logged. Every request carries \`Authorization\`, a cookie, a signature header and, with a body, its type.
${MEASURED.length} combinations of client, version and options were run; with the defaults ${defaults.filter(arrived).length} of ${defaults.length} arrive whole.
The real service was not called. \`npm run lab\` in this project's repository runs the clients of the npm registry again on the Node at
hand, and says which rows no longer hold; with \`--fixes\` it runs what \`fix --write\` makes of axios, got, net/http and requests. \`redirect-308\` says what this means for each call of a project.

\`OK\`: arrived with its verb, body and \`Authorization\`. \`-Auth\`: arrived without \`Authorization\`. \`→GET\`: as a GET. \`-body\`: without its
body. \`308\`: not followed. \`throws\`, \`error\`, \`refused\`, \`crash\`: an exception. \`hangs\`: no answer. \`preflight blocked\`, \`opaque\`:
stopped by the browser. **Bold** options are the defaults; _slanted_ ones take code of your own.

${sections.join('\n\n')}
`
}

function measuredTable(rows) {
  const lines = rows.map((row) => {
    const options = row.options.replaceAll('|', '\\|')
    const shown = row.default ? `**${options}**` : row.workaround ? `_${options}_` : options
    const cells =
      row.methods['*'] ??
      Object.entries(row.methods)
        .map(([verb, cell]) => `${verb} ${cell}`)
        .join(', ')
    return `| ${row.version} | ${shown} | ${cells} |`
  })
  return ['| version | options | result |', '|---|---|---|', ...lines].join('\n')
}

function foundExample({ path = 'script.js', before, after }) {
  const head = `In \`${path}\`:\n\n${fence(path, before)}`
  if (after === undefined) return `${head}\n\nReported; the change is yours to make.`
  return `${head}\n\nbecomes\n\n${fence(path, after)}`
}

function keptExample({ path = 'script.js', keep, because }) {
  return `In \`${path}\`, ${because}:\n\n${fence(path, keep)}`
}

/** A fence that is longer than any inside the code. */
function fence(path, code) {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const ticks = '`'.repeat(longest + 1)
  return `${ticks}${path.split('.').pop()}\n${code.replace(/\n$/, '')}\n${ticks}`
}

async function readme() {
  const blocks = { demo: demo(), rules: ruleTable(), speed: await speedBlock() }
  const text = await readFile(join(root, 'README.md'), 'utf8')
  return Object.entries(blocks).reduce((result, [name, content]) => replaceBlock(result, name, content), text)
}

/** What the built command really prints about docs/demo. */
function demo() {
  const folder = join(root, 'docs', 'demo')
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, COLUMNS: '100' }
  const shell = (...args) => {
    const command = [join(root, 'bin', 'kommo-migrate.js'), ...args]
    const run = spawnSync(process.execPath, command, { cwd: folder, env, encoding: 'utf8' })
    if (run.status !== 1)
      throw new Error(`kommo-migrate ${args.join(' ')}: exit ${run.status}\n${run.stderr}`)
    return fence('console.console', `$ npx kommo-migrate ${args.join(' ')}\n${run.stdout.trimEnd()}`)
  }
  return `${shell('audit')}\n\n${shell('fix')}`
}

function replaceBlock(text, name, content, file = 'README.md') {
  const block = new RegExp(`(<!-- generated: ${name} -->\\n)[^]*?(<!-- end: ${name} -->)`)
  if (!block.test(text)) throw new Error(`${file} has no block "${name}"`)
  return text.replace(block, (_, open, close) => `${open}\n${content}\n\n${close}`)
}

function ruleTable() {
  const rows = rules.map(
    (rule) => `| [\`${rule.id}\`](docs/rules/${rule.id}.md) | ${rule.title} | ${rule.severity} |`,
  )
  return ['| rule | what it asks for | severity |', '|---|---|---|', ...rows].join('\n')
}

async function speedBlock() {
  const file = join(root, 'bench', 'results.json')
  if (!existsSync(file)) return 'Not measured yet: `npm run bench` writes the figures.'
  return speedTables(JSON.parse(await readFile(file, 'utf8')))
}
