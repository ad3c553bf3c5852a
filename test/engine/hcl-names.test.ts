import { expect, test } from 'vitest'
import { audit } from '../../src/index.js'

const LOCALS = `locals {
  domain   = "amocrm.com"
  chat     = "amojo.amocrm.com"
  compared = "acme.amocrm.com"
}
variable "host" {
  default = "studio.amocrm.com"
}
`

test('names of a module are followed through its files', async () => {
  const main = `resource "a" "b" {
  url   = "https://\${var.account}.\${local.domain}/api/v4/leads"
  chat  = "https://\${local.chat}/v2"
  other = module.x.compared
  count = var.host == local.compared ? 1 : 0
  ours  = contains([var.host], each.key)
}
`
  const report = await audit({
    files: [
      { path: 'locals.tf', contents: LOCALS },
      { path: 'main.tf', contents: main },
    ],
  })
  expect(report.findings.map(({ start, rule, fix }) => `${start.line} ${rule} ${fix.kind}`)).toEqual([
    '2 legacy-host safe',
    '3 chat-host safe',
    '4 origin-allowlist manual',
    '7 origin-allowlist manual',
  ])
})
