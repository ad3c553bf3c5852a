import { SDKS, type Sdk } from '../../brand/sdks/index.js'
import type { Edit, RuleFinding } from '../../findings/finding.js'
import type { FileModel } from '../../languages/language.js'
import type { CallOption, CallSite } from '../../sites.js'
import type { Project } from '../define-rule.js'
import { baseDomainIn } from './base-domain.js'
import { lockedVersion, type SdkFacts } from './facts.js'
import { lockedStanding } from './versions.js'

const OFFICIAL = SDKS.find(({ name }) => name === 'amocrm/amocrm-api-library') as Sdk
const PROVIDER = SDKS.find(({ name }) => name === 'amocrm/oauth2-amocrm') as Sdk
const SCRIPT = SDKS.filter(({ name }) => name === 'amocrm-js' || name === 'kommo-js')

/** First version of the official library whose button knows Kommo. */
const BUTTON_SINCE = '1.6.0'

/** Calls of libraries that go to another host than that of an account on kommo.com, whatever the manifest says. */
export function* callFindings(file: FileModel, project: Project, rule: string): Generator<RuleFinding> {
  const { calls = [], nature, source } = file
  if (calls.length === 0 || nature !== 'source' || OWN.test(source.text)) return
  const facts = project.facts<SdkFacts>(rule)
  const uses = (sdk: Sdk) => sdk.inCode?.test(source.text) ?? false
  for (const call of calls) {
    const found =
      (uses(OFFICIAL) && ofOfficial(file, call, facts)) ||
      (uses(PROVIDER) && ofProvider(file, call, facts)) ||
      (SCRIPT.some(uses) && ofScript(call))
    if (found) yield found
  }
}

/** The code of the libraries themselves. */
const OWN = /^\s*namespace\s+AmoCRM\\(?:Client|OAuth2?)\b/m

const CLIENT = /client|amo|crm|api|sdk/i

function ofOfficial(
  file: FileModel,
  call: CallSite,
  facts: ReadonlyMap<string, SdkFacts>,
): RuleFinding | undefined {
  switch (call.name) {
    case 'files':
      return call.count === 0 && CLIENT.test(call.receiver ?? '') ? filesFinding(call) : undefined
    case 'getOAuthButton':
      return call.options?.some(({ key }) => key === 'is_kommo' || key === undefined)
        ? undefined
        : buttonFinding(file, call, lockedVersion(facts, file.source.path, OFFICIAL)?.version)
    case 'getAuthorizeUrl':
      return isTold(file, facts) ? undefined : linkFinding(call.span, "setAccountBaseDomain('kommo.com')")
    default:
      return undefined
  }
}

function filesFinding({ span }: CallSite): RuleFinding {
  return manual(span, {
    message:
      '`files()` without an argument calls `drive.amocrm.com` for an account on kommo.com: the library puts only the top-level domain of the account behind `drive.amocrm.`.',
    help: 'Ask for the account with `AccountModel::DRIVE_URL` and hand its address over: `files($account->getDriveUrl())`.',
    title: 'Hand over the address of the file service',
  })
}

function buttonFinding(file: FileModel, call: CallSite, version: string | undefined): RuleFinding {
  const message =
    'Without `is_kommo` the button loads its script from www.amocrm.ru and signs people in there, not on kommo.com.'
  const isOld = version !== undefined && lockedStanding(version, BUTTON_SINCE) === 'below'
  const edit = isOld ? undefined : optionEdit(file, call.options)
  const old = isOld
    ? `Version ${version} does not know the option: raise it to ${BUTTON_SINCE} or later. `
    : ''
  const help = `${old}Set \`'is_kommo' => true\` (since ${BUTTON_SINCE}); for people of amocrm.ru show a second button without it.`
  const title = "Add 'is_kommo' => true"
  return edit
    ? {
        span: call.span,
        role: 'target',
        message,
        help,
        fix: { kind: 'review', title, edits: [edit], create: [] },
      }
    : manual(call.span, { message, help, title })
}

