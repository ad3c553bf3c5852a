import type { Edit } from '../../findings/finding.js'
import type { FileModel } from '../../languages/language.js'
import type { Making } from '../../requests.js'
import { insertion, replacement } from '../hosts/repair/repair.js'

const NAME = 'KommoSession'
const DECLARED =
  /^class KommoSession\(\w+\.Session\):[ \t]*\r?\n(?:[ \t].*\r?\n|[ \t]*\r?\n)*?[ \t]+def should_strip_auth\(/m

/** Has a session of requests made of a class that keeps the token; nothing where the name is taken. */
export function sessionEdits(file: FileModel, { callee, module, ...own }: Making): Edit[] | undefined {
  const { text } = file.source
  const named = replacement(file, callee, NAME)
  const declared = DECLARED.exec(text)
  if (declared) return file.source.byteAt(declared.index) < own.before ? [named] : undefined
  if (new RegExp(`\\b${NAME}\\b`).test(text)) return undefined
  // One class for all sessions of the file.
  const before = Math.min(
    own.before,
    ...(file.requests?.requests ?? []).flatMap(({ making }) => making?.before ?? []),
  )
  const at = file.source.indexAt(before)
  const missing = '\n'.repeat(at === 0 ? 0 : Math.max(0, 2 - blankLinesAbove(text.slice(0, at))))
  const step = /:[ \t]*\r?\n(\t| +)\S/.exec(text)?.[1] ?? '    '
  const quote = (text.match(/'/g)?.length ?? 0) > (text.match(/"/g)?.length ?? 0) ? "'" : '"'
  const lines = classLines(module, quote).map((line) =>
    line.replace(/^(?: {4})+/, (front) => step.repeat(front.length / 4)),
  )
  return [insertion(file, before, `${missing}${lines.join('\n')}\n\n\n`), named]
}

/** Lines of the class, four spaces for each step of indentation. */
const classLines = (module: string, quote: string): string[] => [
  `class ${NAME}(${module}.Session):`,
  '    """Keeps the token on redirects to accounts of kommo.com, and on no others."""',
  '',
  '    def should_strip_auth(self, old_url, new_url):',
  `        new = ${module}.compat.urlparse(new_url)`,
  `        if new.scheme == ${quote}https${quote} and (new.hostname or ${quote}${quote}).endswith(${quote}.kommo.com${quote}):`,
  '            return False',
  '        return super().should_strip_auth(old_url, new_url)',
]

function blankLinesAbove(text: string): number {
  const end = /(?:[ \t]*\r?\n)*$/.exec(text)?.[0] ?? ''
  return end.split('\n').length - 2
}
