// Measures every client of the npm registry again, on the Node that runs this, and prints the rows that no longer agree with
// src/brand/clients/measured.json. `npm run lab`, `npm run lab -- --only axios` for clients whose name holds that.
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'

const VERBS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']
const run = promisify(execFile)
const here = fileURLToPath(new URL('.', import.meta.url))
const { values } = parseArgs({ options: { only: { type: 'string' }, fixes: { type: 'boolean' } } })

if (!existsSync(`${here}node_modules`))
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps'], {
    cwd: here,
    stdio: 'inherit',
  })
if (values.fixes) await import('./fixes.mjs')
else await measure()

async function measure() {
  const all = JSON.parse(readFileSync(new URL('../src/brand/clients/measured.json', import.meta.url), 'utf8'))
  const rows = all.filter(
    ({ lang, client }) => lang === 'node' && (values.only === undefined || client.includes(values.only)),
  )
  const groups = Map.groupBy ? Map.groupBy(rows, nameOf) : groupBy(rows, nameOf)
  const results = await pooled([...groups.values()], check)
  const told = results.flat()
  for (const { name, line } of told.filter(({ is }) => is !== 'agrees' && is !== 'elsewhere'))
    console.log(`${name}\n    ${line}`)
  const count = (is) => told.filter((each) => each.is === is).length
  console.log(
    `\n${count('agrees')} of ${told.length} agree on Node ${process.version}, ${count('differs')} differ, ${count('elsewhere')} belong to another Node, ${count('unwritten')} have no program here, ${count('broken')} did not run.`,
  )
  if (count('differs') > 0) process.exitCode = 1
}

function nameOf({ client, version, options }) {
  return `${client} ${version}: ${options}`
}

/** Rows of one name: several were measured on several versions of Node, and one of them has to agree. */
async function check(rows) {
  const [row] = rows
  const name = nameOf(row)
  if (/^node[ :]/.test(row.client) && !sameNode(row.version))
    return { name, is: 'elsewhere', line: 'another Node' }
  const verbs = VERBS.filter((verb) => rows.some(({ methods }) => methods['*'] ?? methods[verb]))
  let cells
  try {
    const { stdout } = await run(process.execPath, [`${here}row.mjs`, JSON.stringify({ ...row, verbs })], {
      timeout: 60_000,
      cwd: here,
      env: { ...process.env, NODE_NO_WARNINGS: '1', NODE_OPTIONS: '' },
    })
    cells = JSON.parse(stdout.trim().split('\n').at(-1))
  } catch (error) {
    return {
      name,
      is: 'broken',
      line: String(error.stderr || error.message)
        .trim()
        .split('\n')
        .slice(-8)
        .join(' ')
        .slice(0, 300),
    }
  }
  if (Object.keys(cells).length === 0) return { name, is: 'unwritten', line: 'no program' }
  const wrong = verbs.filter(
    (verb) => !rows.some(({ methods }) => isSame(methods['*'] ?? methods[verb], cells[verb])),
  )
  const shown = wrong.map(
    (verb) => `${verb}: measured ${row.methods['*'] ?? row.methods[verb]}, now ${cells[verb]}`,
  )
  return wrong.length === 0 ? { name, is: 'agrees' } : { name, is: 'differs', line: shown.join('; ') }
}

/** Whether two cells mean the same: how a client says that it does not follow may differ with Node. */
function isSame(measured, now) {
  const plain = (cell = '') => (/^(?:308|error|refused|crash)/.test(cell) ? 'not followed' : cell)
  return plain(measured) === plain(now)
}

function sameNode(version) {
  return version.replace(/^v/, '').split('.')[0] === process.versions.node.split('.')[0]
}

function groupBy(items, keyOf) {
  const groups = new Map()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

/** As many at once as there are cores. */
async function pooled(items, work) {
  const results = []
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const i = next++
      results[i] = await work(items[i])
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return results
}
