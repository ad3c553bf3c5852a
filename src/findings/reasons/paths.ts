import { isHostToken, type Mention } from '../mention.js'
import { isConfiguration } from './configuration.js'
import { isOpenHost } from './hosts.js'

/** Paths that the project itself serves or has registered: /api/amocrm/callback. */
export function isOwnRoute(m: Mention): boolean {
  if (isHostToken(m) || isOpenHost(m)) return false
  if (m.zone === 'code' && !isConfiguration(m) && m.family !== 'markdown' && m.family !== 'text') return false
  const chunk = m.chunk.replace(/^\/\/(?=amocrm)/i, '')
  if (!chunk.includes('/') || isFilePath(m) || isSlashOfWords(m)) return false
  const url = /([a-z+]+):\\?\/\\?\/([^/]+)\\?\//i.exec(m.chunk.slice(0, m.chunkAt))
  if (url) return /^(https?|wss?)$/i.test(url[1] as string) && !/(amocrm|kommo)\.\w+$/i.test(url[2] as string)
  if (m.chunkAt > 0 && /^[^\w]*\\?\//.test(chunk)) return true
  return ROUTE_WORD.test(m.before) && /^[\w{}:$.*?/-]+$/.test(chunk)
}

/** `amoCRM/Kommo`, `Bitrix24/amoCRM`: a slash between two names in a sentence. */
function isSlashOfWords(m: Mention): boolean {
  if (m.zone === 'code' || !/^(amoCRM|AmoCRM|AMOCRM)$/.test(m.token)) return false
  return /^\/\p{Lu}/u.test(m.after) || /\p{L}\/$/u.test(m.before) || /^\/(\s|$)/.test(m.after)
}

const ROUTE_WORD =
  /\b(route|router|routes|prefix|path|uri|url|redirect\w*|callback|endpoint|webhook\w*|action|get|post|put|patch|delete|any|match|group|href|src|location|HandleFunc|Handle|Map(Get|Post|Put|Patch|Delete)|Controller)\b\W{1,6}[\w/{}:-]*$/i
const SOURCE_FOLDERS =
  /^\.{0,2}\/?(src|app|lib|tests?|spec|vendor|node_modules|public|resources|internal|pkg|cmd|docs?|config|configs|widgets?|dist|build|examples?|storage|database|packages|rbi|sig|scripts?|client|server|backend|frontend|application|modules?|components?|assets|images?|img|css|js|migrations|deploy|deployments|templates|views|out|bin|usr|etc|var|opt|home|srv|root|tmp|data|mnt|Users)\\?\//

/** A path of files: it has a file name at its end, begins with a dot, or in a folder of code or of a system. */
export function isFilePath(m: Mention): boolean {
  const { chunk } = m
  if (/^[a-z]+:\\?\/\\?\//i.test(chunk)) return false
  if (/^(\.{1,2}|~|@|#)\\?\//.test(chunk)) return true
  if (
    /\.(js|ts|tsx|jsx|vue|php|py|rb|go|cs|java|json|md|ya?ml|html?|css|scss|svg|png|jpe?g|gif|ico|zip|sql|sh|txt|xml|iml|twig|log|lock|toml|conf|rbi|rbs|csproj|sln|gem|phar|exe|mod|sum|env|map|db|sqlite|pem|crt|key)\b[.,:;]?(L?\d+)?(#\S*)?$/i.test(
      chunk,
    )
  ) {
    return true
  }
  return SOURCE_FOLDERS.test(chunk)
}
