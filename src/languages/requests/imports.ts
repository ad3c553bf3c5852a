/** What local names stand for, as `module#name`; `module` alone for the whole of it. */
export type Imports = ReadonlyMap<string, string>

const ES = /\bimport\s+(?:type\s+)?([\w$*{}\s,]{1,2000}?)\s+from\s*['"]([^'"\n]+)['"]/g
const REQUIRE =
  /\b(?:const|let|var)\s+([\w$]+|\{[^}=]*\})\s*=\s*(?:await\s+)?(?:require|import)\(\s*['"]([^'"\n]+)['"]\s*\)(?:\.(\w+))?/g

/** Names that a script brings in; plain text is enough, because only modules of known names are asked for. */
export function scriptImports(text: string): Imports {
  const found = new Map<string, string>()
  for (const [, clause = '', module = ''] of text.matchAll(ES)) {
    const braces = /\{([^}]*)\}/.exec(clause)?.[1]
    for (const [imported, local] of namesIn(braces ?? '', /\s+as\s+/))
      found.set(local, `${module}#${imported}`)
    const rest = clause.replace(/\{[^}]*\}/, '')
    for (const word of rest.split(',')) {
      const local = word.replace(/\*\s*as\s+/, '').trim()
      if (local) found.set(local, module)
    }
  }
  for (const [, left = '', module = '', member] of text.matchAll(REQUIRE)) {
    if (!left.startsWith('{'))
      found.set(left, member && member !== 'default' ? `${module}#${member}` : module)
    else
      for (const [imported, local] of namesIn(left.slice(1, -1), /\s*:\s*/))
        found.set(local, `${module}#${imported}`)
  }
  return found
}

function namesIn(list: string, joint: RegExp): [string, string][] {
  return list.split(',').flatMap((each): [string, string][] => {
    const [imported, local = imported] = each
      .trim()
      .replace(/^type\s+/, '')
      .split(joint)
    return imported && local ? [[imported.trim(), local.trim()]] : []
  })
}

const PHP_USE = /^[ \t]*use\s+(?!function\b|const\b)\\?([\w\\]+?)(?:\\\{([^}]*)\}|(?:\s+as\s+(\w+))?)\s*;/gm

export function phpImports(text: string): Imports {
  const found = new Map<string, string>()
  for (const [, name = '', group, alias] of text.matchAll(PHP_USE)) {
    if (group === undefined) found.set(alias ?? last(name), name)
    else
      for (const [imported, local] of namesIn(group, /\s+as\s+/))
        found.set(local === imported ? last(local) : local, `${name}\\${imported}`)
  }
  return found
}

const last = (name: string): string => name.slice(name.lastIndexOf('\\') + 1)

const PY_IMPORT = /^[ \t]*import\s+([^\n#]+)/gm
const PY_FROM = /^[ \t]*from\s+([\w.]+)\s+import\s+(?:\(([^)]*)\)|([^\n#]+))/gm

export function pythonImports(text: string): Imports {
  const found = new Map<string, string>()
  for (const [, list = ''] of text.matchAll(PY_IMPORT))
    for (const [module, local] of namesIn(list, /\s+as\s+/)) found.set(local, module)
  for (const [, module = '', group, line] of text.matchAll(PY_FROM))
    for (const [imported, local] of namesIn(group ?? line ?? '', /\s+as\s+/))
      found.set(local, `${module}#${imported}`)
  return found
}

const GO_IMPORTS = /^import\s*(?:\(([^)]*)\)|([^\n(]+))/gm
const GO_IMPORT = /^[ \t]*(?:([\w.]+)[ \t]+)?["`]([^"`\n]+)["`]/gm

/** Packages of a Go file by the name that they have in it. */
export function goImports(text: string): Imports {
  const found = new Map<string, string>()
  for (const [, group, line] of text.matchAll(GO_IMPORTS))
    for (const [, alias, module = ''] of (group ?? line ?? '').matchAll(GO_IMPORT))
      found.set(alias ?? packageName(module), module)
  return found
}

/** `resty` of `github.com/go-resty/resty/v2`. */
function packageName(module: string): string {
  const own = module.replace(/\/v\d+$/, '')
  return own.slice(own.lastIndexOf('/') + 1).replace(/^go-|\.v\d+$/g, '')
}

const JVM_IMPORT = /^[ \t]*import\s+(?:static\s+)?([\w.]+)(\.\*)?(?:\s+as\s+(\w+))?/gm

/** Classes and functions of a Java or Kotlin file with their packages; `*` where a whole package is brought in. */
export function jvmImports(text: string): { named: Imports; packages: readonly string[] } {
  const named = new Map<string, string>()
  const packages: string[] = []
  for (const [, name = '', star, alias] of text.matchAll(JVM_IMPORT)) {
    if (star) packages.push(name)
    else named.set(alias ?? name.slice(name.lastIndexOf('.') + 1), name)
  }
  return { named, packages }
}
