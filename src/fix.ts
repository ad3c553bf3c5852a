import { fix as fixFolder } from './edits/fix.js'
import { unseenNotes } from './edits/unseen.js'
import { type Verified, verify } from './edits/verify.js'
import { type Contents, contentsOf } from './files/contents.js'
import { rootsOf } from './files/writable.js'
import type { FixKind, Report } from './findings/finding.js'
import { renderFindings } from './findings/render.js'
import type { FixOptions, FixResult } from './interface.js'
import { type Examination, examine, examineFiles, type RunOptions, runFiles, toReport } from './run.js'

type Resolved = RunOptions & Pick<FixOptions, 'unsafe' | 'write' | 'allowDirty' | 'files'>

/** Works out fixes, and writes them when asked to: `fix` of the programming interface. */
export async function fixWith(options: Resolved): Promise<FixResult> {
  return options.files ? fixContents(contentsOf(options.files), options) : fixDisk(options)
}

async function fixContents(contents: Contents, options: Resolved): Promise<FixResult> {
  const audited = await examineFiles(contents, options)
  try {
    options.onProgress?.('verify', 0, 0)
    const { inputs, result, check, isEditable, whyLocked } = audited
    const verified = await verify(inputs, result, check, {
      ...audited.options,
      kinds: kindsOf(options),
      isEditable,
      whyLocked,
    })
    options.signal?.throwIfAborted()
    const { changes } = verified
    const fixed = contents.with(new Map(changes.map(({ path, after }) => [path, after])))
    const left = changes.length > 0 ? await runFiles(fixed, options, verify) : undefined
    left?.notes.push(...unseenNotes(verified, result.sources, audited.options.rules))
    return resultOf(audited, verified, [], left)
  } finally {
    await audited.close()
  }
}

async function fixDisk(options: Resolved): Promise<FixResult> {
  const { cwd, paths = [] } = options
  const open: Examination[] = []
  try {
    const { audited, verified, written, refused, after } = await fixFolder<Examination>({
      root: cwd,
      roots: rootsOf(cwd, paths),
      kinds: kindsOf(options),
      write: options.write ?? false,
      allowDirty: options.allowDirty ?? false,
      signal: options.signal,
      audit: async () => {
        const examination = await examine(options)
        open.push(examination)
        return examination
      },
    })
    const left = after && toReport(after.audited, after.verified.findings)
    left?.notes.push(
      ...unseenNotes(verified, audited.result.sources, audited.options.rules, new Set(written)),
    )
    const result = resultOf(audited, verified, written, left)
    for (const { path, reason } of refused)
      (left ?? result.report).errors.push({ path, code: 'write-failed', message: `not written: ${reason}` })
    return result
  } finally {
    await Promise.all(open.map((examination) => examination.close()))
  }
}

function kindsOf({ unsafe }: Resolved): FixKind[] {
  return unsafe ? ['safe', 'review'] : ['safe']
}

function resultOf(
  audited: Examination,
  verified: Verified,
  written: string[],
  left: Report | undefined,
): FixResult {
  return {
    report: toReport(audited, verified.findings),
    fixed: renderFindings(verified.fixed, audited.result.sources, audited.suppressionOf),
    changes: verified.changes,
    written,
    ...(left && { left }),
  }
}
