// Runs what `fix --write` makes of programs that lose their token: before and after the fix, against a host that answers 308 to
// acme.kommo.com, and to one that is nobody's. `npm run lab -- --fixes`, after `npm run build`; `--only go` for some of them.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { generate } from 'selfsigned'
import { OTHERS } from './other-fixes.mjs'
import { startServers } from './servers.mjs'

const run = promisify(execFile)
const { values } = parseArgs({ options: { only: { type: 'string' }, fixes: { type: 'boolean' } } })
const isAsked = (title) => values.only === undefined || title.includes(values.only)
const here = fileURLToPath(new URL('.', import.meta.url))
const cli = join(here, '../bin/kommo-migrate.js')
const VERBS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']
const BODY = '{"name":"lead"}'
const HEADERS = "headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },"

const PROGRAMS = {
  'axios, a call': `import axios from 'axios'

export function send(account, token, verb, query, data) {
  return axios(\`https://\${account.base_domain}/api/v4/leads?\${query}\`, {
    method: verb,
    data,
    ${HEADERS}
  })
}
`,
  'axios, an instance': `import axios from 'axios'

export function send(account, token, verb, query, data) {
  const amo = axios.create({
    baseURL: \`https://\${account.base_domain}/api/v4\`,
    ${HEADERS}
  })
  return amo.request({ url: \`/leads?\${query}\`, method: verb, data })
}
`,
  'got, a call': `import got from 'got'

export function send(account, token, verb, query, body) {
  return got(\`https://\${account.base_domain}/api/v4/leads?\${query}\`, {
    method: verb,
    body,
    ${HEADERS}
  })
}
`,
}
const VERSIONS = { axios: ['0.27.2', '1.6.8', '1.21.1'], got: ['11.8.6', '14.6.6', '16.1.0'] }

/** The program that a user has around it. */
const MAIN = `// Fills an account of amoCRM.
import { send } from './leads.mjs'

const [host, token, first] = process.argv.slice(2)
for (const [i, verb] of ${JSON.stringify(VERBS)}.entries())
  for (const to of ['acme.kommo.com', 'other.example'])
    await send({ base_domain: host }, token, verb, \`n=\${first}-\${i}&to=\${to}\`, verb === 'GET' ? undefined : '${BODY}').catch((error) => {
      if (process.env.LAB_SHOW) console.error(verb, to, error.message)
    })
`

const names = ['acme.amocrm.com', 'acme.kommo.com', 'other.example']
const certificate = await generate([{ name: 'commonName', value: 'lab' }], {
  keySize: 2048,
  extensions: [
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) },
  ],
})
const servers = await startServers({
  secure: { key: certificate.private, cert: certificate.cert },
  hosts: { old: 'acme.amocrm.com', new: 'acme.kommo.com' },
})
let runs = 0
let wrong = 0
for (const [title, code] of Object.entries(PROGRAMS).filter(([each]) => isAsked(each))) {
  const [name] = title.split(',')
  for (const version of VERSIONS[name]) await check(title, version, npmProgram(name, version, code))
}
for (const { title, version, ...program } of OTHERS.filter((each) => isAsked(each.title))) {
  const installed = version()
  if (installed === undefined) console.log(`      ${title}: not installed here`)
  else await check(title, installed, program)
}
servers.close()
console.log(wrong === 0 ? '\nEvery fix does what it says.' : `\n${wrong} do not.`)
process.exitCode = wrong === 0 ? 0 : 1

async function check(title, version, program) {
  const { file, code } = program
  const folder = mkdtempSync(join(tmpdir(), 'kommo-migrate-lab-'))
  try {
    for (const [path, text] of Object.entries({ ...program.files, [file]: code, 'ca.pem': certificate.cert }))
      writeFileSync(join(folder, path), text)
    program.prepare?.(folder)
    const before = await arrivals(folder, program)
    const fixing = await run(
      process.execPath,
      [cli, 'fix', '--write', '--allow-dirty', '--unsafe', '--rule', 'redirect-308', '.'],
      {
        cwd: folder,
      },
    ).catch((error) => error)
    const isEdited = readFileSync(join(folder, file), 'utf8') !== code
    const after = await arrivals(folder, program)
    const isRight =
      isEdited &&
      before.kommo.every((each) => each.includes('no token')) &&
      after.kommo.every((each, i) => each === `${VERBS[i]} whole`) &&
      after.other.every((each) => each.includes('no token'))
    if (!isRight) wrong++
    console.log(
      `${isRight ? 'ok   ' : 'WRONG'} ${title}, ${version}: ${before.kommo[1]} -> ${after.kommo[1]}; elsewhere ${after.other[1]}`,
    )
    if (!isRight) console.log({ isEdited, before, after }, fixing.stdout, fixing.stderr)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function npmProgram(name, version, code) {
  const lock = { name: 'lab', lockfileVersion: 3, packages: { [`node_modules/${name}`]: { version } } }
  return {
    file: 'leads.mjs',
    code,
    files: {
      'main.mjs': MAIN,
      'package.json': JSON.stringify({ name: 'amocrm-lab', dependencies: { [name]: version } }),
      'package-lock.json': JSON.stringify(lock),
    },
    command: [process.execPath, '--require', join(here, 'hosts.cjs'), 'main.mjs'],
    prepare(folder) {
      mkdirSync(join(folder, 'node_modules'))
      symlinkSync(join(here, 'node_modules', `${name}-${version}`), join(folder, 'node_modules', name))
    },
  }
}

/** What arrives at the new host and at the other one, by verb. */
async function arrivals(folder, { command: [command, ...given] }) {
  const first = `r${runs++}`
  const { stderr } = await run(command, [...given, servers.oldHost, 'token', first], {
    cwd: folder,
    timeout: 120_000,
    env: {
      ...process.env,
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
      SSL_CERT_FILE: join(folder, 'ca.pem'),
      REQUESTS_CA_BUNDLE: join(folder, 'ca.pem'),
      NODE_NO_WARNINGS: '1',
    },
  })
  if (stderr) console.error(stderr)
  const at = (host) =>
    VERBS.map((verb, i) => {
      const request = servers.arrived(`${first}-${i}&to=${host}`).at(-1)
      if (!request) return 'nothing, no token'
      const isWhole = request.method === verb && request.body.toString() === (verb === 'GET' ? '' : BODY)
      const token = request.headers.authorization === 'Bearer token' ? '' : ', no token'
      return `${request.method} ${isWhole ? 'whole' : 'damaged'}${token}`
    })
  return { kommo: at('acme.kommo.com'), other: at('other.example') }
}
