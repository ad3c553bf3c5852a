import { describe, expect, it } from 'vitest'
import { isHostLabel, isHostText } from '../../src/roles/subject.js'

describe('a tested value', () => {
  it.each([
    'host',
    'location.hostname',
    'tabs[0].url',
    'req.headers.referer',
    "req.get('origin')",
    '(source.baseUrl || "").toLowerCase()',
    'document.referrer',
    'event.origin',
    'account_domain',
    'value\nnew URL(value).hostname',
  ])('is a host or URL: %s', (subject) => {
    expect(isHostText(subject)).toBe(true)
    expect(isHostLabel(subject)).toBe(false)
  })

  it.each([
    'source',
    'provider.name',
    'element.className',
    'hosts',
    'allowedOrigins',
    'req.url',
    'ctx.originalUrl',
    'location.pathname',
    'avatarUrl',
    'email.domain',
    'error.message',
    'router.url',
  ])('is something else: %s', (subject) => expect(isHostText(subject)).toBe(false))

  it.each(["host.split('.')[1]", "parts[1]\nlocation.hostname.split('.')", 'url.split(/\\.|:/)[1]'])(
    'is a label: %s',
    (subject) => expect(isHostLabel(subject)).toBe(true),
  )

  it.each(["name.split('.')[1]", "host.split('/')[1]", 'host'])('is no label: %s', (subject) =>
    expect(isHostLabel(subject)).toBe(false),
  )
})
