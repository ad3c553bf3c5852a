import type { StorageSystem } from '../../../storage.js'
import { evidenceOfColumn } from '../evidence.js'
import { identityOf } from '../names.js'
import { isReference, PLATFORM, sameTable } from '../tables.js'
import type { Place } from './system.js'

/**
 * Why a step has to wait: a model of another file is keyed by an account as well, and two steps cannot stand behind the same
 * one. Models of one file stand behind each other.
 * @param within folder that shares a history with the model
 */
export function whyToWait(
  { all, source }: Place,
  systems: readonly StorageSystem[],
  within = '',
): string | undefined {
  const first = all.find(
    ({ part, system, path, name: table, model, columns, keys }) =>
      part === 'model' &&
      systems.includes(system) &&
      path.startsWith(within) &&
      path < source.path &&
      keys.some(
        (key) =>
          key.kind !== 'index' &&
          !(key.columns.length > 1 && key.columns.some((name) => PLATFORM.test(name))) &&
          key.columns.some(
            (name) =>
              identityOf(name) !== undefined &&
              !isReference(name, sameTable(all, table, model)) &&
              evidenceOfColumn(
                {
                  path,
                  table,
                  columns: columns.map((each) => each.name),
                  ...(model !== undefined && { model }),
                },
                name,
              ).length > 0,
          ),
      ),
  )
  return first && `\`${first.model ?? first.name}\` comes first in the same history (${first.path})`
}
