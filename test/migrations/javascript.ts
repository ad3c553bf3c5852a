import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { transformSync } from 'esbuild'
import knex, { type Knex } from 'knex'
import { DataTypes, Model, type Options, Sequelize } from 'sequelize'
import { Model as MarkedModel, Sequelize as MarkedSequelize } from 'sequelize-typescript'
import type { Database } from './engine.js'
import type { OrmCase, OrmTool } from './orm.js'
import { loaded as loadedScripts } from './typeorm.js'

type Address = NonNullable<Database['address']>

const require = createRequire(import.meta.url)

/** Runs a migration as a module, in whichever form it is written; what it imports is what is installed here. */
export function loaded(path: string): Record<string, unknown> {
  const { code } = transformSync(readFileSync(path, 'utf8'), {
    format: 'cjs',
    loader: /\.[cm]?ts$/.test(path) ? 'ts' : 'js',
    supported: { 'dynamic-import': false },
  })
  const module = { exports: {} as Record<string, unknown> }
  new Function('module', 'exports', 'require', code)(module, module.exports, require)
  return (module.exports.default as Record<string, unknown> | undefined) ?? module.exports
}

/** Migrations in the folder of the one that the fix writes, in the order of their names. */
export function migrationsOf({ files, written }: OrmCase): { before: string[]; all: string[] } {
  const folders = written.map((path) => dirname(path))
  const all = [...files.keys()]
    .filter((path) => folders.includes(dirname(path)) && /\.[cm]?[jt]s$/.test(path))
    .sort((a, b) => (basename(a) < basename(b) ? -1 : 1))
  return { all, before: all.filter((path) => !written.includes(path)) }
}

/** Knex, which keeps its history in tables of its own. */
export function knexTool(given: OrmCase): OrmTool {
  const { before, all } = migrationsOf(given)
  const run = async (folder: string, at: Address, paths: string[], work: (db: Knex) => Promise<unknown>) => {
    const db = knex({
      ...(statSync(at.path).isSocket()
        ? { client: 'mysql2', connection: { socketPath: at.path, database: at.name as string, user: 'root' } }
        : { client: 'pg', connection: { host: at.path, database: at.name as string, user: 'postgres' } }),
      pool: { min: 0, max: 2 },
      migrations: {
        migrationSource: {
          getMigrations: async () => paths,
          getMigrationName: (path: string) => basename(path),
          getMigration: async (path: string) => loaded(join(folder, path)) as unknown as Knex.Migration,
        },
      },
    })
    try {
      await work(db)
    } finally {
      await db.destroy()
    }
  }
  return {
    before: (folder, at) => run(folder, at, before, (db) => db.migrate.latest()),
    up: (folder, at) => run(folder, at, all, (db) => db.migrate.latest()),
    down: (folder, at) => run(folder, at, all, (db) => db.migrate.down()),
    own: /^knex_migrations/,
  }
}

type Step = (queryInterface: unknown, library: typeof Sequelize) => Promise<unknown>

/** Migrations of sequelize-cli, which calls `up` and `down` with these two; models make their tables by `sync()`. */
export function sequelizeTool(given: OrmCase): OrmTool {
  const { before } = migrationsOf(given)
  const connected = async <Made extends Sequelize>(
    at: Address,
    made: new (options: Options) => Made,
    work: (db: Made) => Promise<unknown>,
  ) => {
    const isSocket = statSync(at.path).isSocket()
    const db = new made({
      dialect: isSocket ? 'mysql' : 'postgres',
      dialectModule: require(isSocket ? 'mysql2' : 'pg'),
      username: isSocket ? 'root' : 'postgres',
      database: at.name as string,
      ...(isSocket ? { dialectOptions: { socketPath: at.path } } : { host: at.path }),
      logging: false,
    })
    try {
      await work(db)
    } finally {
      await db.close()
    }
  }
  const run = (folder: string, at: Address, paths: readonly string[], way: 'up' | 'down') =>
    connected(at, Sequelize, async (db) => {
      for (const path of paths)
        await (loaded(join(folder, path))[way] as Step)(db.getQueryInterface(), Sequelize)
    })
  const models = [...given.files.keys()].filter((path) => /(?:^|\/)models\//.test(path)).sort()
  return {
    before: (folder, at) => run(folder, at, before, 'up'),
    up: (folder, at) => run(folder, at, given.written, 'up'),
    down: (folder, at) => run(folder, at, given.written, 'down'),
    ...(models.length > 0 && {
      models: (_folder: string, at: Address) =>
        connected(at, MarkedSequelize, async (db) => {
          modelsOf(given, models, db)
          await db.sync()
        }),
    }),
    own: /^SequelizeMeta$/,
  }
}

/** Loads models: functions of a connection, or classes that take the one of the project. */
function modelsOf({ files }: OrmCase, paths: readonly string[], db: MarkedSequelize): void {
  const texts = new Map([...files].map(([path, bytes]) => [path, bytes.toString('utf8')]))
  const load = loadedScripts(texts, { sequelize: db, default: db })
  for (const path of paths) {
    const exported = load(path)
    const made = typeof exported === 'function' ? [exported] : Object.values(exported)
    for (const each of made)
      if (each.prototype instanceof MarkedModel) db.addModels([each])
      else if (!(each.prototype instanceof Model)) each(db, DataTypes)
  }
}
