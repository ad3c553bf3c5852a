import type { Outcome } from './verdict.js'

/** What a redirect does to a request, in two or three words. */
export const WORDS: Readonly<Record<Outcome, string>> = {
  silent: 'verb or body lost, token kept',
  hangs: 'hangs',
  changed: 'verb or body lost',
  blocked: 'blocked',
  lost: 'token lost',
  'not-followed': 'not followed',
  unmeasured: 'not measured',
  survives: 'survives',
}

/** The same as `token lost` for a request that proves itself by a cookie. */
export const SESSION_LOST = 'session lost'
