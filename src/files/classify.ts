import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Why every match of a file is kept without reading it as code. */
export type ScanOnlyReason = 'lock-file' | 'generated'

/** Why a listed file is not examined. */
export type SkipReason = 'vendored' | 'binary' | 'symlink' | 'submodule' | 'archive' | 'own-file'

const LOCK_FILES = words(
  'package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock deno.lock composer.lock symfony.lock',
  'gemfile.lock gems.locked poetry.lock pipfile.lock uv.lock pdm.lock conda-lock.yml go.sum go.work.sum',
  'cargo.lock mix.lock pubspec.lock podfile.lock packages.lock.json paket.lock gradle.lockfile flake.lock',
  'shard.lock stack.yaml.lock .terraform.lock.hcl package.resolved',
)

/** Whether a package manager writes this file. */
export function isLockFile(path: string): boolean {
  return LOCK_FILES.has(nameOf(path).toLowerCase())
}

/** Whether this tool writes the file, or reads it as its own: configuration, baseline, journal. */
export function isOwnFile(path: string): boolean {
  const name = nameOf(path)
  return (
    name.includes('kommo-migrate') &&
    /^\.?kommo-migrate(?:[.-][\w.-]+)?\.(?:[cm]?[jt]s|json|jsonc|md|html|sarif|xml)$/i.test(name)
  )
}

const ARCHIVE = words('zip 7z rar tar tgz tar.gz tar.bz2 tar.xz tar.zst')

/** Archives whose content is not examined (a widget is uploaded as a zip). */
export function isArchive(path: string): boolean {
  return (
    ARCHIVE.has(endingOf(path)) ||
    (path.includes('.tar.') && ARCHIVE.has(path.slice(path.lastIndexOf('.tar.') + 1)))
  )
}

const BINARY = words(
  'png jpg jpeg gif webp avif ico icns bmp tif tiff psd ai sketch fig woff woff2 ttf',
  'otf eot mp3 mp4 m4a m4v ogg opus wav flac webm mov avi mkv pdf doc docx xls',
  'xlsx ppt pptx odt ods exe dll so dylib a o obj class jar war phar pyc pyd',
  'wasm node gz bz2 xz zst br sqlite sqlite3 mo lockb swf bin dat crx keystore p12 pfx',
)

/** Whether the name alone says that this is no text. */
export function hasBinaryName(path: string): boolean {
  return BINARY.has(endingOf(path))
}

const TEXT = words(
  'js cjs mjs jsx es es6 ts cts mts tsx vue svelte astro html htm xhtml',
  'php php3 php4 php5 php7 phtml inc tpl twig latte blade hbs handlebars mustache ejs njk',
  'erb pug json jsonc json5 jsonl map webmanifest yml yaml toml ini conf cfg env properties',
  'xml svg css sass scss less md mdx markdown rst txt csv tsv sql py rb',
  'go cs java kt kts rs sh bash ps1 bat log har http graphql proto dist',
  'example neon',
)

/** Whether the name says that this is text, so that NUL bytes do not make it binary. */
export function hasTextName(path: string): boolean {
  return TEXT.has(endingOf(path)) || path.startsWith('.env', path.lastIndexOf('/') + 1)
}

/** Folders that hold nothing but other people's code, wherever they stand. */
const VENDOR_FOLDERS =
  /^(?:node_modules|bower_components|jspm_packages|jspm_modules|web_modules|\.yarn|\.pnpm-store|third[_-]party|site-packages|dist-packages|Pods|Carthage|wp-admin|wp-includes|\.terraform|__pypackages__)$/

/** What shows that a folder called `vendor` was filled by a package manager: Composer, Go, Bundler, Rails, Laravel. */
const VENDOR_EVIDENCE = ['autoload.php', 'composer', 'modules.txt', 'bundle', 'cache', 'bower', 'bower-asset']

/**
 * Whether `folder` (absolute) holds vendored code: by its name, or a `vendor` or virtual environment by its content.
 * @param exists asks the disk, unless the files are somewhere else
 */
export function isVendorFolder(folder: string, exists: (path: string) => boolean = existsSync): boolean {
  const name = basename(folder)
  if (VENDOR_FOLDERS.test(name)) return true
  if (name === 'vendor') {
    const parent = basename(dirname(folder))
    return parent === 'public' || VENDOR_EVIDENCE.some((item) => exists(join(folder, item)))
  }
  return /^\.?v?env$/.test(name) && exists(join(folder, 'pyvenv.cfg'))
}

/** Files of package managers that stand outside their folder. */
export function isVendoredFile(path: string): boolean {
  return path.includes('.pnp.') && /^\.pnp\.(?:[cm]?js|loader\.mjs)$/.test(nameOf(path))
}

/** Paths here are POSIX, and many thousands come by: plain slices, no regular expressions. */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Lower case, without the dot; a name without a dot is its own ending. */
function endingOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('.'), path.lastIndexOf('/')) + 1).toLowerCase()
}

function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')))
}
