// Builds dist/: the bundled command line, programming interface and worker, and their type declarations.
//
// Bundling is what makes `npx kommo-migrate --version` quick: one small file instead of hundreds. Everything
// that is imported with `import()` stays a chunk of its own, so a clean tree never loads a parser.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')
const require = createRequire(import.meta.url)

/** Outputs lie flat in dist/, so `new URL('./worker.js', import.meta.url)` holds in every chunk. */
const ENTRIES = {
  cli: 'src/cli.ts',
  index: 'src/index.ts',
  worker: 'src/engine/worker.ts',
  'transform-worker': 'src/transforms/worker.ts',
  'rehearsal-inside': 'src/rehearsal/inside.ts',
  eslint: 'src/eslint.ts',
  'eslint-worker': 'src/eslint/worker.ts',
}

/** CommonJS, because that is what jscodeshift requires; they start `transform-worker.js` beside their folder. */
const TRANSFORMS = 'src/transforms'

/** The chunks that every audit loads, in the order of loading; the last one when there is something to check. */
const GROUPS = ['base', 'files', 'start', 'run', 'check']

/** Entries whose types are published. */
const TYPED = ['index', 'eslint']

/** What CommonJS packages expect to find: `require` for Node's own modules, and where they are. */
const BANNER = [
  "import{createRequire as __cr}from'node:module';",
  'const require=__cr(import.meta.url),__filename=import.meta.filename,__dirname=import.meta.dirname;',
].join('')

async function build() {
  const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const esbuild = await import('esbuild')
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      Object.entries(ENTRIES).filter(([, file]) => existsSync(join(root, file))),
    ),
    outdir: dist,
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    // The CommonJS build of jsonc-parser asks for its parts in a way that no bundler can follow.
    mainFields: ['module', 'main'],
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: Object.keys(dependencies),
    banner: { js: BANNER },
    // White space and syntax only: names stay readable in a stack trace, and start-up does not gain by more.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    plugins: [withoutTypeLibraries, withLateTables, withGlobalProcess],
  })
  const written = await joined(result.metafile.outputs)
  const parsers = await grammars()
  const inputs = [...Object.keys(result.metafile.inputs), ...parsers.map(({ file }) => relative(root, file))]
  await writeFile(join(dist, 'THIRD-PARTY.txt'), await licences(inputs))
  written.add('THIRD-PARTY.txt')
  written.add('schema.json')
  await removeStale(written)
  await declarations()
  await transforms(esbuild)
  await preload(esbuild)
  await copyGrammars(parsers)
  await copyFile(join(root, 'docs', 'configuration.schema.json'), join(dist, 'schema.json'))
  for (const name of Object.keys(ENTRIES)) {
    const output = result.metafile.outputs[`dist/${name}.js`]
    if (output) console.log(`dist/${name}.js  ${(output.bytes / 1024).toFixed(1)} kB`)
  }
}

/**
 * Joins the chunks that every audit loads: opening thirty small modules takes a tenth of the time of a short run. What
 * `--version` needs, and what lists files, is not joined to the rest.
 * @returns the names of all files in dist/
 */
async function joined(outputs) {
  const { rolldown } = await import('rolldown')
  const group = groupsOf(outputs)
  const bundle = await rolldown({
    input: Object.keys(ENTRIES).map((name) => join(dist, `${name}.js`)),
    platform: 'node',
    // Packages: neither relative nor absolute, on any system.
    external: /^(?![./\\]|[A-Za-z]:)/,
    treeshake: false,
    checks: { eval: false },
    plugins: [withoutIdleBanner],
  })
  const { output } = await bundle.write({
    dir: dist,
    format: 'esm',
    chunkFileNames: '[name]-[hash].js',
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    codeSplitting: {
      // In order: what is needed first does not wait for what is loaded while git lists.
      groups: GROUPS.map((name, index) => ({
        name,
        priority: GROUPS.length - index,
        test: (id) => group.get(relative(root, id).split(sep).join('/')) === name,
      })),
    },
  })
  await bundle.close()
  for (const { fileName, code } of output) if (code) await writeFile(join(dist, fileName), inAscii(code))
  return new Set(output.map(({ fileName }) => fileName))
}

