import { WEBHOOK_ACCOUNT } from '../../brand/inputs.js'
import type { RuleFinding } from '../../findings/finding.js'
import { flattenUses } from '../../languages/flatten.js'
import type { FileModel } from '../../languages/language.js'
import type { Span, TestSite, Use } from '../../sites.js'
import { textOf } from '../hosts/decided.js'

const KOMMO = /kommo\\?\.com/i
/** Anything that lets amocrm.com in, or may: `amocrm\\.(ru|com)`, `'amocrm.'`, `amocrm.com`. */
const OLD = /amocrm(?!\\*\.ru)/i
/** A condition that may let other hosts pass. */
const OTHER = /[=!]==?|\w\s*\(/

/**
 * Tests of the account's address in a CRM webhook that know kommo.com and not amocrm.com, which is what those webhooks
 * say. Silent where any test of that address knows amocrm.com, and where another condition stands beside the test. What
 * the file names elsewhere does not count: a fix may replace it.
 */
export function* webhookAccounts(file: FileModel): Generator<RuleFinding> {
  const inputs = (file.inputs ?? []).filter(({ name }) => name === WEBHOOK_ACCOUNT)
  if (inputs.length === 0 || file.nature !== 'source') return
  const known = { kommo: namesOf(file, KOMMO), old: namesOf(file, OLD) }
  const seen = new Set<number>()
  for (const input of inputs) {
    const tests = flattenUses(input.uses).flatMap(testsOf)
    if (tests.some(({ chain }) => knows(chain, OLD, known.old))) continue
    for (const test of tests) {
      if (seen.has(test.span.start) || !isKommoOnly(file, test, known.kommo)) continue
      seen.add(test.span.start)
      yield findingOf(test.span, input.span)
    }
  }
}

function testsOf(use: Use): TestSite[] {
  if (use.is !== 'compare' && use.is !== 'receiver' && use.is !== 'argument') return []
  return use.test ? [use.test] : []
}

function isKommoOnly(file: FileModel, test: TestSite, names: readonly string[]): boolean {
  if (!knows(textOf(file, test.span), KOMMO, names)) return false
  return test.chain
    .split(/\|\||&&/)
    .every((part) => knows(part, KOMMO, names) || /amocrm/i.test(part) || !OTHER.test(part))
}

function knows(text: string, brand: RegExp, names: readonly string[]): boolean {
  if (brand.test(text)) return true
  const words = text.split(/[^\w$.]+/)
  return names.some((name) => words.some((word) => word === name || word.startsWith(`${name}.`)))
}

/** Names of constants and lists that hold a host of a brand. */
function namesOf(file: FileModel, brand: RegExp): string[] {
  return file.texts
    .filter(({ parts }) => parts.some((part) => part.kind === 'literal' && brand.test(part.text)))
    .flatMap(({ uses }) => flattenUses(uses))
    .flatMap((use) => (use.is === 'binding' ? [use.name] : []))
}

function findingOf(span: Span, read: Span): RuleFinding {
  return {
    span,
    severity: 'warning',
    role: 'matcher',
    message:
      "This test of a webhook's account address knows kommo.com alone: webhooks of Kommo accounts still name `SUB.amocrm.com` there.",
    help: 'Let the same host on amocrm.com in beside kommo.com, and keep both.',
    fix: { kind: 'manual', title: 'Let amocrm.com in beside kommo.com', edits: [], create: [] },
    related: [{ span: read, note: 'the address in the webhook, `account[_links][self]`' }],
  }
}
