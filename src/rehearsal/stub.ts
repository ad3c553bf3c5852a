/** What the new host answers where there is no upstream: small, plausible, invented. */
export function stubAnswer(method: string, target: string, body: Buffer | undefined): string {
  const path = target.replace(/[?#].*$/s, '')
  if (path.startsWith('/oauth2/access_token')) return JSON.stringify(TOKENS)
  const entity = /^\/api\/v4\/(?:[^/]+\/\d+\/)?([a-z_]+)(\/\d+)?\/?$/.exec(path)
  if (!entity) return '{}'
  const [, name = '', id] = entity
  if (name === 'account') return JSON.stringify({ id: 1, name: 'Rehearsal', subdomain: 'rehearsal' })
  if (id !== undefined) return JSON.stringify(thing(path, Number(id.slice(1))))
  const count = method === 'GET' ? 0 : sentThings(body)
  const things = Array.from({ length: count }, (_, index) => thing(`${path}/${index + 1}`, index + 1))
  return JSON.stringify({ _page: 1, _links: { self: { href: path } }, _embedded: { [name]: things } })
}

const TOKENS = {
  token_type: 'Bearer',
  expires_in: 86400,
  access_token: 'rehearsal-access-token',
  refresh_token: 'rehearsal-refresh-token',
}

function thing(path: string, id: number): object {
  return { id, request_id: String(id - 1), _links: { self: { href: path } } }
}

/** As many as were sent, at most what the API takes at once. */
function sentThings(body: Buffer | undefined): number {
  try {
    const sent: unknown = JSON.parse(body?.toString('utf8') ?? '')
    return Array.isArray(sent) ? Math.min(sent.length, 250) : 1
  } catch {
    return 1
  }
}
