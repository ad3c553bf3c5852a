import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Why every match of a file is kept without reading it as code. */
export type ScanOnlyReason = 'lock-file' | 'generated'

/** Why a listed file is not examined. */
export type SkipReason = 'vendored' | 'binary' | 'symlink' | 'submodule' | 'archive' | 'own-file' | 'excluded'

const LOCK_FILES = words(
  'package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock deno.lock composer.lock symfony.lock',
  'gemfile.lock gems.locked poetry.lock pipfile.lock uv.lock pdm.lock conda-lock.yml go.sum go.work.sum',
  'cargo.lock mix.lock pubspec.lock podfile.lock packages.lock.json paket.lock gradle.lockfile flake.lock',
  'shard.lock stack.yaml.lock .terraform.lock.hcl package.resolved',
)

/** Whether a package manager writes this file. */
export function isLockFile({ base }: Name): boolean {
  return LOCK_FILES.has(base)
}

/** Whether this tool writes the file, or reads it as its own: configuration, baseline, journal. */
export function isOwnFile({ base }: Name): boolean {
  return (
    base.includes('kommo-migrate') &&
    /^\.?kommo-migrate(?:[.-][\w.-]+)?\.(?:[cm]?[jt]s|json|jsonc|md|html|sarif|xml)$/.test(base)
  )
}

const ARCHIVE = words('zip 7z rar tar tgz tar.gz tar.bz2 tar.xz tar.zst')

/** Archives whose content is not examined (a widget is uploaded as a zip). */
export function isArchive({ base, ending }: Name): boolean {
  return (
    ARCHIVE.has(ending) || (base.includes('.tar.') && ARCHIVE.has(base.slice(base.lastIndexOf('.tar.') + 1)))
  )
}

const BINARY = words(
  'png jpg jpeg gif webp avif ico icns bmp tif tiff psd ai sketch fig woff woff2 ttf',
  'otf eot mp3 mp4 m4a m4v ogg opus wav flac webm mov avi mkv pdf doc docx xls',
  'xlsx ppt pptx odt ods exe dll so dylib a o obj class jar war phar pyc pyd',
  'wasm node gz bz2 xz zst br sqlite sqlite3 mo lockb swf bin dat crx keystore p12 pfx',
)

/** Whether the name alone says that this is no text. */
export function hasBinaryName({ ending }: Name): boolean {
  return BINARY.has(ending)
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
  if (TEXT.has(path.slice(path.lastIndexOf('.') + 1))) return true
  const { base, ending } = nameOf(path)
  return TEXT.has(ending) || base.startsWith('.env')
}

/** Folders that hold nothing but other people's code, wherever they stand. */
const VENDOR_FOLDERS = words(
  'node_modules bower_components jspm_packages jspm_modules web_modules .yarn .pnpm-store third_party third-party',
  'site-packages dist-packages Pods Carthage wp-admin wp-includes .terraform __pypackages__',
)

/** What shows that a folder called `vendor` was filled by a package manager: Composer, Go, Bundler, Rails, Laravel. */
const VENDOR_EVIDENCE = ['autoload.php', 'composer', 'modules.txt', 'bundle', 'cache', 'bower', 'bower-asset']

const VIRTUAL_ENVIRONMENTS = words('env venv .env .venv')

/**
 * Whether a folder holds vendored code: by its name, or a `vendor` or virtual environment by its content.
 * @param folder relative to `root` (absolute), POSIX
 * @param exists asks the disk, unless the files are somewhere else
 */
export function isVendorFolder(root: string, folder: string, exists: Exists = existsSync): boolean {
  const name = folder.slice(folder.lastIndexOf('/') + 1)
  if (VENDOR_FOLDERS.has(name)) return true
  if (VIRTUAL_ENVIRONMENTS.has(name)) return exists(join(root, folder, 'pyvenv.cfg'))
  if (name !== 'vendor') return false
  const isPublic = basename(dirname(join(root, folder))) === 'public'
  return isPublic || VENDOR_EVIDENCE.some((item) => exists(join(root, folder, item)))
}

type Exists = (path: string) => boolean

/** Files of package managers that stand outside their folder. */
export function isVendoredFile(path: string): boolean {
  return path.includes('.pnp.') && /(?:^|\/)\.pnp\.(?:[cm]?js|loader\.mjs)$/.test(path)
}

/** The last part of a path, in lower case: many thousands come by, so it is taken apart once. */
export interface Name {
  base: string
  /** Without the dot; a name without a dot is its own ending. */
  ending: string
}

/** @param path POSIX */
export function nameOf(path: string): Name {
  const base = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  return { base, ending: base.slice(base.lastIndexOf('.') + 1) }
}

function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')))
}
