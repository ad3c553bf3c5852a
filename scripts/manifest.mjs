// `--clean` takes what only development needs out of package.json before it is packed, `--restore` puts it back. A
// published `prepare` would make npm ask whether it may run, and could not run: its sources are not in the package.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const manifest = join(root, 'package.json')
const original = join(root, 'node_modules', '.cache', 'kommo-migrate', 'package.json')

if (process.argv.includes('--clean')) clean()
else if (process.argv.includes('--restore')) restore()
else throw new Error('manifest.mjs needs --clean or --restore')

function clean() {
  // What a pack that was interrupted has left comes first: a cleaned file is no original.
  restore()
  const text = readFileSync(manifest, 'utf8')
  const { scripts: _, devDependencies: __, ...published } = JSON.parse(text)
  mkdirSync(dirname(original), { recursive: true })
  writeFileSync(original, text)
  writeFileSync(manifest, `${JSON.stringify(published, null, 2)}\n`)
}

function restore() {
  if (existsSync(original)) renameSync(original, manifest)
}