/** Puts the option in front of the first one, on a line of its own where that one has one. */
function optionEdit({ source }: FileModel, options: readonly CallOption[] | undefined): Edit | undefined {
  const first = options?.[0]
  if (!first || options.some(({ key }) => key === undefined)) return undefined
  const index = source.indexAt(first.span.start)
  const space = /(?:\r\n|\n|\r)[ \t]*$/.exec(source.text.slice(Math.max(0, index - 200), index))?.[0] ?? ' '
  const { start } = first.span
  return { path: source.path, start, end: start, text: `'is_kommo' => true,${space}`, expect: '' }
}

/** Whether kommo.com (or a setting) is told to the client, here or where the project sets it up. */
function isTold(file: FileModel, facts: ReadonlyMap<string, SdkFacts>): boolean {
  return baseDomainIn(file) || [...facts.values()].some(({ baseDomain }) => baseDomain)
}

function linkFinding(span: CallSite['span'], setting: string): RuleFinding {
  return manual(span, {
    message: 'The authorization link goes to www.amocrm.ru until the client is told another domain.',
    help: `Call \`${setting}\` on the client before this line for people of kommo.com.`,
    title: 'Tell the client kommo.com first',
  })
}

const OLD_OPTIONS: ReadonlySet<string> = new Set(['clientTopLevelDomain', 'topLevelDomain'])

function ofProvider(
  file: FileModel,
  call: CallSite,
  facts: ReadonlyMap<string, SdkFacts>,
): RuleFinding | undefined {
  if (call.name === 'AmoCRM' || /(?:^|\\)AmoCRM$/.test(call.name)) {
    const option = call.construct
      ? call.options?.find(({ key, text }) => OLD_OPTIONS.has(key ?? '') && text === 'com')
      : undefined
    return option && topLevelFinding(option)
  }
  if (call.name !== 'getAuthorizationUrl' || isTold(file, facts)) return undefined
  const providers = (file.calls ?? []).filter(({ construct, name }) => construct && name === 'AmoCRM')
  if (providers.length === 0 || providers.some(hasBaseDomain)) return undefined
  return linkFinding(call.span, "setBaseDomain('www.kommo.com')")
}

function hasBaseDomain({ options }: CallSite): boolean {
  return options === undefined || options.some(({ key }) => key === 'baseDomain' || key === undefined)
}

function topLevelFinding({ span }: CallOption): RuleFinding {
  return manual(span, {
    message:
      'With the top-level domain `com` this version builds `SUB.amocrm.com`: no value of it gives kommo.com.',
    help: 'Raise `amocrm/oauth2-amocrm` to 2.0.0 or later and set `baseDomain` from the `referer` of the redirect instead.',
    title: 'Take the host of the redirect',
  })
}

/** A name without a dot is one of amocrm.ru for these clients; their link is so in any case. */
function ofScript(call: CallSite): RuleFinding | undefined {
  if (call.name === 'getUrl')
    return call.receiver?.endsWith('.auth') || call.receiver === 'auth'
      ? manual(call.span, {
          message: 'This authorization link goes to www.amocrm.ru: the host is a literal in the library.',
          help: 'For people of kommo.com build the link yourself: `https://www.kommo.com/oauth?client_id=…&state=…`.',
          title: 'Build the link yourself',
        })
      : undefined
  const domain =
    call.name === 'Client' && call.construct ? call.options?.find(({ key }) => key === 'domain') : undefined
  if (!domain?.text || domain.text.includes('.')) return undefined
  return {
    ...manual(domain.value, {
      message: `\`${domain.text}\` without a dot means \`${domain.text}.amocrm.ru\` for this client.`,
      help: `If the account is on kommo.com write the whole host, \`${domain.text}.kommo.com\`.`,
      title: 'Write the whole host',
    }),
    severity: 'info',
  }
}

function manual(
  span: CallSite['span'],
  { message, help, title }: { message: string; help: string; title: string },
): RuleFinding {
  return { span, role: 'target', message, help, fix: { kind: 'manual', title, edits: [], create: [] } }
}
