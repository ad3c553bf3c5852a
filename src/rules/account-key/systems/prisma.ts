import { prismaHistory, sqlFiles } from '../../../migrations/files.js'
import { sqlSteps } from '../../../migrations/sql.js'
import { sqlPlanOf } from '../plan.js'
import { asPrisma, changesOfModel } from '../prisma-edit.js'
import { type Fixed, keyFix, type Place } from './system.js'

/** A model of Prisma, and the step that Prisma would not know how to write for rows that exist. */
export function prismaFix(place: Place): Fixed {
  const { table, source, files, problems } = place
  const history = prismaHistory(source.path, files)
  if (!history) return { reason: 'the project keeps no migrations beside its schema' }
  const planned = sqlPlanOf(place)
  if ('reason' in planned) return planned
  if (planned.plan.children.length > 0)
    return {
      reason: `a relation points to it (\`${planned.plan.children[0]?.table}\`), and has to change in the same step`,
    }
  if (problems.some(({ key }) => key.columns.length > 1)) return { reason: 'the key has several fields' }
  const plan = asPrisma(planned.plan)
  const changes = changesOfModel(source, table, plan)
  if (!changes) return { reason: 'the key is not written beside its field' }
  const create = sqlFiles(history, plan, sqlSteps(plan))
  return keyFix(place, changes, create)
}
