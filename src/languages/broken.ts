import type { Source } from '../files/source.js'
import type { TextSite } from '../sites.js'
import type { FileModel } from './language.js'
import { spanOf } from './site.js'
import { fileModel } from './text/adapter.js'

/** A host of either platform: only then does it matter to anybody here that a file does not parse. */
const HOST = /amocrm(?:\\*\.|%2e)(?:com|ru)/i
/** Charts, playbooks and other files that an engine writes before anybody reads them by their format. */
const TEMPLATE = /\{\{|\{%|<%|<\?php|^\s*[@%]\w/m

/** The model of a settings file that its parser refuses: `broken`, or quietly text for templates and where no host stands. */
export function brokenOrText(
  source: Source,
  language: string,
  texts: readonly TextSite[],
  problems: readonly { message: string; start: number; end: number }[],
): FileModel {
  const isTemplate = /\.(?:j2|dist|tpl|tmpl|example|sample)$/i.test(source.path) || TEMPLATE.test(source.text)
  if (problems.length === 0 || isTemplate || !HOST.test(source.text))
    return fileModel(source, language, { texts })
  const length = source.text.length
  return fileModel(source, language, {
    syntax: 'broken',
    texts,
    parses: 1,
    problems: problems.slice(0, 5).map(({ message, start, end }) => ({
      message,
      span: spanOf(source, Math.min(length, start), Math.min(length, Math.max(start, end))),
    })),
  })
}
