import { describe, expect, it } from 'vitest'
import { readNameSense, snake } from '../../src/roles/names.js'
import { readUse } from '../../src/roles/signals.js'
import type { Use } from '../../src/sites.js'

describe('what a name says', () => {
  it.each([
    // Words of lists in names of addresses.
    ['corsProxy', 'address'],
    ['permissionsUrl', 'address'],
    ['whitelistApi', 'address'],
    ['matchesUrl', 'address'],
    ['allowanceUrl', 'address'],
    ['accepted', undefined],
    ['matches', undefined],
    ['permissions', undefined],
    ['knowledgeBase', 'address'],
    ['validate', undefined],
    ['blockquote', undefined],
    // Lists and policies.
    ['allowedOrigins', 'guard'],
    ['ALLOWED_ORIGINS', 'guard'],
    ['allowed-origins', 'guard'],
    ['allowedOrigin', 'guard'],
    ['trustedDomains', 'guard'],
    ['whitelist', 'guard'],
    ['whiteList', 'guard'],
    ['denyUrls', 'guard'],
    ['EXCLUDED_HOSTS', 'guard'],
    ['ignoredDomains', 'guard'],
    ['frameAncestors', 'guard'],
    ['frame-ancestors', 'guard'],
    ['tracePropagationTargets', 'guard'],
    ['remotePatterns', 'guard'],
    ['CORS_ORIGINS', 'guard'],
    ['cors', 'guard'],
    ['options.cors', 'guard'],
    ['hosts', 'several'],
    ['AMO_DOMAINS', 'several'],
    // Keys and cookies.
    ['cookieDomain', 'storage'],
    ['SESSION_COOKIE_DOMAIN', 'storage'],
    ['cacheKey', 'storage'],
    // Addresses.
    ['origin', 'origin'],
    ['baseUrl', 'address'],
    ['baseURL', 'address'],
    ['API_HOST', 'address'],
    ['config.endpoint', 'address'],
    ['webhookUrl', 'address'],
    ['href', 'address'],
    ['title', undefined],
    ['message', undefined],
  ])('%s', (name, sense) => {
    expect(readNameSense(name, false)).toBe(sense)
  })

  it.each([
    ['allowed', 'guard'],
    ['blocked', 'guard'],
    ['matches', 'guard'],
    ['permissions', 'guard'],
    ['connectSrc', 'guard'],
    ['accounts', undefined],
    ['hosts', 'several'],
  ])('%s, of a list', (name, sense) => {
    expect(readNameSense(name, true)).toBe(sense)
  })

  it('reads every spelling by its words', () => {
    expect(['allowedURLs', 'APIHost', 'frame-ancestors', '_baseUrl'].map(snake)).toEqual([
      'allowed_urls',
      'api_host',
      'frame_ancestors',
      'base_url',
    ])
  })
})

/** An argument: callee, index, what else is known. */
const argument = (callee: string, index = 0, more: Partial<Use & { is: 'argument' }> = {}): Use => ({
  is: 'argument',
  callee,
  index,
  ...more,
})

