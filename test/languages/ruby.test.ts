import { describe, expect, it } from 'vitest'
import { createSource } from '../../src/files/source.js'
import { flattenUses } from '../../src/languages/flatten.js'
import { loadAdapter } from '../../src/languages/index.js'
import type { TextSite, Use } from '../../src/sites.js'

const adapter = await loadAdapter('studio.rb')

function sitesIn(code: string): readonly TextSite[] {
  const model = adapter.model(createSource('studio.rb', Buffer.from(code)))
  expect(model.problems).toEqual([])
  return model.texts.filter((site) => /amocrm/.test(shapeOf(site)))
}

/** Text of a site, `{name}` for what is filled in. */
function shapeOf({ parts }: TextSite): string {
  return parts.map((part) => (part.kind === 'literal' ? part.text : `{${part.name ?? ''}}`)).join('')
}

function usesIn(code: string): readonly Use[] {
  return flattenUses((sitesIn(code)[0] as TextSite).uses)
}

describe('texts of Ruby', () => {
  it.each([
    ['x = "https://#{sub}.amocrm.com/#{path}"', 'https://{sub}.amocrm.com/{path}'],
    ["x = 'https://%s.amocrm.com/%d' % [sub, number]", 'https://{sub}.amocrm.com/{number}'],
    ["x = format('https://%<sub>s.amocrm.com', sub: name)", 'https://{name}.amocrm.com'],
    ["x = format('https://%{sub}.amocrm.com', sub: name)", 'https://{name}.amocrm.com'],
    ["x = 'https://' + @sub + '.amocrm.com'", 'https://{this.sub}.amocrm.com'],
    ['x = \'https://acme\' ".amocrm.com"', 'https://acme.amocrm.com'],
    ['x = %q(acme.amocrm.com)', 'acme.amocrm.com'],
    ['x = %Q[#{sub}.amocrm.com]', '{sub}.amocrm.com'],
    ['x = %w[a acme.amocrm.com]', 'acme.amocrm.com'],
    ['x = <<~T\n  go to #{sub}.amocrm.com\nT\n', 'go to {sub}.amocrm.com'],
    ['x = "acme\\x2eamocrm.com"', 'acme.amocrm.com'],
  ])('%s', (code, shape) => {
    expect(shapeOf(sitesIn(code)[0] as TextSite).trim()).toBe(shape)
  })
})

describe('uses in Ruby', () => {
  it('reads methods that are one call without parentheses', () => {
    const code = "class A\n  def a = raise NotImplementedError\n  def b(x) = raise 'amocrm.com'\nend"
    expect(sitesIn(code)).toHaveLength(1)
  })

  it.each([
    ["host.end_with?('.amocrm.com')", { is: 'argument', callee: 'host.endsWith', as: 'end_with?' }],
    [
      "host.end_with?('.amocrm.com', '.ru')",
      { is: 'element', of: expect.objectContaining({ form: 'array' }) },
    ],
    ['%w[acme.amocrm.com].include?(host)', { is: 'receiver', method: 'includes', as: 'include?' }],
    ["host == 'acme.amocrm.com'", { is: 'compare', operator: '==', with: 'host' }],
    ["ENV.fetch('URL', 'https://amocrm.com')", { is: 'default', of: 'ENV.URL' }],
    ["ENV['URL'] || 'https://amocrm.com'", { is: 'default', of: 'ENV.URL' }],
    [
      "Faraday.new(url: 'https://amocrm.com')",
      { is: 'argument', callee: 'Faraday', name: 'url', construct: true },
    ],
    ["URI('https://amocrm.com')", { is: 'argument', callee: 'URL', construct: true }],
    ["host.sub(/\\.amocrm\\.com\\z/, '')", { is: 'pattern', of: expect.objectContaining({ op: 'replace' }) }],
    [
      'host =~ /\\.amocrm\\.com\\z/i',
      { is: 'pattern', of: expect.objectContaining({ op: 'test', flags: 'i' }) },
    ],
    ['host[/(a)\\.amocrm\\.com/, 1]', { is: 'pattern', of: expect.objectContaining({ op: 'capture' }) }],
    ["class A\n  HOST = 'amocrm.com'\n  def a = get(HOST)\nend", { is: 'argument', callee: 'get' }],
    [
      "class A\n  def initialize\n    @host = 'amocrm.com'\n  end\n  def a = get(host)\nend",
      { callee: 'get' },
    ],
    ["class A\n  def host = 'amocrm.com'\n  def a = get(host)\nend", { is: 'argument', callee: 'get' }],
    ["['amocrm.com'].each { |host| get(host) }", { is: 'argument', callee: 'get' }],
    [
      "policy.frame_ancestors :self, 'https://amocrm.com'",
      { is: 'argument', name: 'frame_ancestors', listed: true },
    ],
  ])('%s', (code, use) => {
    expect(usesIn(code)).toContainEqual(expect.objectContaining(use))
  })

  it('tells what a second test would be joined with', () => {
    const join = (code: string) =>
      usesIn(code).flatMap((use) => ('test' in use && typeof use.test === 'object' ? [use.test] : []))[0]
        ?.join
    expect(join("return 1 if host == 'amocrm.com'")).toBe('||')
    expect(join("return 1 unless host == 'amocrm.com'")).toBe('||')
    expect(join("return 1 if !(host == 'amocrm.com')")).toBe('||')
    expect(join("return 1 if !host.include?('amocrm.com')")).toBe('&&')
    expect(join("return 1 if not host.include?('amocrm.com')")).toBe('||')
    expect(join("return 1 if host.include? 'amocrm.com'")).toBeUndefined()
  })

  it('lets lists grow in their own way', () => {
    const lists = (code: string) => usesIn(code).flatMap((use) => (use.is === 'element' ? [use.of] : []))
    expect(lists('x = %w[amocrm.com]')[0]?.form).toBe('words')
    expect(lists("config.hosts << 'amocrm.com' << 'b'")[0]).toMatchObject({ joint: ' << ' })
  })
})
