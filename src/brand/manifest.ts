/**
 * What is documented of a widget's archive and its manifest.json.
 *
 * Sources: MAN = developers.kommo.com/docs/manifest-json; STR = developers.kommo.com/docs/structure-widget;
 * I18N = developers.kommo.com/docs/i18n;
 * LOC = developers.kommo.com/docs/widget-locations; REQ = the announcement, "Rebranding Requirements".
 */

/** Languages that the announcement names: the integrations it concerns are offered in one of them (REQ). */
export const ANNOUNCED_LANGUAGES = ['en', 'es', 'pt'] as const

/** Where the language files of a manifest lie, beside it (I18N). */
export function languageFile(locale: string): string {
  return `i18n/${locale}.json`
}

/** Areas a widget may be connected to (LOC), without the panel flag `-0` or `-1`. */
export const LOCATIONS: readonly string[] = [
  ...['lcard', 'ccard', 'comcard', 'llist', 'clist', 'tlist', 'settings', 'advanced_settings', 'card_sdk'],
  ...[
    'catalogs',
    'digital_pipeline',
    'lead_sources',
    'widget_page',
    'sms',
    'mobile_card',
    'salesbot_designer',
  ],
  ...['website_chat_button', 'everywhere'],
]

/** Areas of customers, which amocrm.ru's documentation has and Kommo's table does not (LOC). */
export const CUSTOMER_AREAS: readonly string[] = ['cucard', 'culist', 'customers']

/** Folder of the logos beside the manifest, part of every archive (STR). */
export const IMAGES_FOLDER = 'images/'

/** Name of an area without the flag that shows the panel: `lcard` of `lcard-1` (LOC). */
export function areaOf(location: string): string {
  return location.replace(/-[01]$/, '')
}

/** What a manifest.json is for, by its properties; `unknown` is left alone. */
type ManifestKind = 'widget' | 'web-app' | 'extension' | 'build' | 'unknown'

/**
 * Tells the manifest of a widget from other files of that name.
 * @param value the parsed JSON
 */
export function manifestKind(value: unknown): ManifestKind {
  if (!isRecord(value)) return 'unknown'
  if ('manifest_version' in value) return 'extension'
  if ('start_url' in value || 'theme_color' in value || Array.isArray(value.icons)) return 'web-app'
  const { widget } = value
  if (isRecord(widget) && WIDGET_SIGNS.some((sign) => sign in widget)) return 'widget'
  if (Array.isArray(value.locations) && 'widget' in value) return 'widget'
  if (Object.values(value).some((entry) => isRecord(entry) && typeof entry.file === 'string')) return 'build'
  return 'unknown'
}

const WIDGET_SIGNS = [
  'interface_version',
  'short_description',
  'init_once',
  'locale',
  'installation',
] as const

/** `widget.locale` of a manifest: its strings in order, `[]` when it is missing or no list. */
export function localesOf(value: unknown): string[] {
  const widget = isRecord(value) ? value.widget : undefined
  const locale = isRecord(widget) ? widget.locale : undefined
  return Array.isArray(locale) ? locale.filter((entry): entry is string => typeof entry === 'string') : []
}

/** Whether a list of locales has one of the announcement's languages; `pt-BR`, `en_US` count. */
export function hasAnnouncedLanguage(locales: readonly string[]): boolean {
  return locales.some((locale) => ANNOUNCED_LANGUAGES.some((code) => languageOf(locale) === code))
}

/** Language code of a locale: `pt` of `pt-BR`. */
export function languageOf(locale: string): string {
  return locale.toLowerCase().split(/[-_]/)[0] as string
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
