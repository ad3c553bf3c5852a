import { describe, expect, it } from 'vitest'
import type { RedirectState } from '../../src/brand/redirects.js'
import { redirectStatus } from '../../src/brand/redirects.js'

const ROWS: readonly [host: string, path: string, state: RedirectState][] = [
  ['acme.amocrm.com', '/api/v4/leads', 'exempt'],
  ['*.amocrm.com', '/api/v4/leads?page=2', 'exempt'],
  ['.amocrm.com', '/api/v2/', 'exempt'],
  ['acme.amocrm.com', '/api/v3/contacts', 'exempt'],
  ['acme.amocrm.com', '/api/v4', 'exempt'],
  ['acme.amocrm.com', '/private/api/v2/json/accounts/current', 'exempt'],
  ['acme.amocrm.com', '/private/api/auth.php', 'exempt'],
  ['acme.amocrm.com', '/oauth2/access_token', 'exempt'],
  ['acme.amocrm.com', '/auth2/access_token', 'exempt'],
  ['acme.amocrm.com', '/API/V4/leads', 'exempt'],
  ['acme.amocrm.com', '//api/v4/leads', 'exempt'],
  ['acme.amocrm.com', '\\/api\\/v4\\/leads', 'exempt'],
  ['acme.amocrm.com', '/api/v4/{id}', 'exempt'],
  ['acme.amocrm.com', '/leads/detail/7', 'redirected'],
  ['acme.amocrm.com', '/ajax/v1/chats/session', 'redirected'],
  ['acme.amocrm.com', '/v3/user', 'redirected'],
  ['acme.amocrm.com', '/private/tasks/edit', 'redirected'],
  ['acme.amocrm.com', '/private/deals/edit.php?id=1', 'redirected'],
  ['acme.amocrm.com', '/api/v1/leads', 'redirected'],
  ['acme.amocrm.com', '/api/v41/leads', 'redirected'],
  ['acme.amocrm.com', '/?lang=en', 'redirected'],
  ['acme.amocrm.com', '/leads/${id}', 'redirected'],
  ['acme.amocrm.com', '/leads/', 'redirected'],
  ['acme.amocrm.com', '', 'unknown'],
  ['*.amocrm.com', '/', 'unknown'],
  ['*.amocrm.com', '/api/', 'unknown'],
  ['*.amocrm.com', '/api/${version}/leads', 'unknown'],
  ['*.amocrm.com', '/*', 'unknown'],
  ['*.amocrm.com', '/%s', 'unknown'],
  ['*.amocrm.com', '/private/', 'unknown'],
  ['amojo.amocrm.com', '/v2/origin/custom/x', 'chat'],
  ['AMOJO.amocrm.com', '', 'chat'],
  ['www.amocrm.com', '/oauth?client_id=x', 'site'],
  ['amocrm.com', '/developers/', 'site'],
  ['forms.amocrm.com', '/queue/add', 'unknown'],
  ['api-b.amocrm.com', '/api/v4/leads', 'unknown'],
  ['a.b.amocrm.com', '/api/v4/leads', 'unknown'],
]

describe('redirectStatus', () => {
  it.each(ROWS)('%s%s is %s', (host, path, state) => {
    expect(redirectStatus(host, path).state).toBe(state)
  })

  it('says who says so, and that auth2 is read as oauth2', () => {
    for (const [host, path] of ROWS) expect(redirectStatus(host, path).sentence).toMatch(/announcement/)
    expect(redirectStatus('acme.amocrm.com', '/oauth2/access_token').sentence).toContain('auth2/*')
    expect(redirectStatus('acme.amocrm.com', '/api/v4/leads').sentence).toContain('api/v4/*')
  })
})
