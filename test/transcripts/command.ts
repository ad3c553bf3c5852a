import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'

const ROOT = join(import.meta.dirname, '../..')

export interface Run {
  stdout: string
  stderr: string
  code: number | null
}

/** A built command line and a place for its folders; `dispose` removes both. */
export interface Command {
  bin: string
  /** A new folder with these files, outside any repository. */
  folder(files: Readonly<Record<string, string>>): string
  run(args: readonly string[], options: RunOptions): Promise<Run>
  dispose(): void
}

export interface RunOptions {
  cwd: string
  env?: Readonly<Record<string, string>> | undefined
  stdin?: string | undefined
}

/** Bundles the command line as the package does, beside its own copy of `bin/`. */
export async function buildCommand(): Promise<Command> {
  mkdirSync(join(ROOT, 'node_modules/.cache'), { recursive: true })
  const built = mkdtempSync(join(ROOT, 'node_modules/.cache/transcripts-'))
  const work = mkdtempSync(join(tmpdir(), 'kommo-migrate-'))
  const manifest = readFileSync(join(ROOT, 'package.json'), 'utf8')
  writeFileSync(join(built, 'package.json'), manifest)
  cpSync(join(ROOT, 'bin'), join(built, 'bin'), { recursive: true })
  await build({
    absWorkingDir: ROOT,
    entryPoints: {
      cli: 'src/cli.ts',
      worker: 'src/engine/worker.ts',
      'rehearsal-inside': 'src/rehearsal/inside.ts',
    },
    outdir: join(built, 'dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    external: Object.keys((JSON.parse(manifest) as { dependencies: object }).dependencies),
    banner: {
      js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url),__filename=import.meta.filename,__dirname=import.meta.dirname;",
    },
    logLevel: 'error',
  })
  await build({
    absWorkingDir: ROOT,
    entryPoints: { 'rehearsal-preload': 'src/rehearsal/preload.cts' },
    outdir: join(built, 'dist'),
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    platform: 'node',
    target: 'node12',
    logLevel: 'error',
  })
  const bin = join(built, 'bin/kommo-migrate.js')
  return {
    bin,
    folder(files) {
      const folder = mkdtempSync(join(work, 'folder-'))
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        writeFileSync(join(folder, path), text)
      }
      return folder
    },
    run: (args, options) => run(bin, args, work, options),
    dispose() {
      rmSync(built, { recursive: true, force: true })
      rmSync(work, { recursive: true, force: true })
    },
  }
}

function run(bin: string, args: readonly string[], home: string, options: RunOptions): Promise<Run> {
  const { PATH = '' } = process.env
  const env = { PATH, HOME: home, XDG_STATE_HOME: join(home, 'state'), LANG: 'C.UTF-8', ...options.env }
  const child = spawn(process.execPath, [bin, ...args], { cwd: options.cwd, env })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  child.stdin.on('error', () => {})
  child.stdin.end(options.stdin ?? '')
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) =>
      resolve({ stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString(), code }),
    )
  })
}