describe('what a call does with a value', () => {
  it.each<[string, Use, string | undefined]>([
    // A name that sounds like sending.
    ['a database model', argument('Account.create', 0, { name: 'domain' }), 'storage'],
    ['prisma', argument('prisma.account.upsert', 0, { name: 'where.domain' }), 'storage'],
    ['a map that is written', argument('known.set', 0, { args: ['host', 'token'] }), 'storage'],
    ['an unknown `get`', argument('known.get'), 'open'],
    ['a redis client', argument('redis.get'), 'storage'],
    ['the cache of a worker', argument('caches.match'), 'storage'],
    ['a file name', argument('path.join', 1), 'storage'],
    ['a hash', argument('crypto.createHash().update'), 'storage'],
    ['a token', argument('jwt.verify', 2, { name: 'issuer' }), 'open'],
    ['an unknown function', argument('register'), 'open'],
    ['a listener', argument('emitter.emit', 1), 'open'],
    ['a function of the file', argument('register', 0, { followed: true }), undefined],
    ['a log', argument('console.log', 1, { args: ["'host'", 'HOST'] }), undefined],
    ['a message', argument('logger.info'), undefined],
    ['an error', argument('Error', 0, { construct: true }), undefined],
    // Cookies.
    ['a cookie', argument('response.cookie', 2, { name: 'domain' }), 'storage'],
    ['the options of a session', argument('session', 0, { name: 'cookie.domain' }), 'storage'],
    // Headers and bodies.
    [
      'a header that names it',
      argument('request.setRequestHeader', 1, { args: ["'Origin'", 'x'] }),
      'header',
    ],
    ['a Host header', argument('axios.get', 1, { name: 'headers.Host' }), 'header'],
    ['a referer', argument('fetch', 1, { name: 'headers.Referer' }), 'header'],
    ['a body', argument('axios.post', 1, { name: 'domain' }), 'payload'],
    ['data', argument('$.ajax', 0, { name: 'data.domain' }), 'payload'],
    ['a query', argument('URLSearchParams', 0, { name: 'redirect_uri' }), 'payload'],
    // Origins.
    ['postMessage', argument('parent.postMessage', 1), 'peer'],
    ['postMessage with options', argument('parent.postMessage', 1, { name: 'targetOrigin' }), 'peer'],
    ['the message itself', argument('parent.postMessage', 0), 'open'],
    ['a CORS header', argument('res.setHeader', 1, { args: ["'Access-Control-Allow-Origin'", 'x'] }), 'peer'],
    ['a table of headers', argument('res.set', 0, { name: 'Access-Control-Allow-Origin' }), 'peer'],
    ['X-Frame-Options', argument('res.header', 1, { args: ["'X-Frame-Options'", 'x'] }), 'peer'],
    ['a policy', argument('res.setHeader', 1, { args: ["'Content-Security-Policy'", 'x'] }), 'matcher'],
    ['cors with one origin', argument('cors', 0, { name: 'origin' }), 'peer'],
    ['cors with a list', argument('cors', 0, { name: 'origin', listed: true }), 'matcher'],
    [
      'the cors of a framework',
      argument('app.register', 1, { name: 'origin', listed: true, args: ['cors'] }),
      'matcher',
    ],
    ['sockets', argument('Server', 1, { name: 'cors.origin' }), 'peer'],
    ['frameguard', argument('helmet.frameguard', 0, { name: 'domain' }), 'peer'],
    // Browser extensions.
    ['tabs that are looked for', argument('chrome.tabs.query', 0, { name: 'url' }), 'matcher'],
    ['a tab that is opened', argument('chrome.tabs.create', 0, { name: 'url' }), 'target'],
    ['a cookie of the browser', argument('chrome.cookies.get', 0, { name: 'url' }), 'storage'],
    // Tests.
    ['endsWith', argument('host.endsWith'), 'matcher'],
    ['inArray', argument('$.inArray', 1), 'matcher'],
    ['a check of the host', argument('isTrustedHost'), 'matcher'],
    ['a check of something else', argument('checkServer'), 'open'],
    ['a schema', argument('z.enum', 0, { listed: true }), 'matcher'],
    ['a cut', argument('url.split'), 'matcher'],
    ['what is put in by replace', argument('url.replace', 1), undefined],
    ['an expectation', argument('expect().toBe'), 'expected'],
    ['cypress', argument('cy.url().should', 1), 'expected'],
    // Requests.
    ['fetch', argument('fetch'), 'target'],
    ['axios', argument('axios.get'), 'target'],
    ['jQuery', argument('$.get'), 'target'],
    ['the widget', argument('self.crm_post'), 'target'],
    ['an injected client', argument('this.http.get'), 'target'],
    ['a client with options', argument('axios.create', 0, { name: 'baseURL' }), 'target'],
    ['an SDK', argument('CrmClient', 0, { name: 'domain', construct: true }), 'target'],
    ['a setter', argument('client.setBaseDomain'), 'target'],
    ['a link', argument('$().attr', 1, { args: ["'href'", 'x'] }), 'target'],
    ['a title', argument('$().attr', 1, { args: ["'title'", 'x'] }), undefined],
    ['a host in the URL that is passed', argument('load', 0, { inUrl: true }), 'target'],
  ])('%s', (_, use, signal) => {
    expect(readUse(use)?.signal).toBe(signal)
  })
})

describe('what other uses say', () => {
  it.each<[string, Use, string | undefined]>([
    ['a comparison', { is: 'compare', operator: '===' }, 'matcher'],
    ['a case', { is: 'case' }, 'matcher'],
    ['a key of a table', { is: 'key', of: [] }, 'matcher'],
    ['a search', { is: 'receiver', method: 'includes' }, 'matcher'],
    ['a change of case', { is: 'receiver', method: 'toLowerCase' }, undefined],
    ['a header in a table', { is: 'entry', key: 'Access-Control-Allow-Origin', of: [] }, 'peer'],
    ['a policy in a table', { is: 'entry', key: 'Content-Security-Policy', of: [] }, 'matcher'],
    ['a fallback of a list', { is: 'default', of: 'process.env.CORS_ORIGINS' }, 'matcher'],
    ['a fallback of an address', { is: 'default', of: 'process.env.API_URL' }, undefined],
    ['a list in a setting', { is: 'setting', path: ['cors', 'origins', '0'] }, 'matcher'],
    ['permissions of an extension', { is: 'setting', path: ['permissions', '0'] }, 'matcher'],
    ['an address in a setting', { is: 'setting', path: ['api', 'url'] }, 'target'],
    ['a link', { is: 'attribute', tag: 'a', name: 'href' }, 'target'],
    ['a hint', { is: 'attribute', tag: 'input', name: 'placeholder' }, undefined],
  ])('%s', (_, use, signal) => {
    expect(readUse(use)?.signal).toBe(signal)
  })
})
