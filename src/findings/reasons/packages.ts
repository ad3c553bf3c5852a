import { PACKAGE_SITES } from '../../brand/keep.js'
import { isHostToken, type Mention } from '../mention.js'
import { isFilePath } from './paths.js'

const REGISTRIES = new RegExp(
  String.raw`(?<![\w-])(${PACKAGE_SITES.join('|')})\.[a-z]{2,}(\.[a-z]{2,3})?\b[^\s"'<>]*$`,
  'i',
)
const INSTALL =
  /\b(npm (i|install|add|un|uninstall|rm|update|exec|view)|npx|yarn (add|remove)|pnpm (add|i|install)|bun add|composer (require|remove|update|install|show)|pip3? install|poetry add|uv add|gem install|gem|bundle add|go (get|install)|dotnet add package|Install-Package|deno add|cargo add|jsr|npm:)\b[^\n;|&]*$/
const MANIFESTS =
  /^(package\.json|composer\.json|package-lock\.json|composer\.lock|yarn\.lock|pnpm-lock\.yaml|gemfile(\.lock)?|go\.(mod|sum)|pyproject\.toml|poetry\.lock|uv\.lock|setup\.(py|cfg)|requirements.*\.txt|pipfile|deno\.jsonc?|jsr\.json|cargo\.toml|.*\.gemspec|.*\.csproj|.*\.sln|.*\.nuspec|steep|symfony\.lock|bower\.json)$/

/** Package, gem, module and repository names. */
export function isPackageName(m: Mention): boolean {
  if (isHostToken(m) && !/^\w/.test(m.after)) return false
  if (REGISTRIES.test(m.before) || /git@[\w.-]+:[^\s]*$/.test(m.before)) return true
  if (INSTALL.test(m.before) && !/["'`]\s*\w/.test(m.before.slice(-20).replace(/["'`][\w@/.-]*$/, '')))
    return true
  if (
    /^@?[\w.-]*$/.test(m.chunk.slice(0, m.chunkAt)) &&
    /^@[\w-]*$/.test(m.chunk.slice(0, m.chunkAt)) &&
    m.after.startsWith('/')
  ) {
    return true
  }
  if (isModuleSpecifier(m) || isOwnerAndName(m)) return true
  return MANIFESTS.test(m.name) && !isFilePath(m) && isNameInManifest(m)
}

/** `from 'amocrm-js'`, `require('amocrm')`, `import amocrm.v2`, `gem "amocrm"`: not a path of the own code. */
function isModuleSpecifier(m: Mention): boolean {
  if (m.literal !== undefined) {
    const front = m.before.slice(0, m.before.length - m.literalAt)
    if (/^[./~]|^@\//.test(m.literal) || /\s/.test(m.literal)) return false
    return /(\bfrom|\bimport|\brequire|\bgem|\bjest\.mock|\bvi\.mock)\s*\(?\s*["'`]$/.test(front)
  }
  return (m.ending === 'py' || m.ending === 'pyi') && /^\s*(from|import)\s+[\w.]*$/.test(m.before)
}

/** `amocrm/amocrm-api-php`, `repos/amocrm/amocrm-api-php/issues` in words: owner and name, lower case, with a hyphen. */
function isOwnerAndName(m: Mention): boolean {
  if (m.zone === 'string' && m.chunk !== m.literal) return false
  const name = /^\W*(?:repos\/)?([a-z0-9]+(?:-[a-z0-9]+)*\/[a-z0-9-]+)(?:[@:/][\w./@-]*)?\W*$/.exec(m.chunk)
  if (!name || /^\W*\//.test(m.chunk) || isFilePath(m)) return false
  const begins = m.chunk.indexOf(name[1] as string)
  return (
    /\w-\w/.test(name[1] as string) && m.chunkAt >= begins && m.chunkAt < begins + (name[1] as string).length
  )
}

function isNameInManifest(m: Mention): boolean {
  if (
    /^[a-z]+$/.test(m.token) &&
    /["']?(name|module|PackageId|AssemblyName|RootNamespace)["']?\s*[:=>]*\s*["']?[\w@/.-]*$/.test(m.before)
  ) {
    return true
  }
  if (/\.(name|files|require_paths)\s*=\s*["'][\w./-]*$/.test(m.before)) return true
  return /^[\w@./-]+$/.test(m.chunk) && /[/-]/.test(m.chunk) && /[a-z]/.test(m.token)
}
