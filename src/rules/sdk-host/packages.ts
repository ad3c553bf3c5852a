import { type Sdk, sdkOf } from '../../brand/sdks/index.js'
import type { RuleFinding } from '../../findings/finding.js'
import type { FileModel } from '../../languages/language.js'
import type { PackageSite } from '../../sites.js'
import type { Project } from '../define-rule.js'
import { codeOf, hasManifest, type Locked, lockedVersion, type SdkFacts } from './facts.js'
import { declaredStanding, lockedStanding, type Standing } from './versions.js'

/** Libraries that a manifest asks for (or a lock file without its manifest pins) and that do not reach kommo.com as they are. */
export function* packageFindings(file: FileModel, project: Project, rule: string): Generator<RuleFinding> {
  if (file.nature === 'recorded' || (file.keeps && hasManifest(file.source.path, project))) return
  const facts = project.facts<SdkFacts>(rule)
  for (const site of file.packages ?? []) {
    const sdk = sdkOf(site.ecosystem, site.name)
    const said = sdk && judge(sdk, site, facts)
    if (said)
      yield {
        span: site.span,
        role: 'target',
        ...said,
        fix: { kind: 'manual', title: titleOf(sdk), edits: [], create: [] },
      }
  }
}

function titleOf(sdk: Sdk): string {
  if (sdk.reach === 'never' || sdk.obsolete) return 'Replace the library'
  return sdk.since ? `Use version ${sdk.since} or later` : 'Set the host of the library'
}

type Said = Pick<RuleFinding, 'message' | 'help' | 'severity'>

function judge(sdk: Sdk, site: PackageSite, facts: ReadonlyMap<string, SdkFacts>): Said | undefined {
  const name = `\`${site.name}\``
  if (sdk.reach === 'never') return { message: neverMessage(sdk, name), help: replaceHelp(sdk) }
  if (sdk.obsolete)
    return {
      message: `${name} calls ${sdk.builtIn}. ${sdk.obsolete}`,
      help: `Replace it by ${sdk.replacement}. Until then it takes ${sdk.option}.`,
    }
  const { path } = { path: site.span.file }
  const locked = site.isLocked ? { version: site.version ?? '', path } : lockedVersion(facts, path, sdk)
  if (sdk.since) {
    const standing = standingOf(sdk.since, locked, site)
    if (standing === 'below') return tooOld(sdk, name, locked, site)
    if (standing === 'unknown') return maybeTooOld(sdk, name, locked, site)
  }
  if (sdk.reach === 'account' || codeOf(facts, path, sdk)?.configured) return undefined
  return {
    severity: 'info',
    message: `${name} calls ${sdk.builtIn}, and no code here is seen to set another host.`,
    help: [`For accounts on kommo.com set ${sdk.option}.`, sdk.besides].filter(Boolean).join(' '),
  }
}

function neverMessage(sdk: Sdk, name: string): string {
  return `${name} cannot reach kommo.com: it calls ${sdk.builtIn}.`
}

function replaceHelp({ replacement }: Sdk): string {
  return replacement
    ? `Replace it by ${replacement}.`
    : 'No option changes that and no package is known to replace it: call the API of the account yourself, or patch a copy.'
}

function standingOf(since: string, locked: Locked | undefined, site: PackageSite): Standing {
  return locked ? lockedStanding(locked.version, since) : declaredStanding(site.version, since)
}

function tooOld(sdk: Sdk, name: string, locked: Locked | undefined, site: PackageSite): Said {
  const version = locked
    ? `${locked.version}${site.isLocked ? '' : ` (pinned by ${nameOf(locked.path)})`}`
    : `\`${site.version}\``
  return {
    message: `${name} ${version} is older than ${sdk.since}, the first version that reaches kommo.com. ${sdk.before}`,
    help: `Raise it to ${sdk.since} or later with its package manager, then set ${sdk.option}.`,
  }
}

function maybeTooOld(sdk: Sdk, name: string, locked: Locked | undefined, site: PackageSite): Said {
  const asked = site.version && !site.isLocked ? `\`${site.version}\`` : undefined
  const why = locked
    ? `its version in ${nameOf(locked.path)} is no number`
    : asked
      ? `${asked} does not say which version is installed, and no lock file does`
      : 'nothing here says which version is installed'
  return {
    severity: 'info',
    message: `${name} reaches kommo.com from version ${sdk.since} on; ${why}. ${sdk.before}`,
    help: `Make sure that ${sdk.since} or later is installed, and set ${sdk.option}.`,
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
