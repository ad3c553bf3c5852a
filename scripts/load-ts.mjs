import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Imports a TypeScript module of this repository: bundled in memory, packages left to Node. */
export async function loadTs(file) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
  })
  const folder = join(root, 'node_modules', '.cache', 'kommo-migrate')
  const output = join(folder, `${file.replace(/\W+/g, '-')}-${process.pid}.mjs`)
  await mkdir(folder, { recursive: true })
  await writeFile(output, result.outputFiles[0].contents)
  try {
    return await import(pathToFileURL(output).href)
  } finally {
    await rm(output, { force: true })
  }
}
