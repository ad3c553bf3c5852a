import { hasAnnouncedLanguage, languageFile, localesOf } from '../../brand/manifest.js'
import type { RuleFinding } from '../../findings/finding.js'
import { folderOf, hasNeighbours, type Manifest, manual } from './manifest.js'

/** `widget.locale` has to name one of the announcement's languages. */
export function* languages({ data }: Manifest): Generator<RuleFinding> {
  const locales = localesOf(data.value)
  if (hasAnnouncedLanguage(locales)) return
  const span = data.valueSpan(['widget', 'locale']) ?? data.keySpan(['widget'])
  if (!span) return
  const said = locales.length > 0 ? `names ${locales.join(', ')} alone` : 'is missing or no list of languages'
  yield manual(
    span,
    `widget.locale ${said}: customers of Kommo work in English, Spanish or Portuguese.`,
    'Add "en", "es" or "pt" and its file in i18n/ if the widget is offered to them; otherwise the rebranding may not concern it.',
    'Add a language of Kommo',
  )
}

/** Each listed locale has its file `i18n/<locale>.json`, here or where a build takes it from. */
export function* languageFiles(manifest: Manifest): Generator<RuleFinding> {
  if (!hasNeighbours(manifest)) return
  const { data, listed } = manifest
  for (const [index, locale] of localesOf(data.value).entries()) {
    const file = languageFile(locale)
    if (listed.some((path) => path === file || path.endsWith(`/${file}`))) continue
    const span = data.valueSpan(['widget', 'locale', index])
    if (!span) continue
    yield manual(
      span,
      `widget.locale lists "${locale}", but ${folderOf(manifest)}${file} is not there.`,
      'Add the file with the same keys as the other languages, or take the language out of the list.',
      'Add the language file',
    )
  }
}
