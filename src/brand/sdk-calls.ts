/** Functions of libraries whose calls are looked at: last part of the name, as every language writes it. */
export const SDK_CALLS: ReadonlySet<string> = new Set([
  // amocrm/amocrm-api-library
  'files',
  'getOAuthButton',
  'getAuthorizeUrl',
  'setAccountBaseDomain',
  // amocrm/oauth2-amocrm
  'AmoCRM',
  'getAuthorizationUrl',
  'setBaseDomain',
  // amocrm-js, kommo-js
  'Client',
  'getUrl',
])

const CALL =
  /\b(?:files\s*\(\s*\)|getOAuthButton|getAuthorizeUrl|getAuthorizationUrl|set(?:Account)?BaseDomain|[cC]lientTopLevelDomain|Client\s*\(|auth\.getUrl)/
const LIBRARY = /amocrm\\|amocrm-js|kommo-js/i

/** Whether code may hold such a call: it names a library, and one of its functions. */
export function mayCallLibrary(text: string): boolean {
  return LIBRARY.test(text) && CALL.test(text)
}
