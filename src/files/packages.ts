/** Manifests of packages by the name of the file, in lower case. */
const MANIFESTS = {
  npm: /^package\.json$/,
  composer: /^composer\.json$/,
  deno: /^deno\.jsonc?$|^import_map\.json$/,
  requirements: /^(?:[\w.-]*requirements[\w.-]*\.(?:txt|in)|constraints\.txt)$/,
  toml: /^(?:pyproject\.toml|pipfile)$/,
  gemfile: /^(?:gemfile|gems\.rb)$/,
  gemspec: /\.gemspec$/,
  go: /^go\.mod$/,
  nuget: /\.(?:cs|fs|vb)proj$|^directory\.(?:packages|build)\.props$/,
  nugetConfig: /^packages\.config$/,
  pom: /^pom\.xml$/,
  gradle: /\.gradle(?:\.kts)?$/,
  cargo: /^cargo\.toml$/,
} as const

export type ManifestKind = keyof typeof MANIFESTS

const KINDS = Object.entries(MANIFESTS) as [ManifestKind, RegExp][]

/** What kind of manifest a file is by its name, `undefined` for other files. */
export function manifestKindOf(path: string): ManifestKind | undefined {
  const name = nameOf(path)
  return KINDS.find(([, pattern]) => pattern.test(name))?.[0]
}

/** Lock files that are read, with the manifests that they belong to. */
const LOCKS = {
  composer: [/^composer\.lock$/, ['composer']],
  npm: [/^(?:package-lock|npm-shrinkwrap)\.json$/, ['npm']],
  yarn: [/^yarn\.lock$/, ['npm']],
  pnpm: [/^pnpm-lock\.yaml$/, ['npm']],
  bun: [/^bun\.lock$/, ['npm']],
  deno: [/^deno\.lock$/, ['deno', 'npm']],
  python: [/^(?:poetry|uv|pdm)\.lock$/, ['toml']],
  pipfile: [/^pipfile\.lock$/, ['toml']],
  gems: [/^(?:gemfile\.lock|gems\.locked)$/, ['gemfile', 'gemspec']],
  go: [/^go\.sum$/, ['go']],
  nuget: [/^packages\.lock\.json$/, ['nuget']],
  gradle: [/^gradle\.lockfile$/, ['gradle']],
  cargo: [/^cargo\.lock$/, ['cargo']],
} as const satisfies Record<string, readonly [RegExp, readonly ManifestKind[]]>

export type LockKind = keyof typeof LOCKS

/** What kind of lock file a file is by its name, `undefined` for those that are not read. */
export function lockKindOf(path: string): LockKind | undefined {
  const name = nameOf(path)
  return (Object.entries(LOCKS) as [LockKind, (typeof LOCKS)[LockKind]][]).find(([, [pattern]]) =>
    pattern.test(name),
  )?.[0]
}

/** Kinds of the manifests that a lock file is written for. */
export function manifestsOfLock(kind: LockKind): readonly ManifestKind[] {
  return LOCKS[kind][1]
}

/** Names, in lower case, of everything that says what a project depends on. */
export const PACKAGE_FILES: readonly RegExp[] = [
  ...Object.values(MANIFESTS),
  ...Object.values(LOCKS).map(([pattern]) => pattern),
]

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase()
}
