/** Statements of SQL that become one step of a project's own history. */
export interface RawStep {
  /** Name in lower case, words joined by `_`. */
  readonly slug: string
  /** Lines that stand at the head of the file as a comment. */
  readonly head: readonly string[]
  /** Statements, each whole and without `;`. */
  readonly up: readonly string[]
  readonly down: readonly string[]
}

/** A file of a folder that holds such a history. */
export interface StepFile {
  /** Without its folder. */
  readonly name: string
  readonly text: string
}

export interface StepPlace {
  /** Report path of the folder, ending in `/`. */
  readonly folder: string
  /** Steps of this system, in the order of their names; at least one. */
  readonly steps: readonly StepFile[]
  /** All files of the folder, the steps among them. */
  readonly files: readonly StepFile[]
}

/** A system that runs steps written in code, and how such a step says statements of SQL. */
export interface RawSystem {
  /** As its users call it. */
  readonly title: string
  /** Names of its steps. The first group is the number, signs between its digits included. */
  readonly name: RegExp
  /** What stands in a step and in no other system's. */
  readonly text: RegExp
  /** The next step; a reason (a clause that goes behind "because") where it cannot be told how it has to look. */
  readonly write: (step: RawStep, place: StepPlace) => StepFile | { readonly reason: string }
}

/** The newest step: the next one looks like it. */
export function newest({ steps }: StepPlace): StepFile {
  return steps.at(-1) as StepFile
}

/** `account_base_domain` as `AccountBaseDomain`. */
export function pascal(slug: string): string {
  return slug.replace(/(?:^|_)([a-z\d]?)/g, (_, letter: string) => letter.toUpperCase())
}

/** Lines with a mark in front: `// …`. */
export function commented(lines: readonly string[], mark: string): string {
  return lines.map((line) => `${mark} ${line}\n`).join('')
}

/** Every line that is not empty, moved in. */
export function indented(text: string, by: string): string {
  return text.replace(/^(?=.)/gm, by)
}
