import type { KeyUse } from '../../storage.js'
import type { Identity } from './names.js'
import type { KeyProblem } from './tables.js'
import type { UseProblem } from './uses.js'

const WHOSE: Record<Identity, string> = {
  id: 'the id of the CRM account',
  subdomain: 'the subdomain of the CRM account',
  domain: 'the address of the CRM account',
}

/** What happens to a key of this kind when accounts move. */
const EFFECT: Record<Identity, string> = {
  id: 'amoCRM and Kommo number their accounts apart, so the same number can be two accounts',
  subdomain: 'a subdomain can change, and means two accounts where both platforms are served',
  domain: 'the account comes back as SUB.kommo.com and is a stranger then',
}

const PER_ORIGIN =
  'what a browser stores belongs to one address, so everything kept under SUB.amocrm.com is gone on SUB.kommo.com'

export function messageOfKey({ table, key, columns, evidence }: KeyProblem): string {
  const names = columns.map(({ name }) => `\`${name}\``).join(' and ')
  const first = columns[0]?.identity ?? 'id'
  const role =
    key.kind === 'primary'
      ? key.columns.length > 1
        ? 'part of the primary key'
        : 'the primary key'
      : key.columns.length > 1
        ? 'part of a unique key'
        : 'a unique key'
  const effect = table.system === 'indexed-db' ? PER_ORIGIN : EFFECT[first]
  return `${names} (${WHOSE[first]}) ${columns.length > 1 ? 'are' : 'is'} ${role} of \`${table.name}\`: ${effect}. ${evidenceText(evidence)}`
}

export function helpOfKey({ table, key, columns }: KeyProblem): string {
  const own = columns.map(({ name }) => `\`${name}\``).join(' and ')
  const isId = columns.every(({ identity }) => identity === 'id')
  if (table.system === 'indexed-db')
    return `Keep it on your server under your own id, or expect the store to be empty after the move and fill it again; let ${own} be a value of a record whose key counts by itself.`
  if (key.kind === 'primary')
    return `Give \`${table.name}\` an auto-increment \`id\` as its primary key and keep ${own} as an ordinary ${isId ? 'column, unique together with the platform' : 'column that may change'}; foreign keys move to the new \`id\`.`
  return isId
    ? `Make ${own} unique together with a column for the platform (\`kommo\`, \`amocrm.ru\`).`
    : `Make the platform and the account id unique instead, and let ${own} change: index it without \`unique\`.`
}

const CALLED: Record<KeyUse['kind'], string> = {
  lookup: 'finds the record',
  upsert: 'finds or makes the record',
  cache: 'is a key of a cache',
  lock: 'is the name of a lock',
  map: 'is a key of a map',
  browser: 'is a key in the storage of the browser',
  file: 'is the name of a file',
  table: 'is the name of a table',
}

export function messageOfUse({ use, fields, evidence }: UseProblem): string {
  const first = fields[0]?.identity ?? 'subdomain'
  const name = `\`${fields.map(({ field }) => field.name).join('`, `')}\``
  const subject =
    use.kind === 'lookup' || use.kind === 'upsert'
      ? `\`${use.call}\` ${CALLED[use.kind]} by ${name}`
      : `${name} ${CALLED[use.kind]}`
  return `${subject} (${WHOSE[first]}): ${effectOfUse(use.kind, first)}. ${evidenceText(evidence)}`
}

function effectOfUse(kind: KeyUse['kind'], identity: Identity): string {
  if (kind === 'browser') return PER_ORIGIN
  if (identity === 'domain' && kind === 'file')
    return 'under SUB.kommo.com the file is not found, and the tokens in it look lost'
  if (identity === 'domain' && kind !== 'lookup' && kind !== 'upsert')
    return 'under SUB.kommo.com nothing is found there'
  return EFFECT[identity]
}

export function helpOfUse({ use, fields }: UseProblem): string {
  const isId = fields.every(({ identity }) => identity === 'id')
  switch (use.kind) {
    case 'lookup':
      return 'Find the account by its account id and platform (webhooks, tokens and /api/v4/account carry the id), then by your own id.'
    case 'upsert':
      return isId
        ? 'Look for the platform and the account id together; the subdomain is a value to update.'
        : 'Look for the platform and the account id; write the domain as a value that is updated.'
    case 'browser':
      return 'Keep it on your server under your own id, or expect it to be empty after the move and ask for it again.'
    case 'file':
    case 'table':
      return 'Name it by your own id (or platform and account id), and move what exists when the account’s address changes.'
    default:
      return isId
        ? 'Put the platform, or your own id, into the key.'
        : 'Make the key of your own id, or of the platform and the account id; what is cached under the old one must be allowed to be missed.'
  }
}

const BESIDE = 'it stands beside '

/** What says that it is the CRM's account; the names that it stands beside are one reason. */
export function evidenceText(evidence: readonly string[]): string {
  const beside = evidence.filter((each) => each.startsWith(BESIDE)).map((each) => each.slice(BESIDE.length))
  const names = [...new Set(beside.flatMap((each) => each.split(' and ')))].slice(0, 2)
  const others = [...new Set(evidence.filter((each) => !each.startsWith(BESIDE)))]
  const all = names.length > 0 ? [...others.slice(0, 2), BESIDE + names.join(' and ')] : others.slice(0, 3)
  return `Taken for the CRM’s account: ${joined(all)}.`
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
