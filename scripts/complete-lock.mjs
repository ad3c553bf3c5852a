// Adds the lock file entries of optional packages for other platforms that npm left out.
//
// npm only locks a platform's binary when the registry at hand has it, and `npm ci` then refuses the lock file
// as incomplete. Their versions are exact in `optionalDependencies`, and their platform is part of their name.
// Run it after `npm install` has changed the lock file; it changes nothing when the lock file is complete.
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url))

const OS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const CPU = ['arm64', 'arm', 'ia32', 'x64', 'riscv64', 'ppc64', 's390x', 'loong64', 'mips64el', 'wasm32']
const LIBC = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' }

const lock = JSON.parse(await readFile(file, 'utf8'))
const known = new Map()

// An entry that stands where another version belongs goes first: it finds its own place below.
for (const { path, name, version } of wanted()) {
  const entry = lock.packages[path]
  if (!entry || entry.version === version) continue
  known.set(`${name}@${entry.version}`, entry)
  delete lock.packages[path]
}
const added = []
for (const { parent, path, name, version, platform } of wanted()) {
  if (find(parent, name)?.version === version) continue
  const { dev } = lock.packages[parent]
  lock.packages[path] = known.get(`${name}@${version}`) ?? {
    version,
    ...platform,
    ...(dev ? { dev } : {}),
    optional: true,
  }
  added.push(path)
}
if (added.length > 0) {
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
  )
  await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`)
}
console.log(`${added.length} entries added`)

/** Every optional platform package, with the place next to its siblings where it belongs. */
function wanted() {
  return Object.entries(lock.packages).flatMap(([parent, entry]) => {
    const optional = Object.entries(entry.optionalDependencies ?? {})
    const sibling = optional.map(([name, version]) => find(parent, name, version)).find(Boolean)
    const folder = sibling ? sibling.folder : parent
    return optional.flatMap(([name, version]) => {
      const platform = platformOf(name)
      if (!parent || !platform || !/^\d/.test(version)) return []
      return [{ parent, path: `${folder ? `${folder}/` : ''}node_modules/${name}`, name, version, platform }]
    })
  })
}

/** Where Node would find `name` from `parent`, and which version it is; undefined when it is not `version`. */
function find(parent, name, version) {
  for (let folder = parent; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const entry = lock.packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]
    if (entry) return version && entry.version !== version ? undefined : { folder, version: entry.version }
    if (folder === '') return undefined
  }
}

function platformOf(name) {
  const words = name.split('/').pop().split('-')
  const cpu = CPU.find((word) => words.includes(word))
  const os = OS.find((word) => words.includes(word))
  const libc = words.map((word) => LIBC[word]).find(Boolean)
  if (!cpu && !os) return undefined
  return { ...(cpu ? { cpu: [cpu] } : {}), ...(libc ? { libc: [libc] } : {}), ...(os ? { os: [os] } : {}) }
}
