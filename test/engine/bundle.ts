import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { afterAll } from 'vitest'

export interface Bundle {
  file: string
  url: string
  /** Sources (relative to the project) that stand in a bundled file (absolute). */
  sourcesOf(file: string): string[]
}

/**
 * Bundles the programming interface and the worker the way the package does, because a thread needs JavaScript.
 * The folder lies inside the project, so that packages which are not bundled are found; removed afterwards.
 * @param more further entries, name -> source
 */
export async function bundle(more: Readonly<Record<string, string>> = {}): Promise<Bundle> {
  const root = join(import.meta.dirname, '../..')
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
  const folder = mkdtempSync(join(root, 'node_modules/.cache/kommo-migrate-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const manifest = readFileSync(join(root, 'package.json'), 'utf8')
  writeFileSync(join(folder, 'package.json'), manifest)
  const outdir = join(folder, 'dist')
  const { metafile } = await build({
    metafile: true,
    absWorkingDir: root,
    entryPoints: { index: 'src/index.ts', worker: 'src/engine/worker.ts', ...more },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    external: Object.keys((JSON.parse(manifest) as { dependencies: object }).dependencies),
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    logLevel: 'error',
  })
  const file = join(outdir, 'index.js')
  return {
    file,
    url: pathToFileURL(file).href,
    sourcesOf: (name) => Object.keys(metafile.outputs[relative(root, name)]?.inputs ?? {}),
  }
}
