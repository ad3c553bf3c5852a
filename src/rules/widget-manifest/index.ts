import { manifestKind } from '../../brand/manifest.js'
import { jsonDataOf } from '../../languages/json/shape.js'
import { widgetManifest as about } from '../about/widget-manifest.js'
import { defineRule } from '../define-rule.js'
import { languageFiles, languages } from './languages.js'
import { plainJson } from './plain-json.js'
import { areas, ownContact, pictures } from './structure.js'

/**
 * Matches what Kommo documents of a widget's manifest.json and its neighbours, where a file of that name is the
 * manifest of a widget. Does not match the manifests of web apps, browser extensions and bundlers, and never hosts:
 * the old site in `widget.support.link` is `legacy-host`.
 */
export const widgetManifest = defineRule(about, {
  *check(file, project) {
    if (!/(^|\/)manifest\.json$/.test(file.source.path)) return
    const data = jsonDataOf(file)
    if (!data) return
    if (file.syntax === 'broken' || manifestKind(data.value) === 'widget') yield* plainJson(file, data)
    if (file.syntax === 'broken' || manifestKind(data.value) !== 'widget') return
    const manifest = { source: file.source, data, listed: project.files }
    yield* languages(manifest)
    yield* languageFiles(manifest)
    yield* areas(manifest)
    yield* pictures(manifest)
    yield* ownContact(manifest)
  },
})
