import type { Edit } from '../../../findings/finding.js'
import type { ListSite, Span, Use } from '../../../sites.js'
import { textOf } from '../decided.js'
import { insertion, type Repair, repaired, type Subject, twinOf } from './repair.js'

/** A constant as a label names it, with what it belongs to: `HOST`, `self::HOST`, `Hosts.HOST`. */
const NAMED = String.raw`(?:\\?\$?\w+(?:\.|->|::))*`

/**
 * `case HOST:` of a constant in the same file: the twin of its text becomes a label of its own beside each one. Only where
 * labels are all that the constant is for, and nothing in the file speaks of kommo yet: another label might be its twin.
 */
export function repairConstantLabel(subject: Subject, uses: readonly Use[]): Repair | undefined {
  const { file, occurrence } = subject
  const { site, literal } = occurrence
  const { quote } = site.anchor
  const binding = uses.find((use) => use.is === 'binding')
  const twin = twinOf(subject, literal.span)
  if (binding?.is !== 'binding' || twin === undefined || site.parts.length !== 1) return undefined
  if (file.syntax !== 'tree' || site.lexical || !/^["'`]$/.test(quote)) return undefined
  if (!uses.every(isLabel) || /kommo/i.test(file.source.text)) return undefined
  const name = new RegExp(`^\\\\?${NAMED}${binding.name.slice(binding.name.lastIndexOf('.') + 1)}$`)
  const written = `${quote}${twin}${quote}`
  const edits: (Edit | undefined)[] = uses.flatMap((use) => {
    if (use.is === 'case') return use.label ? [besideLabel(subject, use.label, use.joint, name, written)] : []
    return use.is === 'element' ? inList(subject, use.of, name, written) : []
  })
  const whole = edits.filter((edit) => edit !== undefined)
  if (whole.length === 0 || whole.length < edits.length) return undefined
  return repaired(whole, ['the label is a constant, its twin is written out beside it'])
}

function isLabel(use: Use): boolean {
  return (
    use.is === 'binding' ||
    use.is === 'case' ||
    (use.is === 'element' && use.of.form === 'case' && !use.of.placed)
  )
}

/** A label in front of `case HOST:`, in a line of its own where that has one; a value behind where `joint` parts several. */
function besideLabel(
  { file }: Subject,
  label: Span,
  joint: string | undefined,
  name: RegExp,
  written: string,
): Edit | undefined {
  if (label.file !== file.source.path) return undefined
  const own = textOf(file, label)
  if (joint !== undefined) return name.test(own) ? insertion(file, label.end, joint + written) : undefined
  const parts = /^(case\s+)(\S+?)(\s*[:;])$/.exec(own)
  if (!parts || !name.test(parts[2] as string)) return undefined
  const start = file.source.indexAt(label.start)
  const front = /[^\r\n]*$/.exec(file.source.text.slice(0, start))?.[0] ?? ''
  const gap = front.trim() === '' ? `\n${front}` : ' '
  return insertion(file, label.start, `${parts[1]}${written}${parts[3]}${gap}`)
}

/** `case HOST, OTHER:`: the twin stands behind the constant. */
function inList({ file }: Subject, list: ListSite, name: RegExp, written: string): (Edit | undefined)[] {
  const own = list.items.filter(({ span }) => span.file === file.source.path && name.test(textOf(file, span)))
  if (own.length === 0) return [undefined]
  return own.map(({ span }) => insertion(file, span.end, (list.joint ?? ', ') + written))
}
