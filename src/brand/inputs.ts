/**
 * Names under which code reads what amoCRM and Kommo send: the account's host in the OAuth redirect, and the account's
 * address in a CRM webhook, which names `SUB.amocrm.com` for accounts on kommo.com too.
 */
export const REDIRECT_HOST = 'referer'
export const WEBHOOK_ACCOUNT = 'account[_links][self]'

export type InputName = typeof REDIRECT_HOST | typeof WEBHOOK_ACCOUNT
