import { createRequire } from 'node:module'
import type { DataSource, DataSourceOptions, EntitySchema } from 'typeorm'
import ts from 'typescript'
import type { Database, Engine } from './engine.js'

const require = createRequire(import.meta.url)
const typeorm = require('typeorm') as typeof import('typeorm')

type Running = Extract<Engine, { stop(): void }>
type Files = ReadonlyMap<string, string>
// biome-ignore lint/suspicious/noExplicitAny: what a project's files export
type Exported = any

export const isStep = (path: string): boolean => /\/\d{13}-[\w-]+\.[tj]s$/.test(path)

/**
 * Runs scripts of a project as its own build does, marks with their types included.
 * @param missing what a file of the project that is not there exports
 */
export function loaded(
  files: Files,
  missing?: Record<string, unknown>,
): (path: string) => Record<string, Exported> {
  const known = new Map<string, { exports: Record<string, Exported> }>()
  const load = (path: string): Record<string, Exported> => {
    const seen = known.get(path)
    if (seen) return seen.exports
    const module = { exports: {} }
    known.set(path, module)
    const code = ts.transpileModule(files.get(path) as string, {
      fileName: path,
      compilerOptions: {
        target: ts.ScriptTarget.ES2021,
        module: ts.ModuleKind.CommonJS,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        useDefineForClassFields: false,
        allowJs: true,
      },
    }).outputText
    const near = (name: string): unknown => {
      if (!name.startsWith('.')) return require(name)
      const wanted = new URL(name, `file:///${path}`).pathname.slice(1)
      const found = [wanted, `${wanted}.ts`, wanted.replace(/\.js$/, '.ts')].find((each) => files.has(each))
      return found === undefined && missing ? missing : load(found as string)
    }
    new Function('require', 'module', 'exports', code)(near, module, module.exports)
    return module.exports
  }
  return load
}

/** Classes or schemas that files of a project export. */
export function exportsOf(files: Files, pick: (path: string) => boolean): Exported[] {
  const load = loaded(files)
  return [...files.keys()]
    .filter(pick)
    .sort()
    .flatMap((path) => {
      const exported = load(path)
      return typeof exported === 'function' ? [exported] : Object.values(exported)
    })
}

/** A connection of TypeORM to a database of a test. */
export async function connected(
  { dialect }: Running,
  database: Database,
  more: { entities?: (Exported | EntitySchema)[]; migrations?: Exported[] },
): Promise<DataSource> {
  const { address } = database
  const options = (
    dialect === 'postgresql'
      ? { type: 'postgres', host: address?.path, username: 'postgres', database: address?.name }
      : dialect === 'mysql'
        ? { type: 'mariadb', socketPath: address?.path, username: 'root', database: address?.name }
        : { type: 'sqljs' }
  ) as DataSourceOptions
  const source = new typeorm.DataSource({ ...options, ...more } as DataSourceOptions)
  return await source.initialize()
}
