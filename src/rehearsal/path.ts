import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

/** The file that a command names, as a shell would find it; `undefined` for none. */
export function findOnPath(command: string, env: NodeJS.ProcessEnv, cwd = process.cwd()): string | undefined {
  const folders = command.includes('/') ? [''] : (env.PATH ?? '').split(delimiter)
  return folders.map((folder) => resolve(cwd, join(folder, command))).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
