import { jsSystems } from './js.js'
import { otherSystems } from './others.js'
import { phpSystems } from './php.js'
import { pythonSystems } from './python.js'
import type { RawStep, RawSystem, StepFile } from './step.js'

const SYSTEMS: readonly RawSystem[] = [...phpSystems, ...jsSystems, ...pythonSystems, ...otherSystems]

/** A history of steps in code, as a folder holds it. */
export interface StepHistory {
  /** Name of its system, as its users call it. */
  readonly title: string
  /** The next step, with statements of SQL in it. */
  next(step: RawStep): StepFile | { readonly reason: string }
}

/** Names of files that may be steps in code: all that `stepsIn` has to be given. */
export function isStepName(name: string): boolean {
  return /\.(?:php|[cm]?[jt]s|py|rb|cs)$/.test(name) && !/\.d\.[cm]?ts$/.test(name)
}

/**
 * The history that a folder holds, if it holds one: of the systems whose steps are there, the one of the newest.
 * @param folder report path, ending in `/`
 * @param files files of the folder by whose names they may be steps
 */
export function stepsIn(folder: string, files: readonly StepFile[]): StepHistory | undefined {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const system of SYSTEMS) {
    const steps = sorted.filter(({ name, text }) => system.name.test(name) && system.text.test(text))
    if (steps.length > 0)
      return {
        title: system.title,
        next: (step) => system.write(step, { folder, steps, files: sorted }),
      }
  }
  return undefined
}
