/** Names of what tells accounts of the CRM apart, among names of anything. */
const ACCOUNT_NAME =
  /sub_?(?:domain|url)|(?:^|_)domain(?:_?name)?$|base_?domain|account_?(?:id|domain|url|host)|referer|(?:amo|kommo)\w*_?id$|portal(?:_?(?:id|url|domain))?$|^host(?:name)?$/i

/** Whether a name may be that of an account's id, subdomain, domain: a use without one says nothing here. */
export function isAccountName(name: string): boolean {
  return ACCOUNT_NAME.test(name) || ACCOUNT_NAME.test(snakeCase(name))
}

/** `AccountID`, `accountId` as `account_id`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
}

const IRREGULAR: Readonly<Record<string, string>> = { person: 'people', child: 'children', man: 'men' }
const UNCOUNTED = /(?:^|_)(?:data|metadata|information|equipment|series|news|staff|feedback)$/i

/** More than one of an English noun, as far as names of tables go; of several words it is the last. */
export function plural(noun: string): string {
  const last = noun.slice(noun.lastIndexOf('_') + 1)
  if (Object.hasOwn(IRREGULAR, last)) return noun.slice(0, noun.length - last.length) + IRREGULAR[last]
  if (UNCOUNTED.test(noun)) return noun
  if (/(?:[^aeiou])y$/i.test(noun)) return `${noun.slice(0, -1)}ies`
  if (/(?:s|x|z|ch|sh)$/i.test(noun)) return `${noun}es`
  return `${noun}s`
}
