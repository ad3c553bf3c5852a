import { folderOf } from '../../../migrations/files.js'
import { type AlembicHead, alembicRevision } from '../../../migrations/systems/alembic.js'
import { planOf, whyNotByMigration } from '../plan.js'
import { type Fixed, keyFix, type Place } from './system.js'

/** The next revision behind the one that declares a table, where no model speaks of it. */
export function alembicFix(place: Place): Fixed {
  const head = headOf(place, folderOf(place.source.path))
  if ('reason' in head) return head
  const planned = planOf(place)
  if ('reason' in planned) return planned
  const reason = whyNotByMigration(place, planned.plan)
  if (reason !== undefined) return { reason }
  const written = alembicRevision(planned.plan, head)
  return 'reason' in written ? written : keyFix(place, [], written.files)
}

/** The only revision of a folder that no other one stands behind. */
export function headOf({ files, steps }: Place, folder: string): AlembicHead | { reason: string } {
  const known = steps.filter(({ system, path }) => system === 'alembic' && folderOf(path) === folder)
  const elsewhere = known.find(({ hasSchema }) => hasSchema)
  if (elsewhere) return { reason: `\`${elsewhere.path}\` names a schema of the database` }
  const unread = files.find(
    (file) =>
      folderOf(file) === folder &&
      /\.py$/.test(file) &&
      !/__init__\.py$/.test(file) &&
      !known.some(({ path }) => path === file),
  )
  if (unread !== undefined) return { reason: `\`${unread}\` is no revision that could be read` }
  const all = steps.filter(({ system }) => system === 'alembic')
  const missing = known
    .flatMap(({ after }) => after)
    .find((revision) => !all.some(({ id }) => id === revision))
  if (missing !== undefined) return { reason: `the revision \`${missing}\` is not here` }
  const heads = known.filter(({ id }) => !all.some(({ after }) => after.includes(id)))
  const [head] = heads
  if (heads.length !== 1 || !head?.style)
    return { reason: `its history has several heads (${heads.map(({ id }) => id).join(', ')})` }
  return { path: head.path, revision: head.id, taken: all.map(({ id }) => id), ...head.style }
}
