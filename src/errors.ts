/** One known way to fail: what people read, and the exit code that scripts read. */
export interface ErrorKind {
  title: string
  /** What to do about it; `''` when the title says it all. */
  advice: string
  exitCode: number
}

/** Every known error. A code is stable: it appears in the programming interface. */
export const ERRORS = {
  usage: { title: 'Wrong usage', advice: 'Run kommo-migrate --help for every command.', exitCode: 2 },
  'unknown-rule': {
    title: 'Unknown rule',
    advice: 'Run kommo-migrate rules for the list.',
    exitCode: 2,
  },
  'unknown-format': { title: 'Unknown format', advice: '', exitCode: 2 },
  'no-such-path': { title: 'No such file or folder', advice: '', exitCode: 2 },
  'outside-folder': {
    title: 'Outside the working folder',
    advice: 'Change to a folder that holds all paths, or name paths inside the current one.',
    exitCode: 2,
  },
  'not-a-terminal': {
    title: 'No terminal to ask on',
    advice: 'Leave --interactive out: fix shows the diff, fix --write applies every safe fix.',
    exitCode: 2,
  },
  'dirty-files': {
    title: 'Files to be edited have uncommitted changes',
    advice: 'Commit or stash them, or add --allow-dirty: undo takes the write back either way.',
    exitCode: 2,
  },
  'nothing-to-undo': { title: 'Nothing to undo', advice: '', exitCode: 2 },
  'undo-conflict': {
    title: 'Files changed since the last write',
    advice: 'Nothing was undone. Put these files back by hand, or with git.',
    exitCode: 2,
  },
  locked: {
    title: 'Another kommo-migrate is writing here',
    advice: 'Wait until it has ended and run the command again.',
    exitCode: 2,
  },
  'write-failed': { title: 'A file could not be written', advice: '', exitCode: 2 },
  'journal-not-read': {
    title: 'The journal of writes cannot be read',
    advice: 'Give yourself the right to read it, or put files back with git.',
    exitCode: 2,
  },
  'journal-not-written': {
    title: 'The journal of writes cannot be kept',
    advice: 'No file was changed: without the journal nothing could be taken back.',
    exitCode: 2,
  },
  'report-not-written': { title: 'The report could not be written', advice: '', exitCode: 2 },
  'no-dialect': {
    title: 'No dialect of SQL shows for a column',
    advice: 'Say which database it is: --dialect postgresql, mysql, sqlite or sqlserver.',
    exitCode: 2,
  },
  'file-exists': {
    title: 'A file is there already',
    advice: 'Move it away, or choose another folder with --out. Nothing was written over.',
    exitCode: 2,
  },
  configuration: {
    title: 'The configuration is not right',
    advice: 'Nothing was examined. docs/configuration.md lists every key.',
    exitCode: 2,
  },
  'no-repository': {
    title: 'Not in a git repository',
    advice: '--changed and --staged ask git what has changed. Without git, name the files.',
    exitCode: 2,
  },
  'no-base': {
    title: 'No commit to compare with',
    advice: 'Name the branch that the changes go to: --since origin/main.',
    exitCode: 2,
  },
  baseline: {
    title: 'The baseline cannot be used',
    advice: 'kommo-migrate baseline writes it anew; --no-baseline runs without it.',
    exitCode: 2,
  },
  'not-rehearsed': { title: 'The rehearsal could not be made', advice: '', exitCode: 2 },
  aborted: { title: 'Stopped', advice: '', exitCode: 130 },
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof ERRORS

/** An error that people can act on: shown without a stack, with its advice. */
export class KnownError extends Error {
  override readonly name = 'KnownError'
  readonly code: ErrorCode
  readonly exitCode: number
  readonly title: string
  readonly advice: string

  /** `detail` says which file, option or value; `advice` replaces the table's when the case knows better. */
  constructor(code: ErrorCode, detail = '', advice: string = ERRORS[code].advice) {
    super(detail ? `${ERRORS[code].title}: ${detail}` : ERRORS[code].title)
    this.code = code
    this.title = ERRORS[code].title
    this.exitCode = ERRORS[code].exitCode
    this.advice = advice
  }
}

/** Whether an error is one of the table's, also when it comes from another copy of this module. */
export function isKnownError(error: unknown): error is KnownError {
  return (
    error instanceof Error &&
    error.name === 'KnownError' &&
    Object.hasOwn(ERRORS, (error as { code?: string }).code ?? '')
  )
}

/** Whether an error says that the user stopped the run (Ctrl-C, an AbortSignal). */
export function isAbort(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'AbortError' || (isKnownError(error) && error.code === 'aborted'))
  )
}
