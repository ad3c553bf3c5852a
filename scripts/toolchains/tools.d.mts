export const toolNames: readonly string[]
export function toolOf(path: string): string | undefined
export function commandOf(name: string): string
export function isInstalled(name: string): boolean
export function parseWith(
  name: string,
  file: string,
  work: string,
): { isFine: boolean; output: string } | undefined
