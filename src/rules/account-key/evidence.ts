import { identityOf, isBranded, wordsOf } from './names.js'

/** What says that a table or a key is about accounts of the CRM: whole phrases, the strongest first. */
export type Evidence = readonly string[]

export interface TableWords {
  /** Report path. */
  path: string
  table: string
  model?: string
  database?: string
  columns: readonly string[]
}

const TOKENS = /^(?:amo|kommo|crm)?_?(?:access|refresh)_?token/i
/** Columns that only integrations of this CRM have. */
const TELLING = /^(?:amojo_?id|widget_?code|client_?uuid|amojo_?scope_?id|scope_?id)$/i

/** Folders and names of files that say amoCRM or Kommo, as written. */
export function brandedPart(path: string): string | undefined {
  return path.split('/').find((part) => isBranded(part.replace(/\.[^.]*$/, '')))
}

/** Evidence that a column of a table identifies an account of the CRM. Empty: nothing says so. */
export function evidenceOfColumn(
  { path, table, model, database, columns }: TableWords,
  column: string,
): Evidence {
  const found: string[] = []
  if (isBranded(column)) found.push(`its name says ${brandIn(column)}`)
  if (isBranded(table) || (model !== undefined && isBranded(model)))
    found.push(`the table is called \`${isBranded(table) ? table : model}\``)
  if (database !== undefined && isBranded(database)) found.push(`its database is \`${database}\``)
  const others = columns.filter((each) => each !== column)
  const branded = others.find(isBranded)
  if (branded !== undefined) found.push(`it stands beside \`${branded}\``)
  const part = brandedPart(path)
  if (part !== undefined) found.push(`the file is \`${part}\``)
  const id = others.find((each) => identityOf(each) === 'id')
  // An account with an id of its own and an address is how this CRM speaks of accounts.
  if (id !== undefined && /^(?:base|account)_?domain$/i.test(column)) found.push(`it stands beside \`${id}\``)
  const telling = others.find((each) => TELLING.test(each))
  const tokens = others.filter((each) => TOKENS.test(each))
  const isAccount =
    others.some((each) => identityOf(each) !== undefined) ||
    /account|integration|install|token|auth|amo|kommo|portal/i.test(table)
  if (telling !== undefined) found.push(`it stands beside \`${telling}\``)
  if (tokens.length > 0 && isAccount && found.length === 0 && hasTokenPair(tokens))
    found.push(`it stands beside ${listOf(tokens.slice(0, 2))}`)
  else if (tokens.length > 0 && found.length > 0) found.push(`it stands beside ${listOf(tokens.slice(0, 2))}`)
  return found
}

/** An OAuth pair, as the CRM gives it: other products rarely keep a refresh token by the account's address. */
function hasTokenPair(tokens: readonly string[]): boolean {
  return tokens.some((each) => /refresh/i.test(each))
}

/** Evidence that a key of a store, or a field that is asked for, is an account's of the CRM. */
export function evidenceOfUse(use: {
  path: string
  names: readonly string[]
  values: readonly string[]
  store: string
  text?: string
  beside?: readonly string[]
}): Evidence {
  const found: string[] = []
  const name = use.names.find(isBranded)
  if (name !== undefined) found.push(`its name says ${brandIn(name)}`)
  const value = use.values.find((each) => isBranded(each) || /\breferer\b/i.test(each))
  if (value !== undefined && value !== name)
    found.push(
      /\breferer\b/i.test(value)
        ? `its value is the \`referer\` that a redirect brings`
        : `its value is \`${value}\``,
    )
  if (use.text !== undefined && isBranded(use.text.replace(/\{[^}]*\}/g, ' ')))
    found.push(`the key says ${brandIn(use.text)}`)
  if (isBranded(use.store)) found.push(`it is asked of \`${use.store}\``)
  const part = brandedPart(use.path)
  if (part !== undefined) found.push(`the file is \`${part}\``)
  return found
}

function brandIn(name: string): string {
  const word = wordsOf(name).find((each) => isBranded(each)) ?? ''
  return word.startsWith('kommo') ? 'Kommo' : 'amoCRM'
}

function listOf(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' and ')
}
