import type { KeyField, KeyUse } from '../../storage.js'
import { type Evidence, evidenceOfUse } from './evidence.js'
import { type Identity, identityOf, isBranded, isCommon } from './names.js'
import { isSameTable, PLATFORM, sameTable, type TableFact } from './tables.js'

/** A record that is found, or a thing that is named, by what identifies an account. */
export interface UseProblem {
  use: KeyUse
  fields: { field: KeyField; identity: Identity }[]
  evidence: Evidence
}

/**
 * What is wrong with a use, if anything is.
 * @param tables what the project says of its tables
 * @param accounts names of tables that are known to hold accounts of the CRM
 * @param mentions whether the file's own code says amoCRM or Kommo
 */
export function problemOfUse(
  path: string,
  use: KeyUse,
  tables: readonly TableFact[],
  isCrmTable: (table: TableFact) => boolean,
  mentions: boolean,
): UseProblem | undefined {
  const fields = use.fields.flatMap((field) => {
    const identity = identityOf(field.name) ?? identityOfValue(use, field)
    return identity ? [{ field, identity }] : []
  })
  if (fields.length === 0) return undefined
  // The account's id finds the account: that is what it is for.
  if (use.kind === 'lookup' && fields.every(({ identity }) => identity === 'id')) return undefined
  if (use.kind === 'lookup' && fields.some(({ identity }) => identity === 'id')) return undefined
  if (isLocalId(fields, tables) || isDump(use) || isOnPlatform(use, fields)) return undefined
  const known = use.store === '' ? [] : sameTable(tables, use.store.replace(/^.*[.:>]/, ''))
  const told = known.filter(isCrmTable)
  if ((use.kind === 'lookup' || use.kind === 'upsert') && known.length > 0 && isReferenceTo(fields, known))
    return undefined
  const direct = evidenceOfUse({
    path,
    names: use.fields.map(({ name }) => name),
    values: use.fields.flatMap(({ value }) => (value === undefined ? [] : [value])),
    store: use.store,
    ...(use.text !== undefined && { text: use.text }),
  })
  const evidence = [
    ...direct,
    ...(told[0] ? [`\`${told[0].model ?? told[0].name}\` holds accounts of the CRM`] : []),
    ...(direct.length === 0 &&
    known.length === 0 &&
    mentions &&
    !fields.every(({ field }) => isCommon(field.name))
      ? ['the code around it says amoCRM or Kommo']
      : []),
  ]
  return evidence.length > 0 ? { use, fields, evidence } : undefined
}

/** A field called `domain` whose value comes from `referer` is the account's. */
function identityOfValue(use: KeyUse, field: KeyField): Identity | undefined {
  if (use.kind === 'lookup' || use.kind === 'upsert') return undefined
  return field.value === undefined ? undefined : identityOf(field.value.replace(/^.*[.>:$]/, ''))
}

function isReferenceTo(fields: UseProblem['fields'], known: readonly TableFact[]): boolean {
  return fields.every(
    ({ field, identity }) =>
      identity === 'id' &&
      known.some((each) => each.references.some(({ columns }) => columns.includes(field.name))),
  )
}

/** Where the project numbers accounts of its own, a bare `account_id` is one of those numbers. */
function isLocalId(fields: UseProblem['fields'], tables: readonly TableFact[]): boolean {
  if (!fields.every(({ field, identity }) => identity === 'id' && !isBranded(field.name))) return false
  return tables.some(
    (each) => isSameTable(each.name, 'accounts') && each.columns.some(({ name }) => name === 'id'),
  )
}

/** What a program writes to be read by its authors. */
function isDump({ kind, text }: KeyUse): boolean {
  return kind === 'file' && text !== undefined && /debug|dump|trace|(?:^|[/_.-])logs?(?:$|[/_.-])/i.test(text)
}

/** The account id together with what tells platforms or integrations apart is the key that is asked for. */
function isOnPlatform(use: KeyUse, fields: UseProblem['fields']): boolean {
  return (
    use.kind === 'upsert' &&
    fields.every(({ identity }) => identity === 'id') &&
    use.fields.some(({ name }) => PLATFORM.test(name))
  )
}
