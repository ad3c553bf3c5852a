import type { Extractor } from '../context.js'
import { entities } from './entities.js'
import { queries } from './queries.js'
import { repositoryMethods } from './repositories.js'

/** Jakarta Persistence and Spring Data: entities, repositories, and what is asked. */
export const jpa: Extractor = {
  hint: /\b(?:persistence|hibernate|Entity|Repository|Query|EntityManager|createQuery)\b|Repository\b|\b(?:repo|dao)\w*\./i,
  extract: (context) => ({
    tables: entities(context),
    uses: [...repositoryMethods(context), ...queries(context)],
  }),
}
