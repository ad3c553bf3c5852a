import type { CheckResult, RawFinding } from '../engine/types.js'
import { minimalNeedles, needlePattern } from '../files/needles.js'
import type { Source } from '../files/source.js'
import type { Edit, PlainEdit } from '../findings/finding.js'
import { familyOf } from '../languages/index.js'
import type { Rule } from '../rules/define-rule.js'
import type { Applied, State } from './apply.js'
import type { Unit } from './plan.js'

/** Fixes made in memory, and what was known before. */
export interface Claim {
  /** The files before the fixes, and what the check said of them. */
  state: State
  result: CheckResult
  rules: readonly Rule[]
  units: readonly Unit[]
  applied: Applied
}

/**
 * Files of which it is certain, without reading them again, that a check after the fixes would find nothing, see them
 * parse as before, see every name mean what it meant, and collect no facts. All of this has to hold for such a file:
 *
 * - the fixes end all of its findings, and its new bytes hold no needle of any rule: no run reads it again;
 * - every edit replaces letters by letters where it can be nothing but text, or the free name `AMOCRM` by `APP`: the rule
 *   says so (`PlainEdit`), and the bytes around the edit do not contradict. A file into which `APP` is put has no such
 *   name of its own, so that nothing in it can capture one;
 * - its facts are nothing but those mentions (`Rule.isSpent`).
 *
 * Every other file is to be checked again.
 */
export function provenFiles(claim: Claim, paths: Iterable<string>): Set<string> {
  const proven = new Set<string>()
  const candidates = [...paths].filter((path) => claim.applied.changed.has(path))
  if (candidates.length === 0) return proven
  const needles = needlePattern(minimalNeedles(claim.rules.flatMap((rule) => rule.needles)))
  const open = withOpenFindings(claim)
  const plain = plainEdits(claim.units)
  for (const path of candidates) {
    if (open.has(path) || claim.applied.created.has(path)) continue
    const bytes = claim.applied.changed.get(path)?.bytes
    if (!bytes || needles.test(bytes.toString('latin1')) || !isSpent(path, claim)) continue
    if (keepsItsShape(path, claim, plain.get(path) ?? [])) proven.add(path)
  }
  return proven
}

/** Files with a finding that the fixes do not end. */
function withOpenFindings({ result, units }: Claim): Set<string> {
  const ended = new Set<RawFinding>()
  for (const { members } of units) for (const member of members) ended.add(member)
  const open = new Set<string>()
  for (const finding of result.findings) if (!ended.has(finding)) open.add(finding.span.file)
  return open
}

interface KnownEdit {
  edit: Edit
  /** What the rule says of it; `undefined` when it says nothing. */
  plain: PlainEdit | undefined
}

/** Edits by file. The edits of a fix are those of its members: what all of these say holds for each. */
function plainEdits(units: readonly Unit[]): Map<string, KnownEdit[]> {
  const byPath = new Map<string, KnownEdit[]>()
  for (const { members, edits } of units) {
    const first = members[0]?.plain
    const plain = members.every((member) => member.plain === first) ? first : undefined
    for (const edit of edits) {
      const known = byPath.get(edit.path)
      if (known) known.push({ edit, plain })
      else byPath.set(edit.path, [{ edit, plain }])
    }
  }
  return byPath
}

function isSpent(path: string, { result, rules }: Claim): boolean {
  return rules.every((rule) => !rule.collect || rule.isSpent?.(result.facts[rule.id]?.[path]) === true)
}

/** Whether the file parses as before, with the same free names but for `APP` in the place of `AMOCRM`. */
function keepsItsShape(path: string, { state, result }: Claim, edits: readonly KnownEdit[]): boolean {
  const syntax = result.states[path]?.syntax
  const family = familyOf(path)
  const isPlainText = (family === 'text' && syntax === 'text') || (family === 'markdown' && syntax === 'tree')
  const isTree = (family === 'script' || family === 'json') && syntax === 'tree'
  if (!isPlainText && !isTree) return false
  const source = state.source(path)
  if (source.encoding.startsWith('utf-16')) return false
  let takesName = false
  for (const { edit, plain } of edits) {
    if (isTree && plain === undefined) return false
    if (isName(edit)) {
      if (plain !== 'name' || family !== 'script' || !standsAlone(source, edit)) return false
      takesName = true
    } else if (plain === 'name' || !isLetters(edit) || isEscaped(source, edit)) return false
  }
  return !takesName || !NEW_NAME.test(source.text)
}

function isName({ expect, text }: Edit): boolean {
  return expect === 'AMOCRM' && text === 'APP'
}

const LETTERS = /^[A-Za-z]+$/

function isLetters({ expect, text }: Edit): boolean {
  return LETTERS.test(expect) && LETTERS.test(text)
}

/** The new name as a word, or an escape of one of its letters, with which an identifier may spell it. */
const NEW_NAME = /(?<![A-Za-z0-9_$])APP(?![A-Za-z0-9_$])|\\u(?:00|\{0*)(?:41|50)/

/** Whether the replaced bytes are a whole word: no letter, digit, `#` or escape touches them. */
function standsAlone({ bytes }: Source, { start, end }: Edit): boolean {
  return !isWordByte(bytes[start - 1]) && !isWordByte(bytes[end])
}

function isWordByte(byte: number | undefined): boolean {
  if (byte === undefined) return false
  return byte >= 0x80 || /[\w$#\\]/.test(String.fromCharCode(byte))
}

/** Whether a backslash in front makes the first letter part of an escape. */
function isEscaped({ bytes }: Source, { start }: Edit): boolean {
  return bytes[start - 1] === 0x5c
}
