import type { Member, Unit } from './decision.js'
import type { FileFacts } from './facts.js'

/**
 * Splits a project into the parts that move on their own: by the nearest folder with a package.json. Parts are joined
 * when one declares or sets the constant and another one uses it without a declaration of its own.
 */
export function unitsOf(files: readonly string[], facts: ReadonlyMap<string, FileFacts>): Unit[] {
  const roots = new Set(files.filter((file) => /(?:^|\/)package\.json$/.test(file)).map(folderOf))
  const widgets = new Set(files.filter((file) => /(?:^|\/)manifest\.json$/.test(file)).map(folderOf))
  const units = new Map<string, Unit>()
  for (const [path, file] of [...facts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = rootOf(path, roots)
    const unit = units.get(name) ?? {
      name: `amocrm-global:${name}`,
      files: [],
      members: [],
      pageOf: (file: string) => rootOf(file, widgets),
    }
    units.set(name, unit)
    unit.files.push([path, file])
    unit.members.push(...file.moves.map((fact): Member => ({ path, fact, file })))
  }
  return join([...units.values()])
}

function join(units: Unit[]): Unit[] {
  const givers = units.filter((unit) => declares(unit) && !unit.members.some(isUse))
  const takers = units.filter((unit) => unit.members.some(isUse) && !declares(unit))
  const sharers = takers.some(needsTypes) ? units.filter(declares) : givers
  if (sharers.length === 0 || takers.length === 0) return units
  const merged = [...new Set([...sharers, ...takers])].sort((a, b) => (a.name < b.name ? -1 : 1))
  const whole: Unit = {
    name: merged[0]?.name ?? 'amocrm-global:',
    files: merged.flatMap((unit) => unit.files),
    members: merged.flatMap((unit) => unit.members),
    pageOf: merged[0]?.pageOf ?? (() => ''),
  }
  return [whole, ...units.filter((unit) => !merged.includes(unit))]
}

function declares(unit: Unit): boolean {
  return unit.members.some(({ fact }) => fact.topic === 'write' || (fact.topic === 'type' && !fact.local))
}

function isUse({ fact }: Member): boolean {
  return fact.topic === 'use' || fact.topic === 'type-use'
}

function needsTypes(unit: Unit): boolean {
  return unit.members.some(({ fact }) => fact.typed !== undefined && fact.typed !== 'any')
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}

function rootOf(path: string, roots: ReadonlySet<string>): string {
  for (let folder = folderOf(path); folder; folder = folderOf(folder)) if (roots.has(folder)) return folder
  return ''
}
