import type { Source } from '../../files/source.js'
import type { TextSite } from '../../sites.js'
import { type CodeLanguage, loadCode, readNames } from '../grammar/adapter.js'
import { loadGrammar } from '../grammar/runtime.js'
import type { Adapter } from '../language.js'
import { lexical } from '../text/lexical.js'
import { fileStatements } from './blocks.js'
import { expressions } from './expressions.js'
import { strings } from './strings.js'

const HCL: CodeLanguage = {
  name: 'hcl',
  handlers: { ...strings, ...expressions },
  statements: fileStatements,
  hasWholeNames: true,
  joins: { or: '||', and: '&&' },
}

/** Loads the adapter of Terraform's files, and of others in its language. */
export async function loadHcl(): Promise<Adapter> {
  const adapter = await loadCode(HCL)
  const grammar = await loadGrammar('hcl')
  return {
    ...adapter,
    model(source) {
      const model = adapter.model(source)
      return { ...model, texts: model.texts.map((site) => (isLong(site, source) ? lexical(site) : site)) }
    },
    reads: (source, name) => readNames(source, name, HCL, grammar),
  }
}

/** Lines of another file that stand in this one: scripts, policies, templates. */
function isLong({ parts }: TextSite, source: Source): boolean {
  return parts.some(
    ({ kind, span }) =>
      kind === 'literal' &&
      /[\r\n]\s*\S/.test(source.text.slice(source.indexAt(span.start), source.indexAt(span.end))),
  )
}
