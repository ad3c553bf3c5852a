import type { Extractor } from '../context.js'
import { asks } from './asks.js'
import { drizzle, knex, kysely } from './builders.js'
import { indexedDb } from './indexed-db.js'
import { mongoose } from './mongoose.js'
import { objection } from './objection.js'
import { sequelize } from './sequelize.js'
import { typeorm } from './typeorm.js'

/** Readers of the libraries of JavaScript and TypeScript. */
export const jsStorage: readonly Extractor[] = [
  typeorm,
  sequelize,
  mongoose,
  drizzle,
  knex,
  objection,
  kysely,
  indexedDb,
  asks,
]
