import { namesClient } from '../../brand/clients/packages.js'
import type { Ecosystem } from '../../brand/sdks/index.js'
import { namesSdk } from '../../brand/sdks/index.js'
import { type ManifestKind, manifestKindOf } from '../../files/packages.js'
import type { Source } from '../../files/source.js'
import type { PackageSite } from '../../sites.js'
import { spanOf } from '../site.js'
import { type Found, matched } from './found.js'
import { jsonEntries } from './json.js'
import { cargoPackages, tomlPackages } from './toml.js'

type Read = (text: string) => Iterable<Found>

/** Requirements of pip: a name, perhaps extras, then a range, an address or a marker. */
const REQUIREMENT =
  /^[ \t]*(?<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]\n]*\])?[ \t]*(?<version>(?:[=<>!~]=?=?|@)[^;#\r\n]*)?/dgm
const GEM = /^[ \t]*gem[ (]+['"](?<name>[\w-]+)['"](?:\s*,\s*['"](?<version>[^'"]*)['"])?/dgm
const GEMSPEC =
  /\.add_(?:runtime_|development_)?dependency[ (]+['"](?<name>[\w-]+)['"](?:\s*,\s*['"](?<version>[^'"]*)['"])?/dg
const GO = /^[ \t]*(?:require[ \t]+)?(?<name>[\w.-]+\.[a-z]+\/[^\s]+)[ \t]+(?<version>v[^\s]+)/dgm
/** The release of Go that a module asks for at least. */
const GO_RELEASE = /^[ \t]*(?<name>go)[ \t]+(?<version>\d[\d.]*)/dgm
const TOOLCHAIN = /^[ \t]*toolchain[ \t]+(?<name>go)(?<version>\d[\d.]*)/dgm
const NUGET =
  /<(?:PackageReference|PackageVersion|GlobalPackageReference)\b[^>]*?\b(?:Include|Update)\s*=\s*"(?<name>[^"]+)"(?:[^>]*?\bVersion\s*=\s*"(?<version>[^"]*)")?/dgi
const NUGET_CONFIG =
  /<package\b[^>]*?\bid\s*=\s*"(?<name>[^"]+)"(?:[^>]*?\bversion\s*=\s*"(?<version>[^"]*)")?/dgi
const POM =
  /<dependency>(?:(?!<\/dependency>)[\s\S])*?<artifactId>\s*(?<name>[\w.-]+)\s*<\/artifactId>(?:(?:(?!<\/dependency>)[\s\S])*?<version>\s*(?<version>[^<]*?)\s*<\/version>)?/dg
const GRADLE = /['"][\w.-]+:(?<name>[\w.-]+)(?::(?<version>[^'":@]+))?(?:[:@][^'"]*)?['"]/dg

const by =
  (ecosystem: Ecosystem, ...patterns: RegExp[]): Read =>
  (text) =>
    patterns.flatMap((pattern) => [...matched(ecosystem, text, pattern)])

const NPM_GROUPS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']

const READERS: Record<ManifestKind, Read> = {
  npm: (text) => npmEntries(text, NPM_GROUPS),
  composer: (text) => jsonEntries('composer', text, ['require', 'require-dev']),
  deno: (text) => npmEntries(text, ['imports']),
  requirements: by('pypi', REQUIREMENT),
  toml: tomlPackages,
  gemfile: by('gem', GEM),
  gemspec: by('gem', GEMSPEC),
  go: goModules,
  nuget: by('nuget', NUGET),
  nugetConfig: by('nuget', NUGET_CONFIG),
  pom: by('maven', POM),
  gradle: by('maven', GRADLE),
  cargo: cargoPackages,
}

/** Modules, and the language itself: any later release of it will do. */
function goModules(text: string): Found[] {
  const chains = [...matched('go', text, TOOLCHAIN)]
  const releases = chains.length > 0 ? chains : [...matched('go', text, GO_RELEASE)]
  return [
    ...matched('go', text, GO),
    ...releases.map((release) => ({ ...release, version: `>=${release.version}` })),
  ]
}

/** What a manifest asks for, in order; nothing for manifests without a known library or client. */
export function packagesOf(source: Source): PackageSite[] {
  const kind = manifestKindOf(source.path)
  const isTelling = kind && (namesSdk(source.text) || namesClient(source.text))
  return isTelling ? sitesOf(source, READERS[kind](source.text), false) : []
}

/** Sites of what was read. */
export function sitesOf(source: Source, found: Iterable<Found>, isLocked: boolean): PackageSite[] {
  return [...found]
    .sort((a, b) => a.start - b.start)
    .map(({ ecosystem, name, start, end, version }) => ({
      ecosystem,
      name,
      span: spanOf(source, start, end),
      ...(version !== undefined && { version }),
      isLocked,
    }))
}

/** `"amo": "npm:amocrm-js@^3"` asks for amocrm-js, `"jsr:@acme/amo@^1"` for the package of JSR. */
function npmEntries(text: string, groups: readonly string[]): Found[] {
  return [...jsonEntries('npm', text, groups)].map((entry) => {
    const alias = /^(?:npm|jsr):\/?(@?[^@]+)(?:@(.+))?$/.exec(entry.version ?? '')
    if (!alias) return entry
    const { version: _, ...rest } = entry
    return { ...rest, name: alias[1] as string, ...(alias[2] !== undefined && { version: alias[2] }) }
  })
}