/**
 * Escapes what is beyond ASCII: a single such character makes V8 keep, and read, the whole file two bytes a character.
 * Strings, templates and patterns mean the same afterwards, and nothing else holds any.
 */
function inAscii(code) {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** To make a `require` takes a tenth of a millisecond, and most chunks have no use for it. */
const withoutIdleBanner = {
  name: 'without-idle-banner',
  transform(code) {
    const own = code.startsWith(BANNER) ? code.slice(BANNER.length) : undefined
    return own !== undefined && !/\b(?:require|__filename|__dirname)\b/.test(own) ? own : undefined
  },
}

/** Which chunks are joined, and the name of what they become. */
function groupsOf(outputs) {
  const outputOf = (source) => {
    const found = Object.keys(outputs).find((file) => outputs[file].entryPoint?.endsWith(source))
    if (!found) throw new Error(`${source} is no chunk of its own any more`)
    return found
  }
  const reached = (sources, found = new Set()) => {
    const add = (file) => {
      if (!outputs[file] || found.has(file)) return
      found.add(file)
      for (const { path, kind } of outputs[file].imports) if (kind === 'import-statement') add(path)
    }
    for (const source of sources) add(outputOf(source))
    return found
  }
  const commands = reached([
    'src/commands/program.ts',
    'src/commands/process.ts',
    'src/commands/audit.ts',
    'commander/esm.mjs',
  ])
  const index = reached(['src/index.ts'])
  const groups = new Map()
  const put = (name, files) => {
    for (const file of files) if (!groups.has(file)) groups.set(file, name)
  }
  put('base', reached(['src/cli.ts']))
  put(
    'files',
    [...commands].filter((file) => index.has(file)),
  )
  put('start', commands)
  put('run', reached(['src/index.ts', 'src/run.ts', 'src/rules/select.ts', 'src/report/pretty.ts']))
  put(
    'check',
    reached(['src/engine/spread.ts', 'src/rules/index.ts', 'src/findings/render.ts', 'src/edits/verify.ts']),
  )
  return groups
}

/** Grammars as WebAssembly, from the packages that carry them. */
async function grammars() {
  const table = JSON.parse(await readFile(join(root, 'src/languages/grammar/grammars.json'), 'utf8'))
  return Object.entries(table).map(([name, file]) => ({ name, file: require.resolve(file) }))
}

async function copyGrammars(parsers) {
  await mkdir(join(dist, 'grammars'), { recursive: true })
  for (const { name, file } of parsers) await copyFile(file, join(dist, 'grammars', `${name}.wasm`))
}

async function transforms(esbuild) {
  const files = await readdir(join(root, TRANSFORMS))
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: files.filter((file) => file.endsWith('.cts')).map((file) => join(TRANSFORMS, file)),
    outdir: join(dist, basename(TRANSFORMS)),
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'warning',
  })
}

/** What a rehearsal requires in programs of others, which may run on an old Node. */
async function preload(esbuild) {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: { 'rehearsal-preload': 'src/rehearsal/preload.cts' },
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    platform: 'node',
    target: 'node12',
    logLevel: 'warning',
  })
}

/**
 * The scope analysis ships the names of every TypeScript library (77 ms to load). We always analyse with
 * `lib: []`, so an empty table does.
 */
const withoutTypeLibraries = {
  name: 'without-type-libraries',
  setup(build) {
    build.onLoad({ filter: /scope-manager[\\/]dist[\\/]lib[\\/]index\.js$/ }, () => ({
      contents: 'exports.lib = new Map()',
      loader: 'js',
    }))
  },
}

/**
 * Two packages that measure text make a segmenter and the pattern of all emoji as they load, more than Node itself
 * needs to start. Plain text asks for neither: they are made on first use.
 */
