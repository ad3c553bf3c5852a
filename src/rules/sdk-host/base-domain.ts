import type { FileModel } from '../../languages/language.js'
import type { CallSite } from '../../sites.js'

const SETTERS: ReadonlySet<string> = new Set(['setAccountBaseDomain', 'setBaseDomain'])

/** What a value says that is read at run time, and may be kommo.com: a setting. */
const READ = /config|env\b|getenv|setting|option/i

/**
 * Whether code tells the client of amoCRM which domain it is about, in a way that holds before anybody has signed in:
 * by kommo.com itself or by a setting. The domain that the redirect or a stored token brings comes too late.
 */
export function baseDomainIn(file: FileModel): boolean {
  return (file.calls ?? []).some((call) => SETTERS.has(call.name) && isKommo(file, call))
}

function isKommo({ source }: FileModel, { text, span }: CallSite): boolean {
  if (text !== undefined) return /(?:^|\.)kommo\.com$/i.test(text)
  const from = source.indexAt(span.end)
  const written = source.text.slice(from, from + 120)
  return READ.test(written.slice(0, written.search(/;|$/)))
}
