import type { RuleInfo } from '../define-rule.js'

export const widgetManifest: RuleInfo = {
  id: 'widget-manifest',
  title: 'Keep manifest.json as Kommo documents it',
  why: 'The announcement concerns integrations that are available in English, Spanish or Portuguese. A widget whose `locale` names none of them reaches no customer of Kommo, and an archive that differs from the documented structure is refused or loses parts of its texts and pictures.',
  finds:
    '`widget.locale` without en, es or pt; a listed locale without its file in `i18n/`; connection areas that Kommo does not document; an archive without `images/`; a manifest with comments, trailing commas or other text that is no plain JSON.',
  keeps:
    "Manifests of web apps, browser extensions and bundlers. The developer's own contact in `widget.support`. Sizes of pictures are not measured.",
  source:
    'Rebranding requirements (languages); developers.kommo.com/docs/manifest-json, /docs/structure-widget, /docs/i18n, /docs/widget-locations',
  severity: 'info',
  needles: ['interface_version'],
  companions: ['authorizedAjax', 'crm_post'],
  examples: [
    {
      path: 'manifest.json',
      before:
        '{\n  "widget": {\n    "name": "widget.name",\n    "interface_version": 2,\n    "locale": ["ru"]\n  }\n}\n',
    },
    {
      path: 'manifest.json',
      keep: '{\n  "widget": {\n    "name": "widget.name",\n    "interface_version": 2,\n    "locale": ["en", "ru"]\n  }\n}\n',
      because: 'English is one of the languages of the announcement',
    },
    {
      path: 'manifest.json',
      keep: '{ "manifest_version": 3, "name": "amoCRM helper", "version": "1.0" }\n',
      because: 'the manifest of a browser extension',
    },
  ],
}
