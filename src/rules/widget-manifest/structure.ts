import { areaOf, CUSTOMER_AREAS, IMAGES_FOLDER, isRecord, LOCATIONS } from '../../brand/manifest.js'
import type { Kept, RuleFinding } from '../../findings/finding.js'
import { MENTION } from '../../findings/kept.js'
import { folderOf, type Manifest, manual } from './manifest.js'

/** Every area in `locations` stands in Kommo's table. */
export function* areas({ data }: Manifest): Generator<RuleFinding> {
  const locations = isRecord(data.value) ? data.value.locations : undefined
  if (!Array.isArray(locations)) return
  for (const [index, location] of locations.entries()) {
    if (typeof location !== 'string' || LOCATIONS.includes(areaOf(location))) continue
    const span = data.valueSpan(['locations', index])
    if (!span) continue
    const why = CUSTOMER_AREAS.includes(areaOf(location))
      ? 'customers are an area of amocrm.ru'
      : 'the widget may not be loaded there'
    yield manual(
      span,
      `Kommo's table of connection areas has no "${areaOf(location)}": ${why}.`,
      'Compare with developers.kommo.com/docs/widget-locations and try the widget in a Kommo account.',
      'Check the connection area',
    )
  }
}

/** A folder laid out as an archive (script.js and i18n/ beside the manifest) has its logos too. */
export function* pictures(manifest: Manifest): Generator<RuleFinding> {
  const folder = folderOf(manifest)
  const has = (part: string) => manifest.listed.some((path) => path.startsWith(folder + part))
  if (!manifest.listed.includes(`${folder}script.js`) || !has('i18n/') || has(IMAGES_FOLDER)) return
  const span = manifest.data.keySpan(['widget'])
  if (!span) return
  yield manual(
    span,
    `The widget has no ${IMAGES_FOLDER} beside its manifest.`,
    'Kommo documents this folder with the logos as a required part of the archive: add it, or make sure that the build does.',
    'Add the logos',
  )
}

/** The e-mail address in `widget.support` is the developer's own, whatever its domain. */
export function* ownContact({ source, data }: Manifest): Generator<Kept> {
  const span = data.valueSpan(['widget', 'support', 'email'])
  if (!span) return
  const from = source.indexAt(span.start)
  for (const match of source.text.slice(from, source.indexAt(span.end)).matchAll(MENTION)) {
    const start = source.byteAt(from + match.index)
    const end = source.byteAt(from + match.index + match[0].length)
    yield { span: { file: source.path, start, end }, token: match[0], reason: 'own-contact' }
  }
}