const withLateTables = {
  name: 'with-late-tables',
  setup(build) {
    const late = (name, method, value) =>
      `let late_${name}; const ${name} = {${method}: text => (late_${name} ??= ${value}).${method}(text)};`
    build.onLoad({ filter: /(string-width|wrap-ansi)[\\/]index\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const contents = text
        .replace(
          'const segmenter = new Intl.Segmenter();',
          late('segmenter', 'segment', 'new Intl.Segmenter()'),
        )
        .replace('const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;', () =>
          late('rgiEmojiRegex', 'test', "new RegExp('^\\\\p{RGI_Emoji}$', 'v')"),
        )
      const isComplete = !/^const \w+ = (new Intl|.*RGI_Emoji)/m.test(contents)
      if (contents === text || !isComplete) throw new Error(`${path} makes its tables in another way now`)
      return { contents, loader: 'js' }
    })
  },
}

/**
 * `import process from 'node:process'` asks for every property of the module, `stdin` among them: to make that stream takes
 * longer than all the rest of a package that wants to know the environment.
 */
const withGlobalProcess = {
  name: 'with-global-process',
  setup(build) {
    build.onResolve({ filter: /^(?:node:)?process$/ }, ({ importer }) =>
      importer.includes('node_modules') ? { path: 'process', namespace: 'global-process' } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'global-process' }, () => ({
      contents: 'module.exports = globalThis.process',
      loader: 'js',
    }))
  },
}

function isInstalled(name) {
  try {
    require.resolve(name)
    return true
  } catch {
    return false
  }
}

/** Removes what an earlier build left behind; a running command keeps the chunks that are still current. */
async function removeStale(current) {
  for (const entry of await readdir(dist, { withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.js') && !current.has(entry.name))
      await rm(join(dist, entry.name))
  }
}

/**
 * Type declarations that the programming interface reaches, and no others. Types are checked by
 * `npm run typecheck`, not here.
 */
async function declarations() {
  if (!existsSync(join(root, ENTRIES.index))) return
  const folder = await mkdtemp(join(tmpdir(), 'kommo-migrate-types-'))
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc')
  const args = [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', folder]
  const run = spawnSync(process.execPath, args, { stdio: 'inherit' })
  if (run.status !== 0) process.exitCode = 1
  for (const entry of await readdir(dist, { withFileTypes: true })) {
    if (entry.isDirectory()) await rm(join(dist, entry.name), { recursive: true })
  }
  const files = await readdir(join(folder, basename(TRANSFORMS)))
  const reached = new Set([
    ...TYPED.map((name) => join(folder, `${name}.d.ts`)),
    ...files.map((file) => join(folder, basename(TRANSFORMS), file)),
  ])
  for (const file of reached) {
    const text = await readFile(file, 'utf8')
    for (const [, path, kind] of text.matchAll(/(?:from|import\(|require\() ?['"](\.[^'"]+)\.(c?)js['"]/g)) {
      reached.add(join(dirname(file), `${path}.d.${kind}ts`))
    }
    const target = join(dist, relative(folder, file))
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, text)
  }
  await rm(folder, { recursive: true })
}

/** Licence texts of every package that ended up in the bundle. */
async function licences(inputs) {
  const folders = new Set()
  for (const input of inputs) {
    const folder = packageFolder(input)
    if (folder) folders.add(folder)
  }
  const texts = []
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'))
    const file = (await readdir(join(root, folder))).find((entry) => /^licen[cs]e/i.test(entry))
    const text = file
      ? (await readFile(join(root, folder, file), 'utf8')).trim()
      : 'No licence file in the package.'
    texts.push(`${name} ${version} (${license})\n\n${text}\n`)
  }
  const head = 'kommo-migrate bundles the packages below. Each keeps its own licence.\n'
  return [head, ...texts].join(`\n${'-'.repeat(80)}\n\n`)
}

/** `node_modules/a/node_modules/@b/c/x.js` -> `node_modules/a/node_modules/@b/c`; undefined for our own files. */
function packageFolder(input) {
  const parts = relative(root, join(root, input)).split(sep)
  const at = parts.lastIndexOf('node_modules')
  if (at < 0) return undefined
  const length = parts[at + 1]?.startsWith('@') ? 3 : 2
  return parts.slice(0, at + length).join('/')
}

if (process.argv.includes('--if-possible') && !isInstalled('esbuild')) {
  console.error('kommo-migrate: development dependencies are not installed, dist/ is left as it is')
} else {
  await build()
}
