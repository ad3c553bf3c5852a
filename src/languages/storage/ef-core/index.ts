import type { TableSite } from '../../../storage.js'
import { outlinesOf } from '../../grammar/outline.js'
import type { Extractor, StorageContext } from '../context.js'
import { draftOf, isMapped } from './attributes.js'
import { type Draft, tableOf } from './draft.js'
import { readFluent } from './fluent.js'
import { lookups } from './lookups.js'
import { migratedTables } from './migrations.js'

/** Classes that the file keeps in tables, with what it says about them. */
function models(context: StorageContext): TableSite[] {
  const sets = new Map<string, string>()
  const outlines = outlinesOf(context.tree)
  for (const { fields } of outlines)
    for (const { name, written = '' } of fields) {
      const [, model] = /^(?:virtual\s+)?I?DbSet<(?:[\w.]+\.)?(\w+)>/.exec(written) ?? []
      if (model) sets.set(model, name)
    }
  const configured = new Set(
    [...context.text.matchAll(/\b(?:Entity|EntityTypeBuilder)<(?:[\w.]+\.)?(\w+)>/g)].map(([, name]) => name),
  )
  const drafts = new Map<string, Draft>()
  for (const struct of outlines)
    if (isMapped(struct) || sets.has(struct.name) || configured.has(struct.name))
      drafts.set(struct.name, draftOf(struct, context))
  readFluent(drafts, context)
  return [...drafts.values()].map((draft) => {
    const set = sets.get(draft.model)
    return tableOf(set === undefined || draft.name ? draft : { ...draft, name: set }, context)
  })
}

/** A picture of the model that the tools write: its migrations say the same. */
const isSnapshot = ({ text, path }: StorageContext): boolean =>
  /\.Designer\.cs$|ModelSnapshot\.cs$/.test(path) || /:\s*ModelSnapshot\b/.test(text)

/** Entity Framework Core: classes, their configuration, migrations, and what is asked. */
export const efCore: Extractor = {
  hint: /EntityFramework|DataAnnotations|DbContext|DbSet|EntityTypeBuilder|MigrationBuilder|(?:First|Single|Any|Find)\w*(?:Async)?\s*\(/,
  extract: (context) =>
    isSnapshot(context)
      ? {}
      : { tables: [...models(context), ...migratedTables(context)], uses: lookups(context) },
}
