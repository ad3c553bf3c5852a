import type { Check, CheckResult, RawFinding } from '../engine/types.js'
import type { Listing } from '../files/discover.js'
import type { Policy } from './policy.js'

/** Files that the configuration leaves out are skipped, and counted as that; those that were named are told. */
export function applyToListing(listing: Listing, policy: Policy): void {
  listing.files = listing.files.map((file) => {
    if (policy.includes(file.path) || file.class === 'skipped') return file
    const { absolute, path, named, tracked } = file
    if (named) listing.notes.push({ path, code: 'excluded', message: EXCLUDED })
    return { absolute, path, ...(named ? { named } : {}), ...(tracked ? { tracked } : {}), ...LEFT_OUT }
  })
}

const LEFT_OUT = { class: 'skipped', reason: 'excluded' } as const

const EXCLUDED = 'the configuration leaves this file out, so it was not examined'

/** Gives findings the severity that the configuration asks for, and leaves out those that it turns off. */
export function withLevels(check: Check, policy: Policy): Check {
  return async (inputs, options) => {
    const result = await check(inputs, options)
    return { ...result, findings: result.findings.flatMap((finding) => leveled(finding, policy)) }
  }
}

function leveled(finding: RawFinding, policy: Policy): RawFinding[] {
  const level = policy.level(finding)
  if (level === 'off') return []
  return level === finding.severity ? [finding] : [{ ...finding, severity: level }]
}

/** Where the configuration says so, a file that does not parse is worth a note, and leaves the run complete. */
export function withTolerance(result: CheckResult, policy: Policy): CheckResult {
  const isTolerated = ({ path, code }: CheckResult['errors'][number]) =>
    code === 'parse-error' && policy.toleratesParseErrors(path)
  const tolerated = result.errors.filter(isTolerated)
  if (tolerated.length === 0) return result
  return {
    ...result,
    errors: result.errors.filter((error) => !isTolerated(error)),
    notes: [...result.notes, ...tolerated],
  }
}
