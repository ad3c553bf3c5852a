import type { Source } from '../../files/source.js'
import type { RequestFacts, RequestSite } from '../../requests.js'
import { spanOf } from '../site.js'
import { carriedIn } from './carries.js'
import { commandOf, type Word, wordsAt } from './commands.js'

const SHELL = /^(?:|sh|bash|zsh|shell|console|shell-?session|terminal|curl)$/i
/** A command at the beginning of a line, perhaps behind a prompt, or inside of another. */
const TOOL = /(?:^[ \t>]*(?:[$%#>][ \t]+)?|[|;&][ \t]*|\$\()(curl|wget)(?=[ \t])/gm

/** Commands that a block of a document shows: UTF-16 range `[start, end)`. */
export function shownRequests(
  source: Source,
  language: string,
  start: number,
  end: number,
): RequestFacts['requests'] {
  if (!SHELL.test(language)) return []
  const block = source.text.slice(start, end)
  return [...block.matchAll(TOOL)].flatMap((match) => {
    const tool = match[1] as 'curl' | 'wget'
    const at = start + match.index + match[0].length - tool.length
    const words = wordsAt(source.text, at + tool.length, end)
    return siteOf(source, tool, at, words) ?? []
  })
}

function siteOf(
  source: Source,
  tool: 'curl' | 'wget',
  at: number,
  words: readonly Word[],
): RequestSite | undefined {
  const command = commandOf(tool, words)
  if (!command) return undefined
  const { client, verb, url, settings, body } = command
  const last = words.at(-1)?.end ?? at
  const texts = [shownAddress(url.written)]
  const span = spanOf(source, at, at + tool.length)
  return {
    client,
    name: tool,
    span,
    whole: spanOf(source, at, last),
    ...(verb !== undefined && { verb }),
    address: { texts, literals: [spanOf(source, url.start, url.end)] },
    carries: carriedIn(source.text.slice(at, last), texts) ?? 'unknown',
    body,
    settings,
    through: { kind: 'facade', key: `facade:${at}`, name: tool, span, callers: [] },
  }
}

/** `"https://$SUBDOMAIN.amocrm.com"` as `https://{SUBDOMAIN}.amocrm.com`. */
function shownAddress(written: string): string {
  return written
    .replace(/^(["'])([\s\S]*)\1$/, '$2')
    .replace(/\$\([^)]*\)|`[^`]*`/g, '{*}')
    .replace(
      /\$\{(\w+)[^}]*\}|\$(\w+)|<([\w-]+)>/g,
      (_, braced, plain, angled) => `{${braced ?? plain ?? angled}}`,
    )
}
