import { laravelMigration } from '../../migrations/systems/laravel.js'
import type { StorageSystem, TableSite } from '../../storage.js'
import { alembicFix } from './systems/alembic.js'
import { djangoFix } from './systems/django.js'
import { doctrineFix } from './systems/doctrine.js'
import { drizzleFix } from './systems/drizzle.js'
import { efCoreFix } from './systems/ef-core.js'
import { knexFix } from './systems/knex.js'
import { migrationFix } from './systems/migration.js'
import { phpSqlFix } from './systems/php-sql.js'
import { prismaFix } from './systems/prisma.js'
import { railsFix } from './systems/rails.js'
import { sequelizeFix } from './systems/sequelize.js'
import { sqlFix } from './systems/sql.js'
import { sqlalchemyFix } from './systems/sqlalchemy.js'
import type { Fixed, Place, SystemFix } from './systems/system.js'
import { typeormFix } from './systems/typeorm.js'

/** Systems whose next migration can be written in their own language. */
const SYSTEMS: Partial<Record<StorageSystem, SystemFix>> = {
  sql: { fixOf: sqlFix },
  prisma: { fixOf: prismaFix },
  rails: { fixOf: railsFix },
  sequelize: { fixOf: sequelizeFix },
  drizzle: { fixOf: drizzleFix },
  knex: { parts: ['migration'], fixOf: knexFix },
  django: { fixOf: djangoFix },
  typeorm: { fixOf: typeormFix },
  'mikro-orm': {
    fixOf: () => ({
      reason:
        'MikroORM finds, refers to and upserts records by the keys of the entity, and its snapshot of the schema has to change with it',
    }),
  },
  alembic: { fixOf: alembicFix },
  sqlalchemy: { fixOf: sqlalchemyFix },
  sqlmodel: { fixOf: sqlalchemyFix },
  doctrine: { fixOf: doctrineFix },
  'ef-core': { fixOf: efCoreFix },
  phinx: { fixOf: phpSqlFix },
  yii2: { parts: ['migration'], fixOf: phpSqlFix },
  laravel: { parts: ['migration'], fixOf: (place) => migrationFix(place, laravelMigration) },
}

/** Whether fixes are written for such a declaration at all: where not, there is nothing to give a reason for. */
export function hasFixes(table: TableSite): boolean {
  return fixesFor(table) !== undefined
}

/** The schema with a key of its own, and the migration that takes existing tables there. */
export function fixOf(place: Place): Fixed {
  return fixesFor(place.table)?.fixOf(place) ?? { reason: 'it is declared in code' }
}

function fixesFor({ system, part }: TableSite): SystemFix | undefined {
  const fixes = SYSTEMS[system]
  return fixes && (fixes.parts?.includes(part) ?? true) ? fixes : undefined
}
